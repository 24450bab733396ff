/// The network of convolutions that is timed, and handgrad's way to run it.
#pragma once

#include <handgrad/handgrad.hpp>

namespace bench {

namespace hg = handgrad;

inline constexpr double rate = 0.01; // of the gradient descent

/// For grey pictures of 28 x 28 pixels, some at a time.
struct pictures {
    static constexpr const char* name = "28x28-16c3-p2-32c3-p2-10 b32";
    static constexpr int batch = 32;
    using first = hg::conv2d<hg::image<28, 28>, 16, hg::window<3>, hg::padding<1>, hg::relu>;
    using net = hg::network<first, hg::max_pool2d<hg::image<28, 28, 16>, hg::window<2>>,
                            hg::conv2d<hg::image<14, 14, 16>, 32, hg::window<3>, hg::padding<1>, hg::relu>,
                            hg::max_pool2d<hg::image<14, 14, 32>, hg::window<2>>, hg::dense<1568, 10>>;

    static constexpr double forward_flops = net::flops<batch>;
    /// Three products a layer, but no gradient of the pictures.
    static constexpr double training_flops = 3 * forward_flops - double(first::flops) * batch;
};

template <class Task>
class by_handgrad {
public:
    static constexpr const char* name = "handgrad";

    explicit by_handgrad(const float* parameters) { std::copy_n(parameters, p_.size, p_.begin()); }

    void predict(const float* x, float* y) {
        const auto out = Task::net::forward(p_, batch(x), workspace_);
        std::copy(out.begin(), out.end(), y);
    }
    float step(const float* x, const int* label) {
        return Task::net::train_step(hg::softmax_cross_entropy{}, hg::sgd{.rate = rate}, p_, batch(x),
                                     hg::view<const int, Task::batch, 1>(label), workspace_);
    }

private:
    static auto batch(const float* x) { return hg::view<const float, Task::batch, Task::net::inputs>(x); }

    hg::parameters<typename Task::net> p_;
    typename Task::net::template workspace<Task::batch> workspace_;
};

} // namespace bench
