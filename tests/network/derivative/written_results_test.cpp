// Derivatives that are written to the caller's memory: the bits of those that are returned, and of any size.
#include <doctest/doctest.h>
#include <share.hpp>

#include <handgrad/handgrad.hpp>

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>
#include <type_traits>

namespace hg = handgrad;

namespace {

template <class X>
void fill(X& x, std::uint64_t seed) {
    hg::rng r{seed};
    for (auto& v : x) v = r.normal<typename X::value_type>();
}

using net = hg::network<hg::dense<6, 19, hg::tanh>, hg::layer_norm<19>, hg::dense<19, 7>, hg::log_softmax<7>>;
constexpr int rows = 5;

struct problem {
    hg::parameters<net> p, v;
    hg::matrix<float, rows, 6> x, dx;
    const std::array<int, rows> label{0, 6, 3, 2, 1};

    problem() {
        fill(p, 1);
        fill(v, 2);
        fill(x, 3);
        fill(dx, 4);
    }
};

} // namespace

TEST_CASE("jvp writes what it returns") {
    problem at;
    const auto [y, dy] = hg::jvp(at.p, at.v, at.x, at.dx);
    hg::dual_workspace<net, rows + 1> ws;
    hg::matrix<float, rows, 7> written, tangents;
    hg::jvp(at.p, at.v, at.x, at.dx, ws, written, tangents.view());
    CHECK(written == y);
    CHECK(tangents == dy);

    using square = hg::network<hg::dense<6, 6, hg::tanh>>; // whose outputs have room where its inputs are
    hg::parameters<square> p;
    fill(p, 5);
    hg::dual_workspace<square, rows> square_ws;
    const auto expected = hg::jvp(p, hg::zero_tangent{}, at.x, at.dx);
    hg::jvp(p, hg::zero_tangent{}, at.x, at.dx, square_ws, at.x, at.dx);
    CHECK(at.x == expected.y);
    CHECK(at.dx == expected.dy);
}

TEST_CASE("a jacobian is written as it is returned, in tiles of any size") {
    const problem at;
    const auto J = hg::jacobian(at.p, at.x.row(2));
    for_my_part<0, 1, 3, 7, 20>([&]<int B>() {
        net::workspace<B> ws;
        hg::matrix<float, 7, 6> written;
        fill(written, 9);
        hg::jacobian(at.p, at.x.row(2), ws, written);
        const bool same = written == J;
        fill(written, 9);
        hg::jacobian(at.p, at.x.row(2), ws, written.view());
        CAPTURE(B);
        CHECK(same);
        CHECK(written == J);
        CHECK(hg::jacobian(at.p, at.x.row(2), ws) == J);
    });

    // each row is a vjp of a unit vector
    for (int i = 0; i < 7; ++i) {
        hg::matrix<float, 1, 7> g;
        g(0, i) = 1;
        hg::matrix<float, 1, 6> row;
        hg::vjp(at.p, at.x.row(2), g, row, hg::discard{});
        CHECK(std::equal(row.begin(), row.end(), J.row(i).begin()));
    }
}

TEST_CASE("jacobians that are too big for the stack, of rows of which few fit it, or none but the caller's") {
    const auto comes = []<int In>(std::integral_constant<int, In>) {
        using wide = hg::network<hg::dense<In, 4, hg::tanh>, hg::dense<4, 5>>;
        const auto p = std::make_unique<hg::parameters<wide>>();
        const auto ws = std::make_unique<typename wide::template workspace<5>>();
        const auto x = std::make_unique<hg::matrix<float, 1, In>>(),
                   row = std::make_unique<hg::matrix<float, 1, In>>();
        const auto J = std::make_unique<hg::matrix<float, 5, In>>();
        fill(*p, 1);
        for (float& w : *p) w *= 0.01f;
        fill(*x, 2);
        hg::jacobian(*p, *x, *ws, *J);
        bool same = true;
        for (int i = 0; i < 5; ++i) {
            hg::matrix<float, 1, 5> g;
            g(0, i) = 1;
            hg::vjp(*p, *x, g, *row, hg::discard{}, *ws);
            same = same && std::equal(row->begin(), row->end(), J->row(i).begin());
        }
        return same && *std::max_element(J->begin(), J->end()) > 0;
    };
    CHECK(comes(std::integral_constant<int, 7'000>{})); // two at a time
    CHECK(comes(std::integral_constant<int, 50'000>{}));
}

TEST_CASE("H v is written as it is returned, also to v or p itself") {
    problem at;
    const hg::softmax_cross_entropy loss;
    const auto product = hg::hessian_vector_product(loss, at.p, at.v, at.x, at.label);
    hg::dual_workspace<net, rows + 2> ws;
    hg::parameters<net> written;
    hg::hessian_vector_product(loss, at.p, at.v, at.x, at.label, ws, written);
    CHECK(written == product);
    const auto v = at.v;
    hg::hessian_vector_product(loss, at.p, at.v, at.x, at.label, ws, at.v);
    CHECK(at.v == product);
    hg::hessian_vector_product(loss, at.p, v, at.x, at.label, ws, at.p);
    CHECK(at.p == product);
}
