/// The vector type of this translation unit, and the switch between it and the constexpr specification.
#pragma once

#include <handgrad/simd/scalar.hpp>

#if defined(__AVX2__) && defined(__FMA__)
#include <handgrad/simd/avx2_double.hpp>
#include <handgrad/simd/avx2_float.hpp>
#endif

#include <type_traits>

namespace handgrad::inline HANDGRAD_ISA {
namespace simd_choice {

#if defined(__AVX2__) && defined(__FMA__)
inline constexpr int register_bytes = 32;
inline constexpr const char* name = "AVX2 + FMA";
#else
inline constexpr int register_bytes = 0;
inline constexpr const char* name = "scalar";
#endif

} // namespace simd_choice

/// Lanes of the widest register for T; 1 where the build has no vector instructions that handgrad knows.
template <class T>
inline constexpr int native_width = simd_choice::register_bytes == 0
                                        ? 1
                                        : simd_choice::register_bytes / static_cast<int>(sizeof(T));

template <class T>
using native_vector = simd::vector<T, native_width<T>>;
template <class T>
using scalar_vector = simd::vector<T, 1>;

/// Calls f.operator()<V>(): V is the scalar specification in a constant expression, the native vector at run
/// time. Both give the same bits. (The builtin, here and in scalar.hpp, because g++ drops the branch that is
/// not taken when it parses it; behind std::is_constant_evaluated() it is first inlined, which takes six
/// times as long to compile.)
template <class T, class F>
HANDGRAD_INLINE constexpr auto with_vector(F&& f) {
    if (__builtin_is_constant_evaluated())
        return f.template operator()<scalar_vector<T>>();
    else
        return f.template operator()<native_vector<T>>();
}

} // namespace handgrad::inline HANDGRAD_ISA
