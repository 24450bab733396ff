// Every primitive of simd::vector: the native vector of this build against the scalar specification, lane by
// lane and bit by bit, and both against what the standard library says.
#include <numbers.hpp>

#include <handgrad/simd/select.hpp>

#include <doctest/doctest.h>

#include <bit>
#include <cmath>
#include <cstddef>
#include <limits>
#include <utility>

namespace {

namespace hg = handgrad;

/// Special numbers against each other, then random bits.
template <class T>
struct operands {
    std::vector<T> a, b, c;

    operands() {
        const auto special = special_numbers<T>();
        for (T x : special)
            for (T y : special) {
                a.push_back(x);
                b.push_back(y);
                c.push_back(special[(a.size() * 7) % special.size()]);
            }
        hg::rng rng{1};
        for (int i = 0; i < 20000; ++i) {
            a.push_back(random_bits<T>(rng));
            b.push_back(random_bits<T>(rng));
            c.push_back(random_bits<T>(rng));
        }
        while (a.size() % 8 != 0) {
            a.push_back(1);
            b.push_back(1);
            c.push_back(1);
        }
    }
};

/// f on native vectors, f on scalars and the expectation agree in every lane.
template <class T, class F, class Expectation>
void compare(const char* what, F f, Expectation expected) {
    using native = hg::simd::native_vector<T>;
    using scalar = hg::simd::scalar_vector<T>;
    static const operands<T> from;
    long native_wrong = 0, scalar_wrong = 0;
    for (std::size_t i = 0; i < from.a.size(); i += native::width) {
        T out[native::width];
        f(native::load(&from.a[i]), native::load(&from.b[i]), native::load(&from.c[i])).store(out);
        for (std::size_t k = 0; k < native::width; ++k) {
            const T a = from.a[i + k], b = from.b[i + k], c = from.c[i + k];
            const T one = f(scalar(a), scalar(b), scalar(c)).v;
            native_wrong += !same_bits(out[k], one);
            scalar_wrong += !same_bits(one, T(expected(a, b, c)));
        }
    }
    INFO(what);
    CHECK(native_wrong == 0);
    CHECK(scalar_wrong == 0);
}

} // namespace

TEST_CASE_TEMPLATE("arithmetic", T, float, double) {
    compare<T>(
        "+", [](auto a, auto b, auto) { return a + b; }, [](T a, T b, T) { return a + b; });
    compare<T>(
        "-", [](auto a, auto b, auto) { return a - b; }, [](T a, T b, T) { return a - b; });
    compare<T>(
        "*", [](auto a, auto b, auto) { return a * b; }, [](T a, T b, T) { return a * b; });
    compare<T>(
        "/", [](auto a, auto b, auto) { return a / b; }, [](T a, T b, T) { return a / b; });
    compare<T>(
        "sign", [](auto a, auto, auto) { return -a; }, [](T a, T, T) { return -a; });
    compare<T>(
        "sqrt", [](auto a, auto, auto) { return sqrt(a); }, [](T a, T, T) { return std::sqrt(a); });
    compare<T>(
        "round", [](auto a, auto, auto) { return round(a); }, [](T a, T, T) { return std::nearbyint(a); });
    compare<T>(
        "fma", [](auto a, auto b, auto c) { return fma(a, b, c); },
        [](T a, T b, T c) { return std::fma(a, b, c); });
    compare<T>(
        "fnma", [](auto a, auto b, auto c) { return fnma(a, b, c); },
        [](T a, T b, T c) { return std::fma(-a, b, c); });
}

TEST_CASE_TEMPLATE("a product is rounded before a sum takes it", T, float, double) {
    compare<T>(
        "a * b + c", [](auto a, auto b, auto c) { return a * b + c; },
        [](T a, T b, T c) {
            const volatile T product = a * b;
            return product + c;
        });
    compare<T>(
        "c - a * b", [](auto a, auto b, auto c) { return c - a * b; },
        [](T a, T b, T c) {
            const volatile T product = a * b;
            return c - product;
        });
}

TEST_CASE_TEMPLATE("a sum is rounded before another takes it", T, float, double) {
    // g++ makes 2 a of a + a, and fma(a, 2, c) of that and c: an infinity between would be lost
    const volatile T most = std::numeric_limits<T>::max();
    const T infinity = hg::math::infinity<T>;
    const auto check = [&]<class V>(V a) {
        for (const auto& [sum, expected] :
             {std::pair((a + a) + -a, infinity), std::pair((a - -a) - a, infinity),
              std::pair(a - (a + a), -infinity)}) {
            T lanes[V::width];
            sum.store(lanes);
            CHECK(same_bits(lanes[0], expected));
        }
    };
    check(hg::simd::native_vector<T>(most));
    check(hg::simd::scalar_vector<T>(most));
}

TEST_CASE_TEMPLATE("comparison and selection", T, float, double) {
    // the second operand is sometimes the first, so that there are equal ones beside those among the special
    auto other = [](T a, T b, T c) { return c > 0 ? a : b; };
    auto mixed = [](auto a, auto b, auto c) { return select(c > decltype(c)(0), a, b); };
    compare<T>(
        "<", [=](auto a, auto b, auto c) { return select(a < mixed(a, b, c), a, c); },
        [=](T a, T b, T c) { return a < other(a, b, c) ? a : c; });
    compare<T>(
        "<=", [=](auto a, auto b, auto c) { return select(a <= mixed(a, b, c), a, c); },
        [=](T a, T b, T c) { return a <= other(a, b, c) ? a : c; });
    compare<T>(
        ">", [=](auto a, auto b, auto c) { return select(a > mixed(a, b, c), a, c); },
        [=](T a, T b, T c) { return a > other(a, b, c) ? a : c; });
    compare<T>(
        ">=", [=](auto a, auto b, auto c) { return select(a >= mixed(a, b, c), a, c); },
        [=](T a, T b, T c) { return a >= other(a, b, c) ? a : c; });
    compare<T>(
        "==", [=](auto a, auto b, auto c) { return select(a == mixed(a, b, c), a, c); },
        [=](T a, T b, T c) { return a == other(a, b, c) ? a : c; });
    compare<T>(
        "is_nan", [](auto a, auto b, auto) { return select(is_nan(a), decltype(b)(1), b); },
        [](T a, T b, T) { return is_nan(a) ? T(1) : b; });
    compare<T>(
        "max", [=](auto a, auto b, auto c) { return max(a, mixed(a, b, c)); },
        [=](T a, T b, T c) { return a > other(a, b, c) ? a : other(a, b, c); });
    compare<T>(
        "min", [=](auto a, auto b, auto c) { return min(a, mixed(a, b, c)); },
        [=](T a, T b, T c) { return a < other(a, b, c) ? a : other(a, b, c); });
    compare<T>(
        "&", [](auto a, auto b, auto c) { return select((a < b) & (b < c), a, c); },
        [](T a, T b, T c) { return a < b && b < c ? a : c; });
    compare<T>(
        "|", [](auto a, auto b, auto c) { return select((a < b) | (b < c), a, c); },
        [](T a, T b, T c) { return a < b || b < c ? a : c; });
    compare<T>(
        "!", [](auto a, auto b, auto c) { return select(!(a < b), a, c); },
        [](T a, T b, T c) { return !(a < b) ? a : c; });
}

TEST_CASE_TEMPLATE("signs and bit patterns", T, float, double) {
    using word = bits_of<T>;
    constexpr int shift = 5;
    auto bits_in = [](T x) { return std::bit_cast<word>(x); };
    auto back = [](word w) { return std::bit_cast<T>(w); };
    compare<T>(
        "abs", [](auto a, auto, auto) { return abs(a); }, [](T a, T, T) { return std::fabs(a); });
    compare<T>(
        "copysign", [](auto a, auto b, auto) { return copysign(a, b); },
        [](T a, T b, T) { return std::copysign(a, b); });
    compare<T>(
        "bits +", [](auto a, auto b, auto) { return a.from_bits(bits(a) + bits(b)); },
        [=](T a, T b, T) { return back(bits_in(a) + bits_in(b)); });
    compare<T>(
        "bits -", [](auto a, auto b, auto) { return a.from_bits(bits(a) - bits(b)); },
        [=](T a, T b, T) { return back(bits_in(a) - bits_in(b)); });
    compare<T>(
        "bits &", [](auto a, auto b, auto) { return a.from_bits(bits(a) & bits(b)); },
        [=](T a, T b, T) { return back(bits_in(a) & bits_in(b)); });
    compare<T>(
        "bits |", [](auto a, auto b, auto) { return a.from_bits(bits(a) | bits(b)); },
        [=](T a, T b, T) { return back(bits_in(a) | bits_in(b)); });
    compare<T>(
        "bits ^", [](auto a, auto b, auto) { return a.from_bits(bits(a) ^ bits(b)); },
        [=](T a, T b, T) { return back(bits_in(a) ^ bits_in(b)); });
    compare<T>(
        "<<", [](auto a, auto, auto) { return a.from_bits(shift_left<shift>(bits(a))); },
        [=](T a, T, T) { return back(word(bits_in(a) << shift)); });
    compare<T>(
        ">>", [](auto a, auto, auto) { return a.from_bits(shift_right<shift>(bits(a))); },
        [=](T a, T, T) { return back(word(bits_in(a) >> shift)); });
    compare<T>(
        "bits ==", [](auto a, auto b, auto c) { return select(bits(a) == bits(b), a, c); },
        [=](T a, T b, T c) { return bits_in(a) == bits_in(b) ? a : c; });
    using signed_word = hg::simd::int_of<T>;
    compare<T>(
        "bits >", [](auto a, auto b, auto c) { return select(bits(a) > bits(b), a, c); },
        [=](T a, T b, T c) {
            return static_cast<signed_word>(bits_in(a)) > static_cast<signed_word>(bits_in(b)) ? a : c;
        });
    compare<T>(
        "is_negative",
        [](auto a, auto b, auto c) {
            return select(is_negative(bits(a)) & !is_negative(bits(b)), a,
                          select(is_negative(bits(a)), b, c));
        },
        [=](T a, T b, T c) { return !std::signbit(a)  ? c
                                    : std::signbit(b) ? b
                                                      : a; });
}

TEST_CASE_TEMPLATE("integers and numbers", T, float, double) {
    using native = hg::simd::native_vector<T>;
    using scalar = hg::simd::scalar_vector<T>;
    using integer = hg::simd::int_of<T>;
    constexpr int digits = sizeof(T) == 4 ? 31 : 51; // to_integers takes |x| < 2^digits
    const T limit = std::exp2(T(digits));
    const T below = std::nearbyint(std::nextafter(limit, T(0))), most = below < limit ? below : limit - 1;
    hg::rng rng{2};
    for (int i = 0; i < 2000; ++i) {
        T from[native::width], to[native::width], there_and_back[native::width];
        for (T& x : from) x = std::nearbyint(rng.uniform<T>(-1, 1) * std::exp2(T(i % digits)));
        if (i == 0) from[0] = most;
        if (i == 1) from[0] = -most;
        const auto integers = to_integers(native::load(from));
        native::from_bits(integers).store(to);
        native::from_integers(integers).store(there_and_back);
        for (int k = 0; k < native::width; ++k) {
            CHECK(std::bit_cast<integer>(to[k]) == static_cast<integer>(from[k]));
            CHECK(to_integers(scalar(from[k])).i == static_cast<integer>(from[k]));
            CHECK(there_and_back[k] == from[k]);
            CHECK(scalar::from_integers(to_integers(scalar(from[k]))).v == from[k]);
        }
    }
}

TEST_CASE_TEMPLATE("any and all", T, float, double) {
    using native = hg::simd::native_vector<T>;
    for (unsigned pattern = 0; pattern < 1u << native::width; ++pattern) {
        T lane[native::width];
        for (int k = 0; k < native::width; ++k) lane[k] = (pattern >> k & 1) != 0 ? T(1) : T(-1);
        const auto mask = native::load(lane) > native(0);
        CHECK(any(mask) == (pattern != 0));
        CHECK(all(mask) == (pattern + 1 == 1u << native::width));
    }
}

TEST_CASE_TEMPLATE("the sum of the lanes adds the upper half to the lower", T, float, double) {
    using native = hg::simd::native_vector<T>;
    hg::rng rng{3};
    for (int i = 0; i < 100; ++i) {
        T lane[native::width];
        for (T& x : lane) x = rng.uniform<T>(-1, 1);
        const T sum = sum_of_halves(native::load(lane));
        for (int half = native::width / 2; half > 0; half /= 2)
            for (int k = 0; k < half; ++k) lane[k] += lane[k + half];
        CHECK(same_bits(sum, lane[0]));
    }
}

TEST_CASE("the multiply-add of constant expressions is that of the machine") {
    hg::rng rng{4};
    long wrong = 0;
    for (int i = 0; i < 200000; ++i) {
        const float a = random_bits<float>(rng), b = random_bits<float>(rng), c = random_bits<float>(rng);
        wrong += !same_bits(hg::simd::exact_fma(a, b, c), std::fma(a, b, c));
        // near cancellation, where the last bits decide
        const float d = -a * b * (1 + static_cast<float>(i % 5 - 2) * 0x1p-23f);
        wrong += !same_bits(hg::simd::exact_fma(a, b, d), std::fma(a, b, d));
    }
    CHECK(wrong == 0);
    for (int i = 0; i < 200000; ++i) {
        const double a = random_bits<double>(rng), b = random_bits<double>(rng), c = random_bits<double>(rng);
        wrong += !same_bits(hg::simd::exact_fma(a, b, c), std::fma(a, b, c));
        const double d = -a * b * (1 + static_cast<double>(i % 5 - 2) * 0x1p-52);
        wrong += !same_bits(hg::simd::exact_fma(a, b, d), std::fma(a, b, d));
    }
    CHECK(wrong == 0);
    const auto special = special_numbers<double>();
    for (double a : special)
        for (double b : special)
            for (double c : special) wrong += !same_bits(hg::simd::exact_fma(a, b, c), std::fma(a, b, c));
    CHECK(wrong == 0);
}

namespace {

template <class T>
constexpr T square_root(T x) {
    return sqrt(hg::simd::scalar_vector<T>(x)).v;
}

} // namespace

TEST_CASE("the square root of constant expressions is that of the machine") {
    constexpr float f[] = {square_root(2.0f), square_root(0x1p-149f), square_root(0x1.fffffep127f),
                           square_root(0x1.8p-126f), square_root(-0.0f)};
    const volatile float x[] = {2.0f, 0x1p-149f, 0x1.fffffep127f, 0x1.8p-126f, -0.0f};
    for (int i = 0; i < 5; ++i) CHECK(same_bits(f[i], std::sqrt(static_cast<float>(x[i]))));
    constexpr double d[] = {square_root(2.0), square_root(0x1p-1074), square_root(0x1.fffffffffffffp1023),
                            square_root(0x1.8p-1022), square_root(-0.0)};
    const volatile double y[] = {2.0, 0x1p-1074, 0x1.fffffffffffffp1023, 0x1.8p-1022, -0.0};
    for (int i = 0; i < 5; ++i) CHECK(same_bits(d[i], std::sqrt(static_cast<double>(y[i]))));
}

TEST_CASE_TEMPLATE("minus a fused zero is the zero of the other sign", T, float, double) {
    const volatile T one = 1, minus_one = -1;
    const hg::simd::scalar_vector<T> zero =
        fma(hg::simd::scalar_vector<T>(one), hg::simd::scalar_vector<T>(one),
            hg::simd::scalar_vector<T>(minus_one));
    CHECK(same_bits((-zero).v, -T(0)));
    using V = hg::simd::native_vector<T>;
    T lanes[V::width];
    (-fma(V(one), V(one), V(minus_one))).store(lanes);
    for (const T x : lanes) CHECK(same_bits(x, -T(0)));
}
