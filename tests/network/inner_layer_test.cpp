// Parameters of layers that are in layers, by their numbers.
#include <handgrad/handgrad.hpp>

#include <doctest/doctest.h>

#include <type_traits>

namespace hg = handgrad;

namespace {

using norm = hg::layer_norm<6>;
using inner = hg::network<hg::dense<6, 3, hg::relu>, hg::dense<3, 6>>;
using net = hg::network<hg::dense<4, 6, hg::tanh>, hg::residual<norm, hg::dense<6, 6, hg::gelu>>, inner,
                        hg::concatenate<inner, hg::fixed<hg::dense<6, 3, hg::cos, hg::no_bias>>>,
                        hg::projected_residual<hg::dense<9, 2>>, hg::batch_norm<2>, hg::prelu<2, 1>,
                        hg::checkpoint<hg::dense<2, 2>, hg::dense<2, 1>>>;

hg::parameters<net> numbered() {
    hg::parameters<net> p;
    for (int i = 0; i < p.size; ++i) p[i] = static_cast<float>(i);
    return p;
}

} // namespace

TEST_CASE("network: the parameters of a layer in a layer") {
    hg::parameters<net> p = numbered();
    const hg::parameters<net>& constant = p;
    constexpr int second = net::parameter_offset<2>, third = net::parameter_offset<3>,
                  fourth = net::parameter_offset<4>, fifth = net::parameter_offset<5>,
                  eighth = net::parameter_offset<8>;
    // A residual's own layers, not the chain that it has them in.
    CHECK(p.layer<2, 1>()(0, 0) == second);
    CHECK(p.layer<2, 1>().size == 12);
    static_assert(std::is_same_v<decltype(p.weights<2, 2>()), hg::view<float, 6, 6>>);
    static_assert(std::is_same_v<decltype(constant.weights<2, 2>()), hg::view<const float, 6, 6>>);
    CHECK(p.weights<2, 2>()(1, 2) == second + 12 + 8);
    CHECK(constant.biases<2, 2>()(0, 5) == second + 12 + 36 + 5);
    // A network's, also in a branch; what is fixed is what it wraps.
    CHECK(p.weights<3, 2>()(0, 0) == third + 6 * 3 + 3);
    CHECK(p.weights<4, 1, 2>()(2, 5) == fourth + 6 * 3 + 3 + 17);
    CHECK(p.weights<4, 2>()(0, 0) == fourth + inner::parameter_count);
    CHECK(p.weights<5, 1>()(0, 0) == fifth);
    CHECK(p.weights<5, 2>()(0, 0) == fifth + 9 * 2 + 2); // the projection
    CHECK(p.biases<8, 2>()(0, 0) == eighth + 6 + 2);
    net::block<>& block = p;
    CHECK(net::layer<2, 1>(block).data() == p.layer<2, 1>().data());
    CHECK(net::weights<4, 1, 2>(block)(0, 0) == p.weights<4, 1, 2>()(0, 0));
    CHECK(net::biases<2, 2>(block).data() == p.biases<2, 2>().data());
    CHECK(net::tensor<hg::tensor_kind::means, 6>(block).data() ==
          p.tensor<hg::tensor_kind::means, 6>().data());
    p.weights<8, 1>()(0, 1) = -1;
    CHECK(p[eighth + 1] == -1);
}

TEST_CASE("network: a tensor by what it is") {
    using hg::tensor_kind;
    const hg::parameters<net> p = numbered();
    constexpr int second = net::parameter_offset<2>, sixth = net::parameter_offset<6>;
    CHECK(p.tensor<tensor_kind::scales, 2, 1>()(0, 1) == second + 1);
    CHECK(p.tensor<tensor_kind::shifts, 2, 1>()(0, 0) == second + 6);
    CHECK(p.tensor<tensor_kind::means, 6>()(0, 1) == sixth + 5);
    CHECK(p.tensor<tensor_kind::variances, 6>()(0, 0) == sixth + 6);
    static_assert(std::is_same_v<decltype(p.tensor<tensor_kind::slopes, 7>()), hg::view<const float, 1, 1>>);
    CHECK(p.tensor<tensor_kind::weights, 1>()(1, 0) == p.weights<1>()(1, 0));

    using pictures = hg::network<hg::conv2d<hg::image<4, 4, 2>, 3, hg::window<3>>>;
    hg::parameters<pictures> q;
    q[17 * 3 + 2] = 5;
    CHECK(q.tensor<tensor_kind::kernel, 1>()(17, 2) == 5);
    CHECK(q.tensor<tensor_kind::biases, 1>().size == 3);
}

TEST_CASE("network: whether there is such a layer can be asked") {
    const auto has = []<int... Path>(auto& p) {
        return requires { p.template weights<Path...>(); };
    };
    hg::parameters<net> p;
    CHECK(has.operator()<2, 2>(p));
    CHECK_FALSE(has.operator()<2, 1>(p)); // a norm has none
    CHECK_FALSE(has.operator()<2, 3>(p));
    CHECK_FALSE(has.operator()<2, 0>(p));
    CHECK_FALSE(has.operator()<1, 1>(p));
    CHECK_FALSE(has.operator()<9, 1>(p));
    const auto has_means = []<int... Path>(auto& q) {
        return requires { q.template tensor<hg::tensor_kind::means, Path...>(); };
    };
    CHECK(has_means.operator()<6>(p));
    CHECK_FALSE(has_means.operator()<2, 1>(p));
    const auto of_temporary = []<class P>(P*) {
        return requires { P{}.template weights<2, 2>(); };
    };
    CHECK_FALSE(of_temporary(&p));
}
