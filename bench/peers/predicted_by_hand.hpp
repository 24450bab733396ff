/// One row through a network written by hand around somebody's products.
#pragma once

#include "by_hand.hpp"

#include <tuple>
#include <utility>

namespace bench {

/// `Products<Batch, Inputs, Outputs>` are those of a layer; see bench/peers/loops.hpp.
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
    template <int I>
    struct layer : hand_layer<Task, I> {
        Products<1, Task::widths[I], Task::widths[I + 1]> products;
    };

    /// Layer I and those after it.
    template <int I>
    void run(const float* z, float* y) const {
        const auto& l = std::get<I>(layers_);
        using sigma = typename Task::template activation<I>;
        if constexpr (I + 1 < Task::depth) {
            hand_array<Task::widths[I + 1]> hidden;
            l.products.template forward<sigma>(z, l.w.data(), l.bias(), hidden.data());
            run<I + 1>(hidden.data(), y);
        } else {
            l.products.template forward<sigma>(z, l.w.data(), l.bias(), y);
        }
    }

    template <int... I>
    static auto layers(std::integer_sequence<int, I...>) -> std::tuple<layer<I>...>;
    decltype(layers(std::make_integer_sequence<int, Task::depth>{})) layers_;
};

} // namespace bench
