// The parameters that are saved, embedded, and should be found again.
#pragma once

#include "own/bend.hpp"

#include <limits>

namespace made {

namespace hg = handgrad;
using small = hg::mlp<own::bend, 6, 16, 3>;
using large = hg::mlp<own::bend, 64, 256, 64, 10>; // 135 kB

/// Random ones, and some that a text loses easily.
template <class Network>
void make(hg::parameters<Network>& p) {
    hg::rng random{Network::inputs};
    Network::initialize(p, random);
    p[0] = -0.0f;
    p[1] = std::numeric_limits<float>::denorm_min();
    p[2] = -std::numeric_limits<float>::min();
    p[3] = 1.0f / 3;
    p[p.size - 1] = 16777217.0f / 16777216.0f;
}

} // namespace made
