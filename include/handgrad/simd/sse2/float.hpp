/// The SSE2 back end for float: 4 lanes.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/simd/scalar/vector.hpp>
#include <handgrad/simd/sse2/exact_fma.hpp>
#include <handgrad/simd/sse2/intrinsics.hpp>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace simd {

template <>
struct mask<float, 4> {
    __m128 m; // all bits of a lane, or none

    explicit operator bool() const = delete; // lanes differ: select(mask, a, b)

    friend HANDGRAD_INLINE mask operator&(mask a, mask b) noexcept { return {_mm_and_ps(a.m, b.m)}; }
    friend HANDGRAD_INLINE mask operator|(mask a, mask b) noexcept { return {_mm_or_ps(a.m, b.m)}; }
    friend HANDGRAD_INLINE mask operator!(mask a) noexcept {
        return {_mm_xor_ps(a.m, _mm_castsi128_ps(_mm_set1_epi32(-1)))};
    }
    friend HANDGRAD_INLINE bool any(mask a) noexcept { return _mm_movemask_ps(a.m) != 0; }
    friend HANDGRAD_INLINE bool all(mask a) noexcept { return _mm_movemask_ps(a.m) == 0xf; }
};

template <>
struct integers<float, 4> {
    using value_type = std::int32_t;
    __m128i i;

    integers() = default;
    HANDGRAD_INLINE explicit integers(value_type value) noexcept : i(_mm_set1_epi32(value)) {}
    HANDGRAD_INLINE explicit integers(__m128i value) noexcept : i(value) {}
    HANDGRAD_INLINE static integers load(const value_type* from) noexcept {
        return integers(_mm_loadu_si128(reinterpret_cast<const __m128i*>(from)));
    }
    HANDGRAD_INLINE void store(value_type* to) const noexcept {
        _mm_storeu_si128(reinterpret_cast<__m128i*>(to), i);
    }

    friend HANDGRAD_INLINE integers operator+(integers a, integers b) noexcept {
        return integers(_mm_add_epi32(a.i, b.i));
    }
    friend HANDGRAD_INLINE integers operator-(integers a, integers b) noexcept {
        return integers(_mm_sub_epi32(a.i, b.i));
    }
    friend HANDGRAD_INLINE integers operator&(integers a, integers b) noexcept {
        return integers(_mm_and_si128(a.i, b.i));
    }
    friend HANDGRAD_INLINE integers operator|(integers a, integers b) noexcept {
        return integers(_mm_or_si128(a.i, b.i));
    }
    friend HANDGRAD_INLINE integers operator^(integers a, integers b) noexcept {
        return integers(_mm_xor_si128(a.i, b.i));
    }
    template <int Count>
    friend HANDGRAD_INLINE integers shift_left(integers a) noexcept {
        return integers(_mm_slli_epi32(a.i, Count));
    }
    template <int Count>
    friend HANDGRAD_INLINE integers shift_right(integers a) noexcept {
        return integers(_mm_srli_epi32(a.i, Count));
    }
    friend HANDGRAD_INLINE mask<float, 4> operator==(integers a, integers b) noexcept {
        return {_mm_castsi128_ps(_mm_cmpeq_epi32(a.i, b.i))};
    }
    friend HANDGRAD_INLINE mask<float, 4> operator>(integers a, integers b) noexcept {
        return {_mm_castsi128_ps(_mm_cmpgt_epi32(a.i, b.i))};
    }
    friend HANDGRAD_INLINE mask<float, 4> is_negative(integers a) noexcept {
        return {_mm_castsi128_ps(_mm_srai_epi32(a.i, 31))};
    }
};

template <>
struct vector<float, 4> {
    using value_type = float;
    using mask_type = mask<float, 4>;
    using integers_type = integers<float, 4>;
    static constexpr int width = 4;

    __m128 v;

    vector() = default;
    HANDGRAD_INLINE explicit vector(float value) noexcept : v(_mm_set1_ps(value)) {}
    HANDGRAD_INLINE explicit vector(__m128 value) noexcept : v(value) {}

    HANDGRAD_INLINE static vector load(const float* from) noexcept { return vector(_mm_loadu_ps(from)); }
    HANDGRAD_INLINE void store(float* to) const noexcept { _mm_storeu_ps(to, v); }
    template <int Count>
    HANDGRAD_INLINE static vector load_first(const float* from) noexcept {
        static_assert(1 <= Count && Count <= width);
        if constexpr (Count == 4) return load(from);
        if constexpr (Count == 3) return vector(_mm_movelh_ps(two(from), _mm_load_ss(from + 2)));
        if constexpr (Count == 2) return vector(two(from));
        if constexpr (Count == 1) return vector(_mm_load_ss(from));
    }
    template <int Count>
    HANDGRAD_INLINE void store_first(float* to) const noexcept {
        static_assert(1 <= Count && Count <= width);
        if constexpr (Count == 4) store(to);
        if constexpr (Count == 2 || Count == 3) _mm_storel_pi(reinterpret_cast<__m64*>(to), v);
        if constexpr (Count == 3) _mm_store_ss(to + 2, _mm_movehl_ps(v, v));
        if constexpr (Count == 1) _mm_store_ss(to, v);
    }

    friend HANDGRAD_INLINE vector operator+(vector a, vector b) noexcept {
        return vector(as_written(_mm_add_ps(a.v, b.v)));
    }
    friend HANDGRAD_INLINE vector operator-(vector a, vector b) noexcept {
        return vector(as_written(_mm_sub_ps(a.v, b.v)));
    }
    friend HANDGRAD_INLINE vector operator*(vector a, vector b) noexcept {
        return vector(rounded_product(_mm_mul_ps(a.v, b.v)));
    }
    friend HANDGRAD_INLINE vector operator/(vector a, vector b) noexcept {
#if defined(HANDGRAD_LOOSE_MATH)
        asm("divps {%1, %0|%0, %1}" : "+x"(a.v) : "x"(b.v)); // not by an estimate of the reciprocal
        return a;
#else
        return vector(_mm_div_ps(a.v, b.v));
#endif
    }
    friend HANDGRAD_INLINE vector operator-(vector a) noexcept {
        return vector(_mm_xor_ps(a.v, _mm_set1_ps(-0.0f)));
    }
    friend HANDGRAD_INLINE mask_type operator<(vector a, vector b) noexcept {
        return {_mm_cmplt_ps(a.v, b.v)};
    }
    friend HANDGRAD_INLINE mask_type operator<=(vector a, vector b) noexcept {
        return {_mm_cmple_ps(a.v, b.v)};
    }
    friend HANDGRAD_INLINE mask_type operator>(vector a, vector b) noexcept {
        return {_mm_cmpgt_ps(a.v, b.v)};
    }
    friend HANDGRAD_INLINE mask_type operator>=(vector a, vector b) noexcept {
        return {_mm_cmpge_ps(a.v, b.v)};
    }
    friend HANDGRAD_INLINE mask_type operator==(vector a, vector b) noexcept {
        return {_mm_cmpeq_ps(a.v, b.v)};
    }
    friend HANDGRAD_INLINE mask_type is_nan(vector a) noexcept {
        return (bits(a) & integers_type(std::numeric_limits<integers_type::value_type>::max())) >
               integers_type(bit_cast<integers_type::value_type>(math::infinity<float>));
    }
    friend HANDGRAD_INLINE vector select(mask_type m, vector a, vector b) noexcept {
        return vector(_mm_or_ps(_mm_and_ps(m.m, a.v), _mm_andnot_ps(m.m, b.v)));
    }
    friend HANDGRAD_INLINE vector in_register(vector a) noexcept {
        asm("" : "+x"(a.v));
        return a;
    }
    friend HANDGRAD_INLINE vector in_register_here(vector a) noexcept {
        asm volatile("" : "+x"(a.v));
        return a;
    }
    template <int Count>
    HANDGRAD_INLINE static vector repeat(const float* from) noexcept {
        static_assert(Count == 1 || Count == 2 || Count == 4);
        if constexpr (Count == 1) return vector(*from);
        if constexpr (Count == 2) return vector(_mm_movelh_ps(two(from), two(from)));
        if constexpr (Count == 4) return load(from);
    }
    static constexpr int group = 4;
    HANDGRAD_INLINE static vector load_halves(const float* low, const float* high) noexcept {
        return vector(_mm_movelh_ps(two(low), two(high)));
    }
    template <int I>
    HANDGRAD_INLINE vector spread() const noexcept {
        return vector(_mm_shuffle_ps(v, v, I * 0b01010101));
    }
    HANDGRAD_INLINE vector permuted(integers_type place) const noexcept {
        float numbers[4];
        std::int32_t p[4];
        store(numbers);
        place.store(p);
        return vector(
            _mm_setr_ps(numbers[p[0] & 3], numbers[p[1] & 3], numbers[p[2] & 3], numbers[p[3] & 3]));
    }
    HANDGRAD_INLINE static vector lookup(const float (&table)[8], integers_type place) noexcept {
        std::int32_t p[4];
        place.store(p);
        return vector(_mm_setr_ps(table[p[0] & 7], table[p[1] & 7], table[p[2] & 7], table[p[3] & 7]));
    }
    template <int Count>
    HANDGRAD_INLINE vector rotated() const noexcept {
        constexpr int from = 4 - Count;
        return vector(_mm_shuffle_ps(
            v, v, (from & 3) | ((from + 1) & 3) << 2 | ((from + 2) & 3) << 4 | ((from + 3) & 3) << 6));
    }
    template <int First>
    HANDGRAD_INLINE static vector joined(vector a, vector b) noexcept {
        const __m128i first =
            _mm_setr_epi32(First > 0 ? -1 : 0, First > 1 ? -1 : 0, First > 2 ? -1 : 0, First > 3 ? -1 : 0);
        return select(mask_type{_mm_castsi128_ps(first)}, a, b);
    }
    friend HANDGRAD_INLINE vector lower_halves(vector a, vector b) noexcept {
        return vector(_mm_movelh_ps(a.v, b.v));
    }
    friend HANDGRAD_INLINE vector upper_halves(vector a, vector b) noexcept {
        return vector(_mm_movehl_ps(b.v, a.v));
    }
    friend HANDGRAD_INLINE void transpose(vector (&rows)[4]) noexcept {
        const __m128 low01 = _mm_unpacklo_ps(rows[0].v, rows[1].v),
                     high01 = _mm_unpackhi_ps(rows[0].v, rows[1].v);
        const __m128 low23 = _mm_unpacklo_ps(rows[2].v, rows[3].v),
                     high23 = _mm_unpackhi_ps(rows[2].v, rows[3].v);
        rows[0].v = _mm_movelh_ps(low01, low23);
        rows[1].v = _mm_movehl_ps(low23, low01);
        rows[2].v = _mm_movelh_ps(high01, high23);
        rows[3].v = _mm_movehl_ps(high23, high01);
    }
    friend HANDGRAD_INLINE vector max(vector a, vector b) noexcept { return vector(_mm_max_ps(a.v, b.v)); }
    friend HANDGRAD_INLINE vector min(vector a, vector b) noexcept { return vector(_mm_min_ps(a.v, b.v)); }
    friend HANDGRAD_INLINE vector fma(vector a, vector b, vector c) noexcept {
        return vector(sse2::fma(a.v, b.v, c.v));
    }
    friend HANDGRAD_INLINE vector fnma(vector a, vector b, vector c) noexcept { return fma(-a, b, c); }
    friend HANDGRAD_INLINE integers_type bits(vector a) noexcept {
        return integers_type(_mm_castps_si128(a.v));
    }
    HANDGRAD_INLINE static vector from_bits(integers_type a) noexcept {
        return vector(_mm_castsi128_ps(a.i));
    }
    /// 2^23 moves what is behind the point out of the significand.
    friend HANDGRAD_INLINE vector round(vector a) noexcept {
        const vector integral(0x1p23f), magnitude = abs(a);
        const vector nearest = (magnitude + integral) - integral;
        return select(magnitude < integral, copysign(nearest, a), a);
    }
    friend HANDGRAD_INLINE integers_type to_integers(vector a) noexcept {
        return integers_type(_mm_cvtps_epi32(a.v));
    }
    HANDGRAD_INLINE static vector from_integers(integers_type a) noexcept {
        return vector(_mm_cvtepi32_ps(a.i));
    }
    friend HANDGRAD_INLINE vector abs(vector a) noexcept {
        return vector(_mm_andnot_ps(_mm_set1_ps(-0.0f), a.v));
    }
    friend HANDGRAD_INLINE vector copysign(vector a, vector b) noexcept {
        const __m128 sign = _mm_set1_ps(-0.0f);
        return vector(_mm_or_ps(_mm_andnot_ps(sign, a.v), _mm_and_ps(sign, b.v)));
    }
    friend HANDGRAD_INLINE vector sqrt(vector a) noexcept {
#if defined(HANDGRAD_LOOSE_MATH)
        asm("sqrtps {%0, %0|%0, %0}" : "+x"(a.v));
        return a;
#else
        return vector(_mm_sqrt_ps(a.v));
#endif
    }

private:
    /// Two floats, and two zeros.
    HANDGRAD_INLINE static __m128 two(const float* from) noexcept {
        double bits;
        __builtin_memcpy(&bits, from, sizeof bits);
        return _mm_castpd_ps(_mm_set_sd(bits));
    }
};

HANDGRAD_INLINE float sum_of_halves(vector<float, 4> a) noexcept {
    const __m128 two = as_written(_mm_add_ps(a.v, _mm_movehl_ps(a.v, a.v)));
    return _mm_cvtss_f32(as_written(_mm_add_ss(two, _mm_shuffle_ps(two, two, 1))));
}

/// Lane i is sum_of_halves(rows[i]).
HANDGRAD_INLINE vector<float, 4> sums_of_halves(const vector<float, 4> (&rows)[4]) noexcept {
    __m128 two[2];
    for (int i = 0; i < 2; ++i)
        two[i] = as_written(_mm_add_ps(_mm_movelh_ps(rows[2 * i].v, rows[2 * i + 1].v),
                                       _mm_movehl_ps(rows[2 * i + 1].v, rows[2 * i].v)));
    return vector<float, 4>(
        as_written(_mm_add_ps(_mm_shuffle_ps(two[0], two[1], 0x88), _mm_shuffle_ps(two[0], two[1], 0xdd))));
}

} // namespace simd
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
