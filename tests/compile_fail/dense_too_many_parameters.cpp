// A layer of 2.5 billion parameters.
// expect: a layer, or a network, has at most 2147483647 parameters
// expect: too_many_parameters<.*dense<50000, 50000.*parameter_count<2500050000
// expect-clang: net::parameter_count
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

#ifdef WELL_FORMED
using net = hg::network<hg::dense<5000, 5000>>;
#else
using net = hg::network<hg::dense<50000, 50000>>;
#endif

static_assert(net::parameter_count > 0);
