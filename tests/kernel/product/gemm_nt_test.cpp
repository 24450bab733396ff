#include "gemm_cases.hpp"

using namespace gemm_cases;

namespace {

// Those that are too large to be drawn.
constexpr auto large = std::to_array<shape>({// The depth is cut into 2, 3 and 4 parts.
                                             {1, 300, 64},
                                             {5, 520, 33},
                                             {64, 784, 17},
                                             {3, 1000, 9},
                                             {13, 300, 1},
                                             {20, 513, 40},
                                             // A layer seen from its outputs.
                                             {64, 10, 784},
                                             {1, 10, 300},
                                             {2, 100, 70},
                                             {3, 100, 50},
                                             {100, 65, 256},
                                             {7, 300, 7}});

constexpr auto large_doubles =
    std::to_array<shape>({{5, 520, 33}, {64, 784, 17}, {1, 300, 64}, {3, 130, 9}, {2, 100, 35}});

constexpr bool of_parts(int parts) {
    return some(form::nt, large, [parts](const plan& p) {
        return !p.is_by<hg::kernel::along_depth>() && p.pack && p.parts == parts;
    });
}
static_assert(of_parts(1) && of_parts(2) && of_parts(3));
static_assert(some(form::nt, large, [](const plan& p) { return p.pack && p.overlap > 0; }));
static_assert(some(form::nt, large, [](const plan& p) { return p.pack && p.columns.rest_size == 3; }));

constexpr auto of_floats = covering<float, form::nt, large>();
constexpr auto of_doubles = covering<double, form::nt, large_doubles>();

} // namespace

TEST_CASE("gemm_nt: G W^T of floats has the bits of the plain loop") {
    static constexpr auto p = products<float, form::nt, of_floats>();
    check_products<float>(p, 1);
}

TEST_CASE("gemm_nt: G W^T of doubles has the bits of the plain loop") {
    static constexpr auto p = products<double, form::nt, of_doubles>();
    check_products<double>(p, 2);
}
