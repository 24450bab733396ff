/// What two units built for different instruction sets hand each other: numbers, in types that are the same
/// in both.
#pragma once

#include <handgrad/handgrad.hpp>

#include <array>
#include <type_traits>

namespace odr {

namespace hg = handgrad;

/// Norms, and networks within the network. Its type is another in each unit, that of its numbers is not.
using inner = hg::network<hg::dense<9, 8, hg::silu>, hg::layer_norm<8>>;
using net =
    hg::network<hg::dense<5, 9>, hg::batch_norm<9, hg::relu>, hg::residual<inner, hg::dense<8, 9, hg::tanh>>,
                hg::fixed<hg::network<hg::dense<9, 7, hg::relu>>>, hg::dense<7, 3>>;
using state = hg::optimizer_state<hg::adam, net::parameter_count>;

/// The functions of one unit.
struct work {
    void (*initialize)(net::block<>& p, hg::rng& r);
    float (*train)(net::block<>& p, hg::rows<const float, 5> x, hg::view<const int, 8, 1> label, state& s);
    float (*gradient)(const net::block<>& p, const hg::matrix<float, 8, 5>& x,
                      hg::view<const int, 8, 1> label, net::block<>& to);
    void (*predict)(const net::block<>& p, hg::rows<const float, 5> x, hg::rows<float, 3> y);
    hg::matrix<float, 8, 3> (*forward)(const net::block<>& p, hg::view<const float, 8, 5> x);
};

work wide_work();
work narrow_work();

} // namespace odr
