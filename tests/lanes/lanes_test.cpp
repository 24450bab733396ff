// That this program is what it is meant to be, and that its vectors can be constants.
#include <handgrad/kernel/product/shape.hpp>

#include <doctest/doctest.h>

namespace {

using namespace handgrad::simd;

template <class T, int N>
constexpr bool works_in_constant_expressions() {
    vector<T, N> rows[N];
    for (int i = 0; i < N; ++i)
        rows[i] = fma(vector<T, N>(2), vector<T, N>(static_cast<T>(i)), vector<T, N>(1));
    transpose(rows);
    return sum_of_halves(rows[0]) == N * N && sum_of_halves(sums_of_halves(rows)) == N * N * N &&
           all(is_nan(sqrt(-rows[0] - rows[0])));
}
static_assert(works_in_constant_expressions<float, 4>() && works_in_constant_expressions<float, 16>() &&
              works_in_constant_expressions<double, 2>() && works_in_constant_expressions<double, 8>());

} // namespace

TEST_CASE("the vectors of this program have the lanes that it was told") {
    CHECK(native_width<float> == HANDGRAD_LANES);
    CHECK(native_width<double> == HANDGRAD_LANES / 2);
    CHECK(native_vector<float>::width == HANDGRAD_LANES);
    CHECK(handgrad::kernel::kind_of<native_vector<float>>.machine.register_bytes == 4 * HANDGRAD_LANES);
}
