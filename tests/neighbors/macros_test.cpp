// Macros that other headers leave behind, before the library and after it: they are what they were, and a
// network works.
#include <doctest/doctest.h>

#include <complex.h>

#include <string_view>

// clang-format off
#undef I
#define I _Complex_I
#define A 1
#define B 4
#define C 1
#define D 1
#define E 2.718
#define F(s) (s)
#define G 1
#define H 1
#define K 4
#define L 1
#define M 4
#define N 4
#define P 4
#define Q 4
#define R 4
#define S 1
#define T 4
#define U 1
#define V 4
#define W 4
#define X 4
#define Y 4
#define Z 4
#define i _Imaginary_I
// Windows
#undef min
#undef max
#define min(a, b) (((a) < (b)) ? (a) : (b))
#define max(a, b) (((a) > (b)) ? (a) : (b))
#define near
#define far
#define small char
#define interface struct
#define in
#define out
#define IN
#define OUT
#define ERROR 0
#define DOMAIN 1
#define OVERFLOW 3
// X11, curses
#define None 0L
#define Bool int
#define Status int
#define Always 2
#define Success 0
#define move(y, x) wmove(stdscr, y, x)
#define clear() wclear(stdscr)
#define erase() werase(stdscr)
// Arduino
#define PI 3.14159
#define B1 1
#undef abs
#define abs(x) ((x) > 0 ? (x) : -(x))
#undef round
#define round(x) ((x) >= 0 ? (long)((x) + 0.5) : (long)((x) - 0.5))
#define sq(x) ((x) * (x))
#define bit(b) (1UL << (b))
#define constrain(a, l, h) ((a) < (l) ? (l) : ((a) > (h) ? (h) : (a)))
#define pi 3.14
#define eps 1e-6
#define sgn(x) ((x) > 0)
#define DEBUG 1
// tgmath.h
#undef exp
#define exp(x) expf(x)
#undef log
#define log(x) logf(x)
#undef tanh
#define tanh(x) tanhf(x)
#undef sin
#define sin(x) sinf(x)
#undef cos
#define cos(x) cosf(x)
#undef sqrt
#define sqrt(x) sqrtf(x)
#undef fma
#define fma(a, b, c) fmaf(a, b, c)
#undef pow
#define pow(a, b) powf(a, b)
#undef isnan
#define isnan(x) ((x) != (x))
#undef isinf
#define isinf(x) 0
#define select(a, b, c) ((a) ? (b) : (c))
#define swap(a, b) do { } while (0)
// Qt, and what stands for an attribute
#define signals public
#define slots
#define emit
#define foreach(a, b) for (a : b)
#define check(x) assert(x)
#define verify(x) assert(x)
#define require(x) assert(x)
#define fail(x) abort()
#define likely(x) __builtin_expect(!!(x), 1)
#define unlikely(x) __builtin_expect(!!(x), 0)
#define noinline __attribute__((noinline))
#define always_inline __attribute__((always_inline)) inline
#define gnu 1
#define cold __attribute__((cold))
#define pure __attribute__((pure))
#define unused __attribute__((unused))
#define maybe_unused
#define minor(d) gnu_dev_minor(d)
// Settings of a program
#define hidden 3
#define grid 3
#define window 3
#define rows 8
#define cols 8
#define weights 8
#define alpha 1
#define step 3
#define size 3
#define data 3
// clang-format on

#include <handgrad/handgrad.hpp>
#include <handgrad/io/labeled_images.hpp>
#include <handgrad/testing/gradient_check.hpp>
#include <handgrad/testing/layer_laws.hpp>
#include <handgrad/train/thread_team.hpp>

#undef log // doctest's own

namespace hg = handgrad;
using net = hg::network<hg::dense<2, 8, hg::tanh>, hg::dense<8, 2>>;

/// A layer of a user's, who has the library's own macros: they mean the same among others'.
struct twice {
    HANDGRAD_INLINE static float value(float x) {
        return [&]() HANDGRAD_INLINE_LAMBDA { return 2 * x; }();
    }
};

TEST_CASE("a network among macros") {
    hg::rng rng{1};
    hg::parameters<net> p, gradient;
    net::initialize(p, rng);
    net::workspace<4> ws;
    const hg::matrix<float, 4, 2> x{{0, 0}, {0, 1}, {1, 0}, {1, 1}};
    const hg::matrix<int, 4, 1> label{{0}, {1}, {1}, {0}};
    const hg::adam rule{.rate = 0.05};
    hg::optimizer_state<hg::adam, net::parameter_count> state;
    float loss = 1;
    for (int k = 0; k < 500; ++k)
        loss = net::train_step(hg::softmax_cross_entropy{}, rule, p, x, label, ws, state);
    CHECK(loss < 0.1f);
    CHECK(net::value_and_gradient(hg::softmax_cross_entropy{}, p, x, label, gradient, ws) < 0.1f);
    const auto y = net::forward(p, x, ws);
    for (int r = 0; r < 4; ++r) CHECK((y(r, 1) > y(r, 0)) == (label(r, 0) == 1));
    CHECK(hg::freeze(p).forward(x)(1, 1) == y(1, 1));
    CHECK(twice::value(2) == 4);
}

#define TEXT_OF(...) #__VA_ARGS__
#define TEXT(...) TEXT_OF(__VA_ARGS__)

TEST_CASE("the macros are what they were") {
    CHECK(TEXT(B) == std::string_view{"4"});
    CHECK(TEXT(min(1, 2)) == std::string_view{"(((1) < (2)) ? (1) : (2))"});
    CHECK(TEXT(far) == std::string_view{""});
    CHECK(TEXT(small) == std::string_view{"char"});
    CHECK(TEXT(tanh(1)) == std::string_view{"tanhf(1)"});
    CHECK(TEXT(tanh) == std::string_view{"tanh"});
    CHECK(TEXT(fma(1, 2, 3)) == std::string_view{"fmaf(1, 2, 3)"});
    CHECK(TEXT(step) == std::string_view{"3"});
    CHECK(TEXT(J) == std::string_view{"J"}); // nobody's macro before, nobody's after
    CHECK(TEXT(I) == std::string_view{TEXT(_Complex_I)});
#if defined(HANDGRAD_INNER)
    FAIL("the library leaves a macro of its own behind");
#endif
}
