// SLEEF in its grade of 1.0 ULP. Where it has no such function, the formula that its users write.
#include <tasks.hpp>

#include <sleef.h>

#include <string>

namespace bench {

inline const bool sleef_described =
    describe_peer("sleef", std::to_string(SLEEF_VERSION_MAJOR) + "." + std::to_string(SLEEF_VERSION_MINOR) +
                               "." + std::to_string(SLEEF_VERSION_PATCHLEVEL));

namespace sleef_functions {

#if defined(__AVX2__) && defined(__FMA__)
using namespace math_functions;
inline __m256 of(exponential, __m256 x) { return Sleef_expf8_u10avx2(x); }
inline __m256 of(power_of_two, __m256 x) { return Sleef_exp2f8_u10avx2(x); }
inline __m256 of(exponential_less_one, __m256 x) { return Sleef_expm1f8_u10avx2(x); }
inline __m256 of(logarithm, __m256 x) { return Sleef_logf8_u10avx2(x); }
inline __m256 of(logarithm_of_one_more, __m256 x) { return Sleef_log1pf8_u10avx2(x); }
inline __m256 of(soft_plus, __m256 x) {
    const __m256 positive = _mm256_max_ps(x, _mm256_setzero_ps()),
                 far = _mm256_or_ps(x, _mm256_set1_ps(-0.0f));
    return _mm256_add_ps(positive, Sleef_log1pf8_u10avx2(Sleef_expf8_u10avx2(far)));
}
inline __m256 of(error_function, __m256 x) { return Sleef_erff8_u10avx2(x); }
inline __m256 of(hyperbolic_tangent, __m256 x) { return Sleef_tanhf8_u10avx2(x); }
inline __m256 of(logistic, __m256 x) {
    const __m256 one = _mm256_set1_ps(1), minus_x = _mm256_xor_ps(_mm256_set1_ps(-0.0f), x);
    return _mm256_div_ps(one, _mm256_add_ps(one, Sleef_expf8_u10avx2(minus_x)));
}
inline __m256 of(sine, __m256 x) { return Sleef_sinf8_u10avx2(x); }
inline __m256 of(cosine, __m256 x) { return Sleef_cosf8_u10avx2(x); }
#else
void of();
#endif

} // namespace sleef_functions

template <class Task>
struct by_sleef {
    static constexpr const char* name = "sleef";
    using lanes = hg::simd::native_vector<float>;
    static constexpr bool enters = requires(lanes x) { sleef_functions::of(typename Task::function{}, x.v); };
    static void apply(const float* x, float* y) requires enters {
        for (int i = 0; i < array_size; i += lanes::width)
            lanes(sleef_functions::of(typename Task::function{}, lanes::load(x + i).v)).store(y + i);
    }
};

[[maybe_unused]] static const bool entered = enter_all<by_sleef>(tasks{});

} // namespace bench
