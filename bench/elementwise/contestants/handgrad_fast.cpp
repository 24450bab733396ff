// The library's functions of lesser precision, where there are any.
#include <tasks.hpp>

#include <handgrad/kernel/elementwise.hpp>

namespace bench {

template <class Task>
struct by_handgrad_fast {
    static constexpr const char* name = "handgrad_fast";
    static constexpr bool enters = requires { Task::function::fast; };
    static void apply(const float* x, float* y) requires enters {
        hg::kernel::map<float, array_size>(Task::function::fast, y, x);
    }
};

[[maybe_unused]] static const bool entered = enter_all<by_handgrad_fast>(tasks{});

} // namespace bench
