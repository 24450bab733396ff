/// handgrad: the exact functions, and those of lesser precision where there are any.
#pragma once

#include "../task.hpp"

#include <handgrad/kernel/elementwise.hpp>

namespace bench {

template <class Function>
struct by_handgrad {
    static constexpr const char* name = "handgrad";
    static void apply(const float* x, float* y) { hg::kernel::map<float, array_size>(Function::of, y, x); }
};

template <class Function>
struct by_handgrad_fast {
    static constexpr const char* name = "handgrad_fast";
    static constexpr bool enters = requires { Function::fast; };
    static void apply(const float* x, float* y) requires enters {
        hg::kernel::map<float, array_size>(Function::fast, y, x);
    }
};

} // namespace bench
