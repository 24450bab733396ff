# handgrad_embed(<target> MODEL <file> NETWORK <type> NAME <name>
#                [INCLUDE <header>] [AS pytorch|keras|handgrad] [PREFIX <prefix>] [NAMES <name>...]
#                [CHECK <x.npy> <y.npy> [TOLERANCE <t>]] [ROUNDED] [OTHERS] [ANY_ORIGIN])
#
# Builds the weights of a file (.safetensors, .nnet) into a target, whose sources may write
#
#     #include <jet.hpp>                     // NAME jet
#     jet::network::forward(jet::parameters, x)
#
# NETWORK is a C++ type, in which hg is the library's namespace, "hg::mlp<hg::relu, 16, 64, 5>"; INCLUDE is the header of
# your own layers in it. Up to 100 kB the parameters are constants, of which a constexpr or a static_assert may be made;
# more are an object file, compiled once. The file is read when the target is built, by a program that is compiled for
# NETWORK: what does not fit ends the build with its sentences. With CHECK the outputs for the rows of x must be those of y,
# |difference| <= TOLERANCE (1e-5) (1 + the largest). The other words are options of io::load. Needs nlohmann/json.
set(handgrad_embed_source "${CMAKE_CURRENT_LIST_DIR}/../tools/embed.cpp")
if(NOT EXISTS "${handgrad_embed_source}")
    set(handgrad_embed_source "${CMAKE_CURRENT_LIST_DIR}/embed.cpp") # installed
endif()
set_property(GLOBAL PROPERTY handgrad_embed_source "${handgrad_embed_source}")

function(handgrad_embed target)
    cmake_parse_arguments(PARSE_ARGV 1 arg "ROUNDED;OTHERS;ANY_ORIGIN" "MODEL;NETWORK;NAME;INCLUDE;AS;PREFIX;TOLERANCE"
                          "NAMES;CHECK")
    foreach(word IN ITEMS MODEL NETWORK NAME)
        if(NOT arg_${word})
            message(FATAL_ERROR "handgrad_embed(${target}): ${word} is missing")
        endif()
    endforeach()
    if(arg_UNPARSED_ARGUMENTS)
        message(FATAL_ERROR "handgrad_embed(${target}): found ${arg_UNPARSED_ARGUMENTS}, expected MODEL, NETWORK, NAME, "
                            "INCLUDE, AS, PREFIX, NAMES, CHECK, TOLERANCE, ROUNDED, OTHERS or ANY_ORIGIN")
    endif()
    if(NOT arg_NAME MATCHES "^[A-Za-z][A-Za-z0-9_]*$")
        message(FATAL_ERROR "handgrad_embed(${target}): NAME is \"${arg_NAME}\", expected the name of a namespace")
    endif()
    find_package(nlohmann_json QUIET)
    if(NOT TARGET nlohmann_json::nlohmann_json)
        message(FATAL_ERROR "handgrad_embed(${target}): nlohmann/json was not found, which reads the headers of .safetensors "
                            "(Debian: nlohmann-json3-dev)")
    endif()

    set(directory "${CMAKE_CURRENT_BINARY_DIR}/handgrad_embed/${arg_NAME}")
    set(include "")
    if(arg_INCLUDE)
        get_filename_component(include_path "${arg_INCLUDE}" ABSOLUTE)
        set(include "#include \"${include_path}\"\n")
    endif()
    file(CONFIGURE OUTPUT "${directory}/network.hpp" @ONLY CONTENT
"#include <handgrad/handgrad.hpp>
@include@namespace embedded {
namespace hg = handgrad;
using network = @arg_NETWORK@;
inline constexpr const char *text = R\"(@arg_NETWORK@)\", *include = R\"(@arg_INCLUDE@)\";
} // namespace embedded
")
    get_property(source GLOBAL PROPERTY handgrad_embed_source)
    set(program handgrad_embed_${arg_NAME})
    add_executable(${program} "${source}")
    target_link_libraries(${program} PRIVATE handgrad::handgrad nlohmann_json::nlohmann_json)
    target_compile_definitions(${program} PRIVATE HANDGRAD_WITHOUT_AVX2 "HANDGRAD_EMBED_NETWORK=\"${directory}/network.hpp\"")

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
        list(TRANSFORM arg_CHECK PREPEND "${CMAKE_CURRENT_SOURCE_DIR}/" REGEX "^[^/]")
        list(APPEND options --check ${arg_CHECK})
        list(APPEND read ${arg_CHECK})
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
    target_include_directories(${target} PRIVATE "${directory}/include")
    target_link_libraries(${target} PRIVATE handgrad::handgrad)
endfunction()
