/// handgrad's frozen networks, with weights stored in three ways.
#pragma once

#include "../perceptron.hpp"

#include <cstdint>
#include <new>
#include <type_traits>

namespace bench {

template <class Task, class Weight>
class by_frozen {
public:
    static constexpr const char* name = std::is_same_v<Weight, hg::bfloat16>  ? "handgrad_bfloat16"
                                        : std::is_same_v<Weight, std::int8_t> ? "handgrad_int8"
                                                                              : "handgrad_frozen";
    /// How far a result may be from the right one, by the largest.
    static constexpr double tolerance = std::is_same_v<Weight, hg::bfloat16>  ? 1e-2
                                        : std::is_same_v<Weight, std::int8_t> ? 5e-2
                                                                              : 1e-5;
    using output = hg::matrix<float, 1, Task::outputs>;

    explicit by_frozen(const float* parameters) : frozen_(from(parameters)) {}

    void predict(const float* x, output* y) const {
        ::new (y) output(frozen_.forward(hg::view<const float, 1, Task::inputs>(x)));
    }

private:
    static hg::parameters<typename Task::net> from(const float* parameters) {
        hg::parameters<typename Task::net> p;
        for (int i = 0; i < Task::parameter_count; ++i) p[i] = parameters[i];
        return p;
    }

    hg::frozen<typename Task::net, Weight> frozen_;
};

} // namespace bench
