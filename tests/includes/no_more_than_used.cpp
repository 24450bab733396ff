// <handgrad/handgrad.hpp> includes no header that is slow to compile and of which it needs little.
#include <handgrad/handgrad.hpp>

#if defined(_AVX512FINTRIN_H_INCLUDED) || defined(__AVX512FINTRIN_H)
#error "all of <immintrin.h>: is the compiler newer than simd/avx2/intrinsics.hpp knows?"
#endif

// The guards of libstdc++. One of these brings most of the others along.
#if defined(_GLIBCXX_STRING) || defined(_GLIBCXX_STDEXCEPT)
#error "<string>: core/sentence.hpp puts a text together, core/fail.hpp throws it"
#endif
#if defined(_GLIBCXX_ALGORITHM) || defined(_GLIBCXX_RANGES) || defined(_GLIBCXX_ITERATOR) ||                 \
    defined(_GLIBCXX_MEMORY)
#error "<algorithm>, <ranges>, <iterator> or <memory>: see core/algorithm.hpp and core/contiguous.hpp"
#endif
