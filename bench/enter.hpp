/// How a benchmark is registered.
#pragma once

#include <benchmark/benchmark.h>

#include <string>

namespace bench {

/// Under the name group/task/contestant, from which the report makes its table.
inline void enter(std::string group, const std::string& task, const char* contestant,
                  void (*run)(benchmark::State&)) {
    benchmark::RegisterBenchmark(group.append("/").append(task).append("/").append(contestant).c_str(), run);
}

} // namespace bench
