// Z W of doubles.
#include "contest.hpp"

namespace bench {

[[maybe_unused]] static const bool entered =
    contest<nn, double>(size<8, 8, 8>{}, size<32, 32, 32>{}, size<64, 64, 64>{}, size<128, 128, 128>{},
                        size<64, 256, 784>{}, size<64, 10, 128>{}, size<1, 64, 64>{});

} // namespace bench
