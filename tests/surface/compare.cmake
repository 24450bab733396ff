# cmake -DCOMPILE=<clang;flags> -DINCLUDE=<include/> -DSCOPE=handgrad|net -DLIST=<file> -DWORK=<directory>
#       -P compare.cmake
#
# Compares the names that Clang offers to complete `SCOPE::` with those of LIST, sorted, one a line. net is a network.
# To change a list on purpose: the same command with -DWRITE=ON.
cmake_minimum_required(VERSION 3.25)
set(ENV{LC_ALL} C)

# All that a user may include, and the scope, before whose end the completion is asked for.
set(code "#include <handgrad/handgrad.hpp>\n")
file(GLOB headers RELATIVE "${INCLUDE}"
     "${INCLUDE}/handgrad/io/*.hpp" "${INCLUDE}/handgrad/testing/*.hpp" "${INCLUDE}/handgrad/train/*.hpp")
foreach(header IN LISTS headers)
    string(APPEND code "#include <${header}>\n")
endforeach()
string(APPEND code "using net = handgrad::network<handgrad::dense<2, 3>>;\n")
string(REGEX MATCHALL "\n" ends "${code}")
list(LENGTH ends line)
math(EXPR line "${line} + 1")
string(LENGTH "int x = ${SCOPE}::" column)
math(EXPR column "${column} + 1")
set(file "${WORK}/${SCOPE}.cpp")
file(WRITE "${file}" "${code}int x = ${SCOPE}::\n")

execute_process(COMMAND ${COMPILE} -fsyntax-only -Xclang "-code-completion-at=${file}:${line}:${column}" "${file}"
                OUTPUT_VARIABLE found ERROR_VARIABLE complaint)

# Of the lines "COMPLETION: name (where from) : how it looks": no operators, destructors, deduction guides; no name that
# is private or hidden by the same one; not the inline namespace of the instruction set.
string(REGEX REPLACE "[][;]" "?" found "${found}")
string(REGEX MATCHALL "COMPLETION: [a-z][a-z0-9_]*( \\([A-Za-z,]+\\))?[ \n]" lines "${found}")
set(names "")
foreach(entry IN LISTS lines)
    string(REGEX MATCH "^COMPLETION: ([a-z0-9_]+)" name "${entry}")
    set(name "${CMAKE_MATCH_1}")
    if(NOT entry MATCHES "Inaccessible|Hidden" AND NOT name MATCHES "^(isa_.*|operator)$")
        list(APPEND names "${name}")
    endif()
endforeach()
list(REMOVE_DUPLICATES names)
list(SORT names)
list(LENGTH names count)
if(count LESS 10)
    message(FATAL_ERROR "Clang completes ${count} names after ${SCOPE}::\n${complaint}")
endif()

if(WRITE)
    list(JOIN names "\n" text)
    file(WRITE "${LIST}" "${text}\n")
    return()
endif()

file(STRINGS "${LIST}" expected)
set(new ${names})
list(REMOVE_ITEM new ${expected})
set(gone ${expected})
list(REMOVE_ITEM gone ${names})
set(sorted ${expected})
list(SORT sorted)
if(NOT "${new}" STREQUAL "" OR NOT "${gone}" STREQUAL "" OR NOT sorted STREQUAL expected)
    message(FATAL_ERROR "What a user sees after ${SCOPE}:: has changed.\n  new:  ${new}\n  gone: ${gone}\n"
                        "A name that no user names belongs in detail, kernel, simd or mistake. A list is changed on "
                        "purpose only, and stays sorted: tests/surface/compare.cmake says how.")
endif()
message("${count} names after ${SCOPE}::")
