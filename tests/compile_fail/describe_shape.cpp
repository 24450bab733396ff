// The table of a network whose layers do not fit.
// expect: a layer must expect as many inputs as the layer before it produces
#include <handgrad/handgrad.hpp>
#include <handgrad/io/describe.hpp>

#include <cstdio>

namespace hg = handgrad;

#ifdef WELL_FORMED
using net = hg::network<hg::dense<2, 16>, hg::dense<16, 4>>;
#else
using net = hg::network<hg::dense<2, 16>, hg::dense<15, 4>>;
#endif

int main() { std::puts(hg::describe<net>().c_str()); }
