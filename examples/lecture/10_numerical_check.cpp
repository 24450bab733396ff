// Is the gradient right? Move one number to either side, and see how the loss changes.
//
//     dl/dv  is about  (l(v + h) - l(v - h)) / 2h        central differences, for every parameter and input v
//
// gradient_check does it for a whole network, in double. Here it looks at one with a layer of a user's,
//     y_rc = z_rc s_c        dl/dz_rc = g_rc s_c        dl/ds_c = sum_r g_rc z_rc        g = dl/dy
// and finds, to the element, what is wrong if the sum for one c leaves out a row. And h? The difference is
// wrong by about h^2 l'''(v) / 6, and rounding the two losses adds about epsilon l(v) / h: too large is as
// bad as too small.
#include "claims.hpp"
#include "data_file.hpp"
#include "log_log_slope.hpp"

#include <handgrad/handgrad.hpp>
#include <handgrad/testing/gradient_check.hpp>

#include <algorithm>
#include <array>
#include <cstdio>
#include <span>
#include <utility>
#include <vector>

namespace hg = handgrad;

/// One factor s_c for each column, learned. If `Careless`, dl/ds_2 leaves out row 0.
template <int N, bool Careless = false>
struct gate {
    static constexpr int inputs = N, outputs = N, parameter_count = N;
    template <int B>
    static constexpr int tape_size = 0;

    template <int B>
    static constexpr void forward(auto z, auto s, auto /*tape*/, auto y) {
        for (int r = 0; r < B; ++r)
            for (int c = 0; c < N; ++c) y(r, c) = z(r, c) * s(0, c);
    }
    template <int B, hg::write W>
    static constexpr void vjp(auto z, auto /*y*/, auto s, auto /*tape*/, auto g, auto g_in, auto ds) {
        using scalar =
            hg::simd::scalar_vector<typename decltype(g)::value_type>; // its fma is a constant expression
        for (int c = 0; c < N; ++c) {
            scalar sum(hg::start<W>(ds(0, c)));
            for (int r = Careless && c == 2 ? 1 : 0; r < B; ++r)
                sum = fma(scalar(g(r, c)), scalar(z(r, c)), sum);
            ds(0, c) = sum.v;
        }
        if constexpr (!hg::is_discarded<decltype(g_in)>)
            for (int r = 0; r < B; ++r)
                for (int c = 0; c < N; ++c) g_in(r, c) = g(r, c) * s(0, c);
    }
    static constexpr void initialize(auto s, hg::rng&) {
        for (auto& factor : s) factor = 1;
    }
};

template <class Net, int B>
constexpr auto check(const auto& loss, const auto& target, double h = 6e-6) {
    hg::rng random{4};
    hg::parameters<Net, double> p;
    Net::initialize(p, random);
    hg::matrix<double, B, Net::inputs> x;
    for (double& number : x) number = random.uniform<double>(-1, 1);
    return hg::testing::gradient_check<Net>(loss, p, x, target, h);
}

template <bool Careless>
constexpr auto check_network(double h = 6e-6) {
    using net = hg::network<hg::dense<3, 6, hg::tanh>, gate<6, Careless>, hg::dense<6, 2>>;
    return check<net, 4>(hg::softmax_cross_entropy{}, std::array{0, 1, 1, 0}, h);
}

// The compiler can do it, too: a program whose gradient is wrong need not compile.
template <bool Careless>
constexpr bool holds = check<hg::network<gate<3, Careless>, hg::dense<3, 1>>, 2>( //
                           hg::mean_squared_error{}, hg::matrix<double, 2, 1>{{1}, {-1}})
                           .holds();
static_assert(holds<false> && !holds<true>);

int main(int count, char** arguments) {
    const auto honest = check_network<false>(), careless = check_network<true>();
    std::printf("dense<3, 6, tanh>, gate<6>, dense<6, 2>\n%s\n", honest.table().c_str());
    std::printf("The same with a gate that forgets a row\n%s\n", careless.table().c_str());
    std::printf("%s\n\n", careless.explain().c_str());

    // The largest error against h: 10^-1, 10^-1.5, .. 10^-12.
    lecture::data_file file(count, arguments, "10_numerical_check");
    std::vector<std::pair<double, double>> errors;
    std::puts("      h   largest error");
    double h = 0.1;
    for (int i = 0; i <= 22; ++i, h *= 0.31622776601683794) {
        const double error = check_network<false>(h).worst().error;
        errors.emplace_back(h, error);
        file.line(h, error);
        if (i % 2 == 0) std::printf("  1e-%02d   %.1e\n", i / 2 + 1, error);
    }
    const auto& best =
        *std::min_element(errors.begin(), errors.end(), [](auto a, auto b) { return a.second < b.second; });
    const std::span all(errors);
    const double left = lecture::log_log_slope(all.first(7)), right = lecture::log_log_slope(all.last(9));

    std::puts("");
    lecture::claims claims;
    claims.check(honest.holds(), "an honest network: every gradient is right to %.0e", honest.worst().error);
    claims.check(honest.kinks() == 0 && careless.kinks() == 0, "no element was left out for a kink");
    claims.check(careless.worst().place() == "layer 2, p(2)", "of the careless one, %s is named",
                 careless.worst().place().c_str());
    claims.check(careless.layer(1).error < 1e-6 && careless.layer(3).error < 1e-6 &&
                     careless.input().error < 1e-6,
                 "and nothing else is blamed");
    claims.check(1.9 < left && left < 2.1, "a large h: the error grows as h^%.2f", left);
    claims.check(-1.3 < right && right < -0.7, "a small h: the error grows as h^%.2f", right);
    claims.check(6e-7 < best.first && best.first < 6e-5, "the best h is near the cube root of epsilon: %.0e",
                 best.first);
    return claims.exit_code();
}
