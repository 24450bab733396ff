// The grammar of mistakes, as one uses it who writes a layer of his own: docs/mistakes.md.
#include <handgrad/core/verdict.hpp>
#include <handgrad/layer/dense.hpp>
#include <handgrad/layer/fixed.hpp>
#include <handgrad/network/network.hpp>

#include <type_traits>

namespace hg = handgrad;

namespace {

/// As a user would write it: a layer, and what can be wrong with it.
template <int Every>
struct not_a_power_of_two {
    static constexpr bool is_power = Every > 0 && (Every & (Every - 1)) == 0;
    static_assert(is_power, "every_nth takes a power of two");
};
template <int Every>
struct every_nth : hg::dense<4, 4> {
    using verdict = std::conditional_t<Every == 1 || Every == 2, hg::well_formed, not_a_power_of_two<Every>>;
};

using hg::detail::own_verdict, hg::detail::first_mistake, hg::detail::unless;

// Naming a mistake prints nothing.
static_assert(hg::is_well_formed<own_verdict<every_nth<2>>>);
static_assert(std::is_same_v<own_verdict<every_nth<3>>, not_a_power_of_two<3>>);
static_assert(hg::is_well_formed<own_verdict<int>>, "of what offers no verdict nothing is said");

// A network tells the mistake of the layer, wherever it stands; one beside it is not told twice.
static_assert(std::is_same_v<hg::verdict<hg::dense<4, 4>, every_nth<3>>, not_a_power_of_two<3>>);
static_assert(std::is_same_v<hg::verdict<hg::fixed<every_nth<3>>>, not_a_power_of_two<3>>);
static_assert(std::is_same_v<hg::verdict<hg::network<hg::dense<4, 4>, every_nth<3>>, every_nth<5>>,
                             not_a_power_of_two<3>>);
static_assert(hg::chainable<every_nth<1>, every_nth<2>> && !hg::chainable<every_nth<1>, every_nth<3>>);

// Composition takes the first mistake.
template <int>
struct wrong;
template <class... Judgements>
using first = typename first_mistake<Judgements...>::type;
static_assert(hg::is_well_formed<first<>>);
static_assert(hg::is_well_formed<first<unless<true, wrong<1>>, unless<true, wrong<2>>>>);
static_assert(std::is_same_v<first<unless<false, wrong<1>>, unless<false, wrong<2>>>, wrong<1>>);
static_assert(std::is_same_v<first<unless<true, wrong<1>>, unless<false, wrong<2>>>, wrong<2>>);

} // namespace
