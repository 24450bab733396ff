/// Which version of the library this is.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/config.hpp>

namespace handgrad {

/// Of the headers; CMakeLists.txt reads it here.
inline constexpr const char* version = "0.1.0";

} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
