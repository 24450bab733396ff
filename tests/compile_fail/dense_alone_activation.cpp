// A dense layer used without a network, its third argument no activation.
// expect: a layer was given something else than an activation: this type lacks a public `static constexpr
// expect: const char. name`
// expect: not_an_activation<.*dense<2, 3, .*int
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

#ifdef WELL_FORMED
using layer = hg::dense<2, 3, hg::relu>;
#else
using layer = hg::dense<2, 3, int>;
#endif

int main() {
    const hg::matrix<float, 1, layer::parameter_count> p;
    const hg::matrix<float, 1, 2> z;
    hg::matrix<float, 1, 3> y;
    layer::forward<1>(z.view(), p.view(), hg::discard{}, y.view());
    return y(0, 0) > 0 && layer::weights(p.view())(0, 0) > 0;
}
