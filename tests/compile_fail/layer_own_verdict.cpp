// A layer of a user's own, which says what is wrong with its arguments.
// expect: layer_own_verdict.cpp
// expect: every_nth takes a power of two
// expect: not_a_power_of_two<(handgrad::)?(isa_.*::)?(mistake::)?layer_number<2, 1>, every_nth<3>
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

template <class Number, class Layer>
struct not_a_power_of_two {
    static constexpr bool is_power = (Layer::every & (Layer::every - 1)) == 0;
    static_assert(is_power, "every_nth takes a power of two");
};

template <int Every>
struct every_nth : hg::activate<4, hg::identity> {
    static constexpr int every = Every;
    using verdict = std::conditional_t<(Every & (Every - 1)) == 0, hg::well_formed,
                                       not_a_power_of_two<hg::mistake::layer_number<>, every_nth>>;
};

#ifdef WELL_FORMED
using layer = every_nth<4>;
#else
using layer = every_nth<3>;
#endif
using net = hg::network<hg::dense<8, 4, hg::relu>, hg::residual<layer, hg::dense<4, 4>>, hg::dense<4, 2>>;

int main() {
    hg::parameters<net> p;
    const hg::matrix<float, 1, 8> x;
    const hg::matrix<float, 1, 2> y = net::forward(p, x);
    return y(0, 0) > 0;
}
