# Who is measured beside handgrad: whoever is installed.
#
# bench_peer(<contest> <name> [DEBIAN <package>] HEADER <file> [LIBRARIES <name>...] [DIRECTORIES <name>...]
#            CONTESTANTS <name>...)
#
# A peer takes part in the contest, a folder here, if its HEADER and LIBRARIES are found; <name>_ROOT or
# CMAKE_PREFIX_PATH may say where, and must for one that is in no package of Debian's, hence installed in some folder of
# the user's. Each of its CONTESTANTS is a header <contest>/contestants/<contestant>.hpp that defines
# bench::by_<contestant>.
#
# bench_entrants(<contest> <parameter>)
#
# makes the target bench_<contest>_peers of those who were found. <contest>/entrants.hpp.in becomes its header
# entrants.hpp: @includes@ are their headers, @entrants@ their types, each by_<contestant><parameter>, and @missing@
# are the peers who were not found.

function(bench_peer contest name)
    cmake_parse_arguments(PARSE_ARGV 2 arg "" "DEBIAN;HEADER" "LIBRARIES;DIRECTORIES;CONTESTANTS")
    set(hints HINTS ${${name}_ROOT} ${CMAKE_PREFIX_PATH} PATH_SUFFIXES include lib ${arg_DIRECTORIES})
    set(parts BENCH_${name}_INCLUDE)
    find_path(BENCH_${name}_INCLUDE "${arg_HEADER}" ${hints})
    foreach(library IN LISTS arg_LIBRARIES)
        find_library(BENCH_${name}_${library} "${library}" ${hints})
        list(APPEND parts BENCH_${name}_${library})
    endforeach()
    mark_as_advanced(${parts})
    foreach(part IN LISTS parts)
        if(NOT ${part})
            if(arg_DEBIAN)
                message(STATUS "bench: ${name} is missing and not measured: install the Debian package ${arg_DEBIAN}")
                set(remedy "${arg_DEBIAN}")
            else()
                message(STATUS "bench: ${name} is missing and not measured: set ${name}_ROOT to its folder")
                set(remedy "-D${name}_ROOT")
            endif()
            set_property(GLOBAL APPEND PROPERTY bench_${contest}_missing "${name} (${remedy})")
            return()
        endif()
    endforeach()
    message(STATUS "bench: ${name} takes part")
    list(POP_FRONT parts directory)
    set_property(GLOBAL APPEND PROPERTY bench_${contest}_directories "${${directory}}")
    foreach(library IN LISTS parts)
        set_property(GLOBAL APPEND PROPERTY bench_${contest}_libraries "${${library}}")
    endforeach()
    set_property(GLOBAL APPEND PROPERTY bench_${contest}_contestants ${arg_CONTESTANTS})
endfunction()

function(bench_entrants contest parameter)
    foreach(property directories libraries contestants missing)
        get_property(${property} GLOBAL PROPERTY bench_${contest}_${property})
    endforeach()
    set(includes "")
    set(entrants "")
    foreach(contestant IN LISTS contestants)
        list(APPEND includes "#include <${contest}/contestants/${contestant}.hpp>")
        list(APPEND entrants ",\n                            by_${contestant}<${parameter}>")
    endforeach()
    list(JOIN includes "\n" includes)
    list(JOIN entrants "" entrants)
    list(JOIN missing ", " missing)
    configure_file(${contest}/entrants.hpp.in peers/${contest}/entrants.hpp @ONLY)
    set(target bench_${contest}_peers)
    add_library(${target} INTERFACE)
    target_include_directories(${target} SYSTEM INTERFACE ${directories})
    target_include_directories(${target} INTERFACE
        "${CMAKE_CURRENT_SOURCE_DIR}" "${CMAKE_CURRENT_BINARY_DIR}/peers/${contest}")
    target_link_libraries(${target} INTERFACE ${libraries} ${CMAKE_DL_LIBS})
endfunction()

bench_peer(gemm LIBXSMM DEBIAN libxsmm-dev HEADER libxsmm.h LIBRARIES xsmm xsmmnoblas CONTESTANTS libxsmm)
bench_peer(gemm OpenBLAS DEBIAN libopenblas-dev HEADER cblas.h LIBRARIES openblas
    DIRECTORIES openblas-pthread openblas-serial openblas-openmp openblas CONTESTANTS openblas openblas_gemv)
bench_peer(gemm oneDNN DEBIAN libdnnl-dev HEADER oneapi/dnnl/dnnl.h LIBRARIES dnnl CONTESTANTS onednn)
bench_peer(gemm Fastor HEADER Fastor/Fastor.h CONTESTANTS fastor)
bench_peer(gemm BLASFEO HEADER blasfeo.h LIBRARIES blasfeo CONTESTANTS blasfeo_packed)
bench_entrants(gemm Problem)
# LIBXSMM comes with stubs of BLAS: no shared library may take them for its own.
target_link_options(bench_gemm_peers INTERFACE "LINKER:--exclude-libs,ALL")

bench_peer(elementwise SLEEF DEBIAN libsleef-dev HEADER sleef.h LIBRARIES sleef CONTESTANTS sleef sleef_fast)
bench_entrants(elementwise Function)
