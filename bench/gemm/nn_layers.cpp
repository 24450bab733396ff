// Z W for the layers of perceptrons.
#include "contest.hpp"

namespace bench {

[[maybe_unused]] static const bool entered =
    contest<nn, float>(size<8, 256, 784>{}, size<32, 128, 784>{}, size<64, 256, 784>{}, size<128, 256, 784>{},
                       size<32, 10, 128>{}, size<64, 10, 128>{}, size<32, 64, 64>{});

} // namespace bench
