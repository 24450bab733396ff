// Cubes from BENCH_FIRST to BENCH_LAST in steps of BENCH_STEP: compiled once for each part of the sweep.
#include "../gemm/contest.hpp"

#include <string_view>
#include <utility>

namespace bench {
namespace {

/// Handgrad, Eigen and LIBXSMM. Eigen's fixed sizes are slow to compile and, above, no faster than those it
/// is told at run time.
template <class Contestant, int N>
constexpr bool swept =
    (Contestant::name == std::string_view("eigen_fixed") && N <= 32) ||
    Contestant::name == std::string_view("handgrad") ||
    Contestant::name == std::string_view("eigen_dynamic") || Contestant::name == std::string_view("libxsmm");

template <int N>
void enter_cube() {
    using problem = nn<float, N, N, N>;
    const auto enter_all = []<class... C>(std::type_identity<std::tuple<C...>>) {
        const auto enter_one = []<class Contestant>() {
            if constexpr (swept<Contestant, N>)
                enter("cubes", std::to_string(N), Contestant::name, time_product<problem, Contestant>);
        };
        (enter_one.template operator()<C>(), ...);
    };
    enter_all(std::type_identity<entrants<problem>>{});
}

[[maybe_unused]] const bool entered = []<int... I>(std::integer_sequence<int, I...>) {
    (enter_cube<BENCH_FIRST + I * BENCH_STEP>(), ...);
    return true;
}
(std::make_integer_sequence<int, (BENCH_LAST - BENCH_FIRST) / BENCH_STEP + 1>{});

} // namespace
} // namespace bench
