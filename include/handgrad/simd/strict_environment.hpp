/// Whether this thread computes as the promise of the same bits needs it.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/simd/bits.hpp>
#include <handgrad/simd/select.hpp>

#include <initializer_list>
#include <limits>

namespace handgrad {
HANDGRAD_BEGIN_ISA

/// How a thread's floating-point unit is set. In its boolean form: as the same bits need it.
struct environment {
    bool keeps_denormal_results;  ///< FLT_MIN / 2 is not written as zero (FTZ)
    bool keeps_denormal_operands; ///< FLT_MIN / 2 is not taken for zero (DAZ)
    bool rounds_to_nearest;       ///< and ties to even

    constexpr explicit operator bool() const noexcept {
        return keeps_denormal_results && keeps_denormal_operands && rounds_to_nearest;
    }
};

namespace detail {

/// a op b of numbers that the compiler does not know, as bits: where denormal numbers count as zero, a
/// comparison takes them for zero, too.
template <class V, class Op>
simd::uint_of<typename V::value_type> bits_of(simd::uint_of<typename V::value_type> a,
                                              simd::uint_of<typename V::value_type> b, Op op) noexcept {
    using T = typename V::value_type;
    using U = simd::uint_of<T>;
    volatile U bits_of_a = a, bits_of_b = b;
    T result[V::width];
    op(V(simd::bit_cast<T>(U(bits_of_a))), V(simd::bit_cast<T>(U(bits_of_b)))).store(result);
    volatile U bits_of_result = simd::bit_cast<U>(result[0]);
    return bits_of_result;
}

template <class V>
environment environment_of() noexcept {
    using limits = std::numeric_limits<typename V::value_type>;
    using U = simd::uint_of<typename V::value_type>;
    constexpr int fraction = limits::digits - 1, bias = limits::max_exponent - 1;
    constexpr auto power_of_two = [](int exponent) { return static_cast<U>(exponent + bias) << fraction; };
    constexpr U one = power_of_two(0), least_normal = power_of_two(1 - bias), its_half = least_normal / 2;
    constexpr auto times = [](V left, V right) { return left * right; };
    constexpr auto plus = [](V left, V right) { return left + right; };
    constexpr auto minus = [](V left, V right) { return left - right; };
    // Both exact results lie in the middle of two numbers, of which 1 is the even one.
    return {bits_of<V>(least_normal, power_of_two(-1), times) == its_half,
            bits_of<V>(its_half, power_of_two(1), times) == least_normal,
            bits_of<V>(one, power_of_two(-fraction - 1), plus) == one &&
                bits_of<V>(one, power_of_two(-fraction - 2), minus) == one};
}

} // namespace detail

/// Asks the arithmetic itself, by a few operations on floats and doubles, vectors and single numbers, so that
/// it works on every machine:
///
///     if (!hg::strict_environment()) std::puts("these results may differ from those elsewhere");
///
/// The promise that every back end, compiler and option gives the same bits is made for threads in which
/// denormal numbers are numbers and results are rounded to nearest, ties to even, as they are where nobody
/// has changed it. Those who do: `-ffast-math`, `-Ofast` or `-funsafe-math-optimizations` at *link* time,
/// which add start-up code (crtfastmath.o) that sets flush-to-zero for the whole process, be handgrad's own
/// units compiled without; a shared library that was linked so, once it is loaded (GCC before 13); audio and
/// game engines in their threads; std::fesetround; flush_to_zero, by intent, in its scope.
///
/// That a number is NaN is part of the promise, the sign and the payload of the NaN are not: which of two
/// NaNs an instruction passes on, and what a new one looks like, is up to the machine and the compiler.
///
/// The setting belongs to the thread: ask in the thread that computes. A new thread begins with that of the
/// one that made it, on Linux.
[[nodiscard]] inline environment strict_environment() noexcept {
    environment all{true, true, true};
    for (const environment& e : {detail::environment_of<simd::scalar_vector<float>>(),
                                 detail::environment_of<simd::scalar_vector<double>>(),
                                 detail::environment_of<simd::native_vector<float>>(),
                                 detail::environment_of<simd::native_vector<double>>()}) {
        all.keeps_denormal_results &= e.keeps_denormal_results;
        all.keeps_denormal_operands &= e.keeps_denormal_operands;
        all.rounds_to_nearest &= e.rounds_to_nearest;
    }
    return all;
}

HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
