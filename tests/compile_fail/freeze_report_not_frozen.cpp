// A report on two blocks of parameters, of which none is frozen.
// expect: freeze_report\(p, f, x\) compares p with a frozen network: f = freeze<bfloat16>\(p\), or
// expect: not_a_frozen_network<.*parameters
#include <handgrad/handgrad.hpp>
#include <handgrad/io/freeze_report.hpp>

#include <cstdio>

namespace hg = handgrad;

using net = hg::mlp<hg::relu, 2, 32, 4>;

int main() {
    const hg::parameters<net> p;
    const hg::matrix<float, 8, 2> x;
#ifdef WELL_FORMED
    const auto other = hg::freeze<hg::bfloat16>(p);
#else
    const hg::parameters<net> other;
#endif
    std::puts(hg::freeze_report(p, other, x).text().c_str());
}
