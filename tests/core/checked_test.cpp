// What a build that checks finds: it says what, what was expected and where, and ends. A constant expression
// that does the same is none.
#undef NDEBUG
#if !defined(HANDGRAD_CHECKED)
#define HANDGRAD_CHECKED
#endif
#include <handgrad/handgrad.hpp>

#include <last_words.hpp>
#include <sanitized.hpp>

#include <doctest/doctest.h>

#include <cstddef>
#include <limits>
#include <memory>
#include <new>
#include <string>
#include <vector>

namespace {

namespace hg = handgrad;

using net = hg::network<hg::dense<2, 3, hg::tanh>, hg::dense<3, 4>>;

template <class F>
void check_says(F f, const std::string& sentence) {
    const std::string words = last_words(f);
    CAPTURE(words);
    CHECK(words.find("handgrad: " + sentence) != std::string::npos);
}

std::string here(int line) { return std::string(" (") + __FILE__ + ":" + std::to_string(line) + ")"; }

template <class T>
[[gnu::noinline]] void look_at(const T& x) {
    __asm__ volatile("" : : "r"(&x) : "memory");
}

} // namespace

TEST_CASE("checked: indices of a matrix") {
    hg::matrix<float, 2, 3> m;
    const auto& constant = m;
    const auto says = [](int r, int c) {
        return "matrix: found row " + std::to_string(r) + ", column " + std::to_string(c) +
               ", expected less than 2 and 3, none negative";
    };
    for (const auto& place : {std::pair{2, 0}, {-1, 0}, {0, 3}, {1, -1}}) {
        const int r = place.first, c = place.second;
        check_says([&] { m(r, c) = 1; }, says(r, c) + here(__LINE__));
        check_says([&] { look_at(constant(r, c)); }, says(r, c) + here(__LINE__));
        check_says([=] { look_at(hg::matrix<float, 2, 3>{}(r, c)); }, says(r, c) + here(__LINE__));
    }
    check_says([&] { look_at(m.row(2)); }, "view: found row 2, expected 0 to 1" + here(__LINE__));
    check_says([&] { look_at(constant.row(-1)); }, "view: found row -1, expected 0 to 1" + here(__LINE__));
    CHECK(last_words([&] { look_at(m(1, 2)); }) == "returned");
}

TEST_CASE("checked: indices of a view, of rows, of parameters") {
    hg::parameters<net> p;
    check_says([&] { p.weights<1>()(2, 0) = 1; },
               "view: found row 2, column 0, expected less than 2 and 3, none negative");
    check_says([&] { look_at(p.weights<1>().row(2)); }, "view: found row 2, expected 0 to 1");
    check_says([&] { p[p.size] = 1; }, "parameters: found number 25, expected 0 to 24");
    check_says([&] { look_at(std::as_const(p)[-1]); }, "parameters: found number -1, expected 0 to 24");
    const hg::matrix<float, 5, 2> m;
    const hg::rows<const float, 2> x(m);
    check_says([&] { look_at(x[5]); },
               "rows: found 1 rows from row 5 on, expected some of the 5 that there are");
    check_says([&] { look_at(x.tile<4>(2)); },
               "rows: found 4 rows from row 2 on, expected some of the 5 that there are");
    CHECK(last_words([&] { look_at(x.tile<4>(1)); }) == "returned");
}

// A layer that keeps what it has said it would not.
namespace {

struct forgetful {
    static constexpr int inputs = 2, outputs = 2, parameter_count = 0;
    template <int B>
    static constexpr int tape_size = 0;
    template <int B>
    static void forward(auto z, auto, auto tape, auto y) {
        if constexpr (!hg::is_discarded<decltype(tape)>) tape(0, 0) = z(0, 0);
        hg::copy(z, y);
    }
    template <int B, hg::write W>
    static void vjp(auto, auto, auto, auto, auto g, auto g_in, auto) {
        if constexpr (!hg::is_discarded<decltype(g_in)>) hg::copy(g, g_in);
    }
    static void initialize(auto, hg::rng&) {}
};

} // namespace

TEST_CASE("checked: the tape of a layer that has none") {
    using with_it = hg::network<hg::dense<2, 2>, forgetful>;
    check_says(
        [] {
            hg::parameters<with_it> p, gradient;
            with_it::workspace<4> ws;
            const hg::matrix<float, 4, 2> x;
            with_it::value_and_gradient(hg::mean_squared_error{}, p, x, x, gradient, ws);
        },
        "view: found row 0, column 0, expected less than 1 and 0, none negative");
}

TEST_CASE("checked: an object that is not where it may be") {
    if constexpr (sanitized) return; // which has a word of its own for it, before
    alignas(64) static std::byte memory[1 << 16];
    const auto beyond = [](const std::string& what, int bytes) {
        const std::string multiple = std::to_string(hg::detail::alignment_in_place<hg::parameters<net>>);
        return what + ": found an address " + std::to_string(bytes) + " bytes beyond a multiple of " +
               multiple + ", expected a multiple: allocate by new, or alignas(" + multiple + ")";
    };
    check_says([] { look_at(*new (memory + 4) hg::parameters<net>); },
               beyond("a constructor: parameters", 4));
    check_says([] { look_at(*new (memory + 4) hg::parameters<net>{}); },
               beyond("a constructor: parameters", 4));
    check_says([] { look_at(*new (memory + 8) hg::matrix<float, 8, 8>); },
               beyond("a constructor: a matrix", 8));
    check_says([] { look_at(*new (memory + 8) hg::matrix<float, 8, 8>(hg::uninitialized)); },
               beyond("a constructor: a matrix", 8));
    check_says([] { look_at(*new (memory + 8) net::workspace<4>); }, beyond("a constructor: a workspace", 8));
    using state = hg::optimizer_state<hg::adam, net::parameter_count>;
    check_says([] { look_at(*new (memory + 8) state); }, beyond("a constructor: an optimizer's state", 8));

    // Nobody has constructed it.
    check_says(
        [] {
            const auto& p = *reinterpret_cast<const hg::parameters<net>*>(memory + 4);
            const hg::matrix<float, 4, 2> x;
            hg::matrix<float, 4, 4> y;
            net::predict(p, x, y);
        },
        beyond("predict: the parameters", 4));
    check_says(
        [] {
            auto& ws = *reinterpret_cast<net::workspace<4>*>(memory + 4);
            hg::parameters<net> p;
            const hg::matrix<float, 4, 2> x;
            const hg::matrix<int, 4, 1> label;
            net::train_step(hg::softmax_cross_entropy{}, hg::sgd{}, p, x, label, ws);
        },
        beyond("train_step: the workspace", 4));
    check_says(
        [] {
            const hg::parameters<net> p;
            hg::matrix<float, 4, 4> y;
            net::predict(p, hg::view<const float, 4, 2>(nullptr), y);
        },
        "predict: the batch: found a null pointer, expected numbers");
}

TEST_CASE("checked: targets that are no numbers") {
    constexpr float none = std::numeric_limits<float>::quiet_NaN();
    constexpr float infinite = std::numeric_limits<float>::infinity();
    const auto says = [](auto loss) {
        for (const float wrong : {none, infinite, -infinite})
            check_says(
                [=] {
                    const auto z = hg::row(0.5f, -1.0f, 2.0f), target = hg::row(1.0f, wrong, 0.0f);
                    look_at(loss(0, z, target, 1.0f, hg::discard{}));
                },
                "a loss: found a target that is NaN or infinite, expected a finite number");
    };
    says(hg::mean_squared_error{});
    says(hg::mean_absolute_error{});
    says(hg::huber{});
    says(hg::smooth_l1{});
    says(hg::binary_cross_entropy_with_logits{});
    says(hg::soft_cross_entropy{});
}

namespace {

// A number that only a constant expression can give.
template <auto F>
concept is_constant = requires {
    typename std::bool_constant<(F(), true)>;
};
static_assert(is_constant<[] { return hg::matrix<float, 2, 3>{}(1, 2); }>);
static_assert(!is_constant<[] { return hg::matrix<float, 2, 3>{}(0, 3); }>);
static_assert(!is_constant<[] { return hg::matrix<float, 2, 3>{}(2, 0); }>);
static_assert(!is_constant<[] {
    hg::matrix<float, 2, 3> m;
    return m.view()(0, 4);
}>);
static_assert(!is_constant<[] {
    hg::matrix<float, 2, 3> m;
    return m.row(2).data() != nullptr;
}>);

} // namespace
