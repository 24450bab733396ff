/// The SSE2 back end for double: 2 lanes.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/simd/scalar/vector.hpp>
#include <handgrad/simd/sse2/intrinsics.hpp>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace simd {

template <>
struct mask<double, 2> {
    __m128d m; // all bits of a lane, or none

    explicit operator bool() const = delete; // lanes differ: select(mask, a, b)

    friend HANDGRAD_INLINE mask operator&(mask a, mask b) noexcept { return {_mm_and_pd(a.m, b.m)}; }
    friend HANDGRAD_INLINE mask operator|(mask a, mask b) noexcept { return {_mm_or_pd(a.m, b.m)}; }
    friend HANDGRAD_INLINE mask operator!(mask a) noexcept {
        return {_mm_xor_pd(a.m, _mm_castsi128_pd(_mm_set1_epi32(-1)))};
    }
    friend HANDGRAD_INLINE bool any(mask a) noexcept { return _mm_movemask_pd(a.m) != 0; }
    friend HANDGRAD_INLINE bool all(mask a) noexcept { return _mm_movemask_pd(a.m) == 0x3; }
};

template <>
struct integers<double, 2> {
    using value_type = std::int64_t;
    __m128i i;

    integers() = default;
    HANDGRAD_INLINE explicit integers(value_type value) noexcept : i(_mm_set1_epi64x(value)) {}
    HANDGRAD_INLINE explicit integers(__m128i value) noexcept : i(value) {}
    HANDGRAD_INLINE static integers load(const value_type* from) noexcept {
        return integers(_mm_loadu_si128(reinterpret_cast<const __m128i*>(from)));
    }
    HANDGRAD_INLINE void store(value_type* to) const noexcept {
        _mm_storeu_si128(reinterpret_cast<__m128i*>(to), i);
    }

    friend HANDGRAD_INLINE integers operator+(integers a, integers b) noexcept {
        return integers(_mm_add_epi64(a.i, b.i));
    }
    friend HANDGRAD_INLINE integers operator-(integers a, integers b) noexcept {
        return integers(_mm_sub_epi64(a.i, b.i));
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
        return integers(_mm_slli_epi64(a.i, Count));
    }
    template <int Count>
    friend HANDGRAD_INLINE integers shift_right(integers a) noexcept {
        return integers(_mm_srli_epi64(a.i, Count));
    }
    /// SSE2 compares no 64 bits: both halves must be equal.
    friend HANDGRAD_INLINE mask<double, 2> operator==(integers a, integers b) noexcept {
        const __m128i halves = _mm_cmpeq_epi32(a.i, b.i);
        return {_mm_castsi128_pd(_mm_and_si128(halves, _mm_shuffle_epi32(halves, 0b10110001)))};
    }
    /// The upper halves decide, or, where they are equal, the borrow of b - a out of the lower ones.
    friend HANDGRAD_INLINE mask<double, 2> operator>(integers a, integers b) noexcept {
        const __m128i borrow = _mm_and_si128(_mm_cmpeq_epi32(a.i, b.i), _mm_sub_epi64(b.i, a.i));
        return is_negative(integers(_mm_or_si128(_mm_cmpgt_epi32(a.i, b.i), borrow)));
    }
    friend HANDGRAD_INLINE mask<double, 2> is_negative(integers a) noexcept {
        return {_mm_castsi128_pd(_mm_shuffle_epi32(_mm_srai_epi32(a.i, 31), 0b11110101))};
    }
};

template <>
struct vector<double, 2> {
    using value_type = double;
    using mask_type = mask<double, 2>;
    using integers_type = integers<double, 2>;
    static constexpr int width = 2;

    __m128d v;

    vector() = default;
    HANDGRAD_INLINE explicit vector(double value) noexcept : v(_mm_set1_pd(value)) {}
    HANDGRAD_INLINE explicit vector(__m128d value) noexcept : v(value) {}

    HANDGRAD_INLINE static vector load(const double* from) noexcept { return vector(_mm_loadu_pd(from)); }
    HANDGRAD_INLINE void store(double* to) const noexcept { _mm_storeu_pd(to, v); }
    template <int Count>
    HANDGRAD_INLINE static vector load_first(const double* from) noexcept {
        static_assert(1 <= Count && Count <= width);
        if constexpr (Count == 2) return load(from);
        if constexpr (Count == 1) return vector(_mm_load_sd(from));
    }
    template <int Count>
    HANDGRAD_INLINE void store_first(double* to) const noexcept {
        static_assert(1 <= Count && Count <= width);
        if constexpr (Count == 2) store(to);
        if constexpr (Count == 1) _mm_store_sd(to, v);
    }

    friend HANDGRAD_INLINE vector operator+(vector a, vector b) noexcept {
        return vector(as_written(_mm_add_pd(a.v, b.v)));
    }
    friend HANDGRAD_INLINE vector operator-(vector a, vector b) noexcept {
        return vector(as_written(_mm_sub_pd(a.v, b.v)));
    }
    friend HANDGRAD_INLINE vector operator*(vector a, vector b) noexcept {
        return vector(rounded_product(_mm_mul_pd(a.v, b.v)));
    }
    friend HANDGRAD_INLINE vector operator/(vector a, vector b) noexcept {
#if defined(HANDGRAD_LOOSE_MATH)
        asm("divpd {%1, %0|%0, %1}" : "+x"(a.v) : "x"(b.v)); // not by an estimate of the reciprocal
        return a;
#else
        return vector(_mm_div_pd(a.v, b.v));
#endif
    }
    friend HANDGRAD_INLINE vector operator-(vector a) noexcept {
        return vector(_mm_xor_pd(a.v, _mm_set1_pd(-0.0)));
    }
    friend HANDGRAD_INLINE mask_type operator<(vector a, vector b) noexcept {
        return {_mm_cmplt_pd(a.v, b.v)};
    }
    friend HANDGRAD_INLINE mask_type operator<=(vector a, vector b) noexcept {
        return {_mm_cmple_pd(a.v, b.v)};
    }
    friend HANDGRAD_INLINE mask_type operator>(vector a, vector b) noexcept {
        return {_mm_cmpgt_pd(a.v, b.v)};
    }
    friend HANDGRAD_INLINE mask_type operator>=(vector a, vector b) noexcept {
        return {_mm_cmpge_pd(a.v, b.v)};
    }
    friend HANDGRAD_INLINE mask_type operator==(vector a, vector b) noexcept {
        return {_mm_cmpeq_pd(a.v, b.v)};
    }
    friend HANDGRAD_INLINE mask_type is_nan(vector a) noexcept {
        return (bits(a) & integers_type(std::numeric_limits<integers_type::value_type>::max())) >
               integers_type(bit_cast<integers_type::value_type>(math::infinity<double>));
    }
    friend HANDGRAD_INLINE vector select(mask_type m, vector a, vector b) noexcept {
        return vector(_mm_or_pd(_mm_and_pd(m.m, a.v), _mm_andnot_pd(m.m, b.v)));
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
    HANDGRAD_INLINE static vector repeat(const double* from) noexcept {
        static_assert(Count == 1 || Count == 2);
        if constexpr (Count == 1) return vector(*from);
        if constexpr (Count == 2) return load(from);
    }
    static constexpr int group = 2;
    HANDGRAD_INLINE static vector load_halves(const double* low, const double* high) noexcept {
        return vector(_mm_loadh_pd(_mm_load_sd(low), high));
    }
    template <int I>
    HANDGRAD_INLINE vector spread() const noexcept {
        return vector(_mm_shuffle_pd(v, v, I * 0b11));
    }
    HANDGRAD_INLINE vector permuted(integers_type place) const noexcept {
        double numbers[2];
        std::int64_t p[2];
        store(numbers);
        place.store(p);
        return vector(_mm_setr_pd(numbers[p[0] & 1], numbers[p[1] & 1]));
    }
    HANDGRAD_INLINE static vector lookup(const double (&table)[8], integers_type place) noexcept {
        std::int64_t p[2];
        place.store(p);
        return vector(_mm_setr_pd(table[p[0] & 7], table[p[1] & 7]));
    }
    template <int Count>
    HANDGRAD_INLINE vector rotated() const noexcept {
        return vector(_mm_shuffle_pd(v, v, Count == 0 ? 0b10 : 0b01));
    }
    template <int First>
    HANDGRAD_INLINE static vector joined(vector a, vector b) noexcept {
        if constexpr (First == 0) return b;
        if constexpr (First == 1) return vector(_mm_shuffle_pd(a.v, b.v, 0b10));
        if constexpr (First == 2) return a;
    }
    friend HANDGRAD_INLINE vector lower_halves(vector a, vector b) noexcept {
        return vector(_mm_unpacklo_pd(a.v, b.v));
    }
    friend HANDGRAD_INLINE vector upper_halves(vector a, vector b) noexcept {
        return vector(_mm_unpackhi_pd(a.v, b.v));
    }
    friend HANDGRAD_INLINE void transpose(vector (&rows)[2]) noexcept {
        const __m128d first = _mm_unpacklo_pd(rows[0].v, rows[1].v);
        rows[1].v = _mm_unpackhi_pd(rows[0].v, rows[1].v);
        rows[0].v = first;
    }
    friend HANDGRAD_INLINE vector max(vector a, vector b) noexcept { return vector(_mm_max_pd(a.v, b.v)); }
    friend HANDGRAD_INLINE vector min(vector a, vector b) noexcept { return vector(_mm_min_pd(a.v, b.v)); }
    /// There is nothing wider to compute it in: lane by lane.
    friend HANDGRAD_INLINE vector fma(vector a, vector b, vector c) noexcept {
        return vector(
            _mm_setr_pd(fused(a.first(), b.first(), c.first()), fused(a.second(), b.second(), c.second())));
    }
    friend HANDGRAD_INLINE vector fnma(vector a, vector b, vector c) noexcept { return fma(-a, b, c); }
    friend HANDGRAD_INLINE integers_type bits(vector a) noexcept {
        return integers_type(_mm_castpd_si128(a.v));
    }
    HANDGRAD_INLINE static vector from_bits(integers_type a) noexcept {
        return vector(_mm_castsi128_pd(a.i));
    }
    /// 2^52 moves what is behind the point out of the significand.
    friend HANDGRAD_INLINE vector round(vector a) noexcept {
        const vector integral(0x1p52), magnitude = abs(a);
        const vector nearest = (magnitude + integral) - integral;
        return select(magnitude < integral, copysign(nearest, a), a);
    }
    /// SSE2 has no conversion of 64-bit integers: 1.5 2^52 moves the integer to the end of the significand.
    friend HANDGRAD_INLINE integers_type to_integers(vector a) noexcept {
        const vector moved = a + vector(0x1.8p52);
        return bits(moved) - integers_type(bit_cast<std::int64_t>(0x1.8p52));
    }
    HANDGRAD_INLINE static vector from_integers(integers_type a) noexcept {
        return from_bits(a + integers_type(bit_cast<std::int64_t>(0x1.8p52))) - vector(0x1.8p52);
    }
    friend HANDGRAD_INLINE vector abs(vector a) noexcept {
        return vector(_mm_andnot_pd(_mm_set1_pd(-0.0), a.v));
    }
    friend HANDGRAD_INLINE vector copysign(vector a, vector b) noexcept {
        const __m128d sign = _mm_set1_pd(-0.0);
        return vector(_mm_or_pd(_mm_andnot_pd(sign, a.v), _mm_and_pd(sign, b.v)));
    }
    friend HANDGRAD_INLINE vector sqrt(vector a) noexcept {
#if defined(HANDGRAD_LOOSE_MATH)
        asm("sqrtpd {%0, %0|%0, %0}" : "+x"(a.v));
        return a;
#else
        return vector(_mm_sqrt_pd(a.v));
#endif
    }

private:
    HANDGRAD_INLINE double first() const noexcept { return _mm_cvtsd_f64(v); }
    HANDGRAD_INLINE double second() const noexcept { return _mm_cvtsd_f64(_mm_unpackhi_pd(v, v)); }
};

HANDGRAD_INLINE double sum_of_halves(vector<double, 2> a) noexcept {
    return _mm_cvtsd_f64(as_written(_mm_add_sd(a.v, _mm_unpackhi_pd(a.v, a.v))));
}

/// Lane i is sum_of_halves(rows[i]).
HANDGRAD_INLINE vector<double, 2> sums_of_halves(const vector<double, 2> (&rows)[2]) noexcept {
    return lower_halves(rows[0], rows[1]) + upper_halves(rows[0], rows[1]);
}

} // namespace simd
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
