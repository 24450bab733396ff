// The verdict on what is passed to a network, named without being printed: tests/compile_fail prints them.
#include <handgrad/handgrad.hpp>

#include <array>
#include <span>
#include <type_traits>
#include <vector>

namespace hg = handgrad;

namespace {

using hg::matrix;
using hg::rows;
using hg::view;
using hg::well_formed;

using net = hg::mlp<hg::tanh, 2, 16, 4>;
using other = hg::mlp<hg::tanh, 2, 16, 16, 4>;
using parameters = hg::parameters<net>;
using labels = std::array<int, 8>;
using x_8 = matrix<float, 8, 2>;
struct named : net {};

// forward
template <class Verdict, class P, class X>
constexpr bool forward = std::is_same_v<hg::detail::forward_verdict<net, P, X>, Verdict>;
static_assert(forward<well_formed, parameters, x_8>);
static_assert(forward<well_formed, parameters, view<float, 8, 2>>);
static_assert(forward<well_formed, parameters, view<const float, 1, 2>>);
static_assert(forward<well_formed, hg::parameters<net, double>, matrix<double, 1, 2>>);
static_assert(forward<well_formed, hg::parameters<named>, x_8>,
              "a network derived from this one is this one");
static_assert(forward<hg::mistake::parameters_of_another_network<other, net>, hg::parameters<other>, x_8>);
static_assert(forward<hg::mistake::not_parameters<x_8>, x_8, parameters>);
static_assert(forward<hg::mistake::not_parameters<net::workspace<8>>, net::workspace<8>, x_8> ||
              !hg::is_well_formed<hg::detail::forward_verdict<net, net::workspace<8>, x_8>>);
static_assert(forward<hg::mistake::not_a_batch<int>, parameters, int>);
static_assert(forward<hg::mistake::not_a_batch<std::vector<x_8>>, parameters, std::vector<x_8>>);
static_assert(forward<hg::mistake::numbers_are_a_column<std::array<float, 2>, hg::mistake::inputs<2>>,
                      parameters, std::array<float, 2>>);
static_assert(
    forward<hg::mistake::batch_width_mismatch<hg::mistake::batch_columns<3>, hg::mistake::inputs<2>>,
            parameters, matrix<float, 8, 3>>);
static_assert(
    forward<hg::mistake::batch_element_mismatch<hg::mistake::has<double>, hg::mistake::wants<float>>,
            parameters, matrix<double, 8, 2>>);
static_assert(forward<hg::mistake::run_time_batch<rows<float, 2>>, parameters, rows<float, 2>>);
static_assert(forward<hg::mistake::stack_budget_exceeded<hg::mistake::needed_bytes<4096 * 16 * 4>,
                                                         hg::mistake::budget_bytes<131072>>,
                      parameters, matrix<float, 4096, 2>>);
static_assert(forward<well_formed, parameters, matrix<float, 2048, 2>>, "exactly the budget");
static_assert(forward<hg::mistake::result_exceeds_stack<hg::mistake::needed_bytes<8193 * 16 + 48>,
                                                        hg::mistake::budget_bytes<131072>>,
                      parameters, matrix<float, 8193, 2>>);

// The first of several mistakes is told.
static_assert(forward<hg::mistake::parameters_of_another_network<other, net>, hg::parameters<other>, int>);

// A network of one input takes single numbers: a batch of one column, but a static size.
using curve = hg::mlp<hg::sin, 1, 8, 1>;
template <class X>
using curve_verdict = hg::detail::forward_verdict<curve, hg::parameters<curve>, X>;
static_assert(hg::is_well_formed<curve_verdict<std::array<float, 3>>>);
static_assert(
    std::is_same_v<curve_verdict<std::vector<float>>, hg::mistake::run_time_batch<std::vector<float>>>);

// forward in a workspace
template <class Verdict, class X, class Workspace>
constexpr bool forward_in =
    std::is_same_v<hg::detail::forward_in_verdict<net, parameters, X, Workspace>, Verdict>;
static_assert(forward_in<well_formed, x_8, net::workspace<8>>);
static_assert(forward_in<well_formed, x_8, net::workspace<64>>);
static_assert(
    forward_in<hg::mistake::workspace_too_small<hg::mistake::batch_rows<8>, hg::mistake::workspace_rows<7>>,
               x_8, net::workspace<7>>);
static_assert(forward_in<hg::mistake::workspace_of_another_network<other, net>, x_8, other::workspace<8>>);
static_assert(forward_in<hg::mistake::not_a_workspace<parameters>, x_8, parameters>);
static_assert(forward_in<hg::mistake::read_only<const net::workspace<8>>, x_8, const net::workspace<8>>);
static_assert(forward_in<hg::mistake::number_mismatch<hg::mistake::has<double>, hg::mistake::wants<float>>,
                         x_8, net::workspace<8, double>>);

// predict
template <class Verdict, class X, class Y>
constexpr bool predict = std::is_same_v<hg::detail::predict_verdict<net, parameters, X, Y>, Verdict>;
static_assert(predict<well_formed, rows<const float, 2>, rows<float, 4>>);
static_assert(predict<well_formed, x_8, matrix<float, 8, 4>&>);
static_assert(predict<well_formed, rows<float, 2>, view<float, 8, 4>>);
static_assert(
    predict<hg::mistake::batch_width_mismatch<hg::mistake::batch_columns<3>, hg::mistake::inputs<2>>,
            rows<const float, 3>, rows<float, 4>>);
static_assert(
    predict<hg::mistake::batch_width_mismatch<hg::mistake::batch_columns<3>, hg::mistake::outputs<4>>,
            rows<const float, 2>, rows<float, 3>>);
static_assert(
    predict<hg::mistake::result_rows_mismatch<hg::mistake::batch_rows<8>, hg::mistake::result_rows<7>>, x_8,
            matrix<float, 7, 4>&>);
static_assert(predict<hg::mistake::read_only<const matrix<float, 8, 4>>, x_8, const matrix<float, 8, 4>&>);
static_assert(predict<hg::mistake::read_only<view<const float, 8, 4>>, x_8, view<const float, 8, 4>>);
static_assert(predict<hg::mistake::not_a_batch<int>, x_8, int&>);

// value_and_gradient
template <class Verdict, class Loss, class X, class Target, class DX = hg::discard,
          class Gradient = parameters, class Workspace = net::workspace<8>>
constexpr bool gradient = std::is_same_v<
    hg::detail::value_and_gradient_verdict<net, Loss, parameters, X, Target, Gradient, Workspace, DX>,
    Verdict>;
using cross_entropy = hg::softmax_cross_entropy;
using squared_error = hg::mean_squared_error;
static_assert(gradient<well_formed, cross_entropy, x_8, labels>);
static_assert(gradient<well_formed, cross_entropy, x_8, std::span<const int>>);
static_assert(gradient<well_formed, cross_entropy, x_8, std::vector<int>>);
static_assert(gradient<well_formed, cross_entropy, rows<const float, 2>, labels>);
static_assert(gradient<well_formed, cross_entropy, x_8, matrix<int, 8, 1>>);
static_assert(gradient<well_formed, squared_error, x_8, matrix<float, 8, 4>>);
static_assert(gradient<well_formed, squared_error, x_8, rows<float, 4>>);
static_assert(gradient<well_formed, cross_entropy, x_8, labels, matrix<float, 8, 2>&>);
static_assert(gradient<well_formed, cross_entropy, x_8, labels, rows<float, 2>>);
static_assert(
    gradient<hg::mistake::target_rows_mismatch<hg::mistake::batch_rows<8>, hg::mistake::target_rows<9>>,
             cross_entropy, x_8, std::array<int, 9>>);
static_assert(
    gradient<hg::mistake::target_width_mismatch<hg::mistake::target_columns<4>, hg::mistake::expects<1>>,
             cross_entropy, x_8, matrix<int, 8, 4>>);
static_assert(
    gradient<hg::mistake::target_width_mismatch<hg::mistake::target_columns<1>, hg::mistake::expects<4>>,
             squared_error, x_8, std::array<float, 8>>);
static_assert(
    gradient<hg::mistake::target_element_mismatch<hg::mistake::has<unsigned char>, hg::mistake::wants<int>>,
             cross_entropy, x_8, std::array<unsigned char, 8>>);
static_assert(gradient<hg::mistake::not_a_target<int>, cross_entropy, x_8, int>);
static_assert(gradient<hg::mistake::not_a_loss<hg::relu>, hg::relu, x_8, labels>);
static_assert(
    gradient<hg::mistake::result_rows_mismatch<hg::mistake::batch_rows<8>, hg::mistake::result_rows<4>>,
             cross_entropy, x_8, labels, matrix<float, 4, 2>&>);
static_assert(gradient<hg::mistake::parameters_of_another_network<other, net>, cross_entropy, x_8, labels,
                       hg::discard, hg::parameters<other>>);
static_assert(gradient<hg::mistake::number_mismatch<hg::mistake::has<double>, hg::mistake::wants<float>>,
                       cross_entropy, x_8, labels, hg::discard, hg::parameters<net, double>>);
static_assert(gradient<hg::mistake::workspace_of_another_network<other, net>, cross_entropy, x_8, labels,
                       hg::discard, parameters, other::workspace<8>>);

// train_step
template <class Verdict, class Step, class... State>
constexpr bool step = std::is_same_v<hg::detail::train_step_verdict<net, cross_entropy, Step, parameters, x_8,
                                                                    labels, net::workspace<8>, State...>,
                                     Verdict>;
constexpr int count = net::parameter_count;
static_assert(step<well_formed, hg::sgd>);
static_assert(step<well_formed, hg::sgd, hg::optimizer_state<hg::sgd, count>>);
static_assert(step<well_formed, hg::momentum, hg::optimizer_state<hg::momentum, count>>);
static_assert(
    step<hg::mistake::state_missing<hg::momentum, hg::mistake::wants_numbers<count>>, hg::momentum>);
static_assert(
    step<hg::mistake::state_size_mismatch<hg::mistake::state_numbers<7>, hg::mistake::wants_numbers<count>>,
         hg::momentum, hg::optimizer_state<hg::momentum, 7>>);
static_assert(step<hg::mistake::number_type_mismatch<float, double>, hg::momentum,
                   hg::optimizer_state<hg::momentum, count, double>>);
static_assert(step<hg::mistake::not_a_step<double>, double>);
constexpr auto by_hand = [](parameters& p, const parameters& g) { p[0] -= g[0]; };
static_assert(step<well_formed, std::remove_const_t<decltype(by_hand)>>, "any function will do");

} // namespace
