#include <handgrad/core/matrix.hpp>
#include <handgrad/kernel/product/gemm.hpp>
#include <handgrad/simd/flush_to_zero.hpp>

#include <doctest/doctest.h>

#include <stdexcept>
#include <type_traits>

namespace hg = handgrad;

static_assert(!std::is_copy_constructible_v<hg::flush_to_zero>);
static_assert(!std::is_copy_assignable_v<hg::flush_to_zero>);
static_assert(std::is_nothrow_default_constructible_v<hg::flush_to_zero>);

#if defined(__SSE2__)

namespace {

unsigned control() { return __builtin_ia32_stmxcsr(); }
constexpr unsigned flushing = 1u << 15 | 1u << 6;

/// Changes the register for a test.
struct with_control {
    unsigned before = control();
    explicit with_control(unsigned c) { __builtin_ia32_ldmxcsr(c); }
    ~with_control() { __builtin_ia32_ldmxcsr(before); }
};

// Volatile: the compiler neither computes with it ahead of time nor moves it out of a guard.
template <class T>
volatile T smallest = std::is_same_v<T, float> ? T(1.17549435e-38f) : T(2.2250738585072014e-308);

template <class T>
void flushes() {
    const with_control usual(control() & ~flushing);
    volatile T half = T(0.5), denormal = smallest<T> * half, result, sum;
    CHECK(denormal > 0);
    {
        const hg::flush_to_zero guard;
        result = smallest<T> * half;
        sum = denormal + smallest<T>;
    }
    CHECK(result == 0);
    CHECK(sum == smallest<T>);
    sum = denormal + smallest<T>;
    CHECK(sum > smallest<T>);
}

} // namespace

TEST_CASE("flush_to_zero: denormal operands and results are zero, doubles' too") {
    flushes<float>();
    flushes<double>();
}

TEST_CASE("flush_to_zero: the register holds again what it held") {
    const unsigned round_up = 1u << 14; // any other setting stays as it is
    for (const unsigned before : {control(), control() | round_up, control() | flushing}) {
        const with_control setting(before);
        {
            const hg::flush_to_zero outer;
            CHECK(control() == (before | flushing));
            {
                const hg::flush_to_zero inner;
                CHECK(control() == (before | flushing));
            }
            CHECK(control() == (before | flushing));
        }
        CHECK(control() == before);
        try {
            const hg::flush_to_zero guard;
            throw std::runtime_error("leaves the scope");
        } catch (const std::runtime_error&) {
            CHECK(control() == before);
        }
    }
}

TEST_CASE("flush_to_zero: a product with denormal weights, with the guard and without") {
    const with_control usual(control() & ~flushing);
    constexpr int rows = 3, depth = 5, cols = 17;
    static hg::matrix<float, rows, depth> z;
    static hg::matrix<float, depth, cols> w;
    static hg::matrix<float, rows, cols> kept, flushed;
    for (float& v : z) v = 1;
    for (float& v : w) v = smallest<float> * 0.25f;

    // Exactly five quarters of the smallest normal number; the guard leaves nothing of it.
    hg::gemm_nn(z.view(), w.view(), kept.view());
    {
        const hg::flush_to_zero guard;
        hg::gemm_nn(z.view(), w.view(), flushed.view());
    }
    for (const float v : kept) CHECK(v == smallest<float> * 1.25f);
    for (const float v : flushed) CHECK(v == 0);

    // Numbers that meet no denormal one keep their bits.
    for (float& v : w) v = 0.3f;
    hg::gemm_nn(z.view(), w.view(), kept.view());
    {
        const hg::flush_to_zero guard;
        hg::gemm_nn(z.view(), w.view(), flushed.view());
    }
    CHECK(kept == flushed);
}

#else

static_assert(!hg::flush_to_zero::effective);

#endif
