# handgrad_require(<what> FOR <whom> DEBIAN <package> TARGET <imported target> [HEADER <header>]
#                  FIND <find_package arguments...>)
#
# find_package that remembers what it did not find, so that handgrad_stop_if_missing() can name every missing
# package in one go, in words a user can act on. HEADER must be found among the target's include directories.
function(handgrad_require what)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "FOR;DEBIAN;TARGET;HEADER" "FIND")
    find_package(${arg_FIND} QUIET)
    set(found FALSE)
    if(TARGET ${arg_TARGET})
        set(found TRUE)
        if(arg_HEADER)
            get_target_property(directories ${arg_TARGET} INTERFACE_INCLUDE_DIRECTORIES)
            find_file(header ${arg_HEADER} HINTS ${directories} NO_CACHE)
            if(NOT header)
                set(found FALSE)
            endif()
        endif()
    endif()
    if(NOT found)
        set_property(GLOBAL APPEND_STRING PROPERTY handgrad_missing
            "${what} (for ${arg_FOR}) was not found: install the Debian package ${arg_DEBIAN}.\n")
        set_property(GLOBAL APPEND_STRING PROPERTY handgrad_missing_packages " ${arg_DEBIAN}")
    endif()
endfunction()

function(handgrad_stop_if_missing)
    get_property(missing GLOBAL PROPERTY handgrad_missing)
    get_property(packages GLOBAL PROPERTY handgrad_missing_packages)
    if(missing)
        message(FATAL_ERROR "${missing}"
            "All of it at once: apt-get install${packages}\n"
            "scripts/bootstrap.sh demo | test | bench | all does that. To build less, set HANDGRAD_BUILD_TESTS, "
            "HANDGRAD_BUILD_BENCH or HANDGRAD_BUILD_EXAMPLES to OFF.")
    endif()
endfunction()
