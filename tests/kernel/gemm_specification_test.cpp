#include "gemm_cases.hpp"

using namespace gemm_cases;

namespace {

template <class V, form F, shape S>
using implementation =
    hg::detail::gemm<V, S.rows, S.cols, S.depth,
                     std::conditional_t<F == form::tn, hg::strides<1, S.rows>, hg::strides<S.depth, 1>>,
                     F == form::nt, F == form::nt ? S.depth : S.cols,
                     F == form::nn ? hg::forward_chains(S.depth, S.cols) : 1>;

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
    template <class V>
    constexpr auto in_tiles() const {
        auto c = old;
        implementation<V, F, S>::run(a.data(), b.data(), hg::start_matrix<T, S.cols>{c.data()},
                                     hg::finish_store<T, S.cols>{c.data()});
        return c;
    }
    constexpr auto specified() const {
        auto c = old;
        implementation<hg::scalar_vector<T>, F, S>::specified(
            a.data(), b.data(), hg::start_matrix<T, S.cols>{c.data()}, hg::finish_store<T, S.cols>{c.data()});
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
    CHECK(same(specified, p.template in_tiles<hg::scalar_vector<T>>()));
    CHECK(same(specified, p.template in_tiles<hg::native_vector<T>>()));
}

template <class T, shape S>
void check_forms() {
    check_all_three<T, form::nn, S>();
    check_all_three<T, form::tn, S>();
    check_all_three<T, form::nt, S>();
}

template <form F, shape S>
constexpr bool constant_results_agree() {
    constexpr problem<float, F, S> p(8);
    constexpr auto specified = p.specified();
    static_assert(same(specified, p.template in_tiles<hg::scalar_vector<float>>()));
    static_assert(same(specified, p.asked_for()));
    return same(specified, problem<float, F, S>(8).asked_for());
}

} // namespace

TEST_CASE("gemm: tiles of vectors == tiles of single numbers == the specification") {
    check_forms<float, shape{1, 9, 3}>();
    check_forms<float, shape{5, 64, 9}>();
    check_forms<double, shape{6, 5, 17}>();
    if constexpr (!sanitized) {
        check_forms<float, shape{1, 1, 1}>();
        check_forms<float, shape{2, 16, 17}>();
        check_forms<float, shape{3, 7, 8}>();
        check_forms<float, shape{4, 33, 10}>();
        check_forms<float, shape{6, 65, 16}>();
        check_forms<float, shape{13, 31, 33}>();
        check_forms<float, shape{14, 150, 40}>();
        check_forms<double, shape{1, 17, 9}>();
        check_forms<double, shape{3, 64, 4}>();
        check_forms<double, shape{14, 150, 35}>();
    }
}

TEST_CASE("gemm: a sum in several parts, on single numbers too") {
    check_all_three<float, form::nn, shape{13, 520, 33}>();
    check_all_three<float, form::tn, shape{14, 300, 34}>();
    check_all_three<float, form::nt, shape{5, 300, 9}>();
}

TEST_CASE("gemm: the same bits in a constant expression and at run time") {
    CHECK(constant_results_agree<form::nn, shape{3, 17, 5}>());
    CHECK(constant_results_agree<form::nn, shape{7, 64, 3}>());
    CHECK(constant_results_agree<form::tn, shape{9, 5, 10}>());
    CHECK(constant_results_agree<form::nt, shape{4, 9, 11}>());
}
