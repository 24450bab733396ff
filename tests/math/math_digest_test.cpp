// The bits of every elementary function over fixed inputs, as one literal each: whatever compiler and
// instruction set this is built for, they are these.
#include "math_functions.hpp"
#include <numbers.hpp>

#include <doctest/doctest.h>

#include <bit>
#include <limits>

namespace {

using namespace math_functions;

/// 65536 numbers of every sign and exponent, evenly spaced in their bit patterns. Which NaN a result is, is
/// not promised.
template <class F, class T>
std::uint64_t digest_of() {
    constexpr int width = hg::simd::native_width<T>;
    constexpr int shift = 8 * static_cast<int>(sizeof(T)) - 16;
    digest d;
    for (std::uint64_t i = 0; i < 65536; i += width) {
        T x[width], y[width];
        for (std::uint64_t k = 0; k < width; ++k)
            x[k] = std::bit_cast<T>(static_cast<bits_of<T>>((i + k) << shift | ((i + k) * 40503 & 0xffff)));
        native<F>(x, y);
        for (T result : y) d.add(is_nan(result) ? std::numeric_limits<T>::quiet_NaN() : result);
    }
    return d.value();
}

} // namespace

TEST_CASE("the results have the same bits everywhere") {
    CHECK(digest_of<exponential, float>() == 0xb1128ee7fdf438d8);
    CHECK(digest_of<exponential, double>() == 0x892ac147c0eb1538);
    CHECK(digest_of<power_of_two, float>() == 0x829eb73e339c9e90);
    CHECK(digest_of<power_of_two, double>() == 0x01ab664a252708e2);
    CHECK(digest_of<exponential_less_one, float>() == 0xe181fef995ef41ee);
    CHECK(digest_of<exponential_less_one, double>() == 0x8e87c5ee3679e9f0);
    CHECK(digest_of<logarithm, float>() == 0x2ccf328fdaea6c10);
    CHECK(digest_of<logarithm, double>() == 0x71ba557cb64f23f7);
    CHECK(digest_of<logarithm_of_one_more, float>() == 0x3330d7b5e3310767);
    CHECK(digest_of<logarithm_of_one_more, double>() == 0xa34f948884c8b24f);
    CHECK(digest_of<soft_plus, float>() == 0x103e258e30973dd9);
    CHECK(digest_of<soft_plus, double>() == 0xf9aa4332bedd7ee7);
    CHECK(digest_of<hyperbolic_tangent, float>() == 0xccd7b804b1648fd4);
    CHECK(digest_of<hyperbolic_tangent, double>() == 0xd8e67d43685d5627);
    CHECK(digest_of<logistic, float>() == 0x41ab325f70a15d88);
    CHECK(digest_of<logistic, double>() == 0x932bf3629335de39);
    CHECK(digest_of<error_function, float>() == 0x691bca61cea08a2f);
    CHECK(digest_of<error_function, double>() == 0x57b41a0c546ab592);
    CHECK(digest_of<fast_exponential, float>() == 0x523432825d441161);
    CHECK(digest_of<fast_hyperbolic_tangent, float>() == 0xdbe0df98a09830ca);
    CHECK(digest_of<fast_logistic, float>() == 0x12466d98930035ac);
    CHECK(digest_of<sine, float>() == 0x1cf076b2f1dcee95);
    CHECK(digest_of<sine, double>() == 0x7807d12e034cfa52);
    CHECK(digest_of<cosine, float>() == 0xeb4dbc5a8900a457);
    CHECK(digest_of<cosine, double>() == 0xeab40104c46f5619);
}
