/// How often a call took how many ticks.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/fail.hpp>

#include <bit>
#include <cstddef>
#include <cstdint>
#include <string>

namespace handgrad {
HANDGRAD_BEGIN_ISA

namespace testing {

/// Counts of whole numbers in buckets of fixed number, about 17 KB: up to 255 each number has its own, above
/// that a bucket is at most 1/128 of its numbers wide. From 2^40 on all share the last one; the largest
/// number is kept as it is.
class latency_histogram {
    static constexpr int fine = 7, largest_power = 40;

    /// Each power of two in 2^Bits buckets, numbers below twice that many one by one.
    template <int Bits>
    static constexpr std::uint64_t bucket_of(std::uint64_t number) {
        const int width = static_cast<int>(std::bit_width(number));
        if (width <= Bits + 1) return number;
        const int dropped = width - Bits - 1;
        return (static_cast<std::uint64_t>(dropped) << Bits) + (number >> dropped);
    }
    template <int Bits>
    static constexpr std::uint64_t largest_in(std::uint64_t bucket) {
        const std::uint64_t round = bucket >> Bits;
        if (round < 2) return bucket;
        const std::uint64_t leading = (bucket & ((1u << Bits) - 1)) + (1u << Bits);
        return ((leading + 1) << (round - 1)) - 1;
    }

    static constexpr std::uint64_t last_number = (std::uint64_t{1} << largest_power) - 1;
    static constexpr std::size_t buckets = std::size_t{largest_power - fine + 1} << fine;

public:
    /// Numbers that it can count.
    static constexpr std::uint64_t most = 0xffffffff;

    constexpr void add(std::uint64_t number) noexcept {
        ++count_[bucket_of<fine>(number < last_number ? number : last_number)];
        ++total_;
        if (number > largest_) largest_ = number;
    }

    constexpr std::uint64_t total() const noexcept { return total_; }
    constexpr std::uint64_t largest() const noexcept { return largest_; }

    /// Whether there are numbers enough for one to lie above `share` of them: 1000 for a share of 0.999.
    constexpr bool knows(double share) const noexcept {
        return share >= 0 && share <= 1 && total_ > 0 && (share == 1 || rank(share) < total_);
    }

    /// The smallest number that `share` of all reach at most: of its bucket, the largest. Fails if it does
    /// not know: a share of 0.999 needs 1000 numbers.
    constexpr std::uint64_t quantile(double share) const {
        if (!knows(share))
            fail("latency_histogram: asked for the share " + std::to_string(share) + " of " +
                 std::to_string(total_) +
                 " numbers, expected one from 0 to 1 and at least 1 / (1 - share) numbers");
        const std::uint64_t wanted = rank(share);
        std::uint64_t seen = 0;
        for (std::size_t b = 0; b < buckets; ++b) {
            seen += count_[b];
            if (seen >= wanted) {
                const std::uint64_t last = b + 1 < buckets ? largest_in<fine>(b) : largest_;
                return last < largest_ ? last : largest_;
            }
        }
        return largest_;
    }

    /// Calls f(first, last, count) for ranges that together hold all numbers, four to each power of two, in
    /// order; those that hold none are left out.
    template <class F>
    constexpr void for_each_range(F f) const {
        constexpr int coarse = 2;
        std::uint64_t range = 0, in_range = 0;
        const auto end = [&] {
            if (in_range > 0)
                f(range == 0 ? 0 : largest_in<coarse>(range - 1) + 1, largest_in<coarse>(range), in_range);
            in_range = 0;
        };
        for (std::size_t b = 0; b < buckets; ++b) {
            const std::uint64_t next = bucket_of<coarse>(largest_in<fine>(b));
            if (next != range) end();
            range = next;
            in_range += count_[b];
        }
        end();
    }

private:
    /// How many numbers make up the share, at least one.
    constexpr std::uint64_t rank(double share) const noexcept {
        const double exact = share * static_cast<double>(total_);
        auto whole = static_cast<std::uint64_t>(exact);
        if (exact - static_cast<double>(whole) > 1e-6) ++whole; // not for the rounding of 0.999 * 1000
        return whole > 0 ? whole : 1;
    }

    std::uint32_t count_[buckets] = {};
    std::uint64_t total_ = 0, largest_ = 0;
};

} // namespace testing

HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
