/// The elementary functions on any simd::vector: exp, exp2, expm1, log, log1p, softplus, tanh, sigmoid, erf,
/// sin, cos; and their derivatives, on vectors of dual numbers.
///
/// One source serves every back end and is usable in constant expressions. The same bits come out everywhere:
/// no function of the C library is called (but fma, where the machine has none), every product that feeds a
/// sum is an explicit fma, and only sine and cosine look at lanes one by one, at those of very large
/// arguments. NaN goes through each of them, its sign and payload may change. Errors are stated in units of
/// the last place of the exact result.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/math/dual_math.hpp>
#include <handgrad/math/erf.hpp>
#include <handgrad/math/exp.hpp>
#include <handgrad/math/exp2.hpp>
#include <handgrad/math/expm1.hpp>
#include <handgrad/math/hyperbolic.hpp>
#include <handgrad/math/log.hpp>
#include <handgrad/math/log1p.hpp>
#include <handgrad/math/sigmoid.hpp>
#include <handgrad/math/softplus.hpp>
#include <handgrad/math/trigonometric.hpp>

#include <handgrad/core/pop_macros.hpp>
