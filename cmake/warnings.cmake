# handgrad_warnings: what the project's own code is held to. Users of the library do not get it.
option(HANDGRAD_WERROR "A warning in the project's own code is an error" ON)

add_library(handgrad_warnings INTERFACE)
target_compile_options(handgrad_warnings INTERFACE -Wall -Wextra -Wpedantic -Wconversion -Wshadow)
if(HANDGRAD_WERROR)
    target_compile_options(handgrad_warnings INTERFACE -Werror)
endif()
