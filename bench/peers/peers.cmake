# Who is measured beside handgrad: whoever is installed.
#
# bench_peer(<name> [DEBIAN <package>] HEADERS <file>... [LIBRARIES <name>...] [DIRECTORIES <name>...] [SOURCE <file>])
#
# A peer takes part if its HEADERS and LIBRARIES are found; <name>_ROOT or CMAKE_PREFIX_PATH may say where, and must for
# one that is in no package of Debian's, hence installed in some folder of the user's. It is then the target
# bench_peer_<name in small letters>; else the property of that name says what is missing. SOURCE is all that includes the
# peer's own headers, where those are slow to compile: C++17.
#
# Every contestant <task>/contestants/<name>.cpp or <name>_<what>.cpp is compiled with the peer of that name, or not at all
# if that is missing. One of another name needs none of them.

function(bench_peer name)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "DEBIAN;SOURCE" "HEADERS;LIBRARIES;DIRECTORIES")
    string(TOLOWER "bench_peer_${name}" peer)
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
                message(STATUS "bench: ${name} is missing: install the Debian package ${arg_DEBIAN}")
                set_property(GLOBAL PROPERTY ${peer} "${name} (${arg_DEBIAN})")
            else()
                message(STATUS "bench: ${name} is missing: set ${name}_ROOT to its folder")
                set_property(GLOBAL PROPERTY ${peer} "${name} (-D${name}_ROOT)")
            endif()
            return()
        endforeach()
    endforeach()
    message(STATUS "bench: ${name} takes part")
    if(arg_SOURCE)
        add_library(${peer}_source OBJECT EXCLUDE_FROM_ALL "${arg_SOURCE}")
        set_target_properties(${peer}_source PROPERTIES CXX_STANDARD 17)
        target_include_directories(${peer}_source SYSTEM PRIVATE ${directories})
        target_link_libraries(${peer}_source PRIVATE handgrad_warnings handgrad_arch)
        list(APPEND libraries ${peer}_source $<TARGET_OBJECTS:${peer}_source>)
    endif()
    add_library(${peer} INTERFACE)
    target_include_directories(${peer} SYSTEM INTERFACE ${directories})
    target_link_libraries(${peer} INTERFACE ${libraries} ${CMAKE_DL_LIBS})
    # LIBXSMM comes with stubs of BLAS: no shared library may take them for its own.
    target_link_options(${peer} INTERFACE "LINKER:--exclude-libs,ALL")
endfunction()

bench_peer(LIBXSMM DEBIAN libxsmm-dev HEADERS libxsmm.h LIBRARIES xsmm xsmmnoblas)
bench_peer(oneDNN DEBIAN libdnnl-dev HEADERS oneapi/dnnl/dnnl.h LIBRARIES dnnl)
bench_peer(libtorch DEBIAN libtorch-dev HEADERS ATen/ATen.h torch/torch.h LIBRARIES torch_cpu c10
    DIRECTORIES torch/csrc/api/include include/torch/csrc/api/include SOURCE peers/libtorch.cpp)
bench_peer(OpenBLAS DEBIAN libopenblas-dev HEADERS cblas.h LIBRARIES openblas
    DIRECTORIES openblas-pthread openblas-serial openblas-openmp openblas)
bench_peer(Fastor HEADERS Fastor/Fastor.h)
bench_peer(BLASFEO HEADERS blasfeo.h LIBRARIES blasfeo)
bench_peer(SLEEF DEBIAN libsleef-dev HEADERS sleef.h LIBRARIES sleef)
