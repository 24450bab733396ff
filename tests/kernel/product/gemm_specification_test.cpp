#include "gemm_cases.hpp"

#include <handgrad/kernel/product/order.hpp>

#include <limits>

using namespace gemm_cases;

namespace {

template <class V, form F, shape S, bool Shared = false>
using implementation =
    hg::kernel::detail::gemm<V, hg::kernel::gemm_shape{F, S.rows, S.cols, S.depth, chains_of(F, S), Shared},
                             (F == form::nt ? S.depth : S.cols)>;

template <class T, form F, shape S>
struct problem {
    hg::matrix<T, S.rows, S.depth> a;
    hg::matrix<T, S.depth, S.cols> b;
    hg::matrix<T, S.rows, S.cols> old;

    constexpr explicit problem(std::uint64_t seed) {
        hg::rng rng(seed);
        for (T& x : a) x = rng.uniform<T>(-1, 1);
        for (T& x : b) x = rng.uniform<T>(-1, 1);
        for (T& x : old) x = rng.uniform<T>(-1, 1);
    }
    /// The tile code on any vector, the one-lane one included.
    template <class V, bool Shared = false>
    constexpr auto in_tiles() const {
        auto c = old;
        implementation<V, F, S, Shared>::run(a.data(), b.data(),
                                             hg::kernel::start_in<hg::write::accumulate>(c.view()),
                                             hg::kernel::finish_in(c.view()));
        return c;
    }
    constexpr auto specified() const {
        auto c = old;
        using gemm = implementation<hg::simd::scalar_vector<T>, F, S>;
        hg::kernel::detail::specified_gemm(gemm::shape, a.data(), b.data(), gemm::stride,
                                           hg::kernel::start_in<hg::write::accumulate>(c.view()),
                                           hg::kernel::finish_in(c.view()));
        return c;
    }
    /// What a user gets, at run time as in a constant expression.
    constexpr auto asked_for() const {
        auto c = old;
        multiply<T, F, hg::write::accumulate, S>(a.data(), b.data(), c.data());
        return c;
    }
};

template <class M>
constexpr bool same(const M& x, const M& y) {
    for (int i = 0; i < M::size; ++i)
        if (!same_bits(x.data()[i], y.data()[i])) return false;
    return true;
}

template <class T, form F, shape S>
void check_all_three() {
    CAPTURE(name(F));
    CAPTURE(S.rows);
    CAPTURE(S.depth);
    CAPTURE(S.cols);
    const problem<T, F, S> p(7);
    const auto specified = p.specified();
    CHECK(same(specified, p.template in_tiles<hg::simd::scalar_vector<T>>()));
    CHECK(same(specified, p.template in_tiles<hg::simd::native_vector<T>>()));
    CHECK(same(specified, p.template in_tiles<hg::simd::scalar_vector<T>, true>()));
    CHECK(same(specified, p.template in_tiles<hg::simd::native_vector<T>, true>()));
}

template <class T, shape S>
void check_forms() {
    check_all_three<T, form::nn, S>();
    check_all_three<T, form::tn, S>();
    check_all_three<T, form::nt, S>();
}

// The chains of every width and depth, at both sides of each bound: other numbers are other bits.
constexpr bool are_chains(int depth, int outputs, int chains) {
    return hg::kernel::forward_chains(depth, outputs) == chains;
}
static_assert(are_chains(15, 1, 1) && are_chains(15, 8, 1) && are_chains(15, 17, 1) && are_chains(15, 32, 1));
static_assert(are_chains(16, 1, 8) && are_chains(16, 7, 8) && are_chains(16, 8, 4) && are_chains(16, 16, 4));
static_assert(are_chains(63, 7, 8) && are_chains(63, 8, 4) && are_chains(63, 16, 4));
static_assert(are_chains(64, 7, 8) && are_chains(64, 8, 8) && are_chains(64, 16, 8) && are_chains(65, 16, 8));
static_assert(are_chains(16, 17, 2) && are_chains(64, 17, 2) && are_chains(1000, 32, 2));
static_assert(are_chains(16, 33, 1) && are_chains(64, 33, 1) && are_chains(1000, 1000, 1));
static_assert(hg::kernel::most_chains == 8);

template <form F, shape S>
constexpr bool constant_results_agree() {
    constexpr problem<float, F, S> p(8);
    constexpr auto specified = p.specified();
    static_assert(same(specified, p.template in_tiles<hg::simd::scalar_vector<float>>()));
    static_assert(same(specified, p.asked_for()));
    return same(specified, problem<float, F, S>(8).asked_for());
}

/// Sums of nothing but negative products that are too small: each chain is -0, and so is the sum. A lane that
/// fills a register must not add +0 to it.
template <class T, form F, shape S>
void check_negative_zero() {
    CAPTURE(name(F));
    CAPTURE(S.rows);
    CAPTURE(S.depth);
    CAPTURE(S.cols);
    problem<T, F, S> p(1);
    for (T& x : p.a) x = std::numeric_limits<T>::denorm_min();
    for (T& x : p.b) x = -std::numeric_limits<T>::denorm_min();
    hg::matrix<T, S.rows, S.cols> c;
    multiply<T, F, hg::write::overwrite, S>(p.a.data(), p.b.data(), c.data());
    for (const T x : c) CHECK(same_bits(x, -T(0)));
}

} // namespace

TEST_CASE_TEMPLATE("gemm: what fills a register changes no sum, not even the sign of its zero", T, float,
                   double) {
    constexpr std::size_t first = sizeof(T) / 4;
    for_my_part<first, shape{1, 33, 10}, // one_row, 4 chains
                shape{1, 21, 3},         // one_row, 8 chains
                shape{1, 131, 10},       //
                shape{9, 33, 3},         // along_depth, a rest of 1
                shape{8, 71, 9},         // along_depth, a rest of 7
                shape{8, 20, 1},         // along_depth, a rest of 4
                shape{5, 21, 12}, shape{13, 9, 35}>([]<shape S>() { check_negative_zero<T, form::nn, S>(); });
    if constexpr (is_mine(first)) check_negative_zero<T, form::tn, shape{20, 19, 3}>(); // transposed
    if constexpr (is_mine(first + 1)) check_negative_zero<T, form::nt, shape{5, 21, 12}>();
}

TEST_CASE("gemm: tiles of vectors == tiles of single numbers == the specification") {
    for_my_part<0, shape{1, 9, 3}, shape{5, 64, 9}, shape{1, 1, 1}, shape{2, 16, 17}, shape{3, 7, 8},
                shape{4, 33, 10}, shape{6, 65, 16}, shape{13, 31, 33}, shape{14, 150, 40}>(
        []<shape S>() { check_forms<float, S>(); });
    for_my_part<0, shape{6, 5, 17}, shape{1, 17, 9}, shape{3, 64, 4}, shape{14, 150, 35}>(
        []<shape S>() { check_forms<double, S>(); });
}

TEST_CASE("gemm: a sum in several parts, on single numbers too") {
    if constexpr (is_mine(0)) check_all_three<float, form::nn, shape{13, 520, 33}>();
    if constexpr (is_mine(1)) check_all_three<float, form::tn, shape{14, 300, 34}>();
    if constexpr (is_mine(2)) check_all_three<float, form::nt, shape{5, 300, 9}>();
}

TEST_CASE("gemm: the same bits in a constant expression and at run time") {
    CHECK(constant_results_agree<form::nn, shape{3, 17, 5}>());
    CHECK(constant_results_agree<form::nn, shape{7, 64, 3}>());
    CHECK(constant_results_agree<form::tn, shape{9, 5, 10}>());
    CHECK(constant_results_agree<form::nt, shape{4, 9, 11}>());
}
