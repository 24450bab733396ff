/// How a mistake is told: a verdict is `well_formed`, or a type that spells what is wrong (docs/mistakes.md).
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/config.hpp>

#include <type_traits>

namespace handgrad {
HANDGRAD_BEGIN_ISA

/// The verdict on that of which nothing is wrong. Any other verdict is a mistake: a class template of
/// namespace mistake, which can be named without a sound, as by std::is_same; where it is instantiated, its
/// static_assert prints one error, a sentence, and its arguments are the particulars.
struct well_formed {};

/// Whether nothing is wrong.
template <class Verdict>
inline constexpr bool is_well_formed = std::is_same_v<Verdict, well_formed>;

namespace detail {

/// False, but not before it is instantiated: for a mistake that is one whatever its arguments are.
template <class>
inline constexpr bool holds = false;

} // namespace detail

namespace mistake {

/// A mistake whose error is printed elsewhere: no sentence is told twice.
struct told_elsewhere {};

/// The default of a template argument that must be given: a list of arguments that is too short would make
/// errors of its own of every use of what it names. A number is 0 by default for the same reason.
struct not_given;

// Words for the particulars: what was found, and what was expected. More stand where they are used.
template <class Type>
struct has {};
template <class Type>
struct wants {};

// What any function may find that writes to an argument.
template <class Given>
struct read_only {
    static_assert(detail::holds<Given>, "this argument is written to: it must not be const");
};
template <class Given>
struct written_temporary {
    static_assert(detail::holds<Given>,
                  "this argument is written to, but is a temporary, gone after the call: name it first");
};

} // namespace mistake

namespace detail {

/// What a judge returns: not the verdict, of which no object is made unless it is to be printed, but its
/// name.
template <class Verdict>
inline constexpr std::type_identity<Verdict> verdict_is{};

/// A judgement, the type of such a name: `Mistake` unless Good.
template <bool Good, class Mistake>
using unless = std::type_identity<std::conditional_t<Good, well_formed, Mistake>>;

/// The first of some judgements that is a mistake, or well_formed.
template <class... Judgements>
struct first_mistake : std::type_identity<well_formed> {};
template <class... Rest>
struct first_mistake<std::type_identity<well_formed>, Rest...> : first_mistake<Rest...> {};
template <class Mistake, class... Rest>
struct first_mistake<std::type_identity<Mistake>, Rest...> : std::type_identity<Mistake> {};

/// Prints a mistake, once per function that is called wrongly:
///     using reported [[maybe_unused]] = detail::report<decltype(verdict{})>;
/// The caller's braces instantiate the mistake, so that nothing stands between the error and the user's call;
/// and it is a declaration, because a statement that holds a mistake makes Clang say, besides, that a call in
/// a constant expression is none.
template <class Mistake>
using report = Mistake;

/// Option of a layer, `using verdict = ..`: what is wrong with its own arguments; well_formed if it says
/// nothing. (To be specialized for a template whose instantiation would print the mistake.)
template <class Type>
struct own_verdict_of {
    static consteval auto judge() {
        if constexpr (requires { typename Type::verdict; })
            return verdict_is<typename Type::verdict>;
        else
            return verdict_is<well_formed>;
    }
    using type = typename decltype(judge())::type;
};
template <class Type>
using own_verdict = typename own_verdict_of<Type>::type;

} // namespace detail

HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
