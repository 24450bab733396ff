/// Fastor: static shapes, compiled beside us.
#pragma once

#include <Fastor/Fastor.h>

namespace bench {

/// Its kernels read rows only: a transposed operand is turned round by Fastor's own routine in each call.
template <class Problem>
class by_fastor {
public:
    static constexpr const char* name = "fastor";
    using T = typename Problem::number;

    void multiply(const T* a, const T* b, T* out) {
        if constexpr (Problem::transposed_a) Fastor::_transpose<T, K, M>(a, turned_), a = turned_;
        if constexpr (Problem::transposed_b) Fastor::_transpose<T, N, K>(b, turned_), b = turned_;
        Fastor::_matmul<T, M, K, N>(a, b, out);
    }

private:
    static constexpr int M = Problem::m, N = Problem::n, K = Problem::k;
    alignas(64) T turned_[Problem::transposed_a ? M * K : Problem::transposed_b ? N * K : 1];
};

} // namespace bench
