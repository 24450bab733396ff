/// oneDNN's product. Its library exports none of doubles.
#pragma once

#include "../../onednn.hpp"

#include <type_traits>

namespace bench {

template <class Problem>
struct by_onednn {
    static constexpr const char* name = "onednn";
    static constexpr bool enters = std::is_same_v<typename Problem::number, float>;
    /// The first call makes the kernel, which may last so long that Google Benchmark times no second one.
    static void prepare(const float* a, const float* b, float* out) { multiply(a, b, out); }
    static void multiply(const float* a, const float* b, float* out) {
        dnnl_sgemm(Problem::transposed_a ? 'T' : 'N', Problem::transposed_b ? 'T' : 'N', Problem::m,
                   Problem::n, Problem::k, 1.0f, a, Problem::a_type::cols, b, Problem::b_type::cols, 0.0f,
                   out, Problem::n);
    }
};

} // namespace bench
