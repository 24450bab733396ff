# The toolchain of the presets that use GCC: g++-12, the oldest one supported, or else the g++ there is.
find_program(HANDGRAD_GXX NAMES g++-12 g++)
if(HANDGRAD_GXX)
    set(CMAKE_CXX_COMPILER "${HANDGRAD_GXX}")
endif()
