// A call of the wrong shape is none, where a `requires` asks for it; the call that it should be is one.
#include <handgrad/handgrad.hpp>

#include <array>
#include <vector>

namespace {

namespace hg = handgrad;

using net = hg::mlp<hg::tanh, 2, 16, 4>;
using parameters = hg::parameters<net>;
using workspace = net::workspace<8>;
using batch = hg::matrix<float, 8, 2>;
using outputs = hg::matrix<float, 8, 4>;
using labels = std::array<int, 8>;
using loss = hg::softmax_cross_entropy;
using parallel = hg::data_parallel<net, 2>;

template <class... Given>
concept forward_takes = requires(Given&&... given) {
    net::forward(static_cast<Given&&>(given)...);
};
template <class... Given>
concept predict_takes = requires(Given&&... given) {
    net::predict(static_cast<Given&&>(given)...);
};
template <class... Given>
concept initialize_takes = requires(Given&&... given) {
    net::initialize(static_cast<Given&&>(given)...);
};
template <class... Given>
concept gradient_takes = requires(Given&&... given) {
    net::value_and_gradient(static_cast<Given&&>(given)...);
};
template <class... Given>
concept step_takes = requires(Given&&... given) {
    net::train_step(static_cast<Given&&>(given)...);
};
template <class... Given>
concept parallel_takes = requires(Given&&... given) {
    parallel::train_step(static_cast<Given&&>(given)...);
};
template <class... Given>
concept frozen_takes = requires(const hg::frozen<net, float>& f, Given&&... given) {
    f.forward(static_cast<Given&&>(given)...);
};
template <class... Given>
concept gemm_takes = requires(Given&&... given) {
    hg::gemm_nn(static_cast<Given&&>(given)...);
};
template <class... Given>
concept jacobian_takes = requires(Given&&... given) {
    hg::jacobian(static_cast<Given&&>(given)...);
};
template <class... Given>
concept hessian_takes = requires(Given&&... given) {
    hg::hessian_vector_product(static_cast<Given&&>(given)...);
};
template <class P>
concept forward_takes_braces = requires(P& p) {
    net::forward(p, {0.5f, 0.5f});
};

static_assert(forward_takes<parameters&, batch&> && forward_takes<parameters&, batch&, workspace&>);
static_assert(forward_takes<parameters&, batch&, workspace&, outputs&>);
static_assert(!forward_takes<> && !forward_takes<batch&> && !forward_takes_braces<parameters>);
static_assert(!forward_takes<parameters&, batch&, workspace>);

static_assert(predict_takes<parameters&, batch&, outputs&>);
static_assert(!predict_takes<parameters&, batch&>);

static_assert(initialize_takes<parameters&, hg::rng&> &&
              initialize_takes<parameters&, hg::rng&, hg::he_normal>);
static_assert(!initialize_takes<parameters&> && !initialize_takes<parameters&, int>);
static_assert(!initialize_takes<hg::rng&, parameters&> && !initialize_takes<parameters&, hg::rng>);

static_assert(gradient_takes<loss, parameters&, batch&, labels&, parameters&, workspace&>);
static_assert(!gradient_takes<loss, parameters&, batch&, labels&, parameters&>);
static_assert(!gradient_takes<loss, parameters&, batch&, labels&, parameters&, workspace>);

static_assert(step_takes<loss, hg::sgd, parameters&, batch&, labels&, workspace&>);
static_assert(!step_takes<hg::sgd, parameters&, batch&, labels&, workspace&>);
static_assert(!step_takes<loss, hg::sgd, parameters&, batch&, labels&>);
static_assert(!step_takes<loss, hg::sgd, parameters&, batch&, labels&, workspace>);
static_assert(!step_takes<loss, hg::adam, parameters&, batch&, labels&, workspace&,
                          hg::optimizer_state<hg::adam, net::parameter_count>>);

static_assert(gradient_takes<loss, parameters&, batch&, labels&, hg::discard, workspace&>);
static_assert(gradient_takes<loss, parameters&, batch&, labels&, hg::discard&, workspace&, batch&>);
static_assert(!gradient_takes<loss, parameters&, batch&, labels&, parameters, workspace&>);

struct team {
    template <class Task>
    void operator()(int tasks, const Task& task) const {
        for (int i = 0; i < tasks; ++i) task(i);
    }
};
static_assert(parallel_takes<team, loss, hg::sgd, parameters&, batch&, labels&, parallel::workspace<8>&>);
static_assert(!parallel_takes<loss, hg::sgd, parameters&, batch&, labels&, parallel::workspace<8>&>);

static_assert(frozen_takes<batch&> && frozen_takes<batch&, workspace&>);
static_assert(frozen_takes<batch&, workspace&, outputs&>);
static_assert(!frozen_takes<> && !frozen_takes<batch&, workspace>);

using weights = hg::matrix<float, 2, 4>;
static_assert(gemm_takes<hg::view<float, 8, 2>, hg::view<float, 2, 4>, hg::view<float, 8, 4>>);
static_assert(!gemm_takes<batch&, weights&, outputs&>);

using row = hg::matrix<float, 1, 2>;
static_assert(jacobian_takes<parameters&, row&> && jacobian_takes<parameters&, row&, workspace&>);
static_assert(!jacobian_takes<row&> && !jacobian_takes<parameters&, row&, workspace>);

using dual_workspace = hg::dual_workspace<net, 8>;
static_assert(hessian_takes<loss, parameters&, parameters&, batch&, labels&>);
static_assert(hessian_takes<loss, parameters&, parameters&, batch&, labels&, dual_workspace&, parameters&>);
static_assert(!hessian_takes<parameters&, parameters&, batch&, labels&>);
static_assert(!hessian_takes<loss, parameters&, parameters&, batch&, labels&, dual_workspace>);
static_assert(!hessian_takes<loss, parameters&, parameters&, batch&, labels&, dual_workspace&, parameters>);

// Parts of the parameters, by the numbers of layers.
using parts = hg::network<hg::dense<2, 3, hg::tanh, hg::no_bias>, hg::softmax<3>, hg::dense<3, 4>>;
template <class P, int I>
concept has_layer = requires(P& p) {
    p.template layer<I>();
};
template <class P, int I>
concept has_weights = requires(P& p) {
    p.template weights<I>();
};
template <class P, int I>
concept has_biases = requires(P& p) {
    p.template biases<I>();
};
template <class P, int I>
concept net_has_weights = requires(P& p) {
    parts::weights<I>(p);
};
template <class P, int I>
concept net_has_biases = requires(P& p) {
    parts::biases<I>(p);
};
template <class P, int I>
concept net_has_layer = requires(P& p) {
    parts::layer<I>(p);
};
template <class P>
consteval bool answers() {
    static_assert(!has_layer<P, 0> && has_layer<P, 1> && has_layer<P, 2> && has_layer<P, 3>);
    static_assert(!has_layer<P, 4> && !has_layer<P, 99> && !has_layer<P, -1>);
    static_assert(!has_weights<P, 0> && has_weights<P, 1> && !has_weights<P, 2> && has_weights<P, 3>);
    static_assert(!has_weights<P, 4> && !has_weights<P, 99>);
    static_assert(!has_biases<P, 0> && !has_biases<P, 1> && !has_biases<P, 2> && has_biases<P, 3>);
    static_assert(!has_biases<P, 4> && !has_biases<P, 99>);
    static_assert(!net_has_layer<P, 0> && net_has_layer<P, 2> && !net_has_layer<P, 99>);
    static_assert(!net_has_weights<P, 0> && net_has_weights<P, 1> && !net_has_weights<P, 2>);
    static_assert(!net_has_weights<P, 99> && !net_has_biases<P, 1> && net_has_biases<P, 3>);
    return true;
}
static_assert(answers<hg::parameters<parts>>() && answers<const hg::parameters<parts, double>>());

} // namespace
