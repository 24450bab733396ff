// Z W for cubes.
#include "contest.hpp"

namespace bench {

[[maybe_unused]] static const bool entered =
    contest<nn, float>(size<4, 4, 4>{}, size<8, 8, 8>{}, size<12, 12, 12>{}, size<16, 16, 16>{},
                       size<24, 24, 24>{}, size<32, 32, 32>{}, size<64, 64, 64>{}, size<128, 128, 128>{},
                       size<256, 256, 256>{}, size<512, 512, 512>{});

} // namespace bench
