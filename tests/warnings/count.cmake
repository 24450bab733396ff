# cmake -DCOMPILE=<compiler;flags> -DINCLUDE=<include/> -DPROGRAM=<file> -DEXPECTED=<number> -DWORK=<folder> -P count.cmake
#
# Compiles a user's program, who has a variable of each name of a parameter, a local variable or a function of vectors of
# the library's in the global namespace, before its headers, and counts the warnings: as many as expected, all of them
# about the program.
cmake_minimum_required(VERSION 3.25)
set(ENV{LC_ALL} C)

# A name is a word behind another, or behind a type, and before what follows a declared one.
set(names "")
file(GLOB_RECURSE headers "${INCLUDE}/*.hpp")
foreach(header IN LISTS headers)
    file(READ "${header}" text)
    string(REGEX REPLACE "//[^\n]*" "" text "${text}")
    string(REGEX REPLACE "[;{[]" "," text "${text}")
    string(REGEX MATCHALL "[A-Za-z0-9_>&*] [&*]*[a-z][a-z0-9_]*( =| :|[,)])" found "${text}")
    string(REGEX REPLACE "[^;]* [&*]*([a-z][a-z0-9_]*)[^;]*" "\\1" found "${found}")
    list(APPEND names ${found})
endforeach()
# What templates find by its arguments must not be a user's variable either.
file(STRINGS "${INCLUDE}/handgrad/simd/by_argument.hpp" functions REGEX "^void [a-z_]+\\(\\) = delete;$")
list(TRANSFORM functions REPLACE "^void ([a-z_]+).*" "\\1")
list(LENGTH functions count)
if(count LESS 20)
    message(FATAL_ERROR "found ${count} functions in simd/by_argument.hpp")
endif()
list(APPEND names ${functions})
list(REMOVE_DUPLICATES names)
set(others # C++'s own words, the library's name, and what C's headers declare
    alignas auto bool char class concept const constexpr default delete double else enum explicit false float friend inline
    int long mutable namespace new noexcept not nullptr operator override private protected public requires return short signed
    static struct template this throw true typename union unsigned using virtual void volatile
    handgrad std copysign finite gamma index nan random read remainder round scalb select significand system write)
list(REMOVE_ITEM names ${others})
list(LENGTH names count)
if(count LESS 500)
    message(FATAL_ERROR "found ${count} names of variables in ${INCLUDE}")
endif()
list(JOIN names ";\ninline int " text)
file(WRITE "${WORK}/globals.hpp" "#pragma once\ninline int ${text};\n")

execute_process(COMMAND ${COMPILE} -fdiagnostics-color=never -include "${WORK}/globals.hpp" -o "${WORK}/out" "${PROGRAM}"
                OUTPUT_QUIET ERROR_VARIABLE said RESULT_VARIABLE result)
string(REGEX MATCHALL "(^|\n)[^ \n][^\n]*: warning: " all "${said}")
get_filename_component(program "${PROGRAM}" NAME)
set(own ${all})
list(FILTER own INCLUDE REGEX "/${program}:")
list(LENGTH all all)
list(LENGTH own own)
if(NOT result EQUAL 0 OR NOT all EQUAL EXPECTED OR NOT own EQUAL EXPECTED)
    string(SUBSTRING "${said}" 0 6000 said)
    message(FATAL_ERROR "${program}: ${all} warnings, ${own} of them about it, expected ${EXPECTED}; exit code ${result}\n${said}")
endif()
message("${program}, among ${count} variables: ${own} warnings")
