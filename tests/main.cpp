// The one translation unit that holds doctest's implementation and main(). Both are asked for, for the first
// does not follow from the second where doctest's declarations are already there, precompiled.
#define DOCTEST_CONFIG_IMPLEMENT
#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include <doctest/doctest.h>
