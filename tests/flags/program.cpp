// A user's program, compiled with flags that the library can do with and with some that it cannot.
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;
using net = hg::network<hg::dense<2, 16, hg::tanh>, hg::dense<16, 2>>;

int main() {
    hg::rng rng{1};
    hg::parameters<net> p;
    net::initialize(p, rng);
    return net::forward(p, hg::row(0.5f, 0.5f))(0, 0) > 1;
}
