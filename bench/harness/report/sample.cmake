# bench_report on sample.json, whose every figure can be checked in the head, and on files that are none.
cmake_policy(VERSION 3.25)
set(sample "${CMAKE_CURRENT_LIST_DIR}/sample.json")

function(require_output expected)
    execute_process(COMMAND "${REPORT}" ${ARGN} "${sample}" OUTPUT_VARIABLE found COMMAND_ERROR_IS_FATAL ANY)
    if(NOT found STREQUAL expected)
        message(FATAL_ERROR "bench_report ${ARGN} sample.json prints\n${found}but must print\n${expected}")
    endif()
endfunction()

require_output([[
sample_bench: gcc 12, AVX2 + FMA
  peak/fma 128 GFLOP/s, peak/fma_f64 64 GFLOP/s, peak/l2_read 64 GB/s, peak/l3_read 32 GB/s
  peers: fast 1.0 avx2
  missing: nobody

Medians of processor time, of what runs on several threads of wall time. Below a peer's name: its time by that of handgrad; * the best peer, ! the best peer where it is faster.

gemm               time  GFLOP/s  % peak  slow_fixed  slow_lazy   fast  ideal_packed
8x8x8           16.0 ns     64.0      50       2.50       2.00   0.50!         0.25
16x16x16        64.0 ns    128.0     100       2.50              2.00*
geometric mean                        71       2.50       2.00   1.00          0.25
worst                                 50       2.50       2.00   0.50          0.25
best peer: geometric mean 1.00, worst 0.50 (8x8x8), below 1 at 1 of 2

gemm_f64           time  GFLOP/s  % peak   fast
4x4x4           4.00 ns     32.0      50  1.00*
geometric mean                        50  1.00
worst                                 50  1.00
best peer: geometric mean 1.00, worst 1.00 (4x4x4), below 1 at 0 of 1

gemv               time  GFLOP/s  % peak  % read   fast
1x4             2.00 us     16.0      12   L2 50  2.00*
1x5             80.0 us     16.0      12   L3 80  1.00*
1x1             8.00 ns      8.0       6
geometric mean                        10          1.41
worst                                  6          1.00
best peer: geometric mean 1.41, worst 1.00 (1x5), below 1 at 0 of 2

net                time  GFLOP/s  % peak   fast  handgrad_frozen
1-1             2.00 us                   4.00*            0.50
geometric mean                            4.00             0.50
worst                                     4.00             0.50
best peer: geometric mean 4.00, worst 4.00 (1-1), below 1 at 0 of 1

all tasks        tasks  geometric mean  worst  at          below 1
slow_fixed           2            2.50   2.50  gemm 8x8x8        0
slow_lazy            1            2.00   2.00  gemm 8x8x8        0
fast                 6            1.41   0.50  gemm 8x8x8        1
ideal_packed         1            0.25   0.25  gemm 8x8x8        1
handgrad_frozen      1            0.50   0.50  net 1-1           1
best of slow         2            2.24   2.00  gemm 8x8x8        0
best peer            6            1.41   0.50  gemm 8x8x8        1
]])

require_output([[
- sample_bench: gcc 12, AVX2 + FMA
  peak/fma 128 GFLOP/s, peak/fma_f64 64 GFLOP/s, peak/l2_read 64 GB/s, peak/l3_read 32 GB/s
  peers: fast 1.0 avx2
  missing: nobody

Medians of processor time, of what runs on several threads of wall time. Below a peer's name: its time by that of handgrad; * the best peer, ! the best peer where it is faster.

| gemm           |    time | GFLOP/s | % peak | slow_fixed | slow_lazy |  fast | ideal_packed |
|---|---:|---:|---:|---:|---:|---:|---:|
| 8x8x8          | 16.0 ns |    64.0 |     50 |      2.50  |     2.00  | 0.50! |        0.25  |
| 16x16x16       | 64.0 ns |   128.0 |    100 |      2.50  |           | 2.00* |              |
| geometric mean |         |         |     71 |      2.50  |     2.00  | 1.00  |        0.25  |
| worst          |         |         |     50 |      2.50  |     2.00  | 0.50  |        0.25  |

best peer: geometric mean 1.00, worst 0.50 (8x8x8), below 1 at 1 of 2

| gemm_f64       |    time | GFLOP/s | % peak |  fast |
|---|---:|---:|---:|---:|
| 4x4x4          | 4.00 ns |    32.0 |     50 | 1.00* |
| geometric mean |         |         |     50 | 1.00  |
| worst          |         |         |     50 | 1.00  |

best peer: geometric mean 1.00, worst 1.00 (4x4x4), below 1 at 0 of 1

| gemv           |    time | GFLOP/s | % peak | % read |  fast |
|---|---:|---:|---:|---:|---:|
| 1x4            | 2.00 us |    16.0 |     12 |  L2 50 | 2.00* |
| 1x5            | 80.0 us |    16.0 |     12 |  L3 80 | 1.00* |
| 1x1            | 8.00 ns |     8.0 |      6 |        |       |
| geometric mean |         |         |     10 |        | 1.41  |
| worst          |         |         |      6 |        | 1.00  |

best peer: geometric mean 1.41, worst 1.00 (1x5), below 1 at 0 of 2

| net            |    time | GFLOP/s | % peak |  fast | handgrad_frozen |
|---|---:|---:|---:|---:|---:|
| 1-1            | 2.00 us |         |        | 4.00* |           0.50  |
| geometric mean |         |         |        | 4.00  |           0.50  |
| worst          |         |         |        | 4.00  |           0.50  |

best peer: geometric mean 4.00, worst 4.00 (1-1), below 1 at 0 of 1

| all tasks       | tasks | geometric mean | worst | at         | below 1 |
|---|---:|---:|---:|---|---:|
| slow_fixed      |     2 |           2.50 |  2.50 | gemm 8x8x8 |       0 |
| slow_lazy       |     1 |           2.00 |  2.00 | gemm 8x8x8 |       0 |
| fast            |     6 |           1.41 |  0.50 | gemm 8x8x8 |       1 |
| ideal_packed    |     1 |           0.25 |  0.25 | gemm 8x8x8 |       1 |
| handgrad_frozen |     1 |           0.50 |  0.50 | net 1-1    |       1 |
| best of slow    |     2 |           2.24 |  2.00 | gemm 8x8x8 |       0 |
| best peer       |     6 |           1.41 |  0.50 | gemm 8x8x8 |       1 |
]] --markdown)

require_output([[
task handgrad slow_fixed slow_lazy fast ideal_packed handgrad_frozen peak
8x8x8 64.00 25.60 32.00 128.00 256.00 ? 128.00
16x16x16 128.00 51.20 ? 64.00 ? ? 128.00
4x4x4 32.00 ? ? 31.97 ? ? 64.00
1x4 16.00 ? ? 8.00 ? ? 128.00
1x5 16.00 ? ? 16.00 ? ? 128.00
1x1 8.00 ? ? ? ? ? 128.00
1-1 ? ? ? ? ? ? 128.00
]] --columns)

require_output([[
task handgrad slow_fixed slow_lazy fast ideal_packed handgrad_frozen floor
8x8x8 16.00 40.00 32.00 8.00 4.00 ? 8.00
16x16x16 64.00 160.00 ? 128.00 ? ? 64.00
4x4x4 4.00 ? ? 4.00 ? ? 2.00
1x4 2000.00 ? ? 4000.00 ? ? 250.00
1x5 80000.00 ? ? 80000.00 ? ? 10000.00
1x1 8.00 ? ? ? ? ? 0.50
1-1 2000.00 ? ? 8000.00 ? 1000.00 ?
]] --times)

foreach(wrong IN ITEMS "${CMAKE_CURRENT_LIST_FILE}" "${CMAKE_CURRENT_LIST_DIR}/absent.json")
    execute_process(COMMAND "${REPORT}" "${wrong}" RESULT_VARIABLE result ERROR_VARIABLE error OUTPUT_QUIET)
    string(FIND "${error}" "bench_report: ${wrong}: " at)
    if(result EQUAL 0 OR NOT at EQUAL 0)
        message(FATAL_ERROR "${wrong}: exit code ${result}, and the message \"${error}\"")
    endif()
endforeach()
