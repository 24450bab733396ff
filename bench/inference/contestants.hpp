/// Who predicts: handgrad, and Eigen with weights in either order and with either kind of product.
#pragma once

#include "../eigen.hpp"
#include "../perceptron.hpp"

#include <new>
#include <tuple>
#include <utility>

namespace bench {

template <class Task>
class by_handgrad {
public:
    static constexpr const char* name = "handgrad";
    using output = hg::matrix<float, 1, Task::outputs>;

    explicit by_handgrad(const float* parameters) {
        for (int i = 0; i < Task::parameter_count; ++i) p_[i] = parameters[i];
    }

    void predict(const float* x, output* y) const {
        // In place, as `auto y = net::forward(p, x)` is.
        ::new (y) output(Task::net::forward(p_, hg::view<const float, 1, Task::inputs>(x)));
    }

private:
    hg::parameters<typename Task::net> p_;
};

inline auto eigen_apply(hg::relu) {
    return [](const auto& z) { return z.cwiseMax(0.0f); };
}
inline auto eigen_apply(hg::tanh) {
    return [](const auto& z) { return z.array().tanh().matrix(); };
}
inline auto eigen_apply(hg::identity) {
    return [](const auto& z) -> const auto& { return z; };
}

template <int Inputs, int Outputs, int Order>
struct eigen_layer {
    static constexpr int outputs = Outputs;
    Eigen::Matrix<float, Inputs, Outputs, Outputs == 1 ? +Eigen::ColMajor : Order> w; // Eigen insists
    Eigen::Matrix<float, 1, Outputs> b;
};

enum class product { panels, lazy };

/// `Order`: how the weights lie in memory, Eigen::RowMajor or Eigen::ColMajor.
template <class Task, int Order, product Product>
class by_eigen {
public:
    static constexpr const char* name =
        Product == product::lazy ? (Order == Eigen::RowMajor ? "eigen_rows_lazy" : "eigen_columns_lazy")
                                 : (Order == Eigen::RowMajor ? "eigen_rows" : "eigen_columns");
    using output = Eigen::Matrix<float, 1, Task::outputs>;

    explicit by_eigen(const float* parameters) { read<0>(parameters); }

    void predict(const float* x, output* y) const { run<0>(fixed_const_map<1, Task::inputs>(x), *y); }

private:
    template <int... I>
    static auto layers(std::integer_sequence<int, I...>)
        -> std::tuple<eigen_layer<Task::widths[I], Task::widths[I + 1], Order>...>;

    template <int I>
    void read(const float* from) {
        auto& [w, b] = std::get<I>(layers_);
        w = Eigen::Map<const Eigen::Matrix<float, Task::widths[I], Task::widths[I + 1],
                                           row_major<Task::widths[I], Task::widths[I + 1]>>>(from);
        b = Eigen::Map<const Eigen::Matrix<float, 1, Task::widths[I + 1]>>(from + w.size());
        if constexpr (I + 1 < Task::depth) read<I + 1>(from + w.size() + b.size());
    }

    /// Layer I and those after it.
    template <int I, class Z>
    void run(const Z& z, output& y) const {
        if constexpr (I + 1 < Task::depth) {
            Eigen::Matrix<float, 1, Task::widths[I + 1]> hidden;
            layer<I>(z, hidden, eigen_apply(typename Task::activation{}));
            run<I + 1>(hidden, y);
        } else {
            layer<I>(z, y, eigen_apply(hg::identity{}));
        }
    }

    template <int I, class Z, class Y, class Apply>
    void layer(const Z& z, Y& y, Apply apply) const {
        const auto& [w, b] = std::get<I>(layers_);
        if constexpr (Product == product::lazy) {
            y = apply(z.lazyProduct(w) + b); // one loop, nothing kept
        } else {
            y = b;
            y.noalias() += z * w;
            y = apply(y);
        }
    }

    decltype(layers(std::make_integer_sequence<int, Task::depth>{})) layers_;
};

} // namespace bench
