/// Reproducible random numbers: the same bits on every platform, and at compile time.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/fail.hpp>
#include <handgrad/core/unusual_interval.hpp>

#include <array>
#include <cstdint>
#include <type_traits>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace detail {

[[noreturn, gnu::cold, gnu::noinline]] inline void fail_random_state() {
    fail(
        "rng: found a state of zeros alone, from which every number is zero; expected what state() returned");
}

} // namespace detail
HANDGRAD_END_ISA
} // namespace handgrad

namespace handgrad {

/// xoshiro256++ (D. Blackman, S. Vigna, "Scrambled linear pseudorandom number generators", 2021), its state
/// filled from the seed by splitmix64. A uniform_random_bit_generator; none of its results depends on the
/// standard library's distributions, on libm or on how the compiler contracts floating-point expressions.
class rng {
public:
    using result_type = std::uint64_t;

    HANDGRAD_INLINE constexpr explicit rng(std::uint64_t seed) noexcept : state_{} {
        for (auto& word : state_) {
            seed += 0x9e3779b97f4a7c15u;
            std::uint64_t z = seed;
            z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
            z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
            word = z ^ (z >> 31);
        }
    }

    /// One that goes on from where another was. Fails if all words are zero, as none is ever.
    HANDGRAD_INLINE constexpr explicit rng(const std::array<std::uint64_t, 4>& state)
        : state_{state[0], state[1], state[2], state[3]} {
        if ((state_[0] | state_[1] | state_[2] | state_[3]) == 0) detail::fail_random_state();
    }

    /// All that its numbers depend on; io::text_of has it as a text (io/random_text.hpp).
    HANDGRAD_INLINE constexpr std::array<std::uint64_t, 4> state() const noexcept {
        return {state_[0], state_[1], state_[2], state_[3]};
    }
    /// Whether both go on with the same numbers.
    HANDGRAD_INLINE friend constexpr bool operator==(const rng& a, const rng& b) noexcept {
        return ((a.state_[0] ^ b.state_[0]) | (a.state_[1] ^ b.state_[1]) | (a.state_[2] ^ b.state_[2]) |
                (a.state_[3] ^ b.state_[3])) == 0;
    }

    HANDGRAD_INLINE static constexpr result_type min() noexcept { return 0; }
    HANDGRAD_INLINE static constexpr result_type max() noexcept { return ~result_type{0}; }

    HANDGRAD_INLINE constexpr result_type operator()() noexcept {
        const std::uint64_t result = rotate(state_[0] + state_[3], 23) + state_[0];
        const std::uint64_t t = state_[1] << 17;
        state_[2] ^= state_[0];
        state_[3] ^= state_[1];
        state_[1] ^= state_[2];
        state_[0] ^= state_[3];
        state_[2] ^= t;
        state_[3] = rotate(state_[3], 45);
        return result;
    }

    /// Uniform in [0, 1): every multiple of 2^-24 (float) or 2^-53 (double) with equal probability.
    template <class T>
    HANDGRAD_INLINE constexpr T uniform() noexcept {
        static_assert(std::is_same_v<T, float> || std::is_same_v<T, double>);
        if constexpr (std::is_same_v<T, float>)
            return static_cast<float>((*this)() >> 40) * 0x1p-24f;
        else
            return static_cast<double>((*this)() >> 11) * 0x1p-53;
    }

    /// Uniform in [low, high): low plus a multiple of 2^-24 (high - low), rounded to T, and where that gives
    /// high, the number below it; low, if that is high. Fails if one is NaN or infinite, or if low is above
    /// high: before anything is drawn. Computed in double: one product of two numbers of at most 53 bits
    /// would not be exact and might be contracted, so the fraction has 24 bits.
    template <class T>
    HANDGRAD_INLINE constexpr T uniform(T low, T high) {
        static_assert(std::is_same_v<T, float> || std::is_same_v<T, double>);
        const bool usual = detail::usual_interval(low, high);
        if (!usual) detail::check_interval(low, high); // before a number is drawn
        const double fraction = static_cast<double>(uniform<float>());
        if (!usual) return detail::in_unusual_interval(fraction, low, high);
        const double offset = fraction * static_cast<double>(static_cast<float>(high - low)); // 24 x 24 bits
        const T x = static_cast<T>(static_cast<double>(low) + offset);
        return x < high ? x : detail::number_below(high);
    }

    /// Standard normal, exact up to the rounding of the result: C. F. F. Karney, "Sampling exactly from the
    /// normal distribution", ACM TOMS 42 (2016), algorithm N, which compares uniform numbers and needs no
    /// logarithm.
    template <class T>
    HANDGRAD_INLINE constexpr T normal() noexcept {
        while (true) {
            const int k = geometric();
            if (!all_of_bernoulli_half(k * (k - 1))) continue;
            const double x = uniform<double>();
            const double numerator = x * (static_cast<double>(2 * k) + x);
            const double probability = numerator / static_cast<double>(2 * k + 2);
            bool accepted = true;
            for (int i = 0; accepted && i <= k; ++i) accepted = bernoulli_exp(probability);
            if (!accepted) continue;
            const double y = static_cast<double>(k) + x;
            return static_cast<T>(((*this)() >> 63) != 0 ? -y : y);
        }
    }

    /// Uniform in 0 .. n-1, without bias (D. Lemire, "Fast random integer generation in an interval", 2019,
    /// on the upper 32 bits). n is at least 1.
    HANDGRAD_INLINE constexpr std::uint32_t below(std::uint32_t n) noexcept {
        std::uint64_t product = ((*this)() >> 32) * n;
        if (static_cast<std::uint32_t>(product) < n) {
            const std::uint32_t threshold = (0u - n) % n;
            while (static_cast<std::uint32_t>(product) < threshold) product = ((*this)() >> 32) * n;
        }
        return static_cast<std::uint32_t>(product >> 32);
    }

private:
    HANDGRAD_INLINE static constexpr std::uint64_t rotate(std::uint64_t x, int k) noexcept {
        return (x << k) | (x >> (64 - k));
    }

    /// True with probability exp(-x), 0 <= x <= 1: the run of falling uniform numbers below x has even length
    /// (J. von Neumann, 1951).
    HANDGRAD_INLINE constexpr bool bernoulli_exp(double x) noexcept {
        bool even = true;
        for (double last = x;; even = !even) {
            const double u = uniform<double>();
            if (!(u < last)) return even;
            last = u;
        }
    }

    /// True with probability exp(-n/2).
    HANDGRAD_INLINE constexpr bool all_of_bernoulli_half(int n) noexcept {
        for (int i = 0; i < n; ++i)
            if (!bernoulli_exp(0.5)) return false;
        return true;
    }

    /// k with probability exp(-k/2) (1 - exp(-1/2)).
    HANDGRAD_INLINE constexpr int geometric() noexcept {
        int k = 0;
        while (bernoulli_exp(0.5)) ++k;
        return k;
    }

    std::uint64_t state_[4];
};

} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
