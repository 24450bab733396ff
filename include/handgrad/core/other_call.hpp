/// What a call is told that no function takes: how it is to be made.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/setting.hpp>

#include <initializer_list>

// A function f of which users get the arguments wrong has one more overload, which is deleted:
//
//     template <class...>
//     mistake::no_result f(mistake::call<"f is called as f(p, x)"> = {}, mistake::any = {}, mistake::any =
//     {}) = delete;
//
// It takes up to as many arguments as it has parameters, braces among them, but any of those that are no
// mistake before: each takes a conversion by a class. It is no template of the arguments, so that no compiler
// writes their types out, and its name and the sentence stand on one line, which both compilers quote. Asked
// for in a `requires`, such a call is none.

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace mistake {

/// An argument of a call of the wrong shape.
struct any {
    any() = default;
    template <class Given>
    constexpr any(Given&&) noexcept {}
    constexpr any(std::initializer_list<any>) noexcept {}
};

/// The first of them, and the sentence.
template <detail::setting_name Sentence>
struct call : any {
    using any::any;
    call() = default;
};

/// What the call would return: used for anything, it is not mistaken again.
struct no_result {
    template <class Wanted>
    operator Wanted() const;
    template <class... Given>
    no_result operator()(Given&&...) const;
};

} // namespace mistake
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
