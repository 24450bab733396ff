#include "guarded_views.hpp"

#include <handgrad/handgrad.hpp>

#include <doctest/doctest.h>

#include <new>
#include <span>

using namespace guard;

namespace {

/// An object of a class of the library between forbidden pages. Its alignment, and with it its padding,
/// stays.
template <class T>
class guarded_object {
public:
    explicit guarded_object(flush side) : memory_(sizeof(T)), object_(new (memory_.place<T>(1, side)) T) {}
    T& operator*() { return *object_; }
    bool intact() const { return memory_.intact(); }

private:
    guarded_memory memory_;
    T* object_;
};

/// Whole networks on the caller's memory, at every number of rows from one to more than a tile.
template <class Net, int Rows>
struct pass {
    explicit pass(flush side)
        : p(side), gradient(side), ws(side), x(side, 1), dx(side, 2), y(side, 3), label(side, 4) {
        hg::rng rng(1);
        Net::initialize(*p, rng);
    }

    guarded_object<hg::parameters<Net>> p, gradient;
    guarded_object<typename Net::template workspace<8>> ws;
    guarded<float, Rows, Net::inputs> x, dx;
    guarded<float, Rows, Net::outputs> y;
    guarded<int, Rows, 1> label; // all of them 0

    void run() {
        Net::predict(*p, hg::rows<const float, Net::inputs>(x.constant()),
                     hg::rows<float, Net::outputs>(y.view()));
        CHECK(y.intact());
        CHECK(same_bits(Net::forward(*p, x.constant().row(Rows - 1))(0, 0), y.constant()(Rows - 1, 0)));

        hg::rows<float, Net::inputs> to(dx.view());
        Net::value_and_gradient(hg::softmax_cross_entropy{}, *p,
                                hg::rows<const float, Net::inputs>(x.constant()),
                                std::span<const int>(label.constant().data(), Rows), *gradient, *ws, to);
        CHECK(x.unchanged());
        CHECK(label.unchanged());
        CHECK(dx.intact());
        for (const bool intact : {p.intact(), gradient.intact(), ws.intact()}) CHECK(intact);
    }
};

template <class Net, int Rows>
void check() {
    CAPTURE(Rows);
    pass<Net, Rows> back(flush::back), front(flush::front);
    back.run();
    front.run();
    CHECK(back.y.same_as(front.y));
    CHECK(back.dx.same_as(front.dx));
    CHECK(*back.gradient == *front.gradient);
}

/// The number of rows that falls to this build, of 1, 7 and 43; with `Turn`, another.
template <class Net, int Turn>
void check_rows() {
    for_my_part<Turn, 1, 7, 43>([]<int Rows>() { check<Net, Rows>(); });
}

} // namespace

TEST_CASE("guard: a network of widths 3, 1, 5") { check_rows<hg::mlp<hg::relu, 3, 1, 5>, 0>(); }
TEST_CASE("guard: a network of widths 9, 17, 10, 7") { check_rows<hg::mlp<hg::silu, 9, 17, 10, 7>, 1>(); }
TEST_CASE("guard: a network of widths 33, 31, 8") { check_rows<hg::mlp<hg::tanh, 33, 31, 8>, 2>(); }
TEST_CASE("guard: a layer of widths 15, 16") { check_rows<hg::network<hg::dense<15, 16>>, 3>(); }
TEST_CASE("guard: layers made of layers") {
    using inner = hg::residual<hg::dense<9, 17, hg::tanh>, hg::layer_norm<17>, hg::dense<17, 9, hg::silu>>;
    using net =
        hg::network<hg::dense<3, 9>, hg::dropout<9>, inner, hg::concatenate<hg::skip<9>, hg::dense<9, 2>>,
                    hg::projected_residual<hg::dense<11, 5, hg::relu>>, hg::activate<5, hg::sigmoid>>;
    if constexpr (is_mine(1)) check<net, 13>(); // a tile of 8 rows, and single ones
}
