# Who is measured beside handgrad in the products of matrices: whoever is installed.
#
# bench_peer(<name> [DEBIAN <package>] HEADER <file> [LIBRARIES <name>...] [DIRECTORIES <name>...]
#            CONTESTANTS <name>...)
#
# A peer takes part if its HEADER and LIBRARIES are found; <name>_ROOT or CMAKE_PREFIX_PATH may say where, and must for
# one that is in no package of Debian's, hence installed in some folder of the user's. Each of its
# CONTESTANTS is a header gemm/contestants/<contestant>.hpp that defines bench::by_<contestant>. The target bench_peers
# holds what is found, and its header entrants.hpp lists who enters.

add_library(bench_peers INTERFACE)
set(entrants "")
set(includes "")
set(missing "")

function(bench_peer name)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "DEBIAN;HEADER" "LIBRARIES;DIRECTORIES;CONTESTANTS")
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
                list(APPEND missing "${name} (${arg_DEBIAN})")
            else()
                message(STATUS "bench: ${name} is missing and not measured: set ${name}_ROOT to its folder")
                list(APPEND missing "${name} (-D${name}_ROOT)")
            endif()
            set(missing "${missing}" PARENT_SCOPE)
            return()
        endif()
    endforeach()
    message(STATUS "bench: ${name} takes part")
    list(POP_FRONT parts directory)
    target_include_directories(bench_peers SYSTEM INTERFACE "${${directory}}")
    foreach(library IN LISTS parts)
        target_link_libraries(bench_peers INTERFACE "${${library}}")
    endforeach()
    foreach(contestant IN LISTS arg_CONTESTANTS)
        list(APPEND includes "#include <gemm/contestants/${contestant}.hpp>")
        list(APPEND entrants "by_${contestant}<Problem>")
    endforeach()
    set(includes "${includes}" PARENT_SCOPE)
    set(entrants "${entrants}" PARENT_SCOPE)
endfunction()

bench_peer(LIBXSMM DEBIAN libxsmm-dev HEADER libxsmm.h LIBRARIES xsmm xsmmnoblas CONTESTANTS libxsmm)
bench_peer(OpenBLAS DEBIAN libopenblas-dev HEADER cblas.h LIBRARIES openblas
    DIRECTORIES openblas-pthread openblas-serial openblas-openmp openblas CONTESTANTS openblas openblas_gemv)
bench_peer(oneDNN DEBIAN libdnnl-dev HEADER oneapi/dnnl/dnnl.h LIBRARIES dnnl CONTESTANTS onednn)
bench_peer(Fastor HEADER Fastor/Fastor.h CONTESTANTS fastor)
bench_peer(BLASFEO HEADER blasfeo.h LIBRARIES blasfeo CONTESTANTS blasfeo_packed)

list(JOIN includes "\n" includes)
list(TRANSFORM entrants PREPEND ",\n                            ")
list(JOIN entrants "" entrants)
list(JOIN missing ", " missing)
configure_file(gemm/entrants.hpp.in peers/entrants.hpp @ONLY)
target_include_directories(bench_peers INTERFACE "${CMAKE_CURRENT_SOURCE_DIR}" "${CMAKE_CURRENT_BINARY_DIR}/peers")
target_link_libraries(bench_peers INTERFACE ${CMAKE_DL_LIBS})
# LIBXSMM comes with stubs of BLAS: no shared library may take them for its own.
target_link_options(bench_peers INTERFACE "LINKER:--exclude-libs,ALL")
