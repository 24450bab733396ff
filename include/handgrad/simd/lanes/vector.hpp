/// A vector of any power of two of lanes: that of a machine that the library does not know yet.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/simd/scalar/vector.hpp>

/// Every lane is the vector of one lane, every operation a loop over them: what an instruction set's own
/// vector of as many lanes has to equal, to be read beside it and to test kernels before there is one. (Not
/// to compute with: nothing is inlined, and nothing said to the optimizer.)
namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace simd {

template <class T, int N>
concept several_lanes = real<T> && N >
1 && (N & (N - 1)) == 0;

namespace detail {

/// The R whose lane l is f(l).
template <class R, class F>
constexpr R lane_by_lane(F f) {
    R result;
    for (int l = 0; l < R::width; ++l) result.lane[l] = f(l);
    return result;
}

} // namespace detail

template <class T, int N>
    requires several_lanes<T, N>
struct mask<T, N> {
    static constexpr int width = N;
    mask<T, 1> lane[N];

    explicit operator bool() const = delete; // lanes differ: select(mask, a, b)

    friend constexpr mask operator&(mask a, mask b) noexcept {
        return detail::lane_by_lane<mask>([&](int l) { return a.lane[l] & b.lane[l]; });
    }
    friend constexpr mask operator|(mask a, mask b) noexcept {
        return detail::lane_by_lane<mask>([&](int l) { return a.lane[l] | b.lane[l]; });
    }
    friend constexpr mask operator!(mask a) noexcept {
        return detail::lane_by_lane<mask>([&](int l) { return !a.lane[l]; });
    }
    friend constexpr bool any(mask a) noexcept {
        for (const mask<T, 1> m : a.lane)
            if (any(m)) return true;
        return false;
    }
    friend constexpr bool all(mask a) noexcept { return !any(!a); }
};

template <class T, int N>
    requires several_lanes<T, N>
struct integers<T, N> {
    using value_type = int_of<T>;
    using one = integers<T, 1>;
    static constexpr int width = N;
    one lane[N];

    constexpr integers() = default;
    constexpr explicit integers(value_type value) noexcept {
        for (one& i : lane) i = one(value);
    }
    static constexpr integers load(const value_type* from) noexcept { return load_first<N>(from); }
    constexpr void store(value_type* to) const noexcept {
        for (int l = 0; l < N; ++l) lane[l].store(to + l);
    }
    /// The first `Count` lanes only; the others are zero.
    template <int Count>
    static constexpr integers load_first(const value_type* from) noexcept {
        return detail::lane_by_lane<integers>(
            [&](int l) { return l < Count ? one::load(from + l) : one(0); });
    }

    friend constexpr integers operator+(integers a, integers b) noexcept {
        return detail::lane_by_lane<integers>([&](int l) { return a.lane[l] + b.lane[l]; });
    }
    friend constexpr integers operator-(integers a, integers b) noexcept {
        return detail::lane_by_lane<integers>([&](int l) { return a.lane[l] - b.lane[l]; });
    }
    friend constexpr integers operator&(integers a, integers b) noexcept {
        return detail::lane_by_lane<integers>([&](int l) { return a.lane[l] & b.lane[l]; });
    }
    friend constexpr integers operator|(integers a, integers b) noexcept {
        return detail::lane_by_lane<integers>([&](int l) { return a.lane[l] | b.lane[l]; });
    }
    friend constexpr integers operator^(integers a, integers b) noexcept {
        return detail::lane_by_lane<integers>([&](int l) { return a.lane[l] ^ b.lane[l]; });
    }
    template <int Count>
    friend constexpr integers shift_left(integers a) noexcept {
        return detail::lane_by_lane<integers>([&](int l) { return shift_left<Count>(a.lane[l]); });
    }
    template <int Count>
    friend constexpr integers shift_right(integers a) noexcept {
        return detail::lane_by_lane<integers>([&](int l) { return shift_right<Count>(a.lane[l]); });
    }
    friend constexpr mask<T, N> operator==(integers a, integers b) noexcept {
        return detail::lane_by_lane<mask<T, N>>([&](int l) { return a.lane[l] == b.lane[l]; });
    }
    friend constexpr mask<T, N> operator>(integers a, integers b) noexcept {
        return detail::lane_by_lane<mask<T, N>>([&](int l) { return a.lane[l] > b.lane[l]; });
    }
    friend constexpr mask<T, N> is_negative(integers a) noexcept {
        return detail::lane_by_lane<mask<T, N>>([&](int l) { return is_negative(a.lane[l]); });
    }
};

template <class T, int N>
    requires several_lanes<T, N>
struct vector<T, N> {
    using value_type = T;
    using mask_type = mask<T, N>;
    using integers_type = integers<T, N>;
    using one = vector<T, 1>;
    static constexpr int width = N;
    /// Of 16 bytes, within which most machines permute best.
    static constexpr int group = N * static_cast<int>(sizeof(T)) < 16 ? N : 16 / static_cast<int>(sizeof(T));
    one lane[N];

    constexpr vector() = default;
    constexpr explicit vector(T value) noexcept {
        for (one& v : lane) v = one(value);
    }

    static constexpr vector load(const T* from) noexcept { return load_first<N>(from); }
    constexpr void store(T* to) const noexcept { store_first<N>(to); }
    template <int Count>
    static constexpr vector load_first(const T* from) noexcept {
        static_assert(1 <= Count && Count <= N);
        return each([&](int l) { return l < Count ? one::load(from + l) : one(0); });
    }
    template <int Count>
    constexpr void store_first(T* to) const noexcept {
        static_assert(1 <= Count && Count <= N);
        for (int l = 0; l < Count; ++l) lane[l].store(to + l);
    }
    static constexpr vector load_halves(const T* low, const T* high) noexcept {
        return each([&](int l) { return one::load(l < N / 2 ? low + l : high + (l - N / 2)); });
    }
    template <int Count>
    static constexpr vector repeat(const T* from) noexcept {
        static_assert(1 <= Count && Count <= N && N % Count == 0);
        return each([&](int l) { return one::load(from + l % Count); });
    }

    friend constexpr vector operator+(vector a, vector b) noexcept {
        return each([&](int l) { return a.lane[l] + b.lane[l]; });
    }
    friend constexpr vector operator-(vector a, vector b) noexcept {
        return each([&](int l) { return a.lane[l] - b.lane[l]; });
    }
    friend constexpr vector operator*(vector a, vector b) noexcept {
        return each([&](int l) { return a.lane[l] * b.lane[l]; });
    }
    friend constexpr vector operator/(vector a, vector b) noexcept {
        return each([&](int l) { return a.lane[l] / b.lane[l]; });
    }
    friend constexpr vector operator-(vector a) noexcept {
        return each([&](int l) { return -a.lane[l]; });
    }
    friend constexpr vector fma(vector a, vector b, vector c) noexcept {
        return each([&](int l) { return fma(a.lane[l], b.lane[l], c.lane[l]); });
    }
    friend constexpr vector fnma(vector a, vector b, vector c) noexcept {
        return each([&](int l) { return fnma(a.lane[l], b.lane[l], c.lane[l]); });
    }
    friend constexpr vector sqrt(vector a) noexcept {
        return each([&](int l) { return sqrt(a.lane[l]); });
    }
    friend constexpr vector round(vector a) noexcept {
        return each([&](int l) { return round(a.lane[l]); });
    }
    friend constexpr vector abs(vector a) noexcept {
        return each([&](int l) { return abs(a.lane[l]); });
    }
    friend constexpr vector copysign(vector a, vector b) noexcept {
        return each([&](int l) { return copysign(a.lane[l], b.lane[l]); });
    }
    friend constexpr vector max(vector a, vector b) noexcept {
        return each([&](int l) { return max(a.lane[l], b.lane[l]); });
    }
    friend constexpr vector min(vector a, vector b) noexcept {
        return each([&](int l) { return min(a.lane[l], b.lane[l]); });
    }

    friend constexpr mask_type operator<(vector a, vector b) noexcept {
        return detail::lane_by_lane<mask_type>([&](int l) { return a.lane[l] < b.lane[l]; });
    }
    friend constexpr mask_type operator<=(vector a, vector b) noexcept {
        return detail::lane_by_lane<mask_type>([&](int l) { return a.lane[l] <= b.lane[l]; });
    }
    friend constexpr mask_type operator>(vector a, vector b) noexcept { return b < a; }
    friend constexpr mask_type operator>=(vector a, vector b) noexcept { return b <= a; }
    friend constexpr mask_type operator==(vector a, vector b) noexcept {
        return detail::lane_by_lane<mask_type>([&](int l) { return a.lane[l] == b.lane[l]; });
    }
    friend constexpr mask_type is_nan(vector a) noexcept {
        return detail::lane_by_lane<mask_type>([&](int l) { return is_nan(a.lane[l]); });
    }
    friend constexpr vector select(mask_type m, vector a, vector b) noexcept {
        return each([&](int l) { return select(m.lane[l], a.lane[l], b.lane[l]); });
    }

    friend constexpr integers_type bits(vector a) noexcept {
        return detail::lane_by_lane<integers_type>([&](int l) { return bits(a.lane[l]); });
    }
    static constexpr vector from_bits(integers_type a) noexcept {
        return each([&](int l) { return one::from_bits(a.lane[l]); });
    }
    friend constexpr integers_type to_integers(vector a) noexcept {
        return detail::lane_by_lane<integers_type>([&](int l) { return to_integers(a.lane[l]); });
    }
    static constexpr vector from_integers(integers_type a) noexcept {
        return each([&](int l) { return one::from_integers(a.lane[l]); });
    }
    static constexpr vector lookup(const T (&table)[8], integers_type place) noexcept {
        return each([&](int l) { return one::lookup(table, place.lane[l]); });
    }

    friend constexpr vector in_register(vector a) noexcept { return a; }
    friend constexpr vector in_register_here(vector a) noexcept { return a; }
    template <int I>
    constexpr vector spread() const noexcept {
        return each([&](int l) { return lane[l / group * group + I]; });
    }
    constexpr vector permuted(integers_type place) const noexcept {
        return each([&](int l) { return lane[l / group * group + place.lane[l].i]; });
    }
    template <int Count>
    constexpr vector rotated() const noexcept {
        return each([&](int l) { return lane[(l + N - Count) % N]; });
    }
    template <int First>
    static constexpr vector joined(vector a, vector b) noexcept {
        return each([&](int l) { return l < First ? a.lane[l] : b.lane[l]; });
    }
    friend constexpr vector lower_halves(vector a, vector b) noexcept {
        return each([&](int l) { return l < N / 2 ? a.lane[l] : b.lane[l - N / 2]; });
    }
    friend constexpr vector upper_halves(vector a, vector b) noexcept {
        return each([&](int l) { return l < N / 2 ? a.lane[l + N / 2] : b.lane[l]; });
    }
    friend constexpr void transpose(vector (&rows)[N]) noexcept {
        for (int i = 0; i < N; ++i)
            for (int j = 0; j < i; ++j) {
                const one below = rows[i].lane[j];
                rows[i].lane[j] = rows[j].lane[i];
                rows[j].lane[i] = below;
            }
    }

private:
    template <class F>
    static constexpr vector each(F f) {
        return detail::lane_by_lane<vector>(f);
    }
};

template <class T, int N>
    requires several_lanes<T, N>
constexpr T sum_of_halves(vector<T, N> a) noexcept {
    for (int half = N / 2; half > 0; half /= 2)
        for (int l = 0; l < half; ++l) a.lane[l] = a.lane[l] + a.lane[l + half];
    return a.lane[0].v;
}
template <class T, int N>
    requires several_lanes<T, N>
constexpr vector<T, N> sums_of_halves(const vector<T, N> (&rows)[N]) noexcept {
    return detail::lane_by_lane<vector<T, N>>([&](int l) { return vector<T, 1>(sum_of_halves(rows[l])); });
}

} // namespace simd
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
