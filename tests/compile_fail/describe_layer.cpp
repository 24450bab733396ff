// The table of a layer that is no network.
// expect: describe<Net>\(\) is for a network: of one layer, describe<network<layer>>\(\)
#include <handgrad/handgrad.hpp>
#include <handgrad/io/describe.hpp>

#include <cstdio>

namespace hg = handgrad;

using layer = hg::dense<2, 16, hg::relu>;
#ifdef WELL_FORMED
using described = hg::network<layer>;
#else
using described = layer;
#endif

int main() { std::puts(hg::describe<described>().c_str()); }
