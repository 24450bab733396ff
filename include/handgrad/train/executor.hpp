/// What runs tasks at the same time.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/config.hpp>

#include <type_traits>

namespace handgrad {
HANDGRAD_BEGIN_ISA

namespace detail {

struct any_task {
    constexpr void operator()(int) const noexcept {}
};

} // namespace detail

/// An executor is a function: team(count, f) calls f(0) .. f(count - 1), each once, in any order or at the
/// same time, and returns when all have returned; what they wrote is then seen by the caller. thread_team is
/// one. A pool of your own becomes one by a lambda,
///
///     auto team = [&](int count, const auto& f) { pool.parallel_for(0, count, f); };
///
/// and a loop is one, too, for a machine with one core:
///
///     auto team = [](int count, const auto& f) { for (int i = 0; i < count; ++i) f(i); };
template <class E>
concept executor = std::is_invocable_v<E&, int, const detail::any_task&>;

// <handgrad/handgrad.hpp> leaves it out, for the time that <thread> takes to compile. Where it is missed,
// compilers print the name of the namespace.
namespace detail::in_train_thread_team_hpp {
template <int N>
class thread_team; // #include <handgrad/train/thread_team.hpp>
}
using detail::in_train_thread_team_hpp::thread_team;

HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
