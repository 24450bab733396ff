// The derivatives of a whole network: each against another, and against central differences.
#include <bits.hpp>
#include <doctest/doctest.h>

#include <handgrad/handgrad.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>

namespace hg = handgrad;

namespace {

/// A layer as a user writes it: y = z o s.
template <int N>
struct gate {
    static constexpr int inputs = N, outputs = N, parameter_count = N;
    template <int B>
    static constexpr int tape_size = 0;

    template <int B>
    static constexpr void forward(auto z, auto s, auto, auto y) {
        for (int r = 0; r < B; ++r)
            for (int c = 0; c < N; ++c) y(r, c) = z(r, c) * s(0, c);
    }
    template <int B, hg::write W>
    static constexpr void vjp(auto z, auto, auto s, auto, auto g, auto g_in, auto ds) {
        for (int c = 0; c < N; ++c) {
            auto sum = hg::start<W>(ds(0, c));
            for (int r = 0; r < B; ++r) sum = hg::fma(g(r, c), z(r, c), sum);
            ds(0, c) = sum;
        }
        if constexpr (!hg::is_discarded<decltype(g_in)>)
            for (int r = 0; r < B; ++r)
                for (int c = 0; c < N; ++c) g_in(r, c) = g(r, c) * s(0, c);
    }
    static constexpr void initialize(auto s, hg::rng&) {
        for (auto& factor : s) factor = 1;
    }
};

using hg::dense;
using deep = hg::network<gate<3>, dense<3, 4, hg::tanh>, hg::layer_norm<4>,
                         hg::residual<dense<4, 4, hg::gelu>>, hg::prelu<4>, dense<4, 3>, hg::softmax<3>>;

constexpr int rows = 3;

template <class X>
void fill(X& x, hg::rng& r) {
    for (auto& number : x) number = r.normal<typename X::value_type>();
}

template <class Block>
double dot(const Block& a, const Block& b) {
    double sum = 0;
    const auto *p = a.data(), *q = b.data();
    for (int i = 0; i < a.size; ++i) sum += static_cast<double>(p[i]) * static_cast<double>(q[i]);
    return sum;
}

template <class Block>
Block moved(const Block& from, double by, const Block& direction) {
    Block to = from;
    for (int i = 0; i < to.size; ++i) to.data()[i] += by * direction.data()[i];
    return to;
}

template <class Block>
double largest_distance(const Block& a, const Block& b) {
    double largest = 0;
    for (int i = 0; i < a.size; ++i) largest = std::max(largest, std::abs(a.data()[i] - b.data()[i]));
    return largest;
}

template <class Net, class T = double>
struct point {
    hg::parameters<Net, T> p, dp, other;
    hg::matrix<T, rows, Net::inputs> x, dx;
    hg::matrix<T, rows, Net::outputs> g;
    std::array<int, rows> label{0, 2, 1};

    point() {
        hg::rng r{11};
        Net::initialize(p, r);
        fill(dp, r);
        fill(other, r);
        fill(x, r);
        fill(dx, r);
        fill(g, r);
    }
};

/// H v against central differences of the gradient, and its symmetry. All passes see the same masks.
template <class Net, class Loss, class Target>
void check_hessian(const Loss& loss, const point<Net>& at, const Target& target) {
    const auto gradient_at = [&](double t) {
        typename Net::template workspace<rows, double> ws;
        hg::parameters<Net, double> gradient;
        Net::value_and_gradient(loss, moved(at.p, t, at.dp), at.x, target, gradient, ws);
        return gradient;
    };
    constexpr double h = 1e-5;
    const auto product = hg::hessian_vector_product(loss, at.p, at.dp, at.x, target);
    const auto before = gradient_at(-h), after = gradient_at(h);
    double largest = 0;
    for (int i = 0; i < product.size; ++i)
        largest = std::max(largest, std::abs(product[i] - (after[i] - before[i]) / (2 * h)));
    const double scale = std::sqrt(dot(product, product));
    CHECK(scale > 0.01);
    CHECK(largest < 1e-8 * (1 + scale));

    const auto other = hg::hessian_vector_product(loss, at.p, at.other, at.x, target);
    CHECK(dot(at.other, product) == doctest::Approx(dot(at.dp, other)).epsilon(1e-11));
}

} // namespace

TEST_CASE(
    "jvp has the bits of forward, and its tangents are those of the parameters and of the input together") {
    const point<deep> at;
    const auto [y, dy] = hg::jvp(at.p, at.dp, at.x, at.dx);
    CHECK(y == deep::forward(at.p, at.x));
    const auto of_p = hg::jvp(at.p, at.dp, at.x);
    const auto of_x = hg::jvp(at.p, hg::zero_tangent{}, at.x, at.dx);
    CHECK(largest_distance(dy, moved(of_p.dy, 1, of_x.dy)) < 1e-13);

    constexpr double h = 1e-6;
    const auto after = deep::forward(moved(at.p, h, at.dp), moved(at.x, h, at.dx));
    const auto before = deep::forward(moved(at.p, -h, at.dp), moved(at.x, -h, at.dx));
    CHECK(largest_distance(dy, moved(hg::matrix<double, rows, 3>{}, 1 / (2 * h), moved(after, -1, before))) <
          1e-8);

    const auto ws = std::make_unique<hg::dual_workspace<deep, 5, double>>();
    CHECK(hg::jvp(at.p, at.dp, at.x, at.dx, *ws).dy == dy);
}

TEST_CASE("vjp is the transpose of jvp") {
    const point<deep> at;
    hg::parameters<deep, double> dp;
    hg::matrix<double, rows, 3> dx, dx_alone;
    hg::vjp(at.p, at.x, at.g, dx, dp);
    const auto dy = hg::jvp(at.p, at.dp, at.x, at.dx).dy;
    CHECK(dot(at.g, dy) == doctest::Approx(dot(dp, at.dp) + dot(dx, at.dx)).epsilon(1e-12));

    hg::vjp(at.p, at.x, at.g, dx_alone, hg::discard{});
    CHECK(dx_alone == dx);
    hg::parameters<deep, double> dp_alone;
    const auto ws = std::make_unique<deep::workspace<rows, double>>();
    hg::vjp(at.p, at.x, at.g, hg::discard{}, dp_alone, *ws);
    CHECK(dp_alone == dp);
}

TEST_CASE("the columns of the jacobian are jvps") {
    const point<deep> at;
    const auto J = hg::jacobian(at.p, at.x.row(1));
    static_assert(J.rows == deep::outputs && J.cols == deep::inputs);
    hg::matrix<double, rows, 3> same, unit; // as many rows as inputs
    for (int j = 0; j < J.cols; ++j) {
        for (int c = 0; c < J.cols; ++c) same(j, c) = at.x(1, c);
        unit(j, j) = 1;
    }
    const auto dy = hg::jvp(at.p, hg::zero_tangent{}, same, unit).dy;
    for (int i = 0; i < J.rows; ++i)
        for (int j = 0; j < J.cols; ++j) CHECK(J(i, j) == doctest::Approx(dy(j, i)).epsilon(1e-12));
}

TEST_CASE("H v is the derivative of the gradient, and H is symmetric") {
    const point<deep> at;
    check_hessian(hg::mean_squared_error{}, at, at.g);

    const auto ws = std::make_unique<hg::dual_workspace<deep, 5, double>>();
    const auto product = hg::hessian_vector_product(hg::mean_squared_error{}, at.p, at.dp, at.x, at.g);
    CHECK(hg::hessian_vector_product(hg::mean_squared_error{}, at.p, at.dp, at.x, at.g, *ws) == product);

    const hg::rows<const double, 3> too_few(at.g.data(), rows - 1);
    CHECK_THROWS_WITH(hg::hessian_vector_product(hg::mean_squared_error{}, at.p, at.dp, at.x, too_few),
                      "hessian_vector_product: found 2 targets, expected as many as the batch has rows: 3");
}

TEST_CASE("a network that is random, or mixes rows, in training") {
    using net = hg::network<dense<3, 8, hg::tanh>, hg::batch_norm<8, hg::tanh>, hg::dropout<8>, dense<8, 3>>;
    const point<net> at;
    check_hessian(hg::softmax_cross_entropy{}, at,
                  at.label); // the masks of a new workspace, batch statistics
    CHECK(hg::jvp(at.p, at.dp, at.x).y == net::forward(at.p, at.x)); // no masks, running statistics
}

namespace {

/// All of it at once, on a small network.
constexpr digest derivatives() {
    using net = hg::network<gate<2>, dense<2, 3, hg::tanh>, dense<3, 2>>;
    hg::rng r{3};
    hg::parameters<net> p, v, dp;
    net::initialize(p, r);
    for (float& number : v) number = r.uniform<float>(-1, 1);
    const hg::matrix<float, 2, 2> x{{1, 2}, {-1, 0.5f}}, g{{1, 0}, {2, 1}};
    hg::matrix<float, 2, 2> dx;
    const std::array label{0, 1};
    digest d;
    const auto add = [&d](const auto& block) {
        for (int i = 0; i < block.size; ++i) d.add(block.data()[i]);
    };
    hg::vjp(p, x, g, dx, dp);
    add(dx);
    add(dp);
    add(hg::jvp(p, v, x, dx).dy);
    add(hg::jacobian(p, x.row(0)));
    add(hg::hessian_vector_product(hg::softmax_cross_entropy{}, p, v, x, label));
    add(hg::hessian_vector_product(hg::mean_squared_error{}, p, v, x, g));
    return d;
}

} // namespace

TEST_CASE("the same bits in a constant expression and everywhere") {
    static constexpr std::uint64_t bits = derivatives().value();
    CHECK(derivatives().value() == bits);
    static_assert(bits == 0xd0091e05231a2c45);
}
