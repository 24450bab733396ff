// A branch that makes one row of two steps beside one that makes a row of each.
// expect: layers side by side must make as many rows of a sequence as the first of them
#include <handgrad/handgrad.hpp>

#include "own/halved.hpp"

namespace hg = handgrad;

#ifdef WELL_FORMED
using net = hg::network<hg::add<halved<3>, hg::network<halved<3>, hg::gru<3, 3>>>>;
#else
using net = hg::network<hg::add<halved<3>, hg::gru<3, 3>>>;
#endif

int main() {
    hg::parameters<net> p;
    return p[0] > 0;
}
