/// Who trains: handgrad, and Eigen as somebody would write it by hand who knows it.
#pragma once

#include "../eigen.hpp"
#include "../perceptron.hpp"
#include "rate.hpp"

#include <new>
#include <tuple>
#include <utility>

namespace bench {

template <class Task, int Batch>
class by_handgrad {
public:
    static constexpr const char* name = "handgrad";

    explicit by_handgrad(const float* parameters) {
        for (int i = 0; i < Task::parameter_count; ++i) p_[i] = parameters[i];
    }

    /// The forward pass alone; what it gives stays until the next call.
    [[gnu::noinline]] const float* predict(const float* x) {
        ::new (&y_) output(Task::net::forward(p_, hg::view<const float, Batch, Task::inputs>(x)));
        return y_.data();
    }

    [[gnu::noinline]] float step(const float* x, const int* label) {
        return Task::net::train_step(hg::softmax_cross_entropy{}, hg::sgd{.rate = rate}, p_,
                                     hg::view<const float, Batch, Task::inputs>(x),
                                     hg::view<const int, Batch, 1>(label), workspace_);
    }

    void write(float* to) const { std::copy(p_.begin(), p_.end(), to); }

private:
    using output = hg::matrix<float, Batch, Task::outputs>;
    hg::parameters<typename Task::net> p_;
    typename Task::net::template workspace<Batch> workspace_;
    output y_;
};

/// Fixed sizes, or the same numbers told at run time.
template <bool Fixed, int Rows, int Cols>
using eigen_matrix = Eigen::Matrix<float, Fixed ? Rows : Eigen::Dynamic, Fixed ? Cols : Eigen::Dynamic,
                                   Fixed ? row_major<Rows, Cols> : +Eigen::RowMajor>;

/// A layer and what its passes write, allocated once.
template <bool Fixed, int Batch, int Inputs, int Outputs>
struct eigen_layer {
    eigen_matrix<Fixed, Inputs, Outputs> w;
    Eigen::Matrix<float, 1, Fixed ? Outputs : Eigen::Dynamic> b;
    eigen_matrix<Fixed, Batch, Outputs> z, g; // Z_{i+1}, G_{i+1}

    eigen_layer() {
        w.resize(Inputs, Outputs);
        b.resize(Outputs);
        z.resize(Batch, Outputs);
        g.resize(Batch, Outputs);
    }
};

/// The step is fused into the product that gives dW, exp is Eigen's vectorized one, and no gradient of the
/// inputs is computed.
template <class Task, int Batch, bool Fixed>
class by_eigen {
    static_assert(std::is_same_v<typename Task::activation, hg::relu>);

public:
    static constexpr const char* name = Fixed ? "eigen_fixed" : "eigen_dynamic";

    explicit by_eigen(const float* parameters) {
        [&]<int... I>(std::integer_sequence<int, I...>) {
            const auto read = [&](auto& l) {
                for (auto* m : {l.w.data(), l.b.data()}) {
                    const auto size = m == l.w.data() ? l.w.size() : l.b.size();
                    std::copy(parameters, parameters + size, m);
                    parameters += size;
                }
            };
            (read(std::get<I>(layers_)), ...);
        }
        (std::make_integer_sequence<int, Task::depth>{});
    }

    [[gnu::noinline]] const float* predict(const float* x) {
        forward<0>(input(x, Batch, Task::inputs));
        return std::get<Task::depth - 1>(layers_).z.data();
    }

    [[gnu::noinline]] float step(const float* x, const int* label) {
        const input z_1(x, Batch, Task::inputs);
        forward<0>(z_1);
        const float loss = softmax_cross_entropy(label);
        backward<Task::depth - 1>(z_1);
        return loss;
    }

    void write(float* to) const {
        std::apply(
            [&](const auto&... l) {
                ((to = std::copy(l.w.data(), l.w.data() + l.w.size(), to),
                  to = std::copy(l.b.data(), l.b.data() + l.b.size(), to)),
                 ...);
            },
            layers_);
    }

private:
    using input = Eigen::Map<const eigen_matrix<Fixed, Batch, Task::inputs>, Eigen::Aligned64>;

    template <int... I>
    static auto layers(std::integer_sequence<int, I...>)
        -> std::tuple<eigen_layer<Fixed, Batch, Task::widths[I], Task::widths[I + 1]>...>;

    template <int I, class Z>
    void forward(const Z& z) {
        auto& l = std::get<I>(layers_);
        l.z.noalias() = z * l.w;
        if constexpr (I + 1 < Task::depth) {
            l.z = (l.z.rowwise() + l.b).cwiseMax(0.0f);
            forward<I + 1>(l.z);
        } else {
            l.z.rowwise() += l.b;
        }
    }

    float softmax_cross_entropy(const int* label) {
        auto& l = std::get<Task::depth - 1>(layers_);
        float loss = 0;
        for (int r = 0; r < Batch; ++r) {
            const auto z = l.z.row(r).array();
            auto g = l.g.row(r).array();
            const float largest = z.maxCoeff();
            g = (z - largest).exp();
            const float sum = g.sum();
            loss += std::log(sum) + largest - z(label[r]);
            g *= 1.0f / (Batch * sum);
            g(label[r]) -= 1.0f / Batch;
        }
        return loss / Batch;
    }

    template <int I, class Z>
    void backward(const Z& z_1) {
        auto& l = std::get<I>(layers_);
        constexpr float minus_rate = static_cast<float>(-rate);
        if constexpr (I > 0) {
            auto& before = std::get<I - 1>(layers_);
            before.g.noalias() = l.g * l.w.transpose();
            before.g = (before.z.array() > 0.0f).select(before.g, 0.0f);
            l.w.noalias() += minus_rate * before.z.transpose() * l.g;
        } else {
            l.w.noalias() += minus_rate * z_1.transpose() * l.g;
        }
        l.b.noalias() += minus_rate * l.g.colwise().sum();
        if constexpr (I > 0) backward<I - 1>(z_1);
    }

    decltype(layers(std::make_integer_sequence<int, Task::depth>{})) layers_;
};

} // namespace bench
