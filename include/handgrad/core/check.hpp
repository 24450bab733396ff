/// What a build without NDEBUG, or one with HANDGRAD_CHECKED, looks at besides.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/fail.hpp>

#include <cstddef>
#include <cstdint>
#include <type_traits>

// An index, a label, an address: to look at each would cost what a network is fast for, so that a build with
// NDEBUG does not. Any other says what was found, what was expected and, of an index, in which line of the
// caller's, and aborts. In a constant expression such a mistake is an error in every build that looks.

/// HANDGRAD_EXPECT(condition, failure): unless the condition holds, calls the failure, which does not return.
/// An expression of type void: in front of a comma it costs a constant expression no step.
#if defined(HANDGRAD_CHECKED)
#define HANDGRAD_EXPECT(condition, failure) (__builtin_expect(!!(condition), 1) ? void() : failure)
#else
#define HANDGRAD_EXPECT(condition, failure) void()
#endif

/// A last parameter of a function that takes an index, and an argument to hand it on: the caller's line.
#if defined(HANDGRAD_CHECKED)
#define HANDGRAD_CALLER , ::handgrad::detail::caller from = {__builtin_FILE(), __builtin_LINE()}
#define HANDGRAD_SAME_CALLER , from
#else
#define HANDGRAD_CALLER
#define HANDGRAD_SAME_CALLER
#endif

/// A function with a large array that g++ would make a part of its caller, where checks have made that
/// smaller than its sisters: the arrays of two would be on the stack at a time.
#if defined(HANDGRAD_CHECKED)
#define HANDGRAD_APART_WHERE_CHECKED __attribute__((__noinline__))
#else
#define HANDGRAD_APART_WHERE_CHECKED
#endif

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace detail {

/// A line of the caller's.
struct caller {
    const char* file;
    int line;
};

// The failures. None is constexpr: a constant expression that comes to one is none.

[[noreturn, gnu::cold, gnu::noinline]] inline void
index_out_of_range(const char* what, int row, int col, int rows, int cols, caller from) noexcept {
    refuse(sentence(what, ": found row ", row, ", column ", col, ", expected less than ", rows, " and ", cols,
                    ", none negative (", from.file, ":", from.line, ")")
               .c_str());
}
[[noreturn, gnu::cold, gnu::noinline]] inline void row_out_of_range(const char* what, int row, int rows,
                                                                    caller from) noexcept {
    refuse(sentence(what, ": found row ", row, ", expected 0 to ", rows - 1, " (", from.file, ":", from.line,
                    ")")
               .c_str());
}
[[noreturn, gnu::cold, gnu::noinline]] inline void number_out_of_range(const char* what, int i,
                                                                       int size) noexcept {
    refuse(sentence(what, ": found number ", i, ", expected 0 to ", size - 1).c_str());
}
[[noreturn, gnu::cold, gnu::noinline]] inline void rows_out_of_range(std::ptrdiff_t first, std::ptrdiff_t n,
                                                                     std::ptrdiff_t count) noexcept {
    refuse(sentence("rows: found ", n, " rows from row ", first, " on, expected some of the ", count,
                    " that there are")
               .c_str());
}
[[noreturn, gnu::cold, gnu::noinline]] inline void
misplaced(const char* call, const char* what, std::size_t beyond, std::size_t alignment) noexcept {
    if (alignment == 0)
        refuse(sentence(call, ": ", what, ": found a null pointer, expected numbers").c_str());
    refuse(sentence(call, ": ", what, ": found an address ", beyond, " bytes beyond a multiple of ",
                    alignment, ", expected a multiple: allocate by new, or alignas(", alignment, ")")
               .c_str());
}
[[noreturn, gnu::cold, gnu::noinline]] inline void label_out_of_range(const char* loss, int label,
                                                                      int classes) noexcept {
    refuse(sentence(loss, ": a label is outside 0 .. (number of classes - 1): found ", label,
                    ", expected 0 to ", classes - 1)
               .c_str());
}

/// Looks at an address in a function apart, where no compiler supposes anything of it from its type, and
/// which takes no part in what is inlined of its callers.
HANDGRAD_APART inline void require_place(const char* call, const char* what, std::uintptr_t address,
                                         std::size_t alignment) noexcept {
    if (address == 0) misplaced(call, what, 0, 0);
    const std::size_t beyond = address % alignment;
    if (beyond != 0) misplaced(call, what, beyond, alignment);
}

/// What an object's place must be a multiple of: g++ gives a temporary no more than a register's size,
/// whatever its type asks for, and supposes no more of any.
template <class Object>
inline constexpr std::size_t alignment_in_place =
#if defined(__clang__)
    alignof(Object);
#else
    alignof(Object) < __BIGGEST_ALIGNMENT__ ? alignof(Object) : __BIGGEST_ALIGNMENT__;
#endif

/// The first argument of a constructor: looks at the place of the object, before anything is written to it.
struct placed {
    template <class Object>
    HANDGRAD_INLINE static constexpr placed at([[maybe_unused]] const char* what,
                                               [[maybe_unused]] const Object* object) noexcept {
#if defined(HANDGRAD_CHECKED)
        if (!std::is_constant_evaluated())
            require_place("a constructor", what, reinterpret_cast<std::uintptr_t>(object),
                          alignment_in_place<Object>);
#endif
        return {};
    }
};

} // namespace detail
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
