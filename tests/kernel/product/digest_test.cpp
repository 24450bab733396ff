// The bits of a fixed set of products, as one literal each: whatever compiler and instruction set this is
// built for, and in a constant expression, they are these.
#include "gemm_cases.hpp"

#include <fixed_products.hpp>

using namespace gemm_cases;

namespace {

template <class T>
constexpr std::uint64_t small_products() {
    digest d;
    hg::rng rng(6);
    fixed_work::add_products<T, 2, 9, 5>(d, rng);
    fixed_work::add_products<T, 3, 33, 2>(d, rng);
    return d.value();
}

/// Zeros of both signs, subnormal, tiny and huge numbers; the results overflow here and there. Which NaN a
/// result is, is not promised.
template <class T, form F, shape... S>
std::uint64_t special_products() {
    digest d;
    hg::rng rng(7);
    const auto add = [&]<shape X>() {
        const auto numbers_of = [&](int rows, int cols) {
            std::vector<T> x(static_cast<std::size_t>(rows * cols));
            fill<T>(x, numbers::special, rng);
            return x;
        };
        const std::vector<T> a = numbers_of(X.rows, X.depth), b = numbers_of(X.depth, X.cols);
        std::vector<T> c = numbers_of(X.rows, X.cols);
        multiply<T, F, hg::write::accumulate, X>(a.data(), b.data(), c.data());
        for (const T x : c) d.add(is_nan(x) ? std::numeric_limits<T>::quiet_NaN() : x);
    };
    (add.template operator()<S>(), ...);
    return d.value();
}

template <class T, form F>
std::uint64_t special() {
    return special_products<T, F, shape{1, 7, 9}, shape{5, 17, 8}, shape{13, 40, 33}, shape{14, 300, 34}>();
}

/// By the methods for particular shapes; which of them takes a shape depends on the lanes of a vector.
template <class T, form F, shape... S>
std::uint64_t particular_products() {
    digest d;
    hg::rng rng(8);
    const auto add = [&]<shape X>() {
        hg::matrix<T, X.rows, X.depth> a;
        hg::matrix<T, X.depth, X.cols> b;
        hg::matrix<T, X.rows, X.cols> c;
        for (T& x : a) x = rng.normal<T>();
        for (T& x : b) x = rng.normal<T>();
        for (T& x : c) x = rng.normal<T>();
        multiply<T, F, hg::write::accumulate, X>(a.data(), b.data(), c.data());
        for (const T x : c) d.add(x);
    };
    (add.template operator()<S>(), ...);
    return d.value();
}
template <class T>
std::uint64_t one_row() {
    return particular_products<T, form::nn, shape{1, 65, 1}, shape{1, 41, 3}, shape{1, 65, 6},
                               shape{1, 33, 10}>();
}
template <class T>
std::uint64_t along_depth() {
    return particular_products<T, form::nn, shape{9, 35, 3}, shape{8, 71, 11}>();
}
template <class T>
std::uint64_t transposed_and_in_strips() {
    return particular_products<T, form::tn, shape{40, 33, 5}, shape{4096 / sizeof(T), 9, 16}>();
}

} // namespace

TEST_CASE("gemm: the same bits everywhere") {
    if constexpr (is_mine(0)) CHECK(fixed_work::products<float>() == fixed_work::expected_products<float>);
    if constexpr (is_mine(1)) CHECK(fixed_work::products<double>() == fixed_work::expected_products<double>);
}

TEST_CASE("gemm: the same bits in constant expressions everywhere") {
    constexpr std::uint64_t floats = 0x9597e57de7da5085, doubles = 0x83e3213cfc0f2e82;
    static_assert(small_products<float>() == floats);
    static_assert(small_products<double>() == doubles);
    CHECK(small_products<float>() == floats);
    CHECK(small_products<double>() == doubles);
}

TEST_CASE("gemm: the same bits by the methods for particular shapes") {
    if constexpr (is_mine(0)) CHECK(one_row<float>() == 0xb3da893546ad77f0);
    if constexpr (is_mine(1)) CHECK(one_row<double>() == 0x6174211b8027d042);
    if constexpr (is_mine(2)) CHECK(along_depth<float>() == 0x64c35c2916942fb8);
    if constexpr (is_mine(0)) CHECK(along_depth<double>() == 0x5b0d9862b159ab2f);
    if constexpr (is_mine(1)) CHECK(transposed_and_in_strips<float>() == 0x6fae6b21e233636a);
    if constexpr (is_mine(2)) CHECK(transposed_and_in_strips<double>() == 0xe5b30f8d3bddfa60);
}

TEST_CASE("gemm: the same bits of special numbers everywhere") {
    if constexpr (is_mine(1)) CHECK(special<float, form::nn>() == 0x6d2520f240b4deec);
    if constexpr (is_mine(2)) CHECK(special<float, form::tn>() == 0xa97d4ccb80141b8b);
    if constexpr (is_mine(0)) CHECK(special<float, form::nt>() == 0xc91189e4a9ca6dcd);
    if constexpr (is_mine(2)) CHECK(special<double, form::nn>() == 0x2dd7f9b8c822114c);
    if constexpr (is_mine(0)) CHECK(special<double, form::tn>() == 0xef4ce8e869b11036);
    if constexpr (is_mine(1)) CHECK(special<double, form::nt>() == 0x0f18b26a2c4ef972);
}
