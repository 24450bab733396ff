/// Holds off the macros of other headers whose names the library needs: first in each of its headers, after
/// the line that guards it. Its last line, pop_macros.hpp, puts them back as they were. Of headers that
/// include each other only the outermost has work to do; scripts/check_macros.sh looks after the pair.
#pragma push_macro("HANDGRAD_INNER")
#if !defined(HANDGRAD_INNER)
#define HANDGRAD_INNER 0
// A user's warnings that the library's own build does without: widths are ints, and what they index is not.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wsign-conversion"
#pragma GCC diagnostic ignored "-Weffc++"
#if !defined(__clang__)
// g++ makes functions of templates in the global namespace, and takes what a lambda or a constructor in them
// names for the shadow of a user's variable there. What shadows a name of the library's, Clang says.
#pragma GCC diagnostic ignored "-Wshadow"
#endif
#include <handgrad/core/macros/push.hpp>
#elif HANDGRAD_INNER == 0
#undef HANDGRAD_INNER
#define HANDGRAD_INNER 1
#endif
