# The toolchain of the preset test-asan: clang++-19 where it and its sanitizers are installed, so that one more compiler
# is asked; or else clang++-16.
set(CMAKE_CXX_COMPILER clang++-16)
find_program(HANDGRAD_CLANG_19 NAMES clang++-19)
if(HANDGRAD_CLANG_19)
    execute_process(COMMAND "${HANDGRAD_CLANG_19}" -print-resource-dir OUTPUT_VARIABLE directory
        OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
    file(GLOB_RECURSE runtimes "${directory}/lib/*/libclang_rt.asan*")
    if(runtimes)
        set(CMAKE_CXX_COMPILER "${HANDGRAD_CLANG_19}")
    endif()
endif()
