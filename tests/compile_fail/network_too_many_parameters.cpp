// Layers each of which could be counted.
// expect: a layer, or a network, has at most 2147483647 parameters
// expect: too_many_parameters<.*layers<2>, .*parameter_count<3200080000
// expect-clang: net::parameter_count
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

#ifdef WELL_FORMED
using net = hg::network<hg::dense<400, 400>, hg::dense<400, 400>>;
#else
using net = hg::network<hg::dense<40000, 40000>, hg::dense<40000, 40000>>;
#endif

static_assert(net::parameter_count > 0);
