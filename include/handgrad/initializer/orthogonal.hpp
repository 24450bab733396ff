/// Weights that turn, but do not stretch.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/setting.hpp>
#include <handgrad/initializer/concept.hpp>
#include <handgrad/simd/select.hpp>

namespace handgrad {
HANDGRAD_BEGIN_ISA

namespace detail {

/// The columns of W where there are no more of them than rows, else its rows: In x Out numbers, of which
/// vector j has element k at (k, j) or (j, k).
template <class T, int In, int Out>
class orthonormal_vectors {
    static constexpr bool columns = Out <= In;
    static constexpr int count = columns ? Out : In;
    static constexpr int length = columns ? In : Out;
    using number = simd::vector<double, 1>;

public:
    explicit constexpr orthonormal_vectors(view<T, In, Out> w) noexcept : w_(w) {}

    /// Gram and Schmidt's method on random vectors, in double. Once would leave, of what a vector shares with
    /// those before it, what rounding left of large numbers; twice is enough (L. Giraud et al., "Rounding
    /// error analysis of the classical Gram-Schmidt orthogonalization process", 2005).
    constexpr void fill(double gain, rng& r) const noexcept {
        for (int i = 0; i < count; ++i) {
            double x[length] = {}, square = 0;
            do {
                for (double& x_k : x) x_k = r.normal<double>();
                remove_projections(i, x);
                remove_projections(i, x);
                square = square_of(x);
            } while (square < 1e-10); // of this little, too much would be rounding error
            const number norm = sqrt(number(square));
            for (int k = 0; k < length; ++k) element(i, k) = static_cast<T>((number(x[k]) / norm).v);
        }
        for (T& x : w_) x = (simd::vector<T, 1>(static_cast<T>(gain)) * simd::vector<T, 1>(x)).v;
    }

private:
    constexpr T& element(int vector, int k) const noexcept { return columns ? w_(k, vector) : w_(vector, k); }

    /// Calls f(j, k) for j < vectors and all k, for each j in order of k and for each k in order of j, as
    /// they lie in memory.
    template <class F>
    static constexpr void for_each_element(int vectors, F f) {
        if constexpr (columns) {
            for (int k = 0; k < length; ++k)
                for (int j = 0; j < vectors; ++j) f(j, k);
        } else {
            for (int j = 0; j < vectors; ++j)
                for (int k = 0; k < length; ++k) f(j, k);
        }
    }

    /// x <- x - sum_j (q_j x) q_j over the first `vectors` q_j.
    constexpr void remove_projections(int vectors, double (&x)[length]) const noexcept {
        if constexpr (count == 1) return; // as g++ would have to see, lest it warn of product[1]
        double product[count] = {};
        for_each_element(vectors, [&](int j, int k) {
            product[j] = fma(number(static_cast<double>(element(j, k))), number(x[k]), number(product[j])).v;
        });
        for_each_element(vectors, [&](int j, int k) {
            x[k] = fnma(number(static_cast<double>(element(j, k))), number(product[j]), number(x[k])).v;
        });
    }

    static constexpr double square_of(const double (&x)[length]) noexcept {
        number sum(0);
        for (double x_k : x) sum = fma(number(x_k), number(x_k), sum);
        return sum.v;
    }

    view<T, In, Out> w_;
};

} // namespace detail

/// gain Q, Q being uniform among the matrices with Q^T Q = I (if Out <= In) or Q Q^T = I (if not): a deep
/// linear network of such weights keeps lengths and angles (A. M. Saxe et al., "Exact solutions to the
/// nonlinear dynamics of learning in deep linear neural networks", 2014; PyTorch's orthogonal_). The gain
/// makes up for the activation: sqrt(2) for a rectifier, 5/3 for tanh.
///
/// Takes about 4 In Out min(In, Out) operations, and In + Out doubles on the stack, HANDGRAD_STACK_BUDGET at
/// most. In a constant expression, compilers' limits allow for 16 x 16.
struct orthogonal {
    setting<"orthogonal: gain", range::finite> gain = by_default(1);

    template <class T, int In, int Out>
    constexpr void operator()(view<T, In, Out> w, rng& r) const {
        static_assert((In + Out) * sizeof(double) <= HANDGRAD_STACK_BUDGET,
                      "orthogonal has In + Out doubles on the stack: for a layer of more than that, "
                      "HANDGRAD_STACK_BUDGET is to be defined larger, before the first header");
        detail::orthonormal_vectors<T, In, Out>(w).fill(gain, r);
    }
};

HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
