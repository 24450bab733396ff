/// The AVX2 + FMA back end for double: 4 lanes.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/simd/scalar/vector.hpp>

#include <handgrad/simd/avx2/intrinsics.hpp>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace simd {

template <>
struct mask<double, 4> {
    __m256d m;

    explicit operator bool() const = delete; // lanes differ: select(mask, a, b)

    friend HANDGRAD_INLINE mask operator&(mask a, mask b) noexcept { return {_mm256_and_pd(a.m, b.m)}; }
    friend HANDGRAD_INLINE mask operator|(mask a, mask b) noexcept { return {_mm256_or_pd(a.m, b.m)}; }
    friend HANDGRAD_INLINE mask operator!(mask a) noexcept {
        return {_mm256_xor_pd(a.m, _mm256_castsi256_pd(_mm256_set1_epi64x(-1)))};
    }
    friend HANDGRAD_INLINE bool any(mask a) noexcept { return _mm256_movemask_pd(a.m) != 0; }
    friend HANDGRAD_INLINE bool all(mask a) noexcept { return _mm256_movemask_pd(a.m) == 0xf; }
};

template <>
struct integers<double, 4> {
    using value_type = std::int64_t;
    __m256i i;

    integers() = default;
    HANDGRAD_INLINE explicit integers(value_type value) noexcept : i(_mm256_set1_epi64x(value)) {}
    HANDGRAD_INLINE explicit integers(__m256i value) noexcept : i(value) {}
    HANDGRAD_INLINE static integers load(const value_type* from) noexcept {
        return integers(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(from)));
    }
    HANDGRAD_INLINE void store(value_type* to) const noexcept {
        _mm256_storeu_si256(reinterpret_cast<__m256i*>(to), i);
    }

    friend HANDGRAD_INLINE integers operator+(integers a, integers b) noexcept {
        return integers(_mm256_add_epi64(a.i, b.i));
    }
    friend HANDGRAD_INLINE integers operator-(integers a, integers b) noexcept {
        return integers(_mm256_sub_epi64(a.i, b.i));
    }
    friend HANDGRAD_INLINE integers operator&(integers a, integers b) noexcept {
        return integers(_mm256_and_si256(a.i, b.i));
    }
    friend HANDGRAD_INLINE integers operator|(integers a, integers b) noexcept {
        return integers(_mm256_or_si256(a.i, b.i));
    }
    friend HANDGRAD_INLINE integers operator^(integers a, integers b) noexcept {
        return integers(_mm256_xor_si256(a.i, b.i));
    }
    template <int Count>
    friend HANDGRAD_INLINE integers shift_left(integers a) noexcept {
        return integers(_mm256_slli_epi64(a.i, Count));
    }
    template <int Count>
    friend HANDGRAD_INLINE integers shift_right(integers a) noexcept {
        return integers(_mm256_srli_epi64(a.i, Count));
    }
    friend HANDGRAD_INLINE mask<double, 4> operator==(integers a, integers b) noexcept {
        return {_mm256_castsi256_pd(_mm256_cmpeq_epi64(a.i, b.i))};
    }
    friend HANDGRAD_INLINE mask<double, 4> operator>(integers a, integers b) noexcept {
        return {_mm256_castsi256_pd(_mm256_cmpgt_epi64(a.i, b.i))};
    }
    friend HANDGRAD_INLINE mask<double, 4> is_negative(integers a) noexcept {
        return {_mm256_castsi256_pd(a.i)};
    }
};

template <>
struct vector<double, 4> {
    using value_type = double;
    using mask_type = mask<double, 4>;
    using integers_type = integers<double, 4>;
    static constexpr int width = 4;

    __m256d v;

    vector() = default;
    HANDGRAD_INLINE explicit vector(double value) noexcept : v(_mm256_set1_pd(value)) {}
    HANDGRAD_INLINE explicit vector(__m256d value) noexcept : v(value) {}

    HANDGRAD_INLINE static vector load(const double* from) noexcept { return vector(_mm256_loadu_pd(from)); }
    HANDGRAD_INLINE void store(double* to) const noexcept { _mm256_storeu_pd(to, v); }
    template <int Count>
    HANDGRAD_INLINE static vector load_first(const double* from) noexcept {
        static_assert(1 <= Count && Count <= width);
        if constexpr (Count == 4) {
            return load(from);
        } else if constexpr (Count == 2) {
            return vector(_mm256_zextpd128_pd256(_mm_loadu_pd(from)));
        } else {
            const __m256i lane = _mm256_setr_epi64x(0, 1, 2, 3);
            return vector(_mm256_maskload_pd(from, _mm256_cmpgt_epi64(_mm256_set1_epi64x(Count), lane)));
        }
    }
    /// In pieces of 2 and 1: a masked store is microcode on AMD.
    template <int Count>
    HANDGRAD_INLINE void store_first(double* to) const noexcept {
        static_assert(1 <= Count && Count <= width);
        if constexpr (Count == 4) {
            store(to);
        } else {
            __m128d rest = _mm256_castpd256_pd128(v);
            if constexpr ((Count & 2) != 0) {
                _mm_storeu_pd(to, rest);
                rest = _mm256_extractf128_pd(v, 1);
            }
            if constexpr ((Count & 1) != 0) _mm_store_sd(to + (Count & 2), rest);
        }
    }

    friend HANDGRAD_INLINE vector operator+(vector a, vector b) noexcept {
        return vector(as_written(_mm256_add_pd(a.v, b.v)));
    }
    friend HANDGRAD_INLINE vector operator-(vector a, vector b) noexcept {
        return vector(as_written(_mm256_sub_pd(a.v, b.v)));
    }
    friend HANDGRAD_INLINE vector operator*(vector a, vector b) noexcept {
        return vector(rounded_product(_mm256_mul_pd(a.v, b.v)));
    }
    friend HANDGRAD_INLINE vector operator/(vector a, vector b) noexcept {
#if defined(HANDGRAD_LOOSE_MATH)
        asm("vdivpd {%1, %0, %0|%0, %0, %1}" : "+x"(a.v) : "x"(b.v)); // not by an estimate of the reciprocal
        return a;
#else
        return vector(_mm256_div_pd(a.v, b.v));
#endif
    }
    friend HANDGRAD_INLINE vector operator-(vector a) noexcept {
        return vector(_mm256_xor_pd(a.v, _mm256_set1_pd(-0.0)));
    }
    friend HANDGRAD_INLINE mask_type operator<(vector a, vector b) noexcept {
        return {_mm256_cmp_pd(a.v, b.v, _CMP_LT_OQ)};
    }
    friend HANDGRAD_INLINE mask_type operator<=(vector a, vector b) noexcept {
        return {_mm256_cmp_pd(a.v, b.v, _CMP_LE_OQ)};
    }
    friend HANDGRAD_INLINE mask_type operator>(vector a, vector b) noexcept {
        return {_mm256_cmp_pd(a.v, b.v, _CMP_GT_OQ)};
    }
    friend HANDGRAD_INLINE mask_type operator>=(vector a, vector b) noexcept {
        return {_mm256_cmp_pd(a.v, b.v, _CMP_GE_OQ)};
    }
    friend HANDGRAD_INLINE mask_type operator==(vector a, vector b) noexcept {
        return {_mm256_cmp_pd(a.v, b.v, _CMP_EQ_OQ)};
    }
    friend HANDGRAD_INLINE mask_type is_nan(vector a) noexcept {
        return (bits(a) & integers_type(std::numeric_limits<integers_type::value_type>::max())) >
               integers_type(bit_cast<integers_type::value_type>(math::infinity<double>));
    }
    friend HANDGRAD_INLINE vector select(mask_type m, vector a, vector b) noexcept {
        return vector(_mm256_blendv_pd(b.v, a.v, m.m));
    }
    friend HANDGRAD_INLINE vector in_register(vector a) noexcept {
        asm("" : "+x"(a.v));
        return a;
    }
    template <int Count>
    HANDGRAD_INLINE static vector repeat(const double* from) noexcept {
        static_assert(Count == 1 || Count == 2);
        if constexpr (Count == 1) return vector(*from);
        if constexpr (Count == 2) return vector(_mm256_broadcast_pd(reinterpret_cast<const __m128d*>(from)));
    }
    static constexpr int group = 2;
    HANDGRAD_INLINE static vector load_halves(const double* low, const double* high) noexcept {
        return vector(_mm256_insertf128_pd(_mm256_castpd128_pd256(_mm_loadu_pd(low)), _mm_loadu_pd(high), 1));
    }
    template <int I>
    HANDGRAD_INLINE vector spread() const noexcept {
        return vector(_mm256_permute_pd(v, I * 0b1111));
    }
    HANDGRAD_INLINE vector permuted(integers_type place) const noexcept {
        return vector(_mm256_permutevar_pd(v, _mm256_slli_epi64(place.i, 1))); // it is bit 1 that counts
    }
    HANDGRAD_INLINE static vector lookup(const double (&table)[8], integers_type place) noexcept {
        const __m256i entry = _mm256_and_si256(place.i, _mm256_set1_epi64x(7));
        return vector(_mm256_i64gather_pd(table, entry, sizeof(double)));
    }
    template <int Count>
    HANDGRAD_INLINE vector rotated() const noexcept {
        if constexpr (Count == 0) return *this;
        constexpr int from = 4 - Count;
        return vector(_mm256_permute4x64_pd(v, (from & 3) | ((from + 1) & 3) << 2 | ((from + 2) & 3) << 4 |
                                                   ((from + 3) & 3) << 6));
    }
    template <int First>
    HANDGRAD_INLINE static vector joined(vector a, vector b) noexcept {
        return vector(_mm256_blend_pd(a.v, b.v, (0xf << First) & 0xf));
    }
    friend HANDGRAD_INLINE void transpose(vector (&rows)[4]) noexcept {
        const __m256d low01 = _mm256_unpacklo_pd(rows[0].v, rows[1].v);
        const __m256d high01 = _mm256_unpackhi_pd(rows[0].v, rows[1].v);
        const __m256d low23 = _mm256_unpacklo_pd(rows[2].v, rows[3].v);
        const __m256d high23 = _mm256_unpackhi_pd(rows[2].v, rows[3].v);
        rows[0].v = _mm256_permute2f128_pd(low01, low23, 0x20);
        rows[1].v = _mm256_permute2f128_pd(high01, high23, 0x20);
        rows[2].v = _mm256_permute2f128_pd(low01, low23, 0x31);
        rows[3].v = _mm256_permute2f128_pd(high01, high23, 0x31);
    }
    friend HANDGRAD_INLINE vector max(vector a, vector b) noexcept { return vector(_mm256_max_pd(a.v, b.v)); }
    friend HANDGRAD_INLINE vector min(vector a, vector b) noexcept { return vector(_mm256_min_pd(a.v, b.v)); }
    friend HANDGRAD_INLINE vector fma(vector a, vector b, vector c) noexcept {
        return vector(as_written(_mm256_fmadd_pd(a.v, b.v, c.v)));
    }
    friend HANDGRAD_INLINE vector fnma(vector a, vector b, vector c) noexcept {
        return vector(as_written(_mm256_fnmadd_pd(a.v, b.v, c.v)));
    }
    friend HANDGRAD_INLINE integers_type bits(vector a) noexcept {
        return integers_type(_mm256_castpd_si256(a.v));
    }
    HANDGRAD_INLINE static vector from_bits(integers_type a) noexcept {
        return vector(_mm256_castsi256_pd(a.i));
    }
    friend HANDGRAD_INLINE vector round(vector a) noexcept {
        return vector(_mm256_round_pd(a.v, _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC));
    }
    /// AVX2 has no conversion of 64-bit integers: 1.5 2^52 moves the integer to the end of the significand.
    friend HANDGRAD_INLINE integers_type to_integers(vector a) noexcept {
        const __m256d moved = _mm256_add_pd(a.v, _mm256_set1_pd(0x1.8p52));
        return integers_type(_mm256_sub_epi64(_mm256_castpd_si256(moved),
                                              _mm256_set1_epi64x(bit_cast<std::int64_t>(0x1.8p52))));
    }
    HANDGRAD_INLINE static vector from_integers(integers_type a) noexcept {
        const __m256i moved = _mm256_add_epi64(a.i, _mm256_set1_epi64x(bit_cast<std::int64_t>(0x1.8p52)));
        return vector(_mm256_sub_pd(_mm256_castsi256_pd(moved), _mm256_set1_pd(0x1.8p52)));
    }
    friend HANDGRAD_INLINE vector abs(vector a) noexcept {
        return vector(_mm256_andnot_pd(_mm256_set1_pd(-0.0), a.v));
    }
    friend HANDGRAD_INLINE vector copysign(vector a, vector b) noexcept {
        const __m256d sign = _mm256_set1_pd(-0.0);
        return vector(_mm256_or_pd(_mm256_andnot_pd(sign, a.v), _mm256_and_pd(sign, b.v)));
    }
    friend HANDGRAD_INLINE vector sqrt(vector a) noexcept {
#if defined(HANDGRAD_LOOSE_MATH)
        asm("vsqrtpd {%0, %0|%0, %0}" : "+x"(a.v));
        return a;
#else
        return vector(_mm256_sqrt_pd(a.v));
#endif
    }
};

HANDGRAD_INLINE double sum_of_halves(vector<double, 4> a) noexcept {
    const __m128d two = as_written(_mm_add_pd(_mm256_castpd256_pd128(a.v), _mm256_extractf128_pd(a.v, 1)));
    return _mm_cvtsd_f64(as_written(_mm_add_sd(two, _mm_unpackhi_pd(two, two))));
}

/// Lane i is sum_of_halves(rows[i]).
HANDGRAD_INLINE vector<double, 4> sums_of_halves(const vector<double, 4> (&rows)[4]) noexcept {
    __m256d two[2];
    for (int i = 0; i < 2; ++i)
        two[i] = as_written(_mm256_add_pd(_mm256_permute2f128_pd(rows[i].v, rows[i + 2].v, 0x20),
                                          _mm256_permute2f128_pd(rows[i].v, rows[i + 2].v, 0x31)));
    return vector<double, 4>(
        as_written(_mm256_add_pd(_mm256_unpacklo_pd(two[0], two[1]), _mm256_unpackhi_pd(two[0], two[1]))));
}

} // namespace simd
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
