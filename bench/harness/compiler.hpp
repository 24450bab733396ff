/// What this file is compiled by.
#pragma once

#define BENCH_TEXT_AS_IT_IS(x) #x
#define BENCH_TEXT(x) BENCH_TEXT_AS_IT_IS(x)

namespace bench {

#if defined(__clang__)
inline constexpr const char* compiler = "clang " BENCH_TEXT(__clang_major__) "." BENCH_TEXT(__clang_minor__);
#else
inline constexpr const char* compiler = "gcc " __VERSION__;
#endif

} // namespace bench
