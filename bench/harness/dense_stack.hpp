/// A stack of dense layers as a task for all contestants.
#pragma once

#include "reference.hpp"

#include <handgrad/handgrad.hpp>

#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <vector>

namespace bench {

namespace hg = handgrad;

/// Of hg::network<hg::dense<..>...>; defined for no other network. Parameters lie as handgrad keeps them: W
/// of the first layer row by row, its b, W of the second, ...
template <class Net>
struct dense_stack;

template <int... In, int... Out, class... Sigma, class... Bias>
struct dense_stack<hg::network<hg::dense<In, Out, Sigma, Bias>...>> {
    using net = hg::network<hg::dense<In, Out, Sigma, Bias>...>;
    static constexpr int depth = sizeof...(Out);
    static constexpr int inputs = net::inputs, outputs = net::outputs;
    static constexpr int widths[depth + 1] = {inputs, Out...};
    static constexpr int parameter_count = net::parameter_count;

    /// Of layer 0 .. depth - 1, and hg::bias or hg::no_bias.
    template <int I>
    using activation = std::tuple_element_t<I, std::tuple<Sigma...>>;
    template <int I>
    using bias = std::tuple_element_t<I, std::tuple<Bias...>>;

    /// "784-128-10 relu": the last layer is linear, or its activation is said, too.
    static std::string name() {
        std::string text = std::to_string(inputs);
        (text.append("-").append(std::to_string(Out)), ...);
        const std::string_view sigma[] = {Sigma::name...};
        const bool last_is_linear = std::is_same_v<activation<depth - 1>, hg::identity>;
        std::string_view said;
        for (int l = 0; l < depth - last_is_linear; ++l)
            if (sigma[l] != said) text.append(said.empty() ? " " : ", ").append(said = sigma[l]);
        return text;
    }

    /// For the reference.
    static std::vector<reference_layer> layers() { return {layer<In, Out, Sigma, Bias>()...}; }

    /// Of the products alone: those of a forward pass, and those of a training step, which does without the
    /// gradient of the inputs.
    static constexpr double forward_flops(int batch) { return 2.0 * batch * (0.0 + ... + (1.0 * In * Out)); }
    static constexpr double training_flops(int batch) {
        return 3 * forward_flops(batch) - 2.0 * batch * widths[0] * widths[1];
    }

private:
    using number = hg::simd::scalar_vector<double>;

    template <int Inputs, int Outputs, class S, class B>
    static reference_layer layer() {
        return {Inputs,
                Outputs,
                std::is_same_v<B, hg::bias>,
                hg::rectifies<S>,
                [](double z) { return S::value(number(z)).v; },
                [](double z, double y) { return hg::derivative<S>(number(z), number(y)).v; }};
    }
};

/// Whether an error may be as large as the terms of the sums allow: a task may say so. Else the outputs
/// themselves are the measure.
template <class Task>
inline constexpr bool measured_by_terms = requires {
    requires Task::measured_by_terms;
};

template <class Activation, int... Widths>
using perceptron = dense_stack<hg::mlp<Activation, Widths...>>;

} // namespace bench
