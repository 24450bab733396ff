/// Lists of tasks, and which of them a build has.
#pragma once

namespace bench {

/// A task is a type that says how it is called and how it times somebody:
///     static std::string group(), name();
///     template <class Contestant> static void time(benchmark::State&);
template <class... Task>
struct task_list {};

template <class... A, class... B>
task_list<A..., B...> operator+(task_list<A...>, task_list<B...>);

/// Several lists, one after the other.
template <class... List>
using all_of = decltype((task_list<>{} + ... + List{}));

/// Tasks of one form, which differ in their sizes alone. A build that only asks whether everything compiles
/// and is right (HANDGRAD_BENCH_SMOKE) has the first of them, so that no form is lost; every other build has
/// all.
#if defined(BENCH_SMOKE)
template <class First, class...>
using alike = task_list<First>;
#else
template <class... Task>
using alike = task_list<Task...>;
#endif

/// run.operator()<Task>() for each.
template <class... Task, class Run>
void for_each_task(task_list<Task...>, Run run) {
    (run.template operator()<Task>(), ...);
}

} // namespace bench
