// A way to store weights that the library does not know is one specialization.
#include "subjects.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <cstdint>

using namespace subjects;

namespace {

/// A number of 256ths.
struct fixed_point {
    std::int16_t count = 0;

    constexpr fixed_point() = default;
    explicit constexpr fixed_point(float x) : count(static_cast<std::int16_t>(x * 256)) {}
    constexpr float value() const { return static_cast<float>(count) / 256; }
};

template <int K, int N>
struct fixed_weights {
    fixed_point w[K * N] = {};

    constexpr fixed_weights() = default;
    constexpr explicit fixed_weights(hg::view<const float, K, N> from) noexcept {
        for (int i = 0; i < K * N; ++i) w[i] = fixed_point(from.data()[i]);
    }
};
template <int M, int K, int N, class Start, class Finish>
constexpr void gemm_nn(hg::view<const float, M, K> z, const fixed_weights<K, N>& w, Start start,
                       Finish finish) {
    hg::matrix<float, K, N> numbers;
    for (int i = 0; i < K * N; ++i) numbers.data()[i] = w.w[i].value();
    hg::gemm_nn(z, hg::view<const float, K, N>(numbers), start, finish);
}

} // namespace

template <>
struct handgrad::detail::storage<fixed_point> {
    using number = float;
    template <int K, int N>
    using weights = fixed_weights<K, N>;
};

TEST_CASE("a storage of one's own is frozen as the library's are") {
    using net = hg::network<hg::residual<hg::dense<20, 30, hg::tanh>, hg::dense<30, 20>>,
                            hg::dense<20, 18, hg::relu>>;
    static_assert(hg::stores_weights<fixed_point> && !hg::stores_weights<std::int16_t>);
    const auto p = random_parameters<net>();
    hg::parameters<net> rounded = p;
    for (auto w : {rounded.layer<1>().data(), rounded.layer<1>().data() + 20 * 30 + 30})
        for (int i = 0; i < 20 * 30; ++i) w[i] = fixed_point(w[i]).value();
    for (float& w : rounded.weights<2>()) w = fixed_point(w).value();
    const auto x = random_rows<float, 7, 20>(3);
    const auto f = hg::freeze<fixed_point>(p);
    CHECK(f.forward(x) == net::forward(rounded, x));
    CHECK(!(f.forward(x) == net::forward(p, x)));
    CHECK(sizeof f < sizeof p * 3 / 4);
}
