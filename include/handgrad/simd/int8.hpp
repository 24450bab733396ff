/// The operations on bytes of this translation unit.
#pragma once

#include <handgrad/simd/scalar_int8.hpp>

#if defined(__AVX2__) && defined(__FMA__)
#include <handgrad/simd/avx2_int8.hpp>
#endif
