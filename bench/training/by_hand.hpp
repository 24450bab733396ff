/// A training step written by hand around somebody's products.
#pragma once

#include "../by_hand.hpp"
#include "../perceptron.hpp"
#include "rate.hpp"

#include <algorithm>
#include <tuple>
#include <type_traits>
#include <utility>

namespace bench {

/// `Products<Batch, Inputs, Outputs>` are those of a layer; see bench/loops.hpp. The loss gives its gradient
/// times -rate, and so all gradients are: the product that gives dW is added to W, and nothing else is left
/// of the step. No gradient of the inputs is computed.
template <class Task, int Batch, template <int, int, int> class Products>
class trained_by_hand {
    static_assert(std::is_same_v<typename Task::activation, hg::relu>);

public:
    static constexpr const char* name = Products<Batch, Task::inputs, Task::outputs>::name;

    explicit trained_by_hand(const float* parameters) {
        const auto read = [&](auto&... l) { (l.read(parameters), ...); };
        std::apply(read, layers_);
    }

    /// The forward pass alone; what it gives stays until the next call.
    [[gnu::noinline]] const float* predict(const float* x) {
        forward<0>(x);
        return std::get<Task::depth - 1>(layers_).z.data();
    }

    [[gnu::noinline]] float step(const float* x, const int* label) {
        forward<0>(x);
        auto& last = std::get<Task::depth - 1>(layers_);
        const float loss = softmax_cross_entropy_by_hand<Batch, Task::outputs>(
            last.z.data(), label, static_cast<float>(-rate), last.g.data());
        backward<Task::depth - 1>(x);
        return loss;
    }

    void write(float* to) const {
        const auto write_layers = [&](const auto&... l) {
            ((to = std::copy(l.w.begin(), l.w.end(), to), to = std::copy(l.b.begin(), l.b.end(), to)), ...);
        };
        std::apply(write_layers, layers_);
    }

private:
    /// What its passes write, too.
    template <int Inputs, int Outputs>
    struct layer {
        hand_array<Inputs * Outputs> w;
        hand_array<Outputs> b;
        hand_array<Batch * Outputs> z, g; // Z_{i+1}, G_{i+1}
        Products<Batch, Inputs, Outputs> products;

        void read(const float*& from) {
            std::copy_n(from, w.size(), w.begin());
            std::copy_n(from + w.size(), b.size(), b.begin());
            from += w.size() + b.size();
        }
    };

    template <int I>
    void forward(const float* z) {
        constexpr bool last = I + 1 == Task::depth;
        using activation = std::conditional_t<last, hg::identity, hg::relu>;
        auto& l = std::get<I>(layers_);
        l.products.template forward<activation>(z, l.w.data(), l.b.data(), l.z.data());
        if constexpr (!last) forward<I + 1>(l.z.data());
    }

    template <int I>
    void backward(const float* x) {
        auto& l = std::get<I>(layers_);
        const float* z = x;
        if constexpr (I > 0) {
            auto& before = std::get<I - 1>(layers_);
            l.products.backward(l.g.data(), l.w.data(), before.g.data());
            apply_relu_derivative<Batch * Task::widths[I]>(before.z.data(), before.g.data());
            z = before.z.data();
        }
        l.products.add_gradient(z, l.g.data(), l.w.data());
        add_column_sums<Batch, Task::widths[I + 1]>(l.g.data(), l.b.data());
        if constexpr (I > 0) backward<I - 1>(x);
    }

    template <int... I>
    static auto layers(std::integer_sequence<int, I...>)
        -> std::tuple<layer<Task::widths[I], Task::widths[I + 1]>...>;
    decltype(layers(std::make_integer_sequence<int, Task::depth>{})) layers_;
};

} // namespace bench
