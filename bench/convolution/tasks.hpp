/// What is timed of the network for pictures.
#pragma once

#include "contest.hpp"

namespace bench {

using tasks = task_list<of_pictures<false>, of_pictures<true>>;

} // namespace bench
