// A report on the frozen form of another network.
// expect: these parameters, or this gradient, belong to another network
#include <handgrad/handgrad.hpp>
#include <handgrad/io/freeze_report.hpp>

#include <cstdio>

namespace hg = handgrad;

using net = hg::mlp<hg::relu, 2, 32, 4>;
#ifdef WELL_FORMED
using other = net;
#else
using other = hg::mlp<hg::tanh, 2, 32, 4>;
#endif

int main() {
    const hg::parameters<net> p;
    const hg::frozen<other, hg::bfloat16> f;
    const hg::matrix<float, 8, 2> x;
    std::puts(hg::freeze_report(p, f, x).text().c_str());
}
