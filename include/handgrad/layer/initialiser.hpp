/// How large random weights begin.
#pragma once

#include <handgrad/core/random.hpp>
#include <handgrad/core/view.hpp>
#include <handgrad/simd/scalar.hpp>

namespace handgrad::inline HANDGRAD_ISA {

namespace detail {

template <class T>
constexpr T square_root_of_ratio(int numerator, int denominator) {
    return sqrt(simd::vector<T, 1>(static_cast<T>(numerator) / static_cast<T>(denominator))).v;
}

template <class T, int In, int Out>
constexpr void fill_normal(view<T, In, Out> w, T deviation, rng& r) {
    for (T& x : w) x = deviation * r.normal<T>();
}

template <class T, int In, int Out>
constexpr void fill_uniform(view<T, In, Out> w, T bound, rng& r) {
    for (T& x : w) x = r.uniform<T>(-bound, bound);
}

} // namespace detail

/// Each fills a weight matrix W (In, Out), row by row; the same seed gives the same bits everywhere.

/// Variance 2 / In: keeps the mean square of what passes a rectifier (K. He et al., "Delving deep into
/// rectifiers", 2015).
struct he_normal {
    template <class T, int In, int Out>
    constexpr void operator()(view<T, In, Out> w, rng& r) const {
        detail::fill_normal(w, detail::square_root_of_ratio<T>(2, In), r);
    }
};
struct he_uniform {
    template <class T, int In, int Out>
    constexpr void operator()(view<T, In, Out> w, rng& r) const {
        detail::fill_uniform(w, detail::square_root_of_ratio<T>(6, In), r);
    }
};

/// Variance 2 / (In + Out): a compromise between the way forward and the way back (X. Glorot, Y. Bengio,
/// "Understanding the difficulty of training deep feedforward neural networks", 2010).
struct glorot_normal {
    template <class T, int In, int Out>
    constexpr void operator()(view<T, In, Out> w, rng& r) const {
        detail::fill_normal(w, detail::square_root_of_ratio<T>(2, In + Out), r);
    }
};
struct glorot_uniform {
    template <class T, int In, int Out>
    constexpr void operator()(view<T, In, Out> w, rng& r) const {
        detail::fill_uniform(w, detail::square_root_of_ratio<T>(6, In + Out), r);
    }
};

} // namespace handgrad::inline HANDGRAD_ISA
