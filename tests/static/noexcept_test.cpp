// No call of a network but predict can throw where the compiler knows the number of rows, nor what such
// calls are made of.
#include <handgrad/handgrad.hpp>

#include <array>
#include <utility>

namespace hg = handgrad;

namespace {

using net = hg::network<hg::dense<3, 4, hg::tanh>, hg::dense<4, 2>>;
using workspace = net::workspace<2>;
using block = hg::parameters<net>;
using input = const hg::matrix<float, 2, 3>;
using labels = const std::array<int, 2>;
template <class X>
X& some() noexcept;

// Values

template <class... X>
constexpr bool made_and_copied =
    (... && (noexcept(X()) && noexcept(X(some<const X>())) && noexcept(some<X>() = some<const X>())));
static_assert(made_and_copied<block, workspace, hg::matrix<float, 2, 3>,
                              hg::optimizer_state<hg::adam, net::parameter_count>>);
static_assert(noexcept(hg::matrix<float, 2, 3>(hg::uninitialized)) && noexcept(hg::rng(1)()));
static_assert(noexcept(some<workspace>().parameter_gradient()));

// Passes

constexpr hg::softmax_cross_entropy loss{};

static_assert(noexcept(net::initialize(some<block>(), some<hg::rng>())));
static_assert(noexcept(net::initialize(some<block>(), some<hg::rng>(), hg::orthogonal{})));
static_assert(noexcept(net::forward(some<block>(), some<input>())));
static_assert(noexcept(net::forward(some<block>(), some<input>(), some<workspace>())));
static_assert(noexcept(net::forward(some<block>(), some<input>(), some<workspace>(),
                                    some<hg::matrix<float, 2, 2>>())));
static_assert(noexcept(some<const hg::frozen<net>>().forward(some<input>())));
static_assert(noexcept(some<const hg::frozen<net>>().forward(some<input>(), some<workspace>())));
static_assert(noexcept(some<const hg::frozen<net>>().forward(some<input>(), some<workspace>(),
                                                             some<hg::matrix<float, 2, 2>>())));
static_assert(noexcept(hg::jvp(some<block>(), some<block>(), some<input>(), some<input>(),
                               some<hg::dual_workspace<net, 2>>(), some<hg::matrix<float, 2, 2>>(),
                               some<hg::matrix<float, 2, 2>>())));
static_assert(noexcept(net::value_and_gradient(loss, some<block>(), some<input>(), some<labels>(),
                                               some<block>(), some<workspace>())));
static_assert(noexcept(net::value_and_gradient(loss, some<block>(), some<input>(), some<labels>(),
                                               some<block>(), some<workspace>(),
                                               some<hg::matrix<float, 2, 3>>())));
static_assert(noexcept(net::train_step(loss, hg::sgd{}, some<block>(), some<input>(), some<labels>(),
                                       some<workspace>())));
// predict throws where arguments overlap, whoever counts the rows; ...
static_assert(!noexcept(net::predict(some<block>(), some<input>(), some<hg::matrix<float, 2, 2>>())));
static_assert(!noexcept(some<const hg::frozen<net>>().predict(some<input>(),
                                                              some<hg::matrix<float, 2, 2>>())));
// ... where the run time counts them, a number that is wrong is found then.
static_assert(!noexcept(net::value_and_gradient(loss, some<block>(), some<hg::rows<const float, 3>>(),
                                                some<labels>(), some<block>(), some<workspace>())));

// Steps

template <class... Rule>
constexpr bool steps = (...&& noexcept(std::declval<const Rule&>()(
    some<block>(), std::as_const(some<block>()), some<hg::optimizer_state<Rule, net::parameter_count>>())));
static_assert(noexcept(hg::sgd{}(some<block>(), std::as_const(some<block>()))));
static_assert(steps<hg::adagrad, hg::adam, hg::adamw, hg::amsgrad, hg::averaged_momentum, hg::momentum>);
static_assert(steps<hg::rmsprop>);
// What may fail is to make a setting of a number, before the call.
static_assert(noexcept(
    hg::clip_norm(some<block>(), some<const hg::setting<"clip_norm: max_norm", hg::range::any_length>>())));
static_assert(noexcept(
    hg::clip_value(some<block>(), some<const hg::setting<"clip_value: bound", hg::range::any_length>>())));

// Activations

template <class... A>
constexpr bool
    activates = (... && (noexcept(A::value(hg::simd::native_vector<float>(0))) && noexcept(hg::derivative<A>(
                            hg::simd::native_vector<float>(0), hg::simd::native_vector<float>(0)))));
static_assert(activates<hg::celu, hg::cos, hg::elu, hg::exp, hg::gelu, hg::gelu_tanh, hg::hard_sigmoid,
                        hg::hard_swish, hg::identity, hg::leaky_relu, hg::mish, hg::relu, hg::relu6, hg::selu,
                        hg::sigmoid, hg::silu, hg::sin, hg::softplus, hg::softsign, hg::square, hg::tanh>);

} // namespace
