// Matrices and views: the shape is a part of the type.
#include "print_matrix.hpp"

#include <handgrad/handgrad.hpp>

#include <cstdio>

namespace hg = handgrad;
using examples::print;

// A matrix works at compile time as well as at run time, with the same bits.
constexpr hg::matrix<float, 1, 2> product_of_the_compiler() {
    const hg::matrix<float, 2, 2> w{{1, 2}, {3, 4}};
    const auto z = hg::row(10.0f, 1.0f); // has a name: a view of a temporary does not compile
    hg::matrix<float, 1, 2> result;
    hg::gemm_nn(z.view(), w.view(), result.view());
    return result;
}
static_assert(product_of_the_compiler() == hg::row(13.0f, 24.0f));

int main() {
    // A matrix owns its numbers. They are stored in place, row after row, without the heap: sizeof tells.
    hg::matrix<float, 2, 3> z{{1, 2, 3}, {4, 5, 6}};
    hg::matrix<float, 3, 2> w{{1, 0}, {0, 1}, {2, -1}};
    hg::matrix<float, 2, 2> y; // zero at first
    print("Z", z);
    print("W", w);
    std::printf("Z holds %d numbers in %zu bytes (a whole number of cache lines)\n\n", z.size, sizeof z);

    // A view is a pointer with a shape: it shows numbers that belong to somebody else.
    hg::view<float, 1, 3> second = z.row(1);
    second(0, 0) = 7;
    print("row 1 of Z, a view", second);
    std::printf("7 was written to it, so Z(1, 0) = %g\n\n", static_cast<double>(z(1, 0)));

    // Products take views. Y = Z W; every number is one chain of fused multiply-adds, in an order that
    // depends on the shape alone, so that the result has the same bits on every machine.
    hg::gemm_nn(z.view(), w.view(), y.view());
    print("Y = Z W", y);

    // The other two products that a gradient needs. "t" marks the factor that is transposed.
    hg::matrix<float, 3, 2> zt_y;
    hg::matrix<float, 2, 3> y_wt;
    hg::gemm_tn(z.view(), y.view(), zt_y.view());
    hg::gemm_nt(y.view(), w.view(), y_wt.view());
    print("Z^T Y", zt_y);
    print("Y W^T", y_wt);

    // A wrong shape is no number at run time but an error of the compiler:
    //     hg::gemm_nn(z.view(), y.view(), w.view());
    //     error: static assertion failed: Z W: Z must have as many columns as W has rows
    //     note: the comparison reduces to '(3 == 2)'
}
