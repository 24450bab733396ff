/// How a contestant enters: from its own .cpp, in every task of a list.
#pragma once

#include "task_list.hpp"

#include <benchmark/benchmark.h>

#include <string>

namespace bench {

using benchmark_function = void (*)(benchmark::State&);

/// The clock that counts: of the processor, which other programs do not move, or, of what runs on several
/// threads, the one on the wall.
enum class clock_of { processor, wall };

/// Notes the benchmark group/task/contestant; the report makes its tables from these names.
void enter(std::string group, std::string task, std::string contestant, benchmark_function run,
           clock_of clock = clock_of::processor);

/// Hands what was entered to Google Benchmark, task by task. Within a task handgrad comes first, then the
/// others by name; the tasks come in the order in which handgrad entered them.
void register_all();

/// Whether it is up to its task: a contestant may say so by a constant `enters`.
template <class Contestant>
consteval bool enters() {
    if constexpr (requires { Contestant::enters; })
        return Contestant::enters;
    else
        return true;
}

/// Enters Contestant<Task> for each task of the list. The result is there to be put into a constant.
template <template <class> class Contestant, class... Task>
bool enter_all(task_list<Task...>) {
    for_each_task(task_list<Task...>{}, []<class T>() {
        using contestant = Contestant<T>;
        if constexpr (enters<contestant>())
            enter(T::group(), T::name(), contestant::name, T::template time<contestant>);
    });
    return true;
}

/// Puts something into the results that the report shows. The result is there to be put into a constant.
bool describe(const std::string& key, const std::string& value);

/// Says which kind of a peer was measured.
bool describe_peer(const std::string& name, const std::string& what);

} // namespace bench
