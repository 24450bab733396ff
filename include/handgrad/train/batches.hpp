/// Mini-batches in a reproducible random order.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/algorithm.hpp>
#include <handgrad/core/extent.hpp>
#include <handgrad/core/fail.hpp>
#include <handgrad/core/matrix.hpp>
#include <handgrad/core/overlap.hpp>
#include <handgrad/core/random.hpp>
#include <handgrad/core/rows.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <type_traits>

namespace handgrad {
HANDGRAD_BEGIN_ISA

/// Puts `order` into random order (R. Fisher, F. Yates; R. Durstenfeld 1964). std::shuffle may draw
/// differently in each standard library; this is the same permutation for the same generator everywhere.
/// Fails if there are more things than an int can number.
constexpr void shuffle(std::span<int> order, rng& random) {
    constexpr std::size_t most = std::size_t{1} << 31;
    if (order.size() > most)
        fail("shuffle: found an order of ", order.size(), " numbers, expected at most ", most);
    for (std::size_t left = order.size(); left > 1; --left) {
        const std::size_t chosen = random.below(static_cast<std::uint32_t>(left));
        const int last = order[left - 1];
        order[left - 1] = order[chosen];
        order[chosen] = last;
    }
}
template <class Order>
    requires(!std::is_convertible_v<Order, std::span<int>>)
void shuffle(Order&&, rng&) = delete; // the order is written to: a variable, not const, of ints

namespace detail {

/// How the targets of many samples are handed over, and a buffer for those of B samples: numbers (class
/// labels) as a span ...
template <class Target, int B>
struct target_buffer {
    using batch = std::span<const Target>;
    std::array<Target, static_cast<std::size_t>(B)> storage{};

    static constexpr std::ptrdiff_t count(batch t) noexcept { return static_cast<std::ptrdiff_t>(t.size()); }
    static constexpr batch part(batch t, std::ptrdiff_t first, std::ptrdiff_t n) noexcept {
        return t.subspan(static_cast<std::size_t>(first), static_cast<std::size_t>(n));
    }
    constexpr void set(int to, batch t, int from) noexcept {
        storage[static_cast<std::size_t>(to)] = t[static_cast<std::size_t>(from)];
    }
    constexpr batch first(std::ptrdiff_t n) const noexcept { return part(storage, 0, n); }
};

/// ... and row vectors as rows.
template <class T, int Outputs, int B>
struct target_buffer<matrix<T, 1, Outputs>, B> {
    using batch = rows<const T, Outputs>;
    matrix<T, B, Outputs> storage;

    static constexpr std::ptrdiff_t count(batch t) noexcept { return t.count(); }
    static constexpr batch part(batch t, std::ptrdiff_t first, std::ptrdiff_t n) noexcept {
        return t.subrows(first, n);
    }
    constexpr void set(int to, batch t, int from) noexcept {
        for (int c = 0; c < Outputs; ++c) storage(to, c) = t[from](0, c);
    }
    constexpr batch first(std::ptrdiff_t n) const noexcept { return batch(storage.data(), n); }
};

} // namespace detail

/// Cuts samples into batches of B rows of `Inputs` numbers. Target is the target of one sample: int for a
/// class, given as std::span<const int>, or matrix<T, 1, Outputs>, given as rows<const T, Outputs>. The
/// buffers for one batch are inside the object; nothing allocates.
///
///     minibatches<64, int, 32> batches;
///     batches.for_each(x, labels, order, [&](auto x_batch, auto label_batch) { ... });
///
/// The last batch has as many rows as are left: it is neither dropped nor padded. A sample may be a sequence,
/// minibatches<64, int, 32 * steps(20)>: 20 rows, one after the other, with a target for each or with one for
/// all; then the batch is sequences(x_batch). Tokens are a T, too.
template <int Inputs, class Target, extent B, class T = float>
class minibatches {
    static constexpr int sequences = B.sequences, steps = B.steps;
    static_assert(sequences >= 1 && steps >= 1, "a mini-batch has at least one row");
    using buffer = detail::target_buffer<Target, B>;

public:
    using inputs = rows<const T, Inputs>;
    using targets = typename buffer::batch;

    /// Calls f(inputs, targets) for the samples order[0 .. B-1], order[B .. 2B-1], ... of x and t, copied
    /// together. `order` may leave samples out or name some twice. Fails, before f is called, if x and t
    /// differ in their number of samples, an index is out of range, or x or t is what such a call of the same
    /// object has given. What f is given is valid until it returns. If f throws, no further batch is made.
    template <class F>
    constexpr void for_each(inputs x, targets t, std::span<const int> order, F&& f) {
        const int of_each = targets_of_each(x, t);
        check_order(x.count() / steps, order);
        detail::require_apart<true>("minibatches", detail::object_of("the buffers", *this),
                                    detail::numbers_of("the samples", x),
                                    detail::numbers_of("the targets", t));
        while (!order.empty()) {
            const std::span<const int> chosen =
                order.first(order.size() < capacity ? order.size() : capacity);
            order = order.subspan(chosen.size());
            int to = 0;
            for (const int from : chosen) {
                detail::copy_n(x.data() + std::ptrdiff_t{from} * steps * Inputs, steps * Inputs,
                               x_.data() + to * steps * Inputs);
                for (int i = 0; i < of_each; ++i) t_.set(to * of_each + i, t, from * of_each + i);
                ++to;
            }
            f(inputs(x_.data(), to * steps), t_.first(to * of_each));
        }
    }

    template <class F>
    void for_each(inputs, targets, std::span<const int>, F&&) const = delete; // it writes to its buffers

    /// The same in the order the samples have, without a copy.
    template <class F>
    static constexpr void for_each(inputs x, targets t, F&& f) {
        const int of_each = targets_of_each(x, t);
        const std::ptrdiff_t count = x.count() / steps;
        for (std::ptrdiff_t first = 0; first < count; first += sequences) {
            const std::ptrdiff_t left = count - first;
            const std::ptrdiff_t n = left < sequences ? left : sequences;
            f(x.subrows(first * steps, n * steps), buffer::part(t, first * of_each, n * of_each));
        }
    }

private:
    static constexpr std::size_t capacity = static_cast<std::size_t>(sequences);

    /// One, or as many as a sample has rows.
    static constexpr int targets_of_each(inputs x, targets t) {
        if constexpr (steps > 1) {
            if (x.count() % steps != 0)
                fail("minibatches: found ", x.count(), " rows of inputs, expected whole sequences of ",
                     steps);
            if (buffer::count(t) == x.count() / steps) return 1;
        }
        if (x.count() != buffer::count(t))
            fail("minibatches: ", x.count(), " rows of inputs, but ", buffer::count(t), " targets");
        return steps;
    }
    static constexpr void check_order(std::ptrdiff_t count, std::span<const int> order) {
        for (std::size_t i = 0; i < order.size(); ++i)
            if (order[i] < 0 || order[i] >= count)
                fail("minibatches: order[", i, "] is ", order[i], ", but there are ", count,
                     steps == 1 ? " rows" : " sequences");
    }

    matrix<T, B, Inputs> x_;
    buffer t_;
};

HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
