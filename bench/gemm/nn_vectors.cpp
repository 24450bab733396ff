// z W for one row: the layers of batch-1 inference.
#include "contest.hpp"

namespace bench {

[[maybe_unused]] static const bool entered =
    contest<nn, float>(size<1, 8, 8>{}, size<1, 16, 16>{}, size<1, 32, 32>{}, size<1, 64, 64>{},
                       size<1, 128, 784>{}, size<1, 256, 784>{}, size<1, 10, 128>{});

} // namespace bench
