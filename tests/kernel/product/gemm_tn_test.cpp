#include "gemm_cases.hpp"

using namespace gemm_cases;

namespace {

// Those that are too large to be drawn.
constexpr auto large = std::to_array<shape>({// B is packed, and the depth is cut.
                                             {100, 300, 48},
                                             {20, 1100, 48},
                                             {33, 1000, 40},
                                             {50, 784, 33},
                                             {14, 520, 34},
                                             {25, 301, 39},
                                             // A layer seen from its batch.
                                             {784, 64, 10},
                                             {130, 33, 10},
                                             {70, 100, 13},
                                             {33, 40, 4},
                                             {150, 20, 1},
                                             {37, 17, 2},
                                             {50, 16, 3},
                                             // Rows of Z that lie a multiple of a page apart.
                                             {1024, 20, 33},
                                             {2048, 9, 16},
                                             // Too little depth, or too few rows, to turn it.
                                             {20, 5, 12},
                                             {15, 40, 10},
                                             {256, 100, 65},
                                             {10, 128, 10},
                                             {1, 100, 200},
                                             {200, 100, 1},
                                             {2, 64, 70},
                                             {3, 33, 100}});

constexpr auto large_doubles = std::to_array<shape>({{512, 12, 10},
                                                     {40, 33, 5},
                                                     {30, 20, 3},
                                                     {14, 520, 34},
                                                     {33, 1000, 22},
                                                     {256, 100, 65},
                                                     {1, 100, 150},
                                                     {3, 33, 53}});

constexpr bool of_parts(int parts) {
    return some(form::tn, large, [parts](const plan& p) {
        return !p.is_by<hg::kernel::transposed>() && p.pack && p.parts == parts;
    });
}
template <class Method>
constexpr bool some_by = some(form::tn, large, [](const plan& p) { return p.is_by<Method>(); });
static_assert(some_by<hg::kernel::transposed> && some_by<hg::kernel::copied_strips>);
static_assert(of_parts(1) && of_parts(2) && of_parts(3));
static_assert(some(form::tn, large, [](const plan& p) { return p.pack && p.overlap > 0; }));
static_assert(some(form::tn, large, [](const plan& p) { return p.pack && p.columns.rest_size == 3; }));
static_assert(some(form::tn, large, [](const plan& p) { return !p.pack && p.vectors > 8; }));

constexpr auto of_floats = covering<float, form::tn, large>();
constexpr auto of_doubles = covering<double, form::tn, large_doubles>();

} // namespace

TEST_CASE("gemm_tn: Z^T G of floats has the bits of the plain loop") {
    static constexpr auto p = products<float, form::tn, of_floats>();
    check_products<float>(p, 1);
}

TEST_CASE("gemm_tn: Z^T G of doubles has the bits of the plain loop") {
    static constexpr auto p = products<double, form::tn, of_doubles>();
    check_products<double>(p, 2);
}
