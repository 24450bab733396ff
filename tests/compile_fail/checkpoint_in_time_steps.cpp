// Pieces of no steps.
// expect: a checkpoint in time is for one step at least: checkpoint_in_time<32, gru<8, 16>>
// expect: steps_of_a_checkpoint<0>
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

#ifdef WELL_FORMED
constexpr int steps = 8;
#else
constexpr int steps = 0;
#endif

using net = hg::network<hg::checkpoint_in_time<steps, hg::gru<2, 4>>, hg::dense<4, 1>>;

int main() {
    static net::workspace<2 * hg::steps(16)> ws;
    return ws.batch == 0;
}
