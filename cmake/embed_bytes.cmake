# handgrad_embed_bytes(target file symbol)
#
# Makes the bytes of `file` known to the C++ sources of `target`: they may write
#     #include <symbol.hpp>      // inline constexpr unsigned char embedded::symbol[]
# The header is generated in the build directory when CMake runs, and again when the file has changed.
function(handgrad_embed_bytes target file symbol)
    get_filename_component(file "${file}" ABSOLUTE)
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${file}")

    file(READ "${file}" bytes HEX)
    string(REPEAT "[0-9a-f][0-9a-f]" 20 line)
    string(REGEX REPLACE "(${line})" "\\1\n" bytes "${bytes}")
    string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${bytes}")

    get_filename_component(name "${file}" NAME)
    set(directory "${CMAKE_CURRENT_BINARY_DIR}/embedded")
    # file(CONFIGURE) leaves a file with the same content untouched, so nothing is compiled again.
    file(CONFIGURE OUTPUT "${directory}/${symbol}.hpp" @ONLY CONTENT
"// Generated from @name@ by cmake/embed_bytes.cmake.
#pragma once

namespace embedded {

// clang-format off
inline constexpr unsigned char @symbol@[] = {
@bytes@
};
// clang-format on

} // namespace embedded
")
    target_include_directories(${target} PRIVATE "${directory}")
endfunction()
