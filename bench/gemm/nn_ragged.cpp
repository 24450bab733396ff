// Z W for sizes that are no multiple of a vector.
#include "contest.hpp"

namespace bench {

[[maybe_unused]] static const bool entered =
    contest<nn, float>(size<7, 13, 5>{}, size<17, 10, 33>{}, size<31, 31, 31>{}, size<63, 65, 67>{},
                       size<100, 100, 100>{}, size<127, 10, 255>{});

} // namespace bench
