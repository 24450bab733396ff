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

} // namespace
