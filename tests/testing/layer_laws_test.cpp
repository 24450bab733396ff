// The laws catch a layer that breaks them: each wrong layer here differs from a right one in one place.
#include <doctest/doctest.h>

#include <handgrad/handgrad.hpp>
#include <handgrad/testing/layer_laws.hpp>

#include <array>
#include <limits>
#include <string>

namespace hg = handgrad;

namespace {

enum class mistake {
    none,
    input_gradient,
    parameter_gradient,
    ignores_accumulate,
    mixes_rows,
    writes_past,
    tape,
    seed,
    unlearned
};

/// y = p o z with a learned factor for each column.
template <mistake M>
struct scale {
    static constexpr int inputs = 4, outputs = 4, parameter_count = 4;
    static constexpr std::array learned{M == mistake::unlearned ? hg::parameter_range{1, 3}
                                                                : hg::parameter_range{0, 4}};
    template <int B>
    static constexpr int tape_size = 0;

    template <int B>
    static constexpr void forward(auto z, auto p, [[maybe_unused]] auto tape, auto y) {
        for (int r = 0; r < B; ++r)
            for (int c = 0; c < inputs; ++c) y(r, c) = p(0, c) * z(M == mistake::mixes_rows ? B - 1 : r, c);
        if constexpr (M == mistake::writes_past) y.data()[B * outputs] = 1; // which no check sees
        if constexpr (M == mistake::tape && hg::is_discarded<decltype(tape)>) y(0, 0) = 7;
    }
    template <int B, hg::write W>
    static constexpr void vjp(auto z, auto, auto p, auto, auto g, auto g_in, auto dp) {
        for (int c = 0; c < inputs; ++c) {
            auto sum = M == mistake::ignores_accumulate ? 0 : hg::start<W>(dp(0, c));
            for (int r = 0; r < B; ++r) {
                g_in(r, c) = M == mistake::input_gradient && c == 2 ? g(r, c) : g(r, c) * p(0, c);
                sum += M == mistake::parameter_gradient && c == 3 ? g(r, c) : g(r, c) * z(r, c);
            }
            dp(0, c) = sum;
        }
    }
    static constexpr void initialize(auto p, hg::rng& r) {
        for (auto& x : p) x = r.uniform<double>();
        if constexpr (M == mistake::seed) p(0, 3) = 0.0 / p.cols * std::numeric_limits<double>::quiet_NaN();
    }
};

template <mistake M>
std::string verdict() {
    const auto report = hg::testing::layer_laws<scale<M>>();
    CHECK(report.holds() == (M == mistake::none));
    return report.explain();
}

} // namespace

TEST_CASE("a right layer holds, a wrong one is named") {
    const auto names = [](const std::string& text, const char* what) {
        CHECK_MESSAGE(text.find(what) != std::string::npos, text);
    };
    names(verdict<mistake::none>(), "hold");
    names(verdict<mistake::input_gradient>(), "dl/dz: compared with central differences: element 2");
    names(verdict<mistake::parameter_gradient>(), "dl/dp: compared with central differences: element 3");
    names(verdict<mistake::ignores_accumulate>(), "accumulated over its rows");
    names(verdict<mistake::mixes_rows>(), "forward of a batch must give the bits of forward of its rows");
    names(verdict<mistake::writes_past>(), "past the ends");
    names(verdict<mistake::unlearned>(), "not learned must be 0: element 0");
    names(verdict<mistake::tape>(), "without a tape");
    names(verdict<mistake::seed>(), "initialize must set every parameter");
}
