# cmake -DCOMPILE=<compiler;flags> -DWARNINGS=<number> -DERRORS=<number> [-DSENTENCE=<regex>] -DFILES=<file;...> -P expect.cmake
#
# Compiles each of the files by itself, as a header of nothing, and counts what the compiler says: so many warnings and errors, and the
# sentence among them.
cmake_minimum_required(VERSION 3.25)
set(ENV{LC_ALL} C)
if(NOT FILES)
    message(FATAL_ERROR "no file to compile")
endif()
foreach(file IN LISTS FILES)
    execute_process(COMMAND ${COMPILE} -fdiagnostics-color=never -include "${file}" -x c++ /dev/null
                    OUTPUT_QUIET ERROR_VARIABLE said RESULT_VARIABLE result)
    string(REGEX MATCHALL "(^|\n)[^ \n][^\n]*: warning: " warnings "${said}")
    string(REGEX MATCHALL "(^|\n)[^ \n][^\n]*: (fatal )?error: " errors "${said}")
    list(LENGTH warnings warnings)
    list(LENGTH errors errors)
    set(fails TRUE)
    if(result EQUAL 0)
        set(fails FALSE)
    endif()
    if(NOT warnings EQUAL WARNINGS OR NOT errors EQUAL ERRORS OR (fails AND ERRORS EQUAL 0) OR NOT said MATCHES "${SENTENCE}")
        string(SUBSTRING "${said}" 0 4000 said)
        message(FATAL_ERROR "${file}: ${warnings} warnings and ${errors} errors, exit code ${result}; expected ${WARNINGS} "
            "and ${ERRORS}, and: ${SENTENCE}\n${said}")
    endif()
endforeach()
