/// Which part of the cases this build takes. Builds that differ in their compiler or a sanitizer alone would
/// say the same of a shape three times over: they deal out the shapes among themselves (CMakePresets.json),
/// and each keeps some of every law. Told nothing, a build takes all of them; scripts/test_whole.sh builds
/// them all everywhere.
#pragma once

#include <cstddef>
#include <utility>

#if !defined(HANDGRAD_TEST_SHARE)
#define HANDGRAD_TEST_SHARE 0
#define HANDGRAD_TEST_SHARES 1
#endif
static_assert(HANDGRAD_TEST_SHARE >= 0 && HANDGRAD_TEST_SHARE < HANDGRAD_TEST_SHARES);

inline constexpr int my_share = HANDGRAD_TEST_SHARE, all_shares = HANDGRAD_TEST_SHARES;

/// Whether the i-th case falls to this build.
constexpr bool is_mine(std::size_t i) { return i % std::size_t{all_shares} == std::size_t{my_share}; }

/// run.operator()<x>() for those of the cases that fall to this build, the first of them the `First`-th.
template <std::size_t First, auto... Cases, class Run>
void for_my_part([[maybe_unused]] Run run) {
    const auto deal = [&]<std::size_t I, auto Case>() {
        if constexpr (is_mine(First + I)) run.template operator()<Case>();
    };
    [&]<std::size_t... I>(std::index_sequence<I...>) { (deal.template operator()<I, Cases>(), ...); }
    (std::make_index_sequence<sizeof...(Cases)>{});
}
/// The same for types.
template <std::size_t First, class... Cases, class Run>
    requires(sizeof...(Cases) > 0)
void for_my_part([[maybe_unused]] Run run) {
    const auto deal = [&]<std::size_t I, class Case>() {
        if constexpr (is_mine(First + I)) run.template operator()<Case>();
    };
    [&]<std::size_t... I>(std::index_sequence<I...>) { (deal.template operator()<I, Cases>(), ...); }
    (std::make_index_sequence<sizeof...(Cases)>{});
}
