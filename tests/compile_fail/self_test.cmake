# cmake -DCOMPILE=... -DCOMPILER_ID=... -DDIRECTORY=<scratch> -P self_test.cmake
#
# Gives expect_error.cmake files it must turn down, each for a known reason, and files it must accept.
cmake_minimum_required(VERSION 3.25)

# judge(<name> <what the runner must say, or OK> <file> <arguments...>)
function(judge name verdict text)
    set(file "${DIRECTORY}/${name}.cpp")
    file(WRITE "${file}" "${text}")
    execute_process(
        COMMAND "${CMAKE_COMMAND}" "-DCOMPILE=${COMPILE}" "-DCOMPILER_ID=${COMPILER_ID}" "-DFILE=${file}" ${ARGN} -P
                "${CMAKE_CURRENT_FUNCTION_LIST_DIR}/expect_error.cmake"
        RESULT_VARIABLE result OUTPUT_VARIABLE output ERROR_VARIABLE output)
    if(verdict STREQUAL "OK")
        if(NOT result EQUAL 0)
            message("${output}") # as it is: an error message would be wrapped
            message(SEND_ERROR "${name}: should have been accepted")
        endif()
    else()
        string(FIND "${output}" "${verdict}" position)
        if(result EQUAL 0 OR position EQUAL -1)
            message("${output}")
            message(SEND_ERROR "${name}: should have been turned down with '${verdict}'")
        endif()
    endif()
endfunction()

set(mistake "#ifdef WELL_FORMED\nstatic_assert(true, \"[broken]; in two\");\n#else\nstatic_assert(false, \"[broken]; in two\");\n#endif\n")

judge(good OK "// expect: static assertion failed\n// expect: \\[broken\\]; in two\n${mistake}")
judge(good_for_one_compiler OK "// expect-gcc: broken\n// expect-clang: broken\n${mistake}")
judge(absent "no line of the diagnostics matches: mended" "// expect: broken\n// expect: mended\n${mistake}")
judge(absent_across_lines "no line of the diagnostics matches" "// expect: in two.*static_assert.false.*generated|^x$\n${mistake}")
judge(silent "the file expects nothing" "${mistake}")
judge(misspelt "not an expectation this script understands" "// expect: broken\n// expects: broken\n${mistake}")
judge(no_mistake "the mistake compiles" "// expect: broken\nint main() {}\n")
judge(broken_twin "with -DWELL_FORMED the file must compile" "// expect: broken\nstatic_assert(false, \"broken\");\n")
judge(two_errors "exactly one error was to be printed, there are 2"
    "// expect: broken\n${mistake}#ifndef WELL_FORMED\nstatic_assert(false, \"again\");\n#endif\n")
judge(warning "exactly one error was to be printed, there are 2"
    "// expect: broken\n${mistake}#ifndef WELL_FORMED\nint f(long x) { return x; }\n#endif\n")

set(too_long "// expect: no matching function\n#ifndef WELL_FORMED\n")
foreach(i RANGE 10)
    string(APPEND too_long "struct s${i} {};\nvoid f(s${i});\n")
endforeach()
judge(too_long "at most 15 lines were to be printed" "${too_long}void g() { f(1); }\n#endif\n")

# With the prelude, and without.
set(prelude "${DIRECTORY}/prelude.hpp")
file(WRITE "${prelude}" "#define MESSAGE \"broken in the prelude\"\n")
set(seen "// #include <handgrad/handgrad.hpp>\n// expect: broken\n#ifndef WELL_FORMED\n#ifdef MESSAGE\nstatic_assert(false, MESSAGE);\n\
#else\nstatic_assert(false, \"broken\");\n#endif\n#endif\n")
judge(with_prelude OK "${seen}" "-DPRELUDE=${prelude}")
judge(without_prelude "the diagnostics are others" "${seen}" "-DPRELUDE=${prelude}" -DWITHOUT_TOO=ON)
judge(with_and_without_prelude OK "// #include <handgrad/handgrad.hpp>\n// expect: broken\n${mistake}"
    "-DPRELUDE=${prelude}" -DWITHOUT_TOO=ON)
