/// The instruction set of this translation unit: the one place where it is chosen. Another is a folder beside
/// avx2/ and a branch here.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/simd/scalar/int8.hpp>
#include <handgrad/simd/scalar/machine.hpp>
#include <handgrad/simd/scalar/pairs.hpp>
#include <handgrad/simd/scalar/vector.hpp>
#include <handgrad/simd/with_a_number.hpp>

#if defined(HANDGRAD_LANES) // in a vector of floats: to test the kernels on widths that no machine here has
#if defined(__AVX2__)
#error "handgrad: HANDGRAD_LANES is a width of the scalar back end: build without AVX2"
#endif
#include <handgrad/simd/lanes/int8.hpp>
#include <handgrad/simd/lanes/machine.hpp>
#include <handgrad/simd/lanes/pairs.hpp>
#include <handgrad/simd/lanes/vector.hpp>
#define HANDGRAD_MACHINE lanes::machine<HANDGRAD_LANES>
#elif defined(__AVX2__) && defined(__FMA__) && !defined(HANDGRAD_FORCE_SCALAR)
#include <handgrad/simd/avx2/double.hpp>
#include <handgrad/simd/avx2/float.hpp>
#include <handgrad/simd/avx2/int8.hpp>
#include <handgrad/simd/avx2/machine.hpp>
#include <handgrad/simd/avx2/pairs.hpp>
#define HANDGRAD_MACHINE avx2::machine
#elif defined(__SSE2__) && !defined(HANDGRAD_FORCE_SCALAR)
#include <handgrad/simd/sse2/double.hpp>
#include <handgrad/simd/sse2/float.hpp>
#include <handgrad/simd/sse2/int8.hpp>
#include <handgrad/simd/sse2/machine.hpp>
#include <handgrad/simd/sse2/pairs.hpp>
#define HANDGRAD_MACHINE sse2::machine
#else
#define HANDGRAD_MACHINE scalar::machine
#endif

#include <type_traits>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace simd {

inline constexpr const machine& native_machine = simd::HANDGRAD_MACHINE;
#undef HANDGRAD_MACHINE

/// The machine that vectors V are for.
template <class V>
inline constexpr const machine& machine_of = native_machine;

/// Whether a vector of T takes two registers (math/dual.hpp).
template <class T>
inline constexpr bool is_dual = false;

/// Lanes of the widest register for T; 1 where the build has no vector instructions that handgrad knows.
template <class T>
inline constexpr int native_width = native_machine.register_bytes == 0
                                        ? 1
                                        : native_machine.register_bytes / static_cast<int>(sizeof(T));

template <class T>
using native_vector = simd::vector<T, native_width<T>>;
template <class T>
using scalar_vector = simd::vector<T, 1>;

/// Calls f.operator()<V>(): V is the scalar specification in a constant expression, the native vector at run
/// time. Both give the same bits. (The builtin, here and in scalar/vector.hpp, because g++ drops the branch
/// that is not taken when it parses it; behind std::is_constant_evaluated() it is first inlined, which takes
/// six times as long to compile.)
template <class T, class F>
HANDGRAD_INLINE constexpr auto with_vector(F&& f) {
    if (__builtin_is_constant_evaluated())
        return f.template operator()<scalar_vector<T>>();
    else
        return f.template operator()<native_vector<T>>();
}

} // namespace simd
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
