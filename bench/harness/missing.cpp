// Compiled into each program with its own BENCH_MISSING: the peers that were not found.
extern const char* const missing_peers;
const char* const missing_peers = BENCH_MISSING;
