/// A training step, and the forward pass of a batch, in Eigen as somebody would write it by hand who knows
/// it.
#pragma once

#include "eigen_network.hpp"
#include "optimizers.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <tuple>
#include <type_traits>
#include <utility>

namespace bench {

/// Fixed sizes, or the same numbers told at run time.
template <bool Fixed, int Rows, int Cols>
using eigen_matrix = Eigen::Matrix<float, Fixed ? Rows : Eigen::Dynamic, Fixed ? Cols : Eigen::Dynamic,
                                   Fixed ? row_major<Rows, Cols> : +Eigen::RowMajor>;
template <bool Fixed, int Cols>
using eigen_row = Eigen::Matrix<float, 1, Fixed ? Cols : Eigen::Dynamic>;

/// The mean softmax cross-entropy; G is its gradient.
template <int Batch, class Z, class G>
float eigen_loss(const hg::softmax_cross_entropy&, const Z& of_all, const int* label, G& g_of_all) {
    float loss = 0;
    for (int r = 0; r < Batch; ++r) {
        const auto z = of_all.row(r).array();
        const float largest = z.maxCoeff();
        g_of_all.row(r).array() = z - largest;
        loss -= g_of_all(r, label[r]);
    }
    // Of the whole matrix: a row alone leaves what is no whole vector to single calls.
    g_of_all.array() = g_of_all.array().exp();
    for (int r = 0; r < Batch; ++r) {
        auto g = g_of_all.row(r).array();
        const float sum = g.sum();
        loss += std::log(sum);
        g *= 1.0f / (Batch * sum);
        g(label[r]) -= 1.0f / Batch;
    }
    return loss / Batch;
}

/// Losses of each output alone: its mean, and the gradient of that.
template <int Batch, class Loss, class Z, class G>
float eigen_loss(const Loss& rule, const Z& of_all, const float* target, G& g_of_all) {
    const auto z = of_all.array();
    const auto t = Eigen::Map<const Z, Eigen::Aligned64>(target, of_all.rows(), of_all.cols()).array();
    auto g = g_of_all.array();
    const float share = 1 / static_cast<float>(of_all.size());
    if constexpr (std::is_same_v<Loss, hg::mean_squared_error>) {
        g = z - t;
        const float loss = g_of_all.squaredNorm() * share;
        g *= 2 * share;
        return loss;
    } else if constexpr (std::is_same_v<Loss, hg::mean_absolute_error>) {
        g = (z - t).sign() * share;
        return (z - t).abs().sum() * share;
    } else if constexpr (std::is_same_v<Loss, hg::huber>) {
        const float delta = static_cast<float>(rule.delta);
        g = (z - t).max(-delta).min(delta);
        const float loss = (g * (z - t - 0.5f * g)).sum() * share;
        g *= share;
        return loss;
    } else {
        static_assert(std::is_same_v<Loss, hg::binary_cross_entropy_with_logits>);
        g = (z.logistic() - t) * share;
        return (z.max(0.0f) - z * t + (-z.abs()).exp().log1p()).sum() * share;
    }
}

/// Where the step is plain gradient descent it is fused into the product that gives dW. exp is Eigen's
/// vectorized one, and no gradient of the inputs is computed.
template <class Task, bool Fixed>
class trained_by_eigen {
public:
    static constexpr const char* name = Fixed ? "eigen_fixed" : "eigen_dynamic";
    /// Fixed sizes are slow to compile: a task may say up to how many parameters it wants them.
    static constexpr bool enters = [] {
        if constexpr (Fixed && requires { Task::largest_of_fixed_size; })
            return Task::parameter_count <= Task::largest_of_fixed_size &&
                   1L * Task::batch * *std::max_element(Task::widths, Task::widths + Task::depth + 1) *
                           static_cast<long>(sizeof(float)) <=
                       EIGEN_STACK_ALLOCATION_LIMIT;
        else
            return true;
    }();

    explicit trained_by_eigen(const float* parameters) {
        const auto read_layer = [&]<class L>(L& l) {
            parameters = read(parameters, l.w);
            if constexpr (L::biased) parameters = read(parameters, l.b);
        };
        std::apply([&](auto&... l) { (read_layer(l), ...); }, layers_);
    }

    /// The forward pass alone; what it gives stays until the next call.
    [[gnu::noinline]] const float* predict(const float* x) {
        forward<0>(input(x, Task::batch, Task::inputs));
        return last().z.data();
    }

    template <class Target>
    [[gnu::noinline]] float step(const float* x, const Target* target) {
        const input z_1(x, Task::batch, Task::inputs);
        forward<0>(z_1);
        const float loss = eigen_loss<Task::batch>(Task::loss, last().z, target, last().g);
        times_slope<Task::depth - 1>();
        step_.begin();
        backward<Task::depth - 1>(z_1);
        return loss;
    }

    void write(float* to) const {
        std::apply([&](const auto&... l) { ((to = write(l, to)), ...); }, layers_);
    }

private:
    using input = Eigen::Map<const eigen_matrix<Fixed, Task::batch, Task::inputs>, Eigen::Aligned64>;
    using step_rule = step_by_hand<Task>;
    static constexpr bool plainly = descends_plainly<Task>;
    struct nothing {};

    /// What a step other than the plain one keeps beside a matrix or row of parameters.
    template <class P>
    struct beside {
        P gradient;
        std::array<P, static_cast<std::size_t>(step_rule::states)> states;

        void resize(const P& p) {
            gradient.resizeLike(p);
            for (P& s : states) s = P::Zero(p.rows(), p.cols());
        }
    };

    /// A layer and what its passes write, allocated once.
    template <int I>
    struct layer {
        static constexpr int inputs = Task::widths[I], outputs = Task::widths[I + 1];
        using sigma = typename Task::template activation<I>;
        static constexpr bool biased = std::is_same_v<typename Task::template bias<I>, hg::bias>;
        using weights = eigen_matrix<Fixed, inputs, outputs>;
        using row = eigen_row<Fixed, outputs>;

        weights w;
        row b;
        eigen_matrix<Fixed, Task::batch, outputs> z, g; // Z_{i+1}, G_{i+1}
        /// Z W + b, where the slope is to be found from that.
        [[no_unique_address]] std::conditional_t<hg::needs_input<sigma>,
                                                 eigen_matrix<Fixed, Task::batch, outputs>, nothing>
            before_sigma;
        [[no_unique_address]] std::conditional_t<plainly, nothing, beside<weights>> of_w;
        [[no_unique_address]] std::conditional_t<plainly, nothing, beside<row>> of_b;

        layer() {
            w.resize(inputs, outputs);
            b.resize(outputs);
            z.resize(Task::batch, outputs);
            g.resize(Task::batch, outputs);
            if constexpr (hg::needs_input<sigma>) before_sigma.resize(Task::batch, outputs);
            if constexpr (!plainly) {
                of_w.resize(w);
                of_b.resize(b);
            }
        }
    };
    template <int... I>
    static auto layers(std::integer_sequence<int, I...>) -> std::tuple<layer<I>...>;

    auto& last() { return std::get<Task::depth - 1>(layers_); }

    template <class P>
    static const float* read(const float* from, P& p) {
        std::copy(from, from + p.size(), p.data());
        return from + p.size();
    }
    template <class L>
    static float* write(const L& l, float* to) {
        to = std::copy(l.w.data(), l.w.data() + l.w.size(), to);
        return L::biased ? std::copy(l.b.data(), l.b.data() + l.b.size(), to) : to;
    }

    template <int I, class Z>
    void forward(const Z& z) {
        auto& l = std::get<I>(layers_);
        using sigma = typename layer<I>::sigma;
        constexpr bool biased = layer<I>::biased;
        if constexpr (hg::needs_input<sigma>) {
            l.before_sigma.noalias() = z * l.w;
            if constexpr (biased) l.before_sigma.rowwise() += l.b;
            l.z = eigen_activated<sigma>(l.before_sigma);
        } else {
            l.z.noalias() = z * l.w;
            if constexpr (std::is_same_v<sigma, hg::identity>) {
                if constexpr (biased) l.z.rowwise() += l.b;
            } else if constexpr (biased) {
                // Row by row: clang is faster so than with rowwise() within the expression, g++ no slower.
                for (int r = 0; r < Task::batch; ++r) {
                    if constexpr (formula<sigma>::reads_once) {
                        l.z.row(r) = eigen_activated<sigma>(l.z.row(r) + l.b);
                    } else {
                        l.z.row(r) += l.b;
                        l.z.row(r) = eigen_activated<sigma>(l.z.row(r));
                    }
                }
            } else {
                l.z = eigen_activated<sigma>(l.z);
            }
        }
        if constexpr (I + 1 < Task::depth) forward<I + 1>(l.z);
    }

    /// G_{i+1} o sigma_i'
    template <int I>
    void times_slope() {
        auto& l = std::get<I>(layers_);
        using sigma = typename layer<I>::sigma;
        if constexpr (hg::needs_input<sigma>)
            formula<sigma>::template times_slope<by_arrays>(l.before_sigma.array(), l.g.array());
        else
            formula<sigma>::template times_slope<by_arrays>(l.z.array(), l.g.array());
    }

    template <int I, class Z>
    void backward(const Z& z_1) {
        auto& l = std::get<I>(layers_);
        if constexpr (I > 0) {
            auto& before = std::get<I - 1>(layers_);
            before.g.noalias() = l.g * l.w.transpose();
            times_slope<I - 1>();
            learn<I>(before.z, l);
            backward<I - 1>(z_1);
        } else {
            learn<I>(z_1, l);
        }
    }

    template <int I, class Z, class L>
    void learn(const Z& z, L& l) {
        if constexpr (plainly) {
            constexpr float minus_rate = static_cast<float>(-Task::optimizer.rate);
            l.w.noalias() += minus_rate * z.transpose() * l.g;
            if constexpr (L::biased) l.b.noalias() += minus_rate * l.g.colwise().sum();
        } else {
            l.of_w.gradient.noalias() = z.transpose() * l.g;
            take_step(l.w, l.of_w);
            if constexpr (L::biased) {
                l.of_b.gradient = l.g.colwise().sum();
                take_step(l.b, l.of_b);
            }
        }
    }

    template <class P, class Beside>
    void take_step(P& p, Beside& of) {
        std::apply([&](auto&... s) { step_(p.array(), of.gradient.array(), s.array()...); }, of.states);
    }

    [[no_unique_address]] step_rule step_;
    decltype(layers(std::make_integer_sequence<int, Task::depth>{})) layers_;
};

template <class Task>
struct by_eigen_fixed : trained_by_eigen<Task, true> {
    using trained_by_eigen<Task, true>::trained_by_eigen;
};
template <class Task>
struct by_eigen_dynamic : trained_by_eigen<Task, false> {
    using trained_by_eigen<Task, false>::trained_by_eigen;
};

} // namespace bench
