/// A fully connected network as a task for all contestants.
#pragma once

#include <handgrad/handgrad.hpp>

#include <string>

namespace bench {

namespace hg = handgrad;

/// The activation stands between the layers, the last one is linear. Parameters lie as handgrad keeps them: W
/// of layer 1 row by row, its b, W of layer 2, ...
template <class Activation, int... Widths>
struct perceptron {
    using activation = Activation;
    using net = hg::mlp<Activation, Widths...>;
    static constexpr int depth = sizeof...(Widths) - 1;
    static constexpr int widths[depth + 1] = {Widths...};
    static constexpr int inputs = widths[0], outputs = widths[depth];

    static std::string name() {
        std::string text = std::to_string(inputs);
        for (int l = 1; l <= depth; ++l) text.append("-").append(std::to_string(widths[l]));
        return text.append(" ").append(Activation::name);
    }

    /// Where W of layer l = 0 .. depth - 1 begins; its b follows.
    static constexpr int offset(int l) {
        int sum = 0;
        for (int i = 0; i < l; ++i) sum += (widths[i] + 1) * widths[i + 1];
        return sum;
    }
    static constexpr int parameter_count = offset(depth);

    /// Of the products alone: those of a forward pass, and those of a training step, which does without the
    /// gradient of the inputs.
    static constexpr double forward_flops(int batch) {
        double products = 0;
        for (int l = 0; l < depth; ++l) products += widths[l] * widths[l + 1];
        return 2 * batch * products;
    }
    static constexpr double training_flops(int batch) {
        return 3 * forward_flops(batch) - 2.0 * batch * widths[0] * widths[1];
    }
};

} // namespace bench
