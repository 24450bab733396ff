// What a frozen network computes, beside the network.
#include "subjects.hpp"

#include <bits.hpp>

#include <doctest/doctest.h>
#include <share.hpp>

#include <cstddef>
#include <cstring>
#include <memory>
#include <type_traits>

using namespace subjects;

namespace {

template <class A, class B>
bool same(const A& a, const B& b) {
    for (int i = 0; i < A::size; ++i)
        if (!same_bits(a.data()[i], b.data()[i])) return false;
    return true;
}

/// Any number of rows from 1 to 33 gives, row by row, what all 33 give, and what each row gives alone.
template <class Frozen, class T = typename Frozen::value_type>
hg::matrix<T, 33, Frozen::outputs> predicted(const Frozen& f, const hg::matrix<T, 33, Frozen::inputs>& x) {
    hg::matrix<T, 33, Frozen::outputs> y, part;
    f.predict(x, y);
    for (int n = 1; n < 33; ++n) {
        CAPTURE(n);
        f.predict(hg::rows<const T, Frozen::inputs>(x.data(), n),
                  hg::rows<T, Frozen::outputs>(part.data(), n));
        bool agree = true;
        for (int i = 0; i < n * Frozen::outputs; ++i) agree &= same_bits(part.data()[i], y.data()[i]);
        CHECK(agree);
    }
    CHECK(same(f.forward(x.row(7)), y.row(7)));
    return y;
}

template <class Net, class T, int B>
void check_bits() {
    const auto p = random_parameters<Net, T>();
    const auto x = random_rows<T, B, Net::inputs>(2);
    CHECK(same(hg::freeze(p).forward(x), Net::forward(p, x)));
}

/// The parameters, the weights that bfloat16 stores rounded.
template <class Net, int I = 1>
void round_weights(hg::parameters<Net>& p) {
    if constexpr (Net::template layer_type<I>::outputs > 16)
        for (float& w : p.template weights<I>()) w = static_cast<float>(hg::bfloat16(w));
    if constexpr (I < Net::depth) round_weights<Net, I + 1>(p);
}

/// As check_negative_zero of tests/kernel/product: what fills a register changes no sum of a frozen layer
/// either.
template <int K, int N, int B, class Weight>
void check_negative_zero() {
    CAPTURE(K);
    CAPTURE(N);
    using net = hg::network<hg::dense<K, N, hg::identity, hg::no_bias>>;
    hg::parameters<net> p;
    for (float& w : p) w = -0x1p-100f;
    hg::matrix<float, B, K> x;
    for (float& v : x) v = 0x1p-100f;
    for (const float y : hg::freeze<Weight>(p).forward(x)) CHECK(same_bits(y, -0.0f));
}

template <class Frozen>
constexpr bool
    is_a_value = std::is_trivially_copyable_v<Frozen>&& std::is_nothrow_copy_constructible_v<Frozen> &&
                 alignof(Frozen) == 64;

} // namespace

TEST_CASE("frozen: the bits of the network, any number of rows") {
    const auto p = random_parameters<dense_layers>();
    const auto x = random_rows<float, 33, 35>(2);
    hg::matrix<float, 33, 11> expected;
    dense_layers::predict(p, x, expected);
    CHECK(same(predicted(hg::freeze(p), x), expected));
}
TEST_CASE("frozen: the bits of the network, every other layer") {
    for_my_part<0, 1, 5, 9>([]<int B>() { check_bits<other_layers, float, B>(); });
}
TEST_CASE("frozen: the bits of the network, doubles") {
    if constexpr (is_mine(0) || is_mine(2)) check_bits<hg::mlp<hg::relu, 7, 37, 18, 3>, double, 1>();
    if constexpr (is_mine(1)) check_bits<hg::mlp<hg::relu, 70, 3>, double, 3>();
}

TEST_CASE("frozen: bfloat16 is the network with rounded weights") {
    const auto p = random_parameters<dense_layers>();
    auto rounded = p;
    round_weights(rounded);
    CHECK(!(rounded == p));
    const auto x = random_rows<float, 33, 35>(4);
    hg::matrix<float, 33, 11> expected;
    dense_layers::predict(rounded, x, expected);
    CHECK(same(predicted(hg::freeze<hg::bfloat16>(p), x), expected));
}

TEST_CASE_TEMPLATE("frozen: a sum of vanishing negative products is -0", Weight, float, hg::bfloat16) {
    constexpr std::size_t first = sizeof(Weight) / 2;
    if constexpr (is_mine(first)) check_negative_zero<33, 3, 1, Weight>();
    if constexpr (is_mine(first + 1)) check_negative_zero<33, 3, 9, Weight>();
    if constexpr (is_mine(first + 2)) check_negative_zero<71, 10, 1, Weight>();
    if constexpr (is_mine(first + 3)) check_negative_zero<71, 10, 5, Weight>();
    if constexpr (is_mine(first + 4)) check_negative_zero<19, 20, 3, Weight>();
    if constexpr (is_mine(first + 5)) check_negative_zero<35, 41, 2, Weight>();
}

TEST_CASE("frozen: int8, rows alone and together") {
    const auto x = random_rows<float, 33, 35>(5);
    predicted(hg::freeze<std::int8_t>(random_parameters<dense_layers>()), x);
}

TEST_CASE("frozen: a value that can be copied as bytes") {
    using float_form = hg::frozen<dense_layers>;
    using half_form = hg::frozen<dense_layers, hg::bfloat16>;
    using byte_form = hg::frozen<dense_layers, std::int8_t>;
    static_assert(is_a_value<float_form> && is_a_value<half_form> && is_a_value<byte_form>);
    static_assert(is_a_value<hg::frozen<other_layers, std::int8_t>>);
    // With what fills the last register of each row.
    static_assert(sizeof(float_form) <= 4 * 1.2 * dense_layers::parameter_count);
    static_assert(sizeof(half_form) <= 0.7 * sizeof(float_form));
    static_assert(sizeof(byte_form) <= 0.55 * sizeof(float_form));
    static_assert(
        noexcept(std::declval<const byte_form&>().forward(std::declval<hg::matrix<float, 1, 35>>())));

    const auto p = random_parameters<dense_layers>();
    const auto x = random_rows<float, 1, 35>(6);
    const auto made = std::make_unique<byte_form>(p); // in its place
    byte_form copy;
    CHECK(same(copy.forward(x), hg::matrix<float, 1, 11>())); // all zero
    std::memcpy(&copy, made.get(), sizeof copy);
    CHECK(same(copy.forward(x), made->forward(x)));
}

TEST_CASE("frozen: constant expressions") {
    using net = hg::mlp<hg::relu, 6, 19, 3>;
    static constexpr auto p = random_parameters<net>();
    static constexpr auto x = random_rows<float, 2, 6>(7);

    static constexpr auto as_float = hg::freeze(p);
    static constexpr auto as_half = hg::freeze<hg::bfloat16>(p);
    static constexpr auto as_bytes = hg::freeze<std::int8_t>(p);
    static constexpr auto y = as_float.forward(x);
    static constexpr auto y_half = as_half.forward(x);
    static constexpr auto y_bytes = as_bytes.forward(x);
    static_assert(y == net::forward(p, x));
    static_assert(!(y_half == y) && !(y_bytes == y));
    // Made by the compiler, used by the machine.
    CHECK(same(as_float.forward(x), y));
    CHECK(same(as_half.forward(x), y_half));
    CHECK(same(as_bytes.forward(x), y_bytes));
    CHECK(same(hg::freeze<std::int8_t>(p).forward(x), y_bytes));
}

TEST_CASE("frozen: predict fails where the rows do not agree") {
    const auto f = hg::freeze(random_parameters<hg::network<hg::dense<2, 3>>>());
    const hg::matrix<float, 4, 2> x;
    hg::matrix<float, 4, 3> y;
    CHECK_THROWS_WITH(f.predict(hg::rows<const float, 2>(x.data(), 4), hg::rows<float, 3>(y.data(), 3)),
                      "predict: room for the results of 3 rows, expected as many as the batch has: 4");
}
