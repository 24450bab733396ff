/// One row through a network in Eigen, with fixed sizes.
#pragma once

#include "eigen_network.hpp"

#include <algorithm>
#include <tuple>
#include <type_traits>
#include <utility>

namespace bench {

/// `lazy`: element by element, in one loop with what follows. `summed`: the sum of the weights' rows, each
/// times its input; 64 columns at a time, which stay in registers.
enum class eigen_product { panels, lazy, summed };

/// `Order`: how the weights lie in memory, Eigen::RowMajor or Eigen::ColMajor.
template <class Task, int Order, eigen_product Product>
class predicted_by_eigen {
    static constexpr const char* names[3][2] = {{"eigen_rows", "eigen_columns"},
                                                {"eigen_rows_lazy", "eigen_columns_lazy"},
                                                {"eigen_rows_summed", "eigen_columns_summed"}};

public:
    static constexpr const char* name = names[static_cast<int>(Product)][Order == Eigen::ColMajor];
    /// Eigen refuses a larger object of fixed size.
    static constexpr bool enters = [] {
        long largest = 0;
        for (int l = 0; l < Task::depth; ++l)
            largest = std::max(largest, 1L * Task::widths[l] * Task::widths[l + 1]);
        return largest * static_cast<long>(sizeof(float)) <= EIGEN_STACK_ALLOCATION_LIMIT;
    }();
    using output = Eigen::Matrix<float, 1, Task::outputs>;

    explicit predicted_by_eigen(const float* parameters) { read<0>(parameters); }

    void predict(const float* x, output* y) const { run<0>(fixed_const_map<1, Task::inputs>(x), *y); }

private:
    template <int I>
    static constexpr bool biased = std::is_same_v<typename Task::template bias<I>, hg::bias>;

    template <int I>
    struct layer {
        static constexpr int inputs = Task::widths[I], outputs = Task::widths[I + 1];
        Eigen::Matrix<float, inputs, outputs, outputs == 1 ? +Eigen::ColMajor : Order> w; // Eigen insists
        Eigen::Matrix<float, 1, outputs> b;
    };
    template <int... I>
    static auto layers(std::integer_sequence<int, I...>) -> std::tuple<layer<I>...>;

    template <int I>
    void read(const float* from) {
        auto& [w, b] = std::get<I>(layers_);
        w = Eigen::Map<const Eigen::Matrix<float, Task::widths[I], Task::widths[I + 1],
                                           row_major<Task::widths[I], Task::widths[I + 1]>>>(from);
        from += w.size();
        if constexpr (biased<I>) {
            b = Eigen::Map<const Eigen::Matrix<float, 1, Task::widths[I + 1]>>(from);
            from += b.size();
        }
        if constexpr (I + 1 < Task::depth) read<I + 1>(from);
    }

    /// Layer I and those after it.
    template <int I, class Z>
    void run(const Z& z, output& y) const {
        if constexpr (I + 1 < Task::depth) {
            Eigen::Matrix<float, 1, Task::widths[I + 1]> hidden;
            one_layer<I>(z, hidden);
            run<I + 1>(hidden, y);
        } else {
            one_layer<I>(z, y);
        }
    }

    /// Some of a layer's outputs, from the j-th on.
    template <int I, int Outputs, class Z, class Y>
    void sum_rows(const Z& z, Y& y, int j) const {
        const auto& [w, b] = std::get<I>(layers_);
        Eigen::Matrix<float, 1, Outputs> sum;
        if constexpr (biased<I>)
            sum = b.template segment<Outputs>(j);
        else
            sum.setZero();
        for (int k = 0; k < Task::widths[I]; ++k)
            sum.noalias() += z(k) * w.row(k).template segment<Outputs>(j);
        y.template segment<Outputs>(j) = eigen_activated<typename Task::template activation<I>>(sum);
    }

    template <int I, class Z, class Y>
    void one_layer(const Z& z, Y& y) const {
        using sigma = typename Task::template activation<I>;
        const auto& [w, b] = std::get<I>(layers_);
        constexpr bool is_linear = std::is_same_v<sigma, hg::identity>;
        if constexpr (Product == eigen_product::summed) {
            constexpr int outputs = Task::widths[I + 1], some = 64;
            for (int j = 0; j + some <= outputs; j += some) sum_rows<I, some>(z, y, j);
            if constexpr (outputs % some != 0) sum_rows<I, outputs % some>(z, y, outputs / some * some);
        } else if constexpr (Product == eigen_product::lazy &&
                             (is_linear || std::is_same_v<sigma, hg::relu>)) {
            // One loop, nothing kept. Of more expensive functions Eigen makes no vectors in there.
            if constexpr (biased<I>)
                y = eigen_activated<sigma>(z.lazyProduct(w) + b);
            else
                y = eigen_activated<sigma>(z.lazyProduct(w));
        } else {
            if constexpr (Product == eigen_product::lazy && biased<I>) {
                y = z.lazyProduct(w) + b;
            } else if constexpr (Product == eigen_product::lazy) {
                y.noalias() = z.lazyProduct(w);
            } else if constexpr (biased<I>) {
                y = b;
                y.noalias() += z * w;
            } else {
                y.noalias() = z * w;
            }
            if constexpr (!is_linear) y = eigen_activated<sigma>(y);
        }
    }

    decltype(layers(std::make_integer_sequence<int, Task::depth>{})) layers_;
};

template <class Task>
using by_eigen_rows = predicted_by_eigen<Task, Eigen::RowMajor, eigen_product::panels>;
template <class Task>
using by_eigen_columns = predicted_by_eigen<Task, Eigen::ColMajor, eigen_product::panels>;
template <class Task>
using by_eigen_rows_lazy = predicted_by_eigen<Task, Eigen::RowMajor, eigen_product::lazy>;
template <class Task>
using by_eigen_columns_lazy = predicted_by_eigen<Task, Eigen::ColMajor, eigen_product::lazy>;
template <class Task>
using by_eigen_rows_summed = predicted_by_eigen<Task, Eigen::RowMajor, eigen_product::summed>;

} // namespace bench
