# Who is measured beside handgrad: whoever is installed.
#
# bench_peer(<contest> <name> [DEBIAN <package>] HEADERS <file>... [LIBRARIES <name>...] [DIRECTORIES <name>...]
#            [SOURCE <file>] CONTESTANTS <name>...)
#
# A peer takes part in the contest, a folder here, if its HEADERS and LIBRARIES are found; <name>_ROOT or
# CMAKE_PREFIX_PATH may say where, and must for one that is in no package of Debian's, hence installed in some folder of
# the user's. Each of its CONTESTANTS is a header <contest>/contestants/<contestant>.hpp that defines
# bench::by_<contestant>. SOURCE is all that includes the peer's own headers, where those are slow to compile: C++17, shared
# by all contests.
#
# bench_entrants(<contest> <parameter>)
#
# makes the target bench_<contest>_peers of those who were found. <contest>/entrants.hpp.in becomes its header
# entrants.hpp: @includes@ are their headers, @entrants@ their types, each by_<contestant><parameter>, and @missing@
# are the peers who were not found.

function(bench_peer contest name)
    cmake_parse_arguments(PARSE_ARGV 2 arg "" "DEBIAN;SOURCE" "HEADERS;LIBRARIES;DIRECTORIES;CONTESTANTS")
    set(hints HINTS ${${name}_ROOT} ${CMAKE_PREFIX_PATH} PATH_SUFFIXES include lib ${arg_DIRECTORIES})
    foreach(kind IN ITEMS HEADERS LIBRARIES)
        foreach(part IN LISTS arg_${kind})
            set(found "BENCH_${name}_${part}")
            if(kind STREQUAL HEADERS)
                find_path("${found}" "${part}" ${hints})
                list(APPEND directories "${${found}}")
            else()
                find_library("${found}" "${part}" ${hints})
                list(APPEND libraries "${${found}}")
            endif()
            mark_as_advanced("${found}")
            if(${found})
                continue()
            endif()
            if(arg_DEBIAN)
                message(STATUS "bench: ${name} is missing from ${contest}: install the Debian package ${arg_DEBIAN}")
                set(remedy "${arg_DEBIAN}")
            else()
                message(STATUS "bench: ${name} is missing from ${contest}: set ${name}_ROOT to its folder")
                set(remedy "-D${name}_ROOT")
            endif()
            set_property(GLOBAL APPEND PROPERTY bench_${contest}_missing "${name} (${remedy})")
            return()
        endforeach()
    endforeach()
    message(STATUS "bench: ${name} takes part in ${contest}")
    if(arg_SOURCE)
        set(source bench_${name})
        if(NOT TARGET ${source})
            add_library(${source} OBJECT EXCLUDE_FROM_ALL ${arg_SOURCE})
            set_target_properties(${source} PROPERTIES CXX_STANDARD 17)
            target_include_directories(${source} SYSTEM PRIVATE ${directories})
            target_link_libraries(${source} PRIVATE handgrad_warnings handgrad_arch)
        endif()
        list(APPEND libraries ${source} $<TARGET_OBJECTS:${source}>)
    endif()
    set_property(GLOBAL APPEND PROPERTY bench_${contest}_directories ${directories})
    set_property(GLOBAL APPEND PROPERTY bench_${contest}_libraries ${libraries})
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
    # LIBXSMM comes with stubs of BLAS: no shared library may take them for its own.
    target_link_options(${target} INTERFACE "LINKER:--exclude-libs,ALL")
endfunction()

foreach(contest IN ITEMS gemm inference training)
    bench_peer(${contest} LIBXSMM DEBIAN libxsmm-dev HEADERS libxsmm.h LIBRARIES xsmm xsmmnoblas CONTESTANTS libxsmm)
    bench_peer(${contest} oneDNN DEBIAN libdnnl-dev HEADERS oneapi/dnnl/dnnl.h LIBRARIES dnnl CONTESTANTS onednn)
endforeach()
foreach(contest IN ITEMS convolution inference training)
    bench_peer(${contest} libtorch DEBIAN libtorch-dev HEADERS ATen/ATen.h torch/torch.h LIBRARIES torch_cpu c10
        DIRECTORIES torch/csrc/api/include include/torch/csrc/api/include SOURCE libtorch.cpp CONTESTANTS libtorch)
endforeach()
bench_peer(gemm OpenBLAS DEBIAN libopenblas-dev HEADERS cblas.h LIBRARIES openblas
    DIRECTORIES openblas-pthread openblas-serial openblas-openmp openblas CONTESTANTS openblas openblas_gemv)
bench_peer(gemm Fastor HEADERS Fastor/Fastor.h CONTESTANTS fastor)
bench_peer(gemm BLASFEO HEADERS blasfeo.h LIBRARIES blasfeo CONTESTANTS blasfeo_packed)
bench_peer(elementwise SLEEF DEBIAN libsleef-dev HEADERS sleef.h LIBRARIES sleef CONTESTANTS sleef sleef_fast)

bench_entrants(convolution Task)
bench_entrants(gemm Problem)
bench_entrants(inference Task)
bench_entrants(training "Task, Batch")
bench_entrants(elementwise Function)
