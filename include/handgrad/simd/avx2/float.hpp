/// The AVX2 + FMA back end for float: 8 lanes.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/simd/scalar/vector.hpp>

#include <handgrad/simd/avx2/intrinsics.hpp>

#include <cstddef>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace simd {

template <>
struct mask<float, 8> {
    __m256 m;

    explicit operator bool() const = delete; // lanes differ: select(mask, a, b)

    friend HANDGRAD_INLINE mask operator&(mask a, mask b) noexcept { return {_mm256_and_ps(a.m, b.m)}; }
    friend HANDGRAD_INLINE mask operator|(mask a, mask b) noexcept { return {_mm256_or_ps(a.m, b.m)}; }
    friend HANDGRAD_INLINE mask operator!(mask a) noexcept {
        return {_mm256_xor_ps(a.m, _mm256_castsi256_ps(_mm256_set1_epi32(-1)))};
    }
    friend HANDGRAD_INLINE bool any(mask a) noexcept { return _mm256_movemask_ps(a.m) != 0; }
    friend HANDGRAD_INLINE bool all(mask a) noexcept { return _mm256_movemask_ps(a.m) == 0xff; }
};

template <>
struct integers<float, 8> {
    using value_type = std::int32_t;
    __m256i i;

    integers() = default;
    HANDGRAD_INLINE explicit integers(value_type value) noexcept : i(_mm256_set1_epi32(value)) {}
    HANDGRAD_INLINE explicit integers(__m256i value) noexcept : i(value) {}
    HANDGRAD_INLINE static integers load(const value_type* from) noexcept {
        return integers(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(from)));
    }
    HANDGRAD_INLINE void store(value_type* to) const noexcept {
        _mm256_storeu_si256(reinterpret_cast<__m256i*>(to), i);
    }

    friend HANDGRAD_INLINE integers operator+(integers a, integers b) noexcept {
        return integers(_mm256_add_epi32(a.i, b.i));
    }
    friend HANDGRAD_INLINE integers operator-(integers a, integers b) noexcept {
        return integers(_mm256_sub_epi32(a.i, b.i));
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
        return integers(_mm256_slli_epi32(a.i, Count));
    }
    template <int Count>
    friend HANDGRAD_INLINE integers shift_right(integers a) noexcept {
        return integers(_mm256_srli_epi32(a.i, Count));
    }
    friend HANDGRAD_INLINE mask<float, 8> operator==(integers a, integers b) noexcept {
        return {_mm256_castsi256_ps(_mm256_cmpeq_epi32(a.i, b.i))};
    }
    friend HANDGRAD_INLINE mask<float, 8> operator>(integers a, integers b) noexcept {
        return {_mm256_castsi256_ps(_mm256_cmpgt_epi32(a.i, b.i))};
    }
    /// As it is: nothing looks at any bit of a mask but the first.
    friend HANDGRAD_INLINE mask<float, 8> is_negative(integers a) noexcept {
        return {_mm256_castsi256_ps(a.i)};
    }
};

template <>
struct vector<float, 8> {
    using value_type = float;
    using mask_type = mask<float, 8>;
    using integers_type = integers<float, 8>;
    static constexpr int width = 8;

    __m256 v;

    vector() = default;
    HANDGRAD_INLINE explicit vector(float value) noexcept : v(_mm256_set1_ps(value)) {}
    HANDGRAD_INLINE explicit vector(__m256 value) noexcept : v(value) {}

    HANDGRAD_INLINE static vector load(const float* from) noexcept { return vector(_mm256_loadu_ps(from)); }
    HANDGRAD_INLINE void store(float* to) const noexcept { _mm256_storeu_ps(to, v); }
    template <int Count>
    HANDGRAD_INLINE static vector load_first(const float* from) noexcept {
        static_assert(1 <= Count && Count <= width);
        if constexpr (Count == 8) {
            return load(from);
        } else if constexpr (Count == 4) {
            return vector(_mm256_zextps128_ps256(_mm_loadu_ps(from)));
        } else if constexpr (Count == 2) {
            return vector(_mm256_zextps128_ps256(_mm_castpd_ps(_mm_set_sd(two(from)))));
        } else if constexpr (Count == 1) {
            return vector(_mm256_zextps128_ps256(_mm_load_ss(from)));
        } else {
            const __m256i lane = _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7);
            return vector(_mm256_maskload_ps(from, _mm256_cmpgt_epi32(_mm256_set1_epi32(Count), lane)));
        }
    }
    /// In pieces of 4, 2 and 1: a masked store is microcode on AMD.
    template <int Count>
    HANDGRAD_INLINE void store_first(float* to) const noexcept {
        static_assert(1 <= Count && Count <= width);
        if constexpr (Count == 8) {
            store(to);
        } else {
            __m128 rest = _mm256_castps256_ps128(v);
            if constexpr ((Count & 4) != 0) {
                _mm_storeu_ps(to, rest);
                rest = _mm256_extractf128_ps(v, 1);
            }
            if constexpr ((Count & 2) != 0) {
                _mm_storel_pi(reinterpret_cast<__m64*>(to + (Count & 4)), rest);
                rest = _mm_movehl_ps(rest, rest);
            }
            if constexpr ((Count & 1) != 0) _mm_store_ss(to + (Count & 6), rest);
        }
    }

    friend HANDGRAD_INLINE vector operator+(vector a, vector b) noexcept {
        return vector(as_written(_mm256_add_ps(a.v, b.v)));
    }
    friend HANDGRAD_INLINE vector operator-(vector a, vector b) noexcept {
        return vector(as_written(_mm256_sub_ps(a.v, b.v)));
    }
    friend HANDGRAD_INLINE vector operator*(vector a, vector b) noexcept {
        return vector(rounded_product(_mm256_mul_ps(a.v, b.v)));
    }
    friend HANDGRAD_INLINE vector operator/(vector a, vector b) noexcept {
#if defined(HANDGRAD_LOOSE_MATH)
        asm("vdivps {%1, %0, %0|%0, %0, %1}" : "+x"(a.v) : "x"(b.v)); // not by an estimate of the reciprocal
        return a;
#else
        return vector(_mm256_div_ps(a.v, b.v));
#endif
    }
    friend HANDGRAD_INLINE vector operator-(vector a) noexcept {
        return vector(_mm256_xor_ps(a.v, _mm256_set1_ps(-0.0f)));
    }
    friend HANDGRAD_INLINE mask_type operator<(vector a, vector b) noexcept {
        return {_mm256_cmp_ps(a.v, b.v, _CMP_LT_OQ)};
    }
    friend HANDGRAD_INLINE mask_type operator<=(vector a, vector b) noexcept {
        return {_mm256_cmp_ps(a.v, b.v, _CMP_LE_OQ)};
    }
    friend HANDGRAD_INLINE mask_type operator>(vector a, vector b) noexcept {
        return {_mm256_cmp_ps(a.v, b.v, _CMP_GT_OQ)};
    }
    friend HANDGRAD_INLINE mask_type operator>=(vector a, vector b) noexcept {
        return {_mm256_cmp_ps(a.v, b.v, _CMP_GE_OQ)};
    }
    friend HANDGRAD_INLINE mask_type operator==(vector a, vector b) noexcept {
        return {_mm256_cmp_ps(a.v, b.v, _CMP_EQ_OQ)};
    }
    friend HANDGRAD_INLINE mask_type is_nan(vector a) noexcept {
        return (bits(a) & integers_type(std::numeric_limits<integers_type::value_type>::max())) >
               integers_type(bit_cast<integers_type::value_type>(math::infinity<float>));
    }
    friend HANDGRAD_INLINE vector select(mask_type m, vector a, vector b) noexcept {
        return vector(_mm256_blendv_ps(b.v, a.v, m.m));
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
        if constexpr (Count == 2) return vector(_mm256_castpd_ps(_mm256_set1_pd(two(from))));
        if constexpr (Count == 4) return vector(_mm256_broadcast_ps(reinterpret_cast<const __m128*>(from)));
    }
    static constexpr int group = 4;
    HANDGRAD_INLINE static vector load_halves(const float* low, const float* high) noexcept {
        return vector(_mm256_insertf128_ps(_mm256_castps128_ps256(_mm_loadu_ps(low)), _mm_loadu_ps(high), 1));
    }
    template <int I>
    HANDGRAD_INLINE vector spread() const noexcept {
        return vector(_mm256_permute_ps(v, I * 0b01010101));
    }
    HANDGRAD_INLINE vector permuted(integers_type place) const noexcept {
        return vector(_mm256_permutevar_ps(v, place.i));
    }
    HANDGRAD_INLINE static vector lookup(const float (&table)[8], integers_type place) noexcept {
        return vector(_mm256_permutevar8x32_ps(_mm256_loadu_ps(table), place.i));
    }
    template <int Count>
    HANDGRAD_INLINE vector rotated() const noexcept {
        if constexpr (Count == 0) return *this;
        if constexpr (Count == 4) return vector(_mm256_permute2f128_ps(v, v, 1));
        const __m256i lane = _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7);
        return vector(_mm256_permutevar8x32_ps(v, _mm256_add_epi32(lane, _mm256_set1_epi32(8 - Count))));
    }
    template <int First>
    HANDGRAD_INLINE static vector joined(vector a, vector b) noexcept {
        return vector(_mm256_blend_ps(a.v, b.v, (0xff << First) & 0xff));
    }
    /// The lower halves of both, or the upper ones. (Only a vector whose lanes can be the eight chains needs
    /// them.)
    friend HANDGRAD_INLINE vector lower_halves(vector a, vector b) noexcept {
        return vector(_mm256_permute2f128_ps(a.v, b.v, 0x20));
    }
    friend HANDGRAD_INLINE vector upper_halves(vector a, vector b) noexcept {
        return vector(_mm256_permute2f128_ps(a.v, b.v, 0x31));
    }
    friend HANDGRAD_INLINE void transpose(vector (&rows)[8]) noexcept {
        __m256 pairs[8], quads[8];
        for (int i = 0; i < 8; i += 2) {
            pairs[i] = _mm256_unpacklo_ps(rows[i].v, rows[i + 1].v);
            pairs[i + 1] = _mm256_unpackhi_ps(rows[i].v, rows[i + 1].v);
        }
        for (int i = 0; i < 8; i += 4)
            for (int j = 0; j < 2; ++j) {
                quads[i + 2 * j] = _mm256_shuffle_ps(pairs[i + j], pairs[i + j + 2], 0x44);
                quads[i + 2 * j + 1] = _mm256_shuffle_ps(pairs[i + j], pairs[i + j + 2], 0xee);
            }
        for (int i = 0; i < 4; ++i) {
            rows[i].v = _mm256_permute2f128_ps(quads[i], quads[i + 4], 0x20);
            rows[i + 4].v = _mm256_permute2f128_ps(quads[i], quads[i + 4], 0x31);
        }
    }
    friend HANDGRAD_INLINE vector max(vector a, vector b) noexcept { return vector(_mm256_max_ps(a.v, b.v)); }
    friend HANDGRAD_INLINE vector min(vector a, vector b) noexcept { return vector(_mm256_min_ps(a.v, b.v)); }
    friend HANDGRAD_INLINE vector fma(vector a, vector b, vector c) noexcept {
        return vector(as_written(_mm256_fmadd_ps(a.v, b.v, c.v)));
    }
    friend HANDGRAD_INLINE vector fnma(vector a, vector b, vector c) noexcept {
        return vector(as_written(_mm256_fnmadd_ps(a.v, b.v, c.v)));
    }
    friend HANDGRAD_INLINE integers_type bits(vector a) noexcept {
        return integers_type(_mm256_castps_si256(a.v));
    }
    HANDGRAD_INLINE static vector from_bits(integers_type a) noexcept {
        return vector(_mm256_castsi256_ps(a.i));
    }
    friend HANDGRAD_INLINE vector round(vector a) noexcept {
        return vector(_mm256_round_ps(a.v, _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC));
    }
    friend HANDGRAD_INLINE integers_type to_integers(vector a) noexcept {
        return integers_type(_mm256_cvtps_epi32(a.v));
    }
    HANDGRAD_INLINE static vector from_integers(integers_type a) noexcept {
        return vector(_mm256_cvtepi32_ps(a.i));
    }
    friend HANDGRAD_INLINE vector abs(vector a) noexcept {
        return vector(_mm256_andnot_ps(_mm256_set1_ps(-0.0f), a.v));
    }
    friend HANDGRAD_INLINE vector copysign(vector a, vector b) noexcept {
        const __m256 sign = _mm256_set1_ps(-0.0f);
        return vector(_mm256_or_ps(_mm256_andnot_ps(sign, a.v), _mm256_and_ps(sign, b.v)));
    }
    friend HANDGRAD_INLINE vector sqrt(vector a) noexcept {
#if defined(HANDGRAD_LOOSE_MATH)
        asm("vsqrtps {%0, %0|%0, %0}" : "+x"(a.v));
        return a;
#else
        return vector(_mm256_sqrt_ps(a.v));
#endif
    }

private:
    /// The bits of two floats.
    HANDGRAD_INLINE static double two(const float* from) noexcept {
        double bits;
        __builtin_memcpy(&bits, from, sizeof bits);
        return bits;
    }
};

HANDGRAD_INLINE float sum_of_halves(vector<float, 8> a) noexcept {
    const __m128 four = as_written(_mm_add_ps(_mm256_castps256_ps128(a.v), _mm256_extractf128_ps(a.v, 1)));
    const __m128 two = as_written(_mm_add_ps(four, _mm_movehl_ps(four, four)));
    return _mm_cvtss_f32(as_written(_mm_add_ss(two, _mm_movehdup_ps(two))));
}

/// Lane i is sum_of_halves(rows[i]). A blend brings together what lies in place, a shuffle the rest: few
/// units can shuffle, and one of them is also one of the two that multiply.
HANDGRAD_INLINE vector<float, 8> sums_of_halves(const vector<float, 8> (&rows)[8]) noexcept {
    __m256 four[4];
    for (int i = 0; i < 4; ++i)
        four[i] = as_written(_mm256_add_ps(_mm256_blend_ps(rows[i].v, rows[i + 4].v, 0xf0),
                                           _mm256_permute2f128_ps(rows[i].v, rows[i + 4].v, 0x21)));
    __m256 two[2];
    for (std::ptrdiff_t i = 0; i < 2; ++i)
        two[i] = as_written(_mm256_add_ps(_mm256_blend_ps(four[2 * i], four[2 * i + 1], 0xcc),
                                          _mm256_shuffle_ps(four[2 * i], four[2 * i + 1], 0x4e)));
    return vector<float, 8>(as_written(
        _mm256_add_ps(_mm256_shuffle_ps(two[0], two[1], 0x88), _mm256_shuffle_ps(two[0], two[1], 0xdd))));
}

} // namespace simd
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
