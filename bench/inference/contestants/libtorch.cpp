// libtorch: nn::Sequential under an InferenceMode.
#include <tasks.hpp>

#include "../../peers/libtorch.hpp"

#include <type_traits>

namespace bench {

inline const bool libtorch_described = describe_peer("libtorch", torch_perceptron::version());

template <class Task>
class by_libtorch {
public:
    static constexpr const char* name = "libtorch";
    using output = hg::matrix<float, 1, Task::outputs>;

    explicit by_libtorch(const float* parameters)
        : network_(parameters, Task::widths, Task::depth,
                   std::is_same_v<typename Task::template activation<0>, hg::tanh>) {}

    void predict(const float* x, output* y) const { network_.predict(x, y->data()); }

private:
    torch_perceptron network_;
};

[[maybe_unused]] static const bool entered = enter_all<by_libtorch>(tasks{});

} // namespace bench
