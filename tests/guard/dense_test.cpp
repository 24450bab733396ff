// Nothing is read or written past an end: every array that a layer touches lies flush against a forbidden
// page.
#include <doctest/doctest.h>

#include <guarded_memory.hpp>
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

namespace {

/// One array of a layer's arguments.
template <class T, int R, int C>
struct guarded {
    guarded_memory memory{sizeof(T) * (R * C + 1)};
    hg::view<T, R, C> all;

    guarded(flush side, hg::rng& r) : all(memory.place<T>(R * C, side)) {
        for (T& x : all) x = r.uniform<T>(T(-1), T(1));
    }
    operator hg::view<T, R, C>() const { return all; }
    operator hg::view<const T, R, C>() const { return all; }
};

template <class Layer, int B, class T>
void run(flush side) {
    constexpr int in = Layer::inputs, out = Layer::outputs, count = Layer::parameter_count;
    constexpr int tape_size = Layer::template tape_size<B>;
    hg::rng r{1};
    guarded<T, B, in> z(side, r), g_in(side, r);
    guarded<T, 1, count> p(side, r), dp(side, r);
    guarded<T, 1, tape_size> tape(side, r);
    guarded<T, B, out> y(side, r), g(side, r);
    const hg::view<const T, B, in> const_z = z;
    const hg::view<const T, 1, count> const_p = p;
    const hg::view<const T, 1, tape_size> const_tape = tape;
    const hg::view<const T, B, out> const_y = y;
    Layer::template forward<B>(const_z, const_p, hg::discard{}, y.all);
    Layer::template forward<B>(const_z, const_p, tape.all, y.all);
    Layer::template vjp<B, hg::write::overwrite>(const_z, const_y, const_p, const_tape, g.all, g_in.all,
                                                 dp.all);
    Layer::template vjp<B, hg::write::accumulate>(const_z, const_y, const_p, const_tape, g.all, hg::discard{},
                                                  dp.all);
    for (const guarded_memory* m :
         {&z.memory, &g_in.memory, &p.memory, &dp.memory, &tape.memory, &y.memory, &g.memory})
        CHECK(m->intact());
}

template <int In, int Out, int B = 5, class T = float>
void both_sides() {
    using layer = hg::dense<In, Out, hg::silu>;
    run<layer, B, T>(flush::front);
    run<layer, B, T>(flush::back);
}

} // namespace

TEST_CASE("a dense layer stays within its arrays") {
    both_sides<1, 9>();
    both_sides<3, 10>();
    both_sides<5, 15>();
    both_sides<7, 16>();
    both_sides<8, 17>();
    both_sides<9, 31>();
    both_sides<10, 33>();
    both_sides<15, 1>();
    both_sides<16, 3>();
    both_sides<17, 5>();
    both_sides<31, 7>();
    both_sides<33, 8>();
}

TEST_CASE("so it does with one row, with several chains, in parts, and in double") {
    both_sides<17, 10, 1>();
    both_sides<33, 70, 1>();
    both_sides<71, 10, 9>();
    both_sides<64, 3, 1>();
    both_sides<600, 35, 19>();
    both_sides<7, 9, 5, double>();
    both_sides<66, 5, 8, double>();
}

TEST_CASE("a forbidden page is forbidden: the pattern notices a byte too many") {
    guarded_memory memory(100);
    char* array = memory.place<char>(10, flush::front);
    CHECK(memory.intact());
    array[10] = static_cast<char>(array[10] + 1);
    CHECK(!memory.intact());
}
