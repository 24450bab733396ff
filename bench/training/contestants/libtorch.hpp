/// libtorch: autograd and optim::SGD.
#pragma once

#include "../../enter.hpp"
#include "../../libtorch.hpp"
#include "../../perceptron.hpp"
#include "../rate.hpp"

#include <type_traits>

namespace bench {

inline const bool libtorch_described = describe_peer("libtorch", torch_perceptron::version());

template <class Task, int Batch>
class by_libtorch {
public:
    static constexpr const char* name = "libtorch";

    explicit by_libtorch(const float* parameters)
        : network_(parameters, Task::widths, Task::depth, std::is_same_v<typename Task::activation, hg::tanh>,
                   rate) {}

    float step(const float* x, const int* label) { return network_.step(x, label, Batch); }
    void write(float* to) const { network_.write(to); }

private:
    torch_perceptron network_;
};

} // namespace bench
