/// Products of matrices for the tests of gemm.hpp: their plain triple loop, and the comparison.
#pragma once

#include "gemm_shapes.hpp"

#include <bits.hpp>
#include <guarded_memory.hpp>
#include <handgrad/core/matrix.hpp>
#include <handgrad/core/random.hpp>
#include <handgrad/kernel/product/gemm.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <span>
#include <utility>
#include <vector>

namespace gemm_cases {

// --- what is asked of the library ------------------------------------------------------------------------

template <class T, form F, shape S>
constexpr auto left(const T* a) {
    if constexpr (F == form::tn)
        return hg::view<const T, S.depth, S.rows>(a);
    else
        return hg::view<const T, S.rows, S.depth>(a);
}

template <class T, form F, shape S>
constexpr auto right(const T* b) {
    if constexpr (F == form::nt)
        return hg::view<const T, S.cols, S.depth>(b);
    else
        return hg::view<const T, S.depth, S.cols>(b);
}

/// C = A B, or C += A B, as a user writes it.
template <class T, form F, hg::write W, shape S>
constexpr void multiply(const T* a, const T* b, T* c) {
    const auto x = left<T, F, S>(a);
    const auto y = right<T, F, S>(b);
    const hg::view<T, S.rows, S.cols> z(c);
    if constexpr (F == form::nn)
        hg::gemm_nn<W>(x, y, z);
    else if constexpr (F == form::tn)
        hg::gemm_tn<W>(x, y, z);
    else
        hg::gemm_nt<W>(x, y, z);
}

/// The same as a layer writes it, in tiles that it shares with others.
template <class T, form F, hg::write W, shape S>
void multiply_in_a_layer(const T* a, const T* b, T* c) {
    const auto x = left<T, F, S>(a);
    const auto y = right<T, F, S>(b);
    const hg::view<T, S.rows, S.cols> z(c);
    const auto start = hg::kernel::start_in<W>(z);
    const auto finish = hg::kernel::finish_in(z);
    if constexpr (F == form::nn)
        hg::gemm_nn(x, y, start, finish);
    else if constexpr (F == form::tn)
        hg::gemm_tn(x, y, start, finish);
    else
        hg::gemm_nt(x, y, start, finish);
}

template <class T>
struct product {
    form f;
    hg::write w;
    shape s;
    void (*run)(const T* a, const T* b, T* c);
    void (*run_in_a_layer)(const T* a, const T* b, T* c);
};

/// The products of a list of shapes, every second one accumulated.
template <class T, form F, const auto& Shapes>
constexpr auto products() {
    return []<std::size_t... I>(std::index_sequence<I...>) {
        constexpr auto mode = [](std::size_t i) {
            return i % 2 == 0 ? hg::write::overwrite : hg::write::accumulate;
        };
        return std::array<product<T>, sizeof...(I)>{
            product<T>{F, mode(I), Shapes[I], &multiply<T, F, mode(I), Shapes[I]>,
                       &multiply_in_a_layer<T, F, mode(I), Shapes[I]>}...};
    }
    (std::make_index_sequence<Shapes.size()>{});
}

// --- the plain loop --------------------------------------------------------------------------------------

/// One element: k goes to chain k mod C, a chain is a sequence of fused multiply-adds, the first starts with
/// `start` and the others with zero, and the upper half of the chains is added to the lower until one is
/// left.
template <class T, class A, class B>
T plain_sum(T start, int depth, int chains, A a, B b) {
    std::vector<T> chain(static_cast<std::size_t>(chains), T(0));
    chain[0] = start;
    for (int k = 0; k < depth; ++k) {
        T& c = chain[static_cast<std::size_t>(k % chains)];
        c = std::fma(a(k), b(k), c);
    }
    while (chain.size() > 1) {
        const std::size_t half = chain.size() / 2;
        for (std::size_t i = 0; i < half; ++i) chain[i] = chain[i] + chain[i + half];
        chain.resize(half);
    }
    return chain[0];
}

/// A B + start(row, col), one element after the other.
template <class T, class Start>
std::vector<T> plain_product(form f, shape s, const T* a, const T* b, Start start) {
    const int chains = chains_of(f, s);
    std::vector<T> c;
    c.reserve(static_cast<std::size_t>(s.rows) * static_cast<std::size_t>(s.cols));
    for (int i = 0; i < s.rows; ++i)
        for (int j = 0; j < s.cols; ++j) {
            const auto x = [&](int k) { return f == form::tn ? a[k * s.rows + i] : a[i * s.depth + k]; };
            const auto y = [&](int k) { return f == form::nt ? b[j * s.depth + k] : b[k * s.cols + j]; };
            c.push_back(plain_sum(start(i, j), s.depth, chains, x, y));
        }
    return c;
}

// --- numbers ---------------------------------------------------------------------------------------------

/// plain: in (-1, 1). special: also zeros of both signs, subnormal, tiny and huge numbers. not_finite: also a
/// few infinities and NaNs. vanishing: so small that every product is a zero, whose sign is all that is left.
enum class numbers { plain, special, not_finite, vanishing };

template <class T>
void fill(std::span<T> to, numbers kind, hg::rng& rng) {
    using limits = std::numeric_limits<T>;
    for (T& x : to) {
        x = rng.uniform(T(-1), T(1));
        if (kind == numbers::plain) continue;
        if (kind == numbers::vanishing) {
            x = limits::denorm_min();
            continue;
        }
        const T sign = rng.below(2) == 0 ? T(1) : T(-1);
        switch (rng.below(16)) {
        case 0:
        case 1:
            x = sign * T(0);
            break;
        case 2:
            x = sign * limits::denorm_min() * static_cast<T>(1 + rng.below(100));
            break;
        case 3:
            x *= limits::min() * 4;
            break;
        case 4:
            x *= std::sqrt(limits::max());
            break;
        default:
            break;
        }
    }
    if (kind != numbers::not_finite) return;
    const T strange[] = {limits::infinity(), -limits::infinity(), limits::quiet_NaN()};
    for (const T x : strange)
        if (to.size() > 2) to[rng.below(static_cast<std::uint32_t>(to.size()))] = x;
}

// --- the comparison --------------------------------------------------------------------------------------

inline const char* name(form f) { return f == form::nn ? "nn" : f == form::tn ? "tn" : "nt"; }

/// The first place where the two differ, or -1.
template <class T>
int first_difference(const T* got, std::span<const T> expected) {
    for (std::size_t i = 0; i < expected.size(); ++i)
        if (!same_bits(got[i], expected[i])) return static_cast<int>(i);
    return -1;
}

/// Operands between forbidden pages, for products of up to so many bytes a side.
class workbench {
public:
    explicit workbench(std::size_t bytes) : a(bytes), b(bytes), c(bytes), d(bytes), e(bytes) {}

    guarded_memory a, b, c, d, e;

    bool intact() const { return a.intact() && b.intact() && c.intact() && d.intact() && e.intact(); }
};

template <class T>
std::span<T> placed(guarded_memory& memory, int rows, int cols, flush side) {
    const std::size_t count = static_cast<std::size_t>(rows) * static_cast<std::size_t>(cols);
    return {memory.place<T>(count, side), count};
}

/// Each product, on every kind of numbers, its operands flush against either end of their memory: nothing
/// but the result is written, nothing outside is touched, and the result has the bits of the plain loop.
template <class T>
void check_products(std::span<const product<T>> products, std::uint64_t seed) {
    std::size_t bytes = 1;
    for (const auto& p : products) {
        const auto size = [](int x, int y) {
            return static_cast<std::size_t>(x) * static_cast<std::size_t>(y) * sizeof(T);
        };
        bytes =
            std::max({bytes, size(p.s.rows, p.s.depth), size(p.s.depth, p.s.cols), size(p.s.rows, p.s.cols)});
    }
    workbench bench(bytes);
    hg::rng rng(seed);
    for (const auto& p : products) {
        CAPTURE(name(p.f));
        CAPTURE(p.s.rows);
        CAPTURE(p.s.depth);
        CAPTURE(p.s.cols);
        CAPTURE(sizeof(T));
        const bool accumulated = p.w == hg::write::accumulate;
        CAPTURE(accumulated);
        for (const numbers kind :
             {numbers::plain, numbers::special, numbers::not_finite, numbers::vanishing}) {
            const flush side = kind == numbers::special ? flush::front : flush::back;
            const auto a = placed<T>(bench.a, p.s.rows, p.s.depth, side);
            const auto b = placed<T>(bench.b, p.s.depth, p.s.cols, side);
            const auto c = placed<T>(bench.c, p.s.rows, p.s.cols, side);
            fill(a, kind, rng);
            fill(b, kind, rng);
            fill(c, kind, rng);
            if (kind == numbers::vanishing) {
                for (T& x : b)
                    if (rng.below(16) != 0) x = -x;
                for (T& x : c) x = -T(0);
            }
            const std::vector<T> a_before(a.begin(), a.end()), b_before(b.begin(), b.end());
            const auto expected = plain_product(p.f, p.s, a.data(), b.data(), [&](int i, int j) {
                return accumulated ? c[static_cast<std::size_t>(i * p.s.cols + j)] : T(0);
            });
            const std::vector<T> c_before(c.begin(), c.end());
            p.run(a.data(), b.data(), c.data());
            CHECK(first_difference<T>(c.data(), expected) == -1);
            std::copy(c_before.begin(), c_before.end(), c.begin());
            p.run_in_a_layer(a.data(), b.data(), c.data());
            CHECK(first_difference<T>(c.data(), expected) == -1);
            CHECK(first_difference<T>(a.data(), a_before) == -1);
            CHECK(first_difference<T>(b.data(), b_before) == -1);
            CHECK(bench.intact());
        }
    }
}

} // namespace gemm_cases
