// A setting that no peer's loss has: they would compute less.
// expect: mine: the peers know the mean softmax_cross_entropy, binary_cross_entropy_with_logits,
// mean_squared_error
#include "../verdict.hpp"

#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

struct chosen {
    using net = hg::mlp<hg::tanh, 4, 8, 2>;
    static constexpr int batch = 4;
#ifdef WELL_FORMED
    static constexpr hg::softmax_cross_entropy loss{};
#else
    static constexpr hg::softmax_cross_entropy loss{.label_smoothing = 0.1};
#endif
    static constexpr hg::momentum optimizer{.nesterov = true};
};

[[maybe_unused]] constexpr bool comparable = bench::can_be_compared<chosen>();
