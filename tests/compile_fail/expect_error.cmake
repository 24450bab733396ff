# cmake -DCOMPILE=<compiler;flags> -DCOMPILER_ID=<GNU|Clang> [-DPRELUDE=<header> [-DWITHOUT_TOO=ON]] [-DTWIN=OFF]
#       -DFILE=<file.cpp> -P expect_error.cmake
#
# FILE is one mistake of a user. It must compile with -DWELL_FORMED (which TWIN=OFF does not ask). Without, it must fail
# with exactly one error, in at most 15 lines, and each of its lines
#     // expect: <regex>         on every compiler
#     // expect-gcc: <regex>     on GCC only
#     // expect-clang: <regex>   on Clang only
# must match a line of the diagnostics. A regex is one of CMake's: . [ ] * + ? | ( ) ^ $ and \ to quote them; no \d, no
# {n}. The locale is C, so that quotes in messages are the ASCII ones. PRELUDE, which is the library precompiled, is
# included first where the file includes all of the library, and defines no macros; WITHOUT_TOO: the mistake is compiled
# as its user would, too, and the diagnostics must be the same but for the lines that say by which file a header was
# included.
cmake_minimum_required(VERSION 3.25)
set(ENV{LC_ALL} C)
set(line_limit 15)

if(COMPILER_ID MATCHES "Clang")
    set(family clang)
else()
    set(family gcc)
endif()

# Takes the first line off the variable `from`. Lists are no help here: code is full of ; and [.
function(take_line from into)
    string(FIND "${${from}}" "\n" end)
    if(end EQUAL -1)
        set(${into} "${${from}}" PARENT_SCOPE)
        set(${from} "" PARENT_SCOPE)
    else()
        string(SUBSTRING "${${from}}" 0 ${end} first)
        math(EXPR end "${end} + 1")
        string(SUBSTRING "${${from}}" ${end} -1 rest)
        set(${into} "${first}" PARENT_SCOPE)
        set(${from} "${rest}" PARENT_SCOPE)
    endif()
endfunction()

set(complaints "")
function(complain sentence)
    set(complaints "${complaints}  * ${sentence}\n" PARENT_SCOPE)
endfunction()

# 1. The expectations, kept as expectation_1, expectation_2, ...
file(READ "${FILE}" source)
set(prelude "")
if(PRELUDE AND source MATCHES "#include <handgrad/handgrad.hpp>" AND NOT source MATCHES "#[ \t]*define")
    set(prelude -include "${PRELUDE}")
endif()
set(expectations 0)
while(NOT source STREQUAL "")
    take_line(source line)
    if(line MATCHES "^[ \t]*// expect(-gcc|-clang)?: *([^ ].*)$")
        if(NOT CMAKE_MATCH_1 OR CMAKE_MATCH_1 STREQUAL "-${family}")
            math(EXPR expectations "${expectations} + 1")
            set(expectation_${expectations} "${CMAKE_MATCH_2}")
        endif()
    elseif(line MATCHES "^[ \t]*//[ \t]*[Ee]xpect[a-z-]*[ \t]*:")
        complain("not an expectation this script understands: ${line}")
    endif()
endwhile()
if(expectations EQUAL 0)
    complain("the file expects nothing of this compiler (${family}): write // expect: <regex>")
endif()

# 2. Its well-formed twin compiles.
set(twin "")
if(NOT DEFINED TWIN OR TWIN)
    execute_process(COMMAND ${COMPILE} ${prelude} -DWELL_FORMED "${FILE}"
                    RESULT_VARIABLE result ERROR_VARIABLE twin OUTPUT_VARIABLE twin)
    if(NOT result EQUAL 0)
        complain("with -DWELL_FORMED the file must compile, and it does not")
        set(twin "---- with -DWELL_FORMED\n${twin}")
    endif()
endif()

# 3. The mistake does not.
execute_process(COMMAND ${COMPILE} ${prelude} "${FILE}"
                RESULT_VARIABLE result ERROR_VARIABLE found OUTPUT_VARIABLE found)
if(result EQUAL 0)
    complain("the mistake compiles")
endif()
if(prelude AND WITHOUT_TOO)
    execute_process(COMMAND ${COMPILE} "${FILE}" ERROR_VARIABLE without OUTPUT_VARIABLE without)
    foreach(text found without)
        string(REGEX REPLACE "(In file included| +) from [^\n]*\n" "" ${text}_itself "${${text}}")
    endforeach()
    if(NOT found_itself STREQUAL without_itself)
        complain("without ${PRELUDE} the diagnostics are others:\n${without}")
    endif()
endif()

set(errors 0)
set(lines 0)
set(text "${found}")
while(NOT text STREQUAL "")
    take_line(text line)
    # Where Clang says which file has included the prelude, it needs two lines for what is one of the user's.
    if(line MATCHES "[^ \t]" AND NOT line STREQUAL "In file included from ${PRELUDE}:1:")
        math(EXPR lines "${lines} + 1")
    endif()
    # Quoted source is indented; a message begins with its file, or with the compiler's name.
    if(line MATCHES "^[^ \t].*: (fatal )?error: ")
        math(EXPR errors "${errors} + 1")
    endif()
    if(expectations GREATER 0)
        foreach(i RANGE 1 ${expectations})
            if(line MATCHES "${expectation_${i}}")
                set(met_${i} TRUE)
            endif()
        endforeach()
    endif()
endwhile()
if(NOT errors EQUAL 1)
    complain("exactly one error was to be printed, there are ${errors}")
endif()
if(lines GREATER line_limit)
    complain("at most ${line_limit} lines were to be printed, there are ${lines}")
endif()
if(expectations GREATER 0)
    foreach(i RANGE 1 ${expectations})
        if(NOT met_${i})
            complain("no line of the diagnostics matches: ${expectation_${i}}")
        endif()
    endforeach()
endif()

if(complaints)
    # What went wrong is seen in the first lines; a broken header gives thousands.
    foreach(text twin found)
        string(LENGTH "${${text}}" length)
        if(length GREATER 10000)
            string(SUBSTRING "${${text}}" 0 10000 ${text})
            string(APPEND ${text} "\n[cut: ${length} characters]\n")
        endif()
    endforeach()
    message("${FILE}\n${complaints}${twin}\n---- ${lines} lines, ${errors} error(s)\n${found}----")
    message(FATAL_ERROR "not the diagnostics that were expected")
endif()
message("${FILE}: one error, ${lines} lines, ${expectations} expectation(s) met\n${found}")
