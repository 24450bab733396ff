/// A training step, and the forward pass of a batch, written by hand around somebody's products.
#pragma once

#include "by_hand.hpp"
#include "optimizers.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <tuple>
#include <type_traits>
#include <utility>

namespace bench {

/// `Products<Batch, Inputs, Outputs>` are those of a layer; see bench/peers/loops.hpp. Where the step is
/// plain gradient descent, the loss gives its gradient times -rate, and so all gradients are: the product
/// that gives dW is added to W, and nothing else is left of the step. No gradient of the inputs is computed.
template <class Task, template <int, int, int> class Products>
class trained_by_hand {
public:
    static constexpr const char* name = Products<Task::batch, Task::inputs, Task::outputs>::name;

    explicit trained_by_hand(const float* parameters) {
        const auto read = [&](auto&... l) { (l.read(parameters), ...); };
        std::apply(read, layers_);
    }

    /// The forward pass alone; what it gives stays until the next call.
    [[gnu::noinline]] const float* predict(const float* x) {
        forward<0>(x);
        return std::get<Task::depth - 1>(layers_).z.data();
    }

    template <class Target>
    [[gnu::noinline]] float step(const float* x, const Target* target) {
        forward<0>(x);
        auto& last = std::get<Task::depth - 1>(layers_);
        constexpr float factor = plainly ? static_cast<float>(-Task::optimizer.rate) : 1.0f;
        const float loss =
            loss_by_hand<batch, Task::outputs>(Task::loss, last.z.data(), target, factor, last.g.data());
        times_slope<Task::depth - 1>();
        step_.begin();
        backward<Task::depth - 1>(x);
        return loss;
    }

    void write(float* to) const {
        const auto write_layers = [&](const auto&... l) { ((to = l.write(to)), ...); };
        std::apply(write_layers, layers_);
    }

private:
    static constexpr int batch = Task::batch;
    static constexpr bool plainly = descends_plainly<Task>;
    using step_rule = step_by_hand<Task>;
    struct nothing {};

    /// What a step other than the plain one keeps beside some parameters.
    template <int Size>
    struct beside {
        hand_array<Size> gradient;
        std::array<hand_array<Size>, static_cast<std::size_t>(step_rule::states)> states{};
    };

    /// What its passes write, too.
    template <int I>
    struct layer : hand_layer<Task, I> {
        static constexpr int inputs = Task::widths[I], outputs = Task::widths[I + 1];
        using sigma = typename Task::template activation<I>;
        hand_array<batch * outputs> z, g; // Z_{i+1}, G_{i+1}
        Products<batch, inputs, outputs> products;
        /// Z W + b, where the slope is to be found from that.
        [[no_unique_address]] std::conditional_t<hg::needs_input<sigma>, hand_array<batch * outputs>, nothing>
            before_sigma;
        [[no_unique_address]] std::conditional_t<plainly, nothing, beside<inputs * outputs>> of_w;
        [[no_unique_address]] std::conditional_t<plainly, nothing, beside<outputs>> of_b;
    };

    template <int I>
    void forward(const float* z) {
        auto& l = std::get<I>(layers_);
        using sigma = typename layer<I>::sigma;
        if constexpr (hg::needs_input<sigma>) {
            l.products.template forward<hg::identity>(z, l.w.data(), l.bias(), l.before_sigma.data());
            for (int i = 0; i < batch * l.outputs; ++i) l.z[i] = activated<sigma>(l.before_sigma[i]);
        } else {
            l.products.template forward<sigma>(z, l.w.data(), l.bias(), l.z.data());
        }
        if constexpr (I + 1 < Task::depth) forward<I + 1>(l.z.data());
    }

    /// G_{i+1} o sigma_i'
    template <int I>
    void times_slope() {
        auto& l = std::get<I>(layers_);
        using sigma = typename layer<I>::sigma;
        if constexpr (hg::needs_input<sigma>)
            multiply_by_slope<sigma, batch * layer<I>::outputs>(l.before_sigma.data(), l.g.data());
        else if constexpr (!std::is_same_v<sigma, hg::identity>)
            multiply_by_slope<sigma, batch * layer<I>::outputs>(l.z.data(), l.g.data());
    }

    template <int I>
    void backward(const float* x) {
        auto& l = std::get<I>(layers_);
        const float* z = x;
        if constexpr (I > 0) {
            auto& before = std::get<I - 1>(layers_);
            l.products.backward(l.g.data(), l.w.data(), before.g.data());
            times_slope<I - 1>();
            z = before.z.data();
        }
        learn<I>(z, l);
        if constexpr (I > 0) backward<I - 1>(x);
    }

    template <int I, class L>
    void learn(const float* z, L& l) {
        if constexpr (plainly) {
            l.products.add_gradient(z, l.g.data(), l.w.data());
            if constexpr (L::biased) add_column_sums<batch, L::outputs>(l.g.data(), l.b.data());
        } else {
            l.products.gradient(z, l.g.data(), l.of_w.gradient.data());
            take_step(l.w, l.of_w);
            if constexpr (L::biased) {
                l.of_b.gradient.fill(0);
                add_column_sums<batch, L::outputs>(l.g.data(), l.of_b.gradient.data());
                take_step(l.b, l.of_b);
            }
        }
    }

    template <int Size>
    void take_step(hand_array<Size>& p, beside<Size>& of) {
        std::apply(
            [&](auto&... s) {
                for (int i = 0; i < Size; ++i) step_(p[i], of.gradient[i], s[i]...);
            },
            of.states);
    }

    template <int... I>
    static auto layers(std::integer_sequence<int, I...>) -> std::tuple<layer<I>...>;
    [[no_unique_address]] step_rule step_;
    decltype(layers(std::make_integer_sequence<int, Task::depth>{})) layers_;
};

} // namespace bench
