// The library's network for pictures.
#include <tasks.hpp>

#include <handgrad/handgrad.hpp>

#include <algorithm>
#include <memory>

namespace bench {

namespace hg = handgrad;

namespace {

using first = hg::conv2d<hg::image<28, 28>, 16, hg::window<3>, hg::padding<1>, hg::relu>;
using net = hg::network<first, hg::max_pool2d<hg::image<28, 28, 16>, hg::window<2>>,
                        hg::conv2d<hg::image<14, 14, 16>, 32, hg::window<3>, hg::padding<1>, hg::relu>,
                        hg::max_pool2d<hg::image<14, 14, 32>, hg::window<2>>, hg::dense<1568, 10>>;
static_assert(net::inputs == pictures::inputs && net::outputs == pictures::outputs &&
              double(first::flops) * pictures::batch == pictures::first_flops &&
              double(net::flops<pictures::batch>) == pictures::forward_flops);

} // namespace

/// Shared by both tasks.
class convolution_by_handgrad {
public:
    static constexpr const char* name = "handgrad";

    explicit convolution_by_handgrad(const float* parameters) {
        std::copy_n(parameters, p_.size, p_.begin());
    }

    void predict(const float* x, float* y) {
        const auto out = net::forward(p_, rows(x), workspace_);
        std::copy(out.begin(), out.end(), y);
    }
    float step(const float* x, const int* label) {
        return net::train_step(hg::softmax_cross_entropy{}, hg::sgd{.rate = pictures::rate}, p_, rows(x),
                               hg::view<const int, pictures::batch, 1>(label), workspace_);
    }

private:
    using rows = hg::view<const float, pictures::batch, net::inputs>;

    hg::parameters<net> p_;
    net::workspace<pictures::batch> workspace_;
};

picture_lesson::picture_lesson()
    : p(net::parameter_count), x(pictures::batch * net::inputs), label(pictures::batch),
      expected(pictures::results + 1) {
    hg::rng random{1};
    const auto initial = std::make_unique<hg::parameters<net>>();
    net::initialize(*initial, random);
    std::copy(initial->begin(), initial->end(), p.begin());
    for (float& value : x) value = random.uniform(0.0f, 1.0f);
    for (int& y : label) y = static_cast<int>(random.below(net::outputs));
    const auto learnt = std::make_unique<convolution_by_handgrad>(p.data());
    for (int k = 0; k < steps; ++k) expected.back() = learnt->step(x.data(), label.data());
    learnt->predict(x.data(), expected.data());
}

const picture_lesson& picture_lesson::shared() {
    static const picture_lesson made;
    return made;
}

template <class Task>
struct by_handgrad : convolution_by_handgrad {
    using convolution_by_handgrad::convolution_by_handgrad;
};

[[maybe_unused]] static const bool entered = enter_all<by_handgrad>(tasks{});

} // namespace bench
