// libtorch: autograd and optim::SGD, with channels last.
#include <tasks.hpp>

#include "../../peers/libtorch.hpp"

namespace bench {

inline const bool libtorch_described = describe_peer("libtorch", torch_perceptron::version());

template <class Task>
class by_libtorch {
public:
    static constexpr const char* name = "libtorch";

    explicit by_libtorch(const float* parameters) : network_(parameters, Task::rate) {}

    void predict(const float* x, float* y) { network_.predict(x, y, Task::batch); }
    float step(const float* x, const int* label) { return network_.step(x, label, Task::batch); }

private:
    torch_convolutions network_;
};

[[maybe_unused]] static const bool entered = enter_all<by_libtorch>(tasks{});

} // namespace bench
