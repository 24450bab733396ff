/// What a drawn source says of its network, and what is drawn from that: its targets.
#pragma once

#include "data.hpp"
#include "results.hpp"

#include <handgrad/handgrad.hpp>

#include <array>
#include <cstdint>
#include <memory>
#include <type_traits>

namespace fuzz {

// A subject is a type with
//     net, number                     the network, and float or double
//     int rows, tile, shards          the batch, what a workspace for a part of it has room for,
//     data_parallel's loss(), rule()                  the loss and the optimizer double clip_norm, clip_value
//     or 0 std::optional<int> ignored      the label that the loss ignores bool probabilities, smooth whether
//     targets are from 0 to 1; whether the loss as a function of the
//                                     parameters has no corner
//     int longest_sum                 at least the number of additions, one after the other, on any path
//     std::array<weights_range, K> rounded    what bfloat16 stores rounded
//     std::uint64_t seed
//     unsigned checks

/// Which checks a source is compiled for: each costs seconds of the compiler.
enum check : unsigned {
    inference = 1,     // predict, and a row alone
    cuts = 2,          // workspaces for a part of the batch, run-time rows, results that nobody wants
    steps = 4,         // fused and unfused steps, with the optimizer's state
    frozen = 8,        // as float or double
    frozen_small = 16, // as bfloat16 and int8
    shards = 32,       // data_parallel
    products = 64,     // jvp against vjp
    in_double = 128,   // float against double
    differences = 256  // gradients against central differences
};
template <class... Checks>
consteval unsigned chosen(Checks... c) {
    return (0u | ... | c);
}

/// A piece of the parameters.
struct weights_range {
    int first, count;
};

/// R x C numbers on the heap, which begin one number after what the heap aligns and end where it ends: as
/// badly as a caller may place them, and so that the address sanitizer sees what is read behind them.
template <class T, int R, int C>
class block {
public:
    using value_type = T;
    static constexpr int rows = R, cols = C, size = R * C;

    const T* data() const { return numbers_.get() + 1; }
    T* data() { return numbers_.get() + 1; }
    const T* begin() const { return data(); }
    T* begin() { return data(); }
    const T* end() const { return data() + size; }
    T* end() { return data() + size; }

    hg::view<const T, R, C> view() const { return hg::view<const T, R, C>(data()); }
    hg::view<T, R, C> view() { return hg::view<T, R, C>(data()); }
    /// As what the compiler is not told the number of rows of.
    hg::rows<const T, C> some_rows() const { return view(); }
    hg::rows<T, C> some_rows() { return view(); }

private:
    std::unique_ptr<T[]> numbers_ = std::make_unique<T[]>(std::size_t{size} + 1);
};

template <class Subject, class T>
using targets = block<typename decltype(Subject::loss())::template target_type<T>, Subject::rows,
                      decltype(Subject::loss())::template target_cols<Subject::net::outputs>>;

template <class Subject, class T>
void fill_targets(targets<Subject, T>& target, hg::rng& random) {
    constexpr int outputs = Subject::net::outputs;
    for (auto& t : target)
        if constexpr (std::is_same_v<decltype(t), int&>)
            t = Subject::ignored && random.below(6) == 0
                    ? *Subject::ignored
                    : static_cast<int>(random.below(static_cast<std::uint32_t>(outputs)));
        else
            t = Subject::probabilities ? random.uniform<T>() : random.normal<T>();
}

/// All that a training pass over the batch gives.
template <class Subject, class T>
struct gradient {
    T loss = 0;
    hg::parameters<typename Subject::net, T> dp;
    block<T, Subject::rows, Subject::net::inputs> dx;

    /// By a workspace for so many rows, which is as new.
    template <int Rows>
    static auto in(const auto& p, const auto& x, const auto& target) {
        using net = typename Subject::net;
        auto g = std::make_unique<gradient>();
        auto ws = std::make_unique<typename net::template workspace<Rows, T>>();
        g->loss = net::value_and_gradient(Subject::loss(), p, x, target, g->dp, *ws, g->dx.view());
        return g;
    }
};

} // namespace fuzz
