// The library's frozen networks, with weights stored in three ways.
#include <tasks.hpp>

#include <handgrad/handgrad.hpp>

#include <algorithm>
#include <cstdint>
#include <new>

namespace bench {

template <class Task, class Weight>
class frozen {
public:
    using output = hg::matrix<float, 1, Task::outputs>;

    explicit frozen(const float* parameters) : frozen_(from(parameters)) {}

    void predict(const float* x, output* y) const {
        ::new (y) output(frozen_.forward(hg::view<const float, 1, Task::inputs>(x)));
    }

private:
    static hg::parameters<typename Task::net> from(const float* parameters) {
        hg::parameters<typename Task::net> p;
        std::copy_n(parameters, p.size, p.begin());
        return p;
    }

    hg::frozen<typename Task::net, Weight> frozen_;
};

template <class Task>
struct by_frozen : frozen<Task, float> {
    using frozen<Task, float>::frozen;
    static constexpr const char* name = "handgrad_frozen";
};
template <class Task>
struct by_bfloat16 : frozen<Task, hg::bfloat16> {
    using frozen<Task, hg::bfloat16>::frozen;
    static constexpr const char* name = "handgrad_bfloat16";
    static constexpr double tolerance = 1e-2;
};
template <class Task>
struct by_int8 : frozen<Task, std::int8_t> {
    using frozen<Task, std::int8_t>::frozen;
    static constexpr const char* name = "handgrad_int8";
    static constexpr double tolerance = 5e-2;
};

[[maybe_unused]] static const bool entered[] = {enter_all<by_frozen>(tasks{}),
                                                enter_all<by_bfloat16>(tasks{}), enter_all<by_int8>(tasks{})};

} // namespace bench
