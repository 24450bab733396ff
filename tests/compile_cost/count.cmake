# cmake -DCOMPILE=<clang++;flags> -DPROGRAMS=<folder> -DWORK=<folder> -P count.cmake
#
# Compares the classes and functions that each program of the folder instantiates with the number in its
# instantiations.txt: more than 5 % above is a failure, more than 5 % below a request. With -DWRITE=ON the numbers are
# written: cmake --build build/test-clang --target write_compile_cost
cmake_minimum_required(VERSION 3.25)
set(list "${PROGRAMS}/instantiations.txt")
set(write_it "cmake --build build/test-clang --target write_compile_cost")

file(GLOB sources "${PROGRAMS}/*.cpp")
set(text "")
set(failed "")
foreach(source IN LISTS sources)
    get_filename_component(program "${source}" NAME_WE)
    execute_process(
        COMMAND ${COMPILE} -march=x86-64-v3 -c -emit-llvm -Xclang -disable-llvm-passes -ftime-trace -ftime-trace-granularity=0
                -o "${WORK}/${program}.bc" "${source}"
        RESULT_VARIABLE result ERROR_VARIABLE complaint)
    if(NOT result EQUAL 0)
        message(FATAL_ERROR "compile_cost: ${program} does not compile:\n${complaint}")
    endif()
    file(READ "${WORK}/${program}.json" events)
    string(REGEX MATCHALL "\"name\":\"Instantiate(Class|Function)\"" found "${events}")
    list(LENGTH found found)
    if(found LESS 100)
        message(FATAL_ERROR "compile_cost: ${program} instantiates ${found} templates: does the trace look different?")
    endif()
    string(APPEND text "${program} ${found}\n")
    if(WRITE)
        continue()
    endif()

    set(expected "")
    if(EXISTS "${list}")
        file(STRINGS "${list}" expected REGEX "^${program} [0-9]+$")
    endif()
    string(REGEX REPLACE "^${program} " "" expected "${expected}")
    if(expected STREQUAL "")
        list(APPEND failed "${program}: found ${found} instantiations, expected a line in ${list}")
        continue()
    endif()
    math(EXPR percent "100 * ${found} - 100 * ${expected}")
    math(EXPR limit "5 * ${expected}")
    message("compile_cost: ${program}: ${found} instantiations, ${expected} expected")
    if(percent GREATER limit)
        list(APPEND failed "${program}: found ${found} instantiations, expected ${expected}, or 5 % more")
    elseif(percent LESS -${limit})
        message("compile_cost: ${program} instantiates less than expected: commit that. ${write_it}")
    endif()
endforeach()

if(WRITE)
    file(WRITE "${list}" "${text}")
    message("${text}")
elseif(NOT failed STREQUAL "")
    list(JOIN failed "\n  " failed)
    message(FATAL_ERROR "More templates are instantiated than before; what compiles slower?\n  ${failed}\n"
                        "If it is worth that: ${write_it}")
endif()
