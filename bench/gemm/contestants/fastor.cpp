// Fastor: static shapes, compiled beside us.
#include <tasks.hpp>

#include <Fastor/Fastor.h>

namespace bench {

/// Its kernels read rows only: a transposed operand is turned round by Fastor's own routine in each call.
template <class Product>
class by_fastor {
public:
    static constexpr const char* name = "fastor";
    using T = typename Product::number;

    void multiply(const T* a, const T* b, T* out) {
        if constexpr (Product::transposed_a) Fastor::_transpose<T, K, M>(a, turned_), a = turned_;
        if constexpr (Product::transposed_b) Fastor::_transpose<T, N, K>(b, turned_), b = turned_;
        Fastor::_matmul<T, M, K, N>(a, b, out);
    }

private:
    static constexpr int M = Product::m, N = Product::n, K = Product::k;
    alignas(64) T turned_[Product::transposed_a ? M * K : Product::transposed_b ? N * K : 1];
};

[[maybe_unused]] static const bool entered = enter_all<by_fastor>(tasks{});

} // namespace bench
