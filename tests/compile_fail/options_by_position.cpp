// Two numbers of which nobody sees what the second is.
// expect: options after the first are set by name
// expect-gcc: use of deleted function .*by_name.*double
// expect-clang: conversion function from .double. to .*by_name. invokes a deleted function
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

#ifdef WELL_FORMED
inline constexpr hg::sgd step{.rate = 0.1, .weight_decay = 0.9};
#else
inline constexpr hg::sgd step{0.1, 0.9};
#endif
