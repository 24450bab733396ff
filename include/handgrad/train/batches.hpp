/// Mini-batches in a reproducible random order.
#pragma once

#include <handgrad/core/push_macros.hpp>

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
/// The last batch has as many rows as are left: it is neither dropped nor padded.
template <int Inputs, class Target, int B, class T = float>
class minibatches {
    static_assert(B >= 1, "a mini-batch has at least one row");
    using buffer = detail::target_buffer<Target, B>;

public:
    using inputs = rows<const T, Inputs>;
    using targets = typename buffer::batch;

    /// Calls f(inputs, targets) for the rows order[0 .. B-1], order[B .. 2B-1], ... of x and t, copied
    /// together. `order` may leave rows out or name some twice. Fails, before f is called, if x and t differ
    /// in their number of rows, an index is out of range, or x or t is what such a call of the same object
    /// has given. What f is given is valid until it returns. If f throws, no further batch is made.
    template <class F>
    constexpr void for_each(inputs x, targets t, std::span<const int> order, F&& f) {
        check_counts(x, t);
        check_order(x.count(), order);
        detail::require_apart<true>("minibatches", detail::object_of("the buffers", *this),
                                    detail::numbers_of("the samples", x),
                                    detail::numbers_of("the targets", t));
        while (!order.empty()) {
            const std::span<const int> chosen =
                order.first(order.size() < capacity ? order.size() : capacity);
            order = order.subspan(chosen.size());
            int to = 0;
            for (const int from : chosen) {
                for (int c = 0; c < Inputs; ++c) x_(to, c) = x[from](0, c);
                t_.set(to, t, from);
                ++to;
            }
            f(inputs(x_.data(), to), t_.first(to));
        }
    }

    template <class F>
    void for_each(inputs, targets, std::span<const int>, F&&) const = delete; // it writes to its buffers

    /// The same in the order the samples have, without a copy.
    template <class F>
    static constexpr void for_each(inputs x, targets t, F&& f) {
        check_counts(x, t);
        for (std::ptrdiff_t first = 0; first < x.count(); first += B) {
            const std::ptrdiff_t left = x.count() - first;
            const std::ptrdiff_t n = left < B ? left : B;
            f(x.subrows(first, n), buffer::part(t, first, n));
        }
    }

private:
    static constexpr std::size_t capacity = static_cast<std::size_t>(B);

    static constexpr void check_counts(inputs x, targets t) {
        if (x.count() != buffer::count(t))
            fail("minibatches: ", x.count(), " rows of inputs, but ", buffer::count(t), " targets");
    }
    static constexpr void check_order(std::ptrdiff_t count, std::span<const int> order) {
        for (std::size_t i = 0; i < order.size(); ++i)
            if (order[i] < 0 || order[i] >= count)
                fail("minibatches: order[", i, "] is ", order[i], ", but there are ", count, " rows");
    }

    matrix<T, B, Inputs> x_;
    buffer t_;
};

HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
