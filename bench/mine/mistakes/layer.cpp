// A layer whose like no peer has.
// expect: mine: only dense layers can be compared, so each layer of the network must be an hg::dense, or a
// network
#include "../verdict.hpp"

#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

struct chosen {
#ifdef WELL_FORMED
    using net = hg::network<hg::network<hg::dense<4, 8, hg::relu>>, hg::dense<8, 2>>;
#else
    using net = hg::network<hg::dense<4, 8, hg::relu>, hg::layer_norm<8>, hg::dense<8, 2>>;
#endif
    static constexpr int batch = 4;
    static constexpr hg::softmax_cross_entropy loss{};
    static constexpr hg::sgd optimizer{};
};

[[maybe_unused]] constexpr bool comparable = bench::can_be_compared<chosen>();
