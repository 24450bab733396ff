/// The elementary functions on any simd::vector: exp, log, tanh, sigmoid, sin, cos.
///
/// One source serves every back end. No function has a branch on a lane, none calls the C library, and all
/// are usable in constant expressions; the same bits come out everywhere, as every product that feeds a sum
/// is an explicit fma. NaN goes through each of them.
#pragma once

#include <handgrad/simd/exp.hpp>
#include <handgrad/simd/hyperbolic.hpp>
#include <handgrad/simd/log.hpp>
#include <handgrad/simd/trigonometric.hpp>
