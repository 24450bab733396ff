/// Sine and cosine.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/math/exp.hpp>
#include <handgrad/math/far_reduction.hpp>

#include <limits>
#include <type_traits>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace math {

namespace detail {

/// x = k pi/2 + r - excess, |r| <= pi/4, where only the last two bits of k count.
template <class V>
struct reduced_angle {
    typename V::integers_type k;
    V r;
    V excess;
};

/// pi/2 in three parts, and up to where they serve.
template <class T>
struct half_pi;
template <>
struct half_pi<float> {
    static constexpr float inverse = 0x1.45f306p-1f;
    static constexpr float high = 0x1.921fb4p0f;
    static constexpr float middle = 0x1.444p-24f;
    static constexpr float low = 0x1.68c2340000000p-39f;
    static constexpr float limit = 0x1p11f;
};
template <>
struct half_pi<double> {
    static constexpr double inverse = 0x1.45f306dc9c883p-1;
    static constexpr double high = 0x1.921fb54442d18p0;
    static constexpr double middle = 0x1.1a626331p-54;
    static constexpr double low = 0x1.1701b839a252p-88;
    static constexpr double limit = 0x1p20;
};

/// The first step is exact: both numbers are multiples of the last place of `high`, and so is the small
/// difference. `middle` is short, so that n middle is exact, too, and so is what the second step loses. k is
/// Turns more than x has.
template <int Turns, class V>
HANDGRAD_INLINE constexpr reduced_angle<V> reduce(V x) noexcept {
    using T = typename V::value_type;
    using parts = half_pi<T>;
    // moves an integer to the end of the significand
    constexpr T moves_to_the_end = T(1.5) / std::numeric_limits<T>::epsilon() + T(Turns);
    const V shift(moves_to_the_end);
    const V moved = fma(x, V(parts::inverse), shift);
    const V n = moved - shift;
    const V first = fnma(n, V(parts::high), x);
    reduced_angle<V> result;
    result.k = bits(moved);
    result.r = fnma(n, V(parts::middle), first);
    result.excess = fma(n, V(parts::low), fma(n, V(parts::middle), result.r - first));

    if (any(abs(x) > V(parts::limit))) [[unlikely]] {
        T angle[V::width], turns[V::width], r[V::width], excess[V::width];
        x.store(angle);
        n.store(turns);
        result.r.store(r);
        result.excess.store(excess);
        reduce_far_lanes(V::width, parts::limit, angle, turns, r, excess);
        result = {bits(V::load(turns) + shift), V::load(r), V::load(excess)};
    }
    return result;
}

/// (r - sin(r)) / r^3 and (1 - cos(r)) / r^2 for |r| <= pi/4, as polynomials in r^2.
template <class T>
struct quarter_wave;
template <>
struct quarter_wave<float> {
    static constexpr float sine[] = {0x1.555556p-3f, -0x1.111198p-7f, 0x1.a08322p-13f, -0x1.877dd8p-19f};
    static constexpr float cosine[] = {0.5f, -0x1.55555p-5f, 0x1.6c0f8cp-10f, -0x1.9acee4p-16f};
};
template <>
struct quarter_wave<double> {
    static constexpr double sine[] = {0x1.5555555555555p-3,   -0x1.111111111101ep-7, 0x1.a01a019fe88bap-13,
                                      -0x1.71de3a104913bp-19, 0x1.ae63f82706302p-26, -0x1.60e5f05e5ba3cp-33,
                                      0x1.8d694e7ba3696p-41};
    static constexpr double cosine[] = {0.5,
                                        -0x1.5555555555552p-5,
                                        0x1.6c16c16c15f49p-10,
                                        -0x1.a01a019e081cap-16,
                                        0x1.27e4f8fe2af6ap-22,
                                        -0x1.1eea8f45cdadep-29,
                                        0x1.9001acdbb6f17p-37};
};

template <class T>
inline constexpr int wave_terms = static_cast<int>(std::extent_v<decltype(quarter_wave<T>::sine)>);

/// The coefficients of the sine and of the cosine in turn, to be looked up.
template <class T>
struct wave_table {
    alignas(8 * sizeof(T)) T entry[wave_terms<T>][8];
};
template <class T>
constexpr wave_table<T> alternate_waves() noexcept {
    wave_table<T> table{};
    for (int i = 0; i < wave_terms<T>; ++i)
        for (int k = 0; k < 8; ++k)
            table.entry[i][k] = k % 2 == 0 ? quarter_wave<T>::sine[i] : quarter_wave<T>::cosine[i];
    return table;
}
template <class T>
inline constexpr wave_table<T> alternating_waves = alternate_waves<T>();

/// sin(k pi/2 + r - excess): by the sine of r for even k, its cosine for odd k, which are the same polynomial
/// with other coefficients. What `excess` adds to r^2 counts only where 1 - p r^2 is the result.
template <class V>
HANDGRAD_INLINE constexpr V sin_of(reduced_angle<V> x) noexcept {
    using integers = typename V::integers_type;
    using T = typename V::value_type;
    constexpr int to_sign = 8 * static_cast<int>(sizeof(T)) - 1;
    const auto odd = is_negative(shift_left<to_sign>(x.k));
    const auto coefficient = [&](int i) HANDGRAD_INLINE_LAMBDA {
        if constexpr (sizeof(T) == 4)
            return V::lookup(alternating_waves<T>.entry[i], x.k);
        else
            return select(odd, V(quarter_wave<T>::cosine[i]), V(quarter_wave<T>::sine[i]));
    };
    const V z = x.r * x.r;
    V p = coefficient(wave_terms<T> - 1);
    for (int i = wave_terms<T> - 2; i >= 0; --i) p = fma(z, p, coefficient(i));

    // r - (p r^3 + excess) or 1 - p r^2
    const V square = fma(x.r, x.r, x.r * V(-2) * x.excess);
    const V lacks = select(odd, square, fma(x.r * z, p, x.excess));
    const V result = fnma(lacks, select(odd, p, V(1)), select(odd, V(1), x.r));
    const integers sign(std::numeric_limits<simd::int_of<T>>::min());
    return V::from_bits(bits(result) ^ (shift_left<to_sign - 1>(x.k) & sign));
}

} // namespace detail

/// sin(x), over the whole range; NaN for infinity. Largest error: 0.91 ULP over all floats, 1.04 ULP over 8
/// million doubles.
template <class T, int W>
HANDGRAD_INLINE constexpr simd::vector<T, W> sin(simd::vector<T, W> x) noexcept {
    return detail::sin_of(detail::reduce<0>(x));
}

/// cos(x), over the whole range; NaN for infinity. Largest error: 0.91 ULP over all floats, 1.04 ULP over 8
/// million doubles.
template <class T, int W>
HANDGRAD_INLINE constexpr simd::vector<T, W> cos(simd::vector<T, W> x) noexcept {
    return detail::sin_of(detail::reduce<1>(x));
}

} // namespace math
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
