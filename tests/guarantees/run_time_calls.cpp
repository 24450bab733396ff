#include "calls.hpp"

#include <handgrad/handgrad.hpp>

#include <cstddef>
#include <cstdint>

namespace hg = handgrad;

namespace {

using net = hg::network<hg::dense<5, 24, hg::relu>, hg::dense<24, 3>>;
constexpr int many = 43; // a tile of each size

hg::parameters<net> p;
hg::matrix<float, many, 5> x;
hg::matrix<float, many, 3> y;

/// Many layers, whose integers are many arrays.
using deep = hg::mlp<hg::relu, 5, 30, 30, 30, 30, 30, 30, 30, 30, 3>;
hg::parameters<deep> deep_p;
const hg::frozen<deep> as_floats(deep_p);
const hg::frozen<deep, hg::bfloat16> as_halves(deep_p);
const hg::frozen<deep, std::int8_t> as_integers(deep_p);

/// A row of it is 160 KB.
using wide = hg::mlp<hg::relu, 5, 40'000, 3>;
hg::parameters<wide> wide_p;
wide::workspace<2> wide_ws;
const hg::frozen<wide> wide_frozen(wide_p);
constexpr std::size_t without_hidden = 16 << 10;

template <class Network>
void predict(const Network& f) {
    f.predict(hg::rows<const float, 5>(x), hg::rows<float, 3>(y));
}

constexpr call all[] = {
    {"predict", net::predict_stack_bytes<>,
     [] { net::predict(p, hg::rows<const float, 5>(x), hg::rows<float, 3>(y)); }},
    {"predict, many layers", deep::predict_stack_bytes<>,
     [] { deep::predict(deep_p, hg::rows<const float, 5>(x), hg::rows<float, 3>(y)); }},
    {"predict of a frozen network", decltype(as_floats)::predict_stack_bytes, [] { predict(as_floats); }},
    {"predict of one of halves", decltype(as_halves)::predict_stack_bytes, [] { predict(as_halves); }},
    {"predict of one of integers", decltype(as_integers)::predict_stack_bytes, [] { predict(as_integers); }},
    {"predict in a workspace", without_hidden, [] { wide::predict(wide_p, x, wide_ws, y); }},
    {"predict of a frozen network in a workspace", without_hidden,
     [] { wide_frozen.predict(x, wide_ws, y); }},
};

} // namespace

std::span<const call> run_time_calls() { return all; }
