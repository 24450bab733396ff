// LIBXSMM: a kernel made for the shape before the clock starts.
#include <tasks.hpp>

#include "../../peers/libxsmm.hpp"

namespace bench {

/// A transposed second operand is turned round by LIBXSMM's own routine in each call.
template <class Product>
class by_libxsmm {
public:
    static constexpr const char* name = "libxsmm";
    using T = typename Product::number;

    void multiply(const T* a, const T* b, T* out) {
        if constexpr (Product::transposed_b) b = turn_(b);
        product_(a, b, out);
    }

private:
    struct nothing {};
    libxsmm_product<T, Product::m, Product::n, Product::k, Product::transposed_a, false> product_;
    [[no_unique_address]] std::conditional_t<Product::transposed_b,
                                             libxsmm_transposition<T, Product::n, Product::k>, nothing>
        turn_;
};

[[maybe_unused]] static const bool entered = enter_all<by_libxsmm>(tasks{});

} // namespace bench
