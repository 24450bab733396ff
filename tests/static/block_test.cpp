// The numbers of a network as a type of numbers: which networks share one, and which do not.
#include <handgrad/handgrad.hpp>

#include <ratio>
#include <type_traits>

namespace {

namespace hg = handgrad;
using hg::dense;

using net = hg::network<dense<4, 6, hg::relu>, dense<6, 3>>;
struct named : net {};

static_assert(
    std::is_same_v<net::block<>,
                   hg::parameter_block<float, 51, hg::fingerprint<net>, hg::parameter_range{0, 51}>>);
static_assert(std::is_base_of_v<net::block<>, hg::parameters<net>> &&
              sizeof(net::block<>) == sizeof(hg::parameters<net>));
static_assert(std::is_trivially_copyable_v<net::block<>> && alignof(net::block<>) == 64);
static_assert(std::is_same_v<named::block<>, net::block<>>);

// The value is that of every compiler and instruction set.
static_assert(hg::fingerprint<net> == 12277150222736301793u);

// Other layers or activations, as many numbers.
template <class Other>
constexpr bool is_another = Other::parameter_count == net::parameter_count &&
                            !std::is_convertible_v<typename Other::template block<>&, net::block<>&>;
static_assert(is_another<hg::network<dense<4, 6, hg::tanh>, dense<6, 3>>>);
static_assert(is_another<hg::network<hg::network<dense<4, 6, hg::relu>>, dense<6, 3>>>);

template <class A, class B>
constexpr bool differ = hg::fingerprint<A> != hg::fingerprint<B>;
static_assert(differ<hg::activate<4, hg::tanh>, hg::activate<4, hg::fast::tanh>>);
static_assert(differ<hg::fixed<hg::softmax<4>>, hg::fixed<hg::log_softmax<4>>>);
static_assert(
    differ<hg::max_pool2d<hg::image<8, 8>, hg::window<2>>, hg::max_pool2d<hg::image<4, 16>, hg::window<2>>>);
static_assert(differ<hg::add<dense<4, 4>, hg::skip<4>>, hg::add<hg::skip<4>, dense<4, 4>>>);

// Of types that compilers write in ways of their own: the last word.
template <class>
struct around {
    struct gate : hg::activate<4, hg::relu> {};
    struct hatch : hg::activate<4, hg::relu> {};
};
static_assert(differ<around<int>::gate, around<int>::hatch>);
template <class T>
constexpr auto local_layer(T) {
    struct inside : hg::activate<4, hg::relu> {};
    return inside{};
}
using local = decltype(local_layer(0));
static_assert(hg::fingerprint<local> == 12615959489716824740u);

// What an optimizer may change is part of it.
using partly = hg::network<hg::fixed<dense<4, 6, hg::relu>>, dense<6, 3>>;
static_assert(partly::block<>::learned.size() == 1 && partly::block<>::learned[0].first == 30);
static_assert(is_another<partly>);

// The rate of dropout is no matter of the parameters.
template <class Rate>
using dropping = hg::network<dense<4, 6, hg::relu>, hg::dropout<6, Rate>, dense<6, 3>>;
static_assert(std::is_same_v<dropping<std::ratio<1, 2>>::block<>, dropping<std::ratio<1, 5>>::block<>>);

// A state is numbers, too, whatever the rule.
static_assert(std::is_same_v<hg::optimizer_state<hg::adam, 51>,
                             hg::state_block<float, 102, hg::detail::rule_of_state<hg::adam>>>);

// Nothing is lost or gained by the way to a block and back.
constexpr bool goes_and_returns() {
    hg::parameters<net> p;
    hg::rng r(1);
    net::block<>& block = p;
    net::initialize(block, r);
    net::weights<2>(block)(0, 0) = 3;
    net::biases<1>(p)(0, 5) = 4;
    const hg::parameters<net> copy(block);
    return copy == p && copy.weights<2>()(0, 0) == 3 && copy.biases<1>()(0, 5) == 4 &&
           net::layer<2>(copy).data() == copy.layer<2>().data() && copy.layer<1>().data() == copy.data();
}
static_assert(goes_and_returns());

} // namespace
