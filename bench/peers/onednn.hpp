/// oneDNN, in one thread.
#pragma once

#include "../harness/enter.hpp"

#include <oneapi/dnnl/dnnl.h>

#include <dlfcn.h>

#include <string>

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

} // namespace bench
