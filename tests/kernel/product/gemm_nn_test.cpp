#include "gemm_cases.hpp"

using namespace gemm_cases;

namespace {

// Those that are too large to be drawn.
constexpr auto large = std::to_array<shape>(
    {// B is packed, and the depth is cut: into 2, 3 and 4 parts; with an overlap, with a last tile of three
     // vectors.
     {13, 300, 48},
     {16, 1100, 48},
     {13, 1300, 33},
     {20, 520, 40},
     {14, 784, 33},
     {16, 1000, 34},
     {64, 784, 37},
     {25, 301, 39},
     // Narrow outputs: eight chains, or two, over a depth that is a multiple of their number or not.
     {1, 64, 10},
     {1, 131, 10},
     {1, 67, 1},
     {1, 64, 5},
     {1, 70, 3},
     {1, 100, 12},
     {1, 33, 10},
     {1, 21, 4},
     // Their last columns share vectors: 1, 2, 3 or 4 columns, of eight rows or fewer.
     {17, 33, 10},
     {20, 13, 9},
     {9, 40, 11},
     {30, 31, 12},
     {3, 30, 10},
     {5, 12, 4},
     {40, 50, 20},
     {14, 40, 41},
     {30, 600, 58},
     {2, 100, 10},
     {3, 65, 9},
     {6, 128, 16},
     {7, 131, 3},
     {13, 784, 10},
     {64, 127, 1},
     {64, 784, 16},
     {1, 16, 32},
     {5, 17, 31},
     {13, 300, 24},
     {15, 521, 32},
     // Few rows take many columns at once.
     {1, 784, 256},
     {1, 301, 515}, // from L3
     {1, 300, 130},
     {2, 301, 70},
     {3, 50, 100},
     {1, 33, 71}});

constexpr auto large_doubles = std::to_array<shape>({{14, 784, 33},
                                                     {13, 300, 20},
                                                     {2, 100, 10},
                                                     {17, 33, 5},
                                                     {9, 20, 6},
                                                     {1, 67, 5},
                                                     {1, 35, 3},
                                                     {1, 64, 1},
                                                     {64, 127, 1},
                                                     {1, 300, 130},
                                                     {3, 50, 61}});

constexpr bool of_parts(int parts) {
    return some(form::nn, large, [parts](const plan& p) {
        return !p.is_by<hg::kernel::along_depth>() && p.pack && p.parts == parts;
    });
}
static_assert(of_parts(1) && of_parts(2) && of_parts(3) && of_parts(4));
static_assert(some(form::nn, large, [](const plan& p) { return p.pack && p.overlap > 0; }));
static_assert(some(form::nn, large, [](const plan& p) { return p.pack && p.columns.rest_size == 3; }));
static_assert(some(form::nn, large, [](const plan& p) { return p.is_by<hg::kernel::along_depth>(); }));
static_assert(some(form::nn, large, [](const plan& p) { return p.is_by<hg::kernel::one_row>(); }));
constexpr bool of_tail(int tail) {
    return some(form::nn, large,
                [tail](const plan& p) { return !p.is_by<hg::kernel::along_depth>() && p.tail == tail; });
}
static_assert(some(form::nn, large, [](const plan& p) { return p.tail > 0 && p.vectors == 0; }));
static_assert(some(form::nn, large, [](const plan& p) { return p.tail > 0 && p.vectors == 2; }));
static_assert(some(form::nn, large,
                   [](const plan& p) { return p.tail > 0 && p.pack && p.columns.rest_size == 1; }));
static_assert(of_tail(1) && of_tail(2) && of_tail(3) && of_tail(4));
static_assert(some(form::nn, large, [](const plan& p) {
    return !p.is_by<hg::kernel::along_depth>() && !p.pack && p.vectors > 8;
}));

constexpr auto of_floats = covering<float, form::nn, large>();
constexpr auto of_doubles = covering<double, form::nn, large_doubles>();

} // namespace

TEST_CASE("gemm_nn: Z W of floats has the bits of the plain loop") {
    static constexpr auto p = products<float, form::nn, of_floats>();
    check_products<float>(p, 1);
}

TEST_CASE("gemm_nn: Z W of doubles has the bits of the plain loop") {
    static constexpr auto p = products<double, form::nn, of_doubles>();
    check_products<double>(p, 2);
}
