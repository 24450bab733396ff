# handgrad_own_target(<target>): the library, the warnings and the instruction set of this build.
function(handgrad_own_target target)
    target_link_libraries(${target} PRIVATE handgrad::handgrad handgrad_warnings handgrad_arch)
endfunction()

# handgrad_own_compile_command(<variable>): the same as a list that can be executed, <compiler> <flags...>, for tests
# that run the compiler themselves.
function(handgrad_own_compile_command variable)
    separate_arguments(command UNIX_COMMAND "${CMAKE_CXX_FLAGS}")
    list(PREPEND command "${CMAKE_CXX_COMPILER}" -std=c++20)
    foreach(target handgrad_warnings handgrad_arch)
        get_target_property(flags ${target} INTERFACE_COMPILE_OPTIONS)
        if(flags)
            list(APPEND command ${flags})
        endif()
    endforeach()
    list(APPEND command "-I${PROJECT_SOURCE_DIR}/include")
    get_target_property(directories Boost::headers INTERFACE_INCLUDE_DIRECTORIES)
    foreach(directory IN LISTS directories)
        # Naming /usr/include again would change the search order under #include_next.
        if(NOT directory IN_LIST CMAKE_CXX_IMPLICIT_INCLUDE_DIRECTORIES)
            list(APPEND command -isystem "${directory}")
        endif()
    endforeach()
    set(${variable} "${command}" PARENT_SCOPE)
endfunction()
