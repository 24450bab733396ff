// A picture whose numbers cannot be counted.
// expect: an image has at most 2147483647 numbers
// expect-clang: large::size
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

#ifdef WELL_FORMED
using large = hg::image<700, 700>;
#else
using large = hg::image<70000, 70000>;
#endif

static_assert(large::size > 0);
