/// libtorch: autograd and optim::SGD, with channels last.
#pragma once

#include "../../enter.hpp"
#include "../../libtorch.hpp"
#include "../task.hpp"

namespace bench {

inline const bool libtorch_described = describe_peer("libtorch", torch_perceptron::version());

template <class Task>
class by_libtorch {
public:
    static constexpr const char* name = "libtorch";

    explicit by_libtorch(const float* parameters) : network_(parameters, rate) {}

    void predict(const float* x, float* y) { network_.predict(x, y, Task::batch); }
    float step(const float* x, const int* label) { return network_.step(x, label, Task::batch); }

private:
    torch_convolutions network_;
};

} // namespace bench
