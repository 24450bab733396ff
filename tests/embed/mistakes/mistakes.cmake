# Each mistake ends the configuration with its sentence; what is right does not.

# says(<case> <sentence>), "" where nothing is wrong. One build directory: the compiler is looked at once.
function(says case sentence)
    execute_process(
        COMMAND "${CMAKE_COMMAND}" -S "${CMAKE_CURRENT_LIST_DIR}" -B "${directory}" -G "${generator}"
                "-DCMAKE_CXX_COMPILER=${compiler}" "-DHANDGRAD=${handgrad}" "-DCASE=${case}"
        RESULT_VARIABLE status OUTPUT_QUIET ERROR_VARIABLE said)
    string(REGEX REPLACE "[ \n]+" " " said "${said}") # CMake breaks lines
    string(FIND "${said}" "${sentence}" found)
    if(sentence STREQUAL "")
        if(NOT status EQUAL 0)
            message(SEND_ERROR "${case}: expected no complaint, found: ${said}")
        endif()
    elseif(status EQUAL 0 OR found EQUAL -1)
        message(SEND_ERROR "${case}: expected \"${sentence}\", found: ${said}")
    endif()
endfunction()

says("none" "")
says("cross with an emulator" "")
says("no network" "handgrad_embed(app): NETWORK is missing")
says("no model" "handgrad_embed(app): MODEL is missing")
says("no name" "handgrad_embed(app): NAME is missing")
says("no value" "handgrad_embed(app): NAMES: found no value")
says("name" "handgrad_embed(app): NAME is \"3jets\", expected the name of a namespace")
says("unknown word" "handgrad_embed(app): found ROUND, expected MODEL, NETWORK, NAME, INCLUDE, AS, PREFIX")
says("check" "handgrad_embed(app): CHECK has 1 files, expected two: inputs and outputs")
says("twice" "handgrad_embed(app): NAME is \"jet\", which is embedded in it already")
says("no target" "handgrad_embed(application): expected a target of this directory, ")
says("cross" "CMAKE_CROSSCOMPILING_EMULATOR, or make jet.hpp and jet.cpp with handgrad-embed")
says("no json" "handgrad_embed(app): nlohmann/json was not found, which reads the headers of .safetensors (Debian: nlohmann-json3-dev)")
