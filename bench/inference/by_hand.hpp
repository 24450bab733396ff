/// A network written by hand around somebody's products.
#pragma once

#include "../by_hand.hpp"
#include "../perceptron.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

namespace bench {

/// `Products<Batch, Inputs, Outputs>` are those of a layer; see bench/loops.hpp.
template <class Task, template <int, int, int> class Products>
class predicted_by_hand {
public:
    static constexpr const char* name = Products<1, Task::inputs, Task::outputs>::name;
    using output = hand_array<Task::outputs>;

    explicit predicted_by_hand(const float* parameters) {
        const auto read = [&](auto&... l) { (l.read(parameters), ...); };
        std::apply(read, layers_);
    }

    void predict(const float* x, output* y) const { run<0>(x, y->data()); }

private:
    template <int Inputs, int Outputs>
    struct layer {
        hand_array<Inputs * Outputs> w;
        hand_array<Outputs> b;
        Products<1, Inputs, Outputs> products;

        void read(const float*& from) {
            std::copy_n(from, w.size(), w.begin());
            std::copy_n(from + w.size(), b.size(), b.begin());
            from += w.size() + b.size();
        }
    };

    /// Layer I and those after it.
    template <int I>
    void run(const float* z, float* y) const {
        const auto& [w, b, products] = std::get<I>(layers_);
        if constexpr (I + 1 < Task::depth) {
            hand_array<Task::widths[I + 1]> hidden;
            products.template forward<typename Task::activation>(z, w.data(), b.data(), hidden.data());
            run<I + 1>(hidden.data(), y);
        } else {
            products.template forward<hg::identity>(z, w.data(), b.data(), y);
        }
    }

    template <int... I>
    static auto layers(std::integer_sequence<int, I...>)
        -> std::tuple<layer<Task::widths[I], Task::widths[I + 1]>...>;
    decltype(layers(std::make_integer_sequence<int, Task::depth>{})) layers_;
};

} // namespace bench
