// A number in the place of an initialiser.
// expect: this is no initialiser, such as he_normal\{\}: it lacks a public `template <class T, int In, int
// Out> expect: constexpr void operator\(\)\(view<T, In, Out> w, rng&\) const` expect:
// not_an_initialiser<double>
#include <handgrad/core/matrix.hpp>
#include <handgrad/initialiser/constant.hpp>
#include <handgrad/layer/dense.hpp>

namespace hg = handgrad;

using layer = hg::dense<16, 4>;

int main() {
    hg::rng rng{1};
    hg::matrix<float, 1, layer::parameter_count> p;
#ifdef WELL_FORMED
    layer::initialise(p.view(), rng, hg::constant{.value = 0.1});
#else
    layer::initialise(p.view(), rng, 0.1);
#endif
    return p(0, 0) > 0;
}
