// oneDNN's product. Its library exports none of doubles.
#include <tasks.hpp>

#include "../../peers/onednn.hpp"

#include <type_traits>

namespace bench {

template <class Product>
struct by_onednn {
    static constexpr const char* name = "onednn";
    static constexpr bool enters = std::is_same_v<typename Product::number, float>;
    /// The first call makes the kernel, which may last so long that Google Benchmark times no second one.
    static void prepare(const float* a, const float* b, float* out) { multiply(a, b, out); }
    static void multiply(const float* a, const float* b, float* out) {
        dnnl_sgemm(Product::transposed_a ? 'T' : 'N', Product::transposed_b ? 'T' : 'N', Product::m,
                   Product::n, Product::k, 1.0f, a, Product::a_cols, b, Product::b_cols, 0.0f, out,
                   Product::n);
    }
};

[[maybe_unused]] static const bool entered = enter_all<by_onednn>(tasks{});

} // namespace bench
