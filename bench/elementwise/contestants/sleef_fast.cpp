// SLEEF in its grade of 3.5 ULP.
#include <tasks.hpp>

#include <sleef.h>

namespace bench {

namespace sleef_fast_functions {

#if defined(__AVX2__) && defined(__FMA__)
using namespace math_functions;
inline __m256 of(power_of_two, __m256 x) { return Sleef_exp2f8_u35avx2(x); }
inline __m256 of(logarithm, __m256 x) { return Sleef_logf8_u35avx2(x); }
inline __m256 of(hyperbolic_tangent, __m256 x) { return Sleef_tanhf8_u35avx2(x); }
inline __m256 of(sine, __m256 x) { return Sleef_sinf8_u35avx2(x); }
inline __m256 of(cosine, __m256 x) { return Sleef_cosf8_u35avx2(x); }
#else
void of();
#endif

} // namespace sleef_fast_functions

template <class Task>
struct by_sleef_fast {
    static constexpr const char* name = "sleef_fast";
    using lanes = hg::simd::native_vector<float>;
    static constexpr bool enters = requires(lanes x) {
        sleef_fast_functions::of(typename Task::function{}, x.v);
    };
    static void apply(const float* x, float* y) requires enters {
        for (int i = 0; i < array_size; i += lanes::width)
            lanes(sleef_fast_functions::of(typename Task::function{}, lanes::load(x + i).v)).store(y + i);
    }
};

[[maybe_unused]] static const bool entered = enter_all<by_sleef_fast>(tasks{});

} // namespace bench
