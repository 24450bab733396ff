// Compiled as ever and linked with -ffast-math, which has denormal numbers taken for zero in the whole
// process: this is seen.
#include <handgrad/handgrad.hpp>

#include <cstdio>

namespace hg = handgrad;

using net = hg::network<hg::dense<4, 4>>;

int main() {
    static hg::parameters<net> p;
    for (float& w : p) w = 1e-40f;
    const bool lost = net::forward(p, hg::row(1.f, 2.f, 3.f, 4.f))(0, 0) == 0;
    const hg::environment e = hg::strict_environment();
    std::printf("denormal results %d, operands %d, to nearest %d; the network's are lost: %d\n",
                e.keeps_denormal_results, e.keeps_denormal_operands, e.rounds_to_nearest, lost);
    const bool seen = !e && !e.keeps_denormal_results && !e.keeps_denormal_operands && e.rounds_to_nearest;
    return seen && lost ? 0 : 1;
}
