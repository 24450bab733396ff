/// What is timed of a network with a memory.
#pragma once

#include "contest.hpp"

namespace bench {

#if defined(BENCH_SMOKE)
using tasks = task_list<stream_task<1, 1>, stream_task<8, 1>>;
#else
using tasks = task_list<stream_task<1, 1>, stream_task<1, 64>, stream_task<8, 1>>;
#endif

} // namespace bench
