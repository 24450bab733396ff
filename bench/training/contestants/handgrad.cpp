// The library's networks.
#include <tasks.hpp>

#include "../../peers/handgrad_network.hpp"

namespace bench {

[[maybe_unused]] static const bool entered = enter_all<by_handgrad>(tasks{});

} // namespace bench
