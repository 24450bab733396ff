// libtorch: autograd and optim::SGD.
#include <tasks.hpp>

#include "../../peers/libtorch.hpp"

#include <type_traits>

namespace bench {

inline const bool libtorch_described = describe_peer("libtorch", torch_perceptron::version());

template <class Task>
class by_libtorch {
public:
    static constexpr const char* name = "libtorch";

    explicit by_libtorch(const float* parameters)
        : network_(parameters, Task::widths, Task::depth,
                   std::is_same_v<typename Task::template activation<0>, hg::tanh>, Task::optimizer.rate) {}

    float step(const float* x, const int* label) { return network_.step(x, label, Task::batch); }
    void write(float* to) const { network_.write(to); }

private:
    torch_perceptron network_;
};

[[maybe_unused]] static const bool entered = enter_all<by_libtorch>(tasks{});

} // namespace bench
