# bench_report on sample.json, whose every figure can be checked in the head, and on files that are none.
cmake_policy(VERSION 3.25)
set(sample "${CMAKE_CURRENT_LIST_DIR}/sample.json")

execute_process(COMMAND "${REPORT}" "${sample}" OUTPUT_VARIABLE found COMMAND_ERROR_IS_FATAL ANY)
set(expected [[
sample_bench: gcc 12, AVX2 + FMA; GFLOP/s: peak/fma 128
Medians of processor time. Ratio: the time of the best peer by that of handgrad.

gemm      time   GFLOP/s   % peak  best peer   its time   ratio
8x8x8  16.0 ns      64.0       50  fast         8.00 ns    0.50  slower
ratio: geometric mean 0.50, worst 0.50 (8x8x8), below 1 at 1 of 1

net     time   GFLOP/s   % peak  best peer   its time   ratio
1-1  2.00 us                     fast         8.00 us    4.00
ratio: geometric mean 4.00, worst 4.00 (1-1), below 1 at 0 of 1

All: ratio: geometric mean 1.41, worst 0.50 (gemm 8x8x8), below 1 at 1 of 2
]])
if(NOT found STREQUAL expected)
    message(FATAL_ERROR "The table of the sample is\n${found}but must be\n${expected}")
endif()

foreach(wrong IN ITEMS "${CMAKE_CURRENT_LIST_FILE}" "${CMAKE_CURRENT_LIST_DIR}/absent.json")
    execute_process(COMMAND "${REPORT}" "${wrong}" RESULT_VARIABLE result ERROR_VARIABLE error OUTPUT_QUIET)
    string(FIND "${error}" "bench_report: ${wrong}: " at)
    if(result EQUAL 0 OR NOT at EQUAL 0)
        message(FATAL_ERROR "${wrong}: exit code ${result}, and the message \"${error}\"")
    endif()
endforeach()
