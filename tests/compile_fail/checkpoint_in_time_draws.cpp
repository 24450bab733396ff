// Dropout in what is computed piece by piece.
// expect: checkpoint_in_time cuts sequences: its layers must make a row of each step, look at no later one,
// draw expect: nothing at random and look at no batch as a whole; outside of it they may expect:
// no_checkpoint_in_time<.*layer_number<1>
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

#ifdef WELL_FORMED
using within = hg::activate<4, hg::relu>;
#else
using within = hg::dropout<4>;
#endif

using net = hg::network<hg::checkpoint_in_time<8, hg::gru<2, 4>, within>, hg::dense<4, 1>>;

int main() {
    static net::workspace<2 * hg::steps(16)> ws;
    return ws.batch == 0;
}
