# handgrad_embed(<target> MODEL <file> NETWORK <type> NAME <name>
#                [INCLUDE <header>] [AS pytorch|keras|handgrad] [PREFIX <prefix>] [NAMES <name>...]
#                [CHECK <x.npy> <y.npy> [TOLERANCE <t>]] [ROUNDED] [OTHERS] [ANY_ORIGIN])
#
# Builds the weights of a file (.safetensors, .nnet) into a target of this directory, whose sources, and those of who links
# to it, may write
#
#     #include <jet.hpp>                     // NAME jet
#     jet::network::forward(jet::parameters, x)
#
# NETWORK is a C++ type, in which hg is the library's namespace, "hg::mlp<hg::relu, 16, 64, 5>"; INCLUDE is the header of
# your own layers in it. Up to 100 kB the parameters are constants, of which a constexpr or a static_assert may be made;
# more are an object file, compiled once. The file is read when the target is built, by a program that is compiled for
# NETWORK: what does not fit ends the build with its sentences. With CHECK the outputs for the rows of x must be those of y,
# |difference| <= TOLERANCE (1e-5) (1 + the largest). The other words are options of io::load. The normalization in an .nnet
# is left to the caller (handgrad/io/nnet.hpp). Needs nlohmann/json.
function(handgrad_embed target)
    cmake_parse_arguments(PARSE_ARGV 1 arg "ROUNDED;OTHERS;ANY_ORIGIN" "MODEL;NETWORK;NAME;INCLUDE;AS;PREFIX;TOLERANCE"
                          "NAMES;CHECK")
    set(source_directory "")
    if(TARGET ${target})
        get_target_property(source_directory ${target} SOURCE_DIR)
    endif()
    if(NOT source_directory STREQUAL CMAKE_CURRENT_SOURCE_DIR)
        message(FATAL_ERROR "handgrad_embed(${target}): expected a target of this directory, ${CMAKE_CURRENT_SOURCE_DIR}")
    endif()
    if(arg_UNPARSED_ARGUMENTS)
        message(FATAL_ERROR "handgrad_embed(${target}): found ${arg_UNPARSED_ARGUMENTS}, expected MODEL, NETWORK, NAME, "
                            "INCLUDE, AS, PREFIX, NAMES, CHECK, TOLERANCE, ROUNDED, OTHERS or ANY_ORIGIN")
    endif()
    if(arg_KEYWORDS_MISSING_VALUES)
        message(FATAL_ERROR "handgrad_embed(${target}): ${arg_KEYWORDS_MISSING_VALUES}: found no value")
    endif()
    foreach(word IN ITEMS MODEL NETWORK NAME)
        if(NOT arg_${word})
            message(FATAL_ERROR "handgrad_embed(${target}): ${word} is missing")
        endif()
    endforeach()
    if(NOT arg_NAME MATCHES "^[A-Za-z][A-Za-z0-9_]*$")
        message(FATAL_ERROR "handgrad_embed(${target}): NAME is \"${arg_NAME}\", expected the name of a namespace")
    endif()
    set(program handgrad_embed_${target}_${arg_NAME})
    if(TARGET ${program})
        message(FATAL_ERROR "handgrad_embed(${target}): NAME is \"${arg_NAME}\", which is embedded in it already")
    endif()
    if(CMAKE_CROSSCOMPILING AND NOT CMAKE_CROSSCOMPILING_EMULATOR)
        message(FATAL_ERROR "handgrad_embed(${target}): it runs a program of the machine that is built for: set "
                            "CMAKE_CROSSCOMPILING_EMULATOR, or make ${arg_NAME}.hpp and ${arg_NAME}.cpp with handgrad-embed")
    endif()
    find_package(nlohmann_json QUIET)
    if(NOT TARGET nlohmann_json::nlohmann_json)
        message(FATAL_ERROR "handgrad_embed(${target}): nlohmann/json was not found, which reads the headers of .safetensors "
                            "(Debian: nlohmann-json3-dev)")
    endif()

    set(directory "${CMAKE_CURRENT_BINARY_DIR}/handgrad_embed/${target}/${arg_NAME}")
    set(include "")
    if(arg_INCLUDE)
        get_filename_component(include_path "${arg_INCLUDE}" ABSOLUTE)
        set(include "#include \"${include_path}\"\n")
        # The header that is made names it as it is named here, or, without its folders, where they are this machine's.
        set(include_directory "${CMAKE_CURRENT_SOURCE_DIR}")
        if(IS_ABSOLUTE "${arg_INCLUDE}")
            get_filename_component(include_directory "${arg_INCLUDE}" DIRECTORY)
        endif()
        target_include_directories(${target} PUBLIC "$<BUILD_INTERFACE:${include_directory}>")
    endif()
    file(CONFIGURE OUTPUT "${directory}/network.hpp" @ONLY CONTENT
"#include <handgrad/handgrad.hpp>
@include@namespace embedded {
namespace hg = handgrad;
using network = @arg_NETWORK@;
inline constexpr const char *text = R\"(@arg_NETWORK@)\", *include = R\"(@arg_INCLUDE@)\";
} // namespace embedded
")
    set(source "${CMAKE_CURRENT_FUNCTION_LIST_DIR}/../tools/embed.cpp")
    if(NOT EXISTS "${source}")
        set(source "${CMAKE_CURRENT_FUNCTION_LIST_DIR}/embed.cpp") # installed
    endif()
    add_executable(${program} "${source}")
    target_link_libraries(${program} PRIVATE handgrad::handgrad nlohmann_json::nlohmann_json)
    target_include_directories(${program} PRIVATE "$<TARGET_PROPERTY:${target},INCLUDE_DIRECTORIES>") # those of INCLUDE
    target_compile_definitions(${program} PRIVATE HANDGRAD_WITHOUT_AVX2 "HANDGRAD_EMBED_NETWORK=\"${directory}/network.hpp\"")
    # Whatever this project asks of its own sources: -Werror, or to do without exceptions.
    target_compile_options(${program} PRIVATE $<$<CXX_COMPILER_ID:GNU,Clang,AppleClang>:-w;-fexceptions>)
    set_target_properties(${program} PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${directory}")

    get_filename_component(model "${arg_MODEL}" ABSOLUTE)
    set(options "")
    set(read "${model}")
    foreach(word IN ITEMS AS PREFIX TOLERANCE)
        if(DEFINED arg_${word})
            string(TOLOWER "--${word}" option)
            list(APPEND options ${option} "${arg_${word}}")
        endif()
    endforeach()
    if(arg_NAMES)
        list(JOIN arg_NAMES "," names)
        list(APPEND options --names "${names}")
    endif()
    if(arg_CHECK)
        list(LENGTH arg_CHECK count)
        if(NOT count EQUAL 2)
            message(FATAL_ERROR "handgrad_embed(${target}): CHECK has ${count} files, expected two: inputs and outputs")
        endif()
        list(APPEND options --check)
        foreach(file IN LISTS arg_CHECK)
            get_filename_component(file "${file}" ABSOLUTE)
            list(APPEND options "${file}")
            list(APPEND read "${file}")
        endforeach()
    endif()
    foreach(word IN ITEMS ROUNDED OTHERS ANY_ORIGIN)
        if(arg_${word})
            string(TOLOWER "--${word}" option)
            string(REPLACE "_" "-" option "${option}")
            list(APPEND options ${option})
        endif()
    endforeach()
    set(header "${directory}/include/${arg_NAME}.hpp")
    set(numbers "${directory}/${arg_NAME}.cpp")
    file(MAKE_DIRECTORY "${directory}/include")
    add_custom_command(OUTPUT "${header}" "${numbers}"
        COMMAND ${program} "${model}" ${arg_NAME} "${header}" "${numbers}" ${options}
        DEPENDS ${program} ${read} VERBATIM COMMENT "Embedding ${arg_MODEL} as ${arg_NAME}")
    target_sources(${target} PRIVATE "${header}" "${numbers}")
    set_source_files_properties("${numbers}" PROPERTIES SKIP_PRECOMPILE_HEADERS ON SKIP_UNITY_BUILD_INCLUSION ON)
    target_include_directories(${target} PUBLIC "$<BUILD_INTERFACE:${directory}/include>")
    target_link_libraries(${target} PUBLIC handgrad::handgrad)
endfunction()
