/// oneDNN, in one thread. Its library exports no product of doubles.
#pragma once

#include "../../enter.hpp"

#include <oneapi/dnnl/dnnl.h>

#include <dlfcn.h>

#include <string>
#include <type_traits>

namespace bench {

/// The number of threads is OpenMP's, of whichever kind oneDNN was linked with; if of none, there is one
/// thread.
inline bool take_one_thread() {
    if (void* set = dlsym(RTLD_DEFAULT, "omp_set_num_threads")) reinterpret_cast<void (*)(int)>(set)(1);
    return true;
}

inline std::string onednn_instruction_set() {
    switch (dnnl_get_effective_cpu_isa()) {
    case dnnl_cpu_isa_sse41:
        return "sse41";
    case dnnl_cpu_isa_avx:
        return "avx";
    case dnnl_cpu_isa_avx2:
        return "avx2";
    default:
        return "above avx2";
    }
}

inline const bool onednn_described =
    take_one_thread() &&
    describe_peer("onednn", std::to_string(dnnl_version()->major) + "." +
                                std::to_string(dnnl_version()->minor) + " " + onednn_instruction_set());

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
