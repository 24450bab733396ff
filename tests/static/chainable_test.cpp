// Which lists of types are networks; and the verdict on those that are none, named without being printed.
#include <handgrad/handgrad.hpp>

#include <string>
#include <tuple>
#include <type_traits>

namespace hg = handgrad;

namespace {

using hg::chainable;
using hg::dense;

static_assert(chainable<dense<1, 1>>);
static_assert(chainable<dense<784, 256, hg::relu>, dense<256, 10>>);
static_assert(chainable<dense<2, 16, hg::tanh>, dense<16, 16, hg::silu, hg::no_bias>, dense<16, 2>>);
static_assert(chainable<dense<2, 2>, dense<2, 2>, dense<2, 2>, dense<2, 2>, dense<2, 2>, dense<2, 2>>);

// Logical widths count, not those of registers: 5, 7 and 8 floats all fit one.
static_assert(!chainable<dense<3, 5>, dense<7, 8>>);
static_assert(!chainable<dense<3, 8>, dense<7, 2>>);

static_assert(!chainable<>);
static_assert(!chainable<dense<784, 256>, dense<128, 10>>);
static_assert(!chainable<dense<256, 10>, dense<784, 256>>, "the order matters");
static_assert(!chainable<dense<2, 0>>);
static_assert(!chainable<dense<0, 2>>);
static_assert(!chainable<dense<-2, 2>>);
static_assert(!chainable<dense<2, -2>>);
static_assert(!chainable<int>);
static_assert(!chainable<void>);
static_assert(!chainable<std::string, std::tuple<dense<2, 3>>>);
static_assert(!chainable<dense<2, 3>, dense<3, 2>*>);
static_assert(!chainable<dense<2, 3>, dense<3, 2>&>);
static_assert(!chainable<dense<2, 3>, hg::relu>);

// A network is a layer.
static_assert(chainable<hg::mlp<hg::relu, 2, 3, 4>, dense<4, 2>, hg::mlp<hg::tanh, 2, 5>>);
static_assert(!chainable<hg::mlp<hg::relu, 2, 3, 4>, dense<3, 2>>);
static_assert(!chainable<dense<4, 2>, hg::network<dense<2, 3>, dense<4, 2>>>);

static_assert(!chainable<dense<2, 3, int>, dense<3, 2>>);
static_assert(!chainable<dense<2, 3, hg::no_bias>, dense<3, 2>>);
static_assert(!chainable<dense<2, 3, hg::relu, int>, dense<3, 2>>);

struct incomplete;
static_assert(!chainable<dense<2, 3>, incomplete>);

// It can constrain a function, and choose between two.
template <class... Layers>
    requires chainable<Layers...>
constexpr bool are_chained(Layers...) { return true; }
constexpr bool are_chained(...) { return false; }
static_assert(are_chained(dense<2, 3>{}, dense<3, 4>{}));
static_assert(!are_chained(dense<2, 3>{}, dense<4, 4>{}));

// The first mistake is the verdict.
template <class Expected, class... Layers>
constexpr bool judged = std::is_same_v<hg::verdict<Layers...>, Expected>;

static_assert(judged<hg::well_formed, dense<2, 3>, dense<3, 4>>);
static_assert(judged<hg::mistake::empty_network<hg::mistake::layers<0>>>);
static_assert(judged<hg::mistake::shape_mismatch<hg::mistake::layer_number<2>, hg::mistake::produces<3>,
                                                 hg::mistake::expects<4>>,
                     dense<2, 3>, dense<4, 5>, dense<6, 7>, int>);
static_assert(judged<hg::mistake::shape_mismatch<hg::mistake::layer_number<3>, hg::mistake::produces<5>,
                                                 hg::mistake::expects<6>>,
                     dense<2, 3>, dense<3, 5>, dense<6, 7>>);
static_assert(
    judged<hg::mistake::not_a_layer<hg::mistake::layer_number<2>, int>, dense<2, 3>, int, dense<9, 9>>);
static_assert(judged<hg::mistake::empty_layer<hg::mistake::layer_number<1>, hg::mistake::inputs<0>,
                                              hg::mistake::outputs<3>>,
                     dense<0, 3>>);
static_assert(judged<hg::mistake::empty_layer<hg::mistake::layer_number<2>, hg::mistake::inputs<3>,
                                              hg::mistake::outputs<-1>>,
                     dense<2, 3>, dense<3, -1>>);
static_assert(judged<hg::mistake::not_an_activation<dense<3, 4, int>, int>, dense<2, 3>, dense<3, 4, int>,
                     dense<9, 9>>);

// A mistake in a network inside a network is told with the way to it.
static_assert(
    judged<hg::mistake::shape_mismatch<hg::mistake::layer_number<2, 1, 3>, hg::mistake::produces<5>,
                                       hg::mistake::expects<6>>,
           dense<1, 2>, hg::network<hg::network<dense<2, 3>, dense<3, 5>, dense<6, 7>>, dense<8, 9>>>);

// Naming a network that is none is silent, and so is asking for what would be wrong with it.
using none = hg::network<dense<2, 3>, dense<4, 5>>;
static_assert(std::is_same_v<none, hg::network<dense<2, 3>, dense<4, 5>>>);

} // namespace
