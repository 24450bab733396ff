// What methods.hpp and tile_plan.hpp promise: the table of methods, and that tiles cover the columns and fit
// the machine. None of it changes a result, so that no test of results would notice.
#include "gemm_shapes.hpp"

#include <handgrad/math/dual.hpp>
#include <handgrad/simd/lanes/machine.hpp>

#include <doctest/doctest.h>

using namespace gemm_cases;

namespace {

constexpr const hg::simd::machine& machine = hg::simd::native_machine;

constexpr plan plan_of(form f, int rows, int depth, int cols) {
    return plan_for(f, {rows, depth, cols}, eight_floats);
}
constexpr int method(form f, int rows, int depth, int cols) { return plan_of(f, rows, depth, cols).method; }

using enum hg::kernel::gemm_form;
constexpr int one_row = number_of<hg::kernel::one_row>, along_depth = number_of<hg::kernel::along_depth>,
              transposed = number_of<hg::kernel::transposed>,
              copied_strips = number_of<hg::kernel::copied_strips>, tiles = number_of<hg::kernel::tiles>;

// The table, each of its conditions just met and just not.
static_assert(method(nn, 1, 64, 7) == one_row && method(nn, 2, 64, 7) == tiles &&
              method(nn, 1, 64, 8) == tiles);
static_assert(method(nn, 8, 64, 7) == along_depth && method(nn, 7, 64, 7) == tiles);
static_assert(method(tn, 16, 16, 9) == transposed && method(tn, 15, 16, 9) == tiles &&
              method(tn, 16, 15, 9) == tiles);
static_assert(method(tn, 16, 16, 15) == transposed && method(tn, 16, 16, 8) == tiles &&
              method(tn, 16, 16, 17) == tiles);
static_assert(method(tn, 1024, 64, 16) == copied_strips && method(tn, 1032, 64, 16) == tiles);
static_assert(method(tn, 1024, 8, 16) == tiles && method(tn, 1024, 9, 16) == copied_strips);
static_assert(method(nt, 1024, 64, 7) == tiles && method(nt, 1, 64, 7) == tiles);

// A vector of floats is one register, of dual numbers two, however long it is: 16 lanes get no dual's plan.
constexpr hg::kernel::vector_kind four_floats{hg::simd::lanes::machine<4>, 4, 4, false},
    sixteen_floats{hg::simd::lanes::machine<16>, 16, 4, false}, eight_duals{machine, 8, 8, true};
static_assert(sixteen_floats.registers() == 1 && eight_duals.registers() == 2 &&
              hg::kernel::kind_of<hg::simd::native_vector<hg::dual<float>>>.dual &&
              !hg::kernel::kind_of<hg::simd::native_vector<double>>.dual);
constexpr plan wide = plan_for(nn, {64, 64, 64}, sixteen_floats),
               narrow = plan_for(nn, {64, 64, 64}, four_floats),
               dual = plan_for(nn, {64, 64, 64}, eight_duals);
static_assert(wide.vectors == 4 && wide.columns.size == 2 && hg::kernel::tile_rows(machine, 2, 1) == 6);
static_assert(narrow.vectors == 16 && narrow.columns.size == 2);
static_assert(dual.vectors == 8 && dual.columns.size == 1 && hg::kernel::tile_rows(machine, 1, 2) == 5);

// The table in other lanes: what is a vector's width in it moves along ..
constexpr int method_of(const hg::kernel::vector_kind& v, form f, int rows, int depth, int cols) {
    return plan_for(f, {rows, depth, cols}, v).method;
}
static_assert(method_of(sixteen_floats, tn, 32, 32, 31) == transposed &&
              method_of(sixteen_floats, tn, 31, 32, 31) == tiles &&
              method_of(sixteen_floats, tn, 32, 32, 16) == tiles);
static_assert(method_of(four_floats, tn, 8, 8, 7) == transposed &&
              method_of(four_floats, tn, 8, 8, 9) == tiles && method_of(four_floats, tn, 8, 8, 4) == tiles);
static_assert(method_of(sixteen_floats, nn, 1, 64, 6) == one_row &&
              method_of(sixteen_floats, nn, 1, 64, 7) == tiles && // 56 numbers fill no whole vectors
              method_of(four_floats, nn, 1, 64, 6) == one_row &&
              method_of(four_floats, nn, 1, 64, 7) == tiles); // 14 vectors are more than there is room for
static_assert(method_of(sixteen_floats, tn, 1024, 64, 16) == copied_strips);
// .. but the chains belong to the order, the lanes to the machine: of 16 lanes eight are chains, as of 8; of
// 4 it takes two vectors, which does not pay where there are columns for whole ones.
static_assert(method_of(sixteen_floats, nn, 8, 64, 7) == along_depth &&
              method_of(sixteen_floats, nn, 8, 64, 16) == along_depth &&
              method_of(four_floats, nn, 8, 64, 7) == along_depth &&
              method_of(four_floats, nn, 8, 64, 8) == tiles);

/// Whether the tiles of a plan cover its columns, each once but for the overlap, and fill no more registers
/// than there are; whether its parts cover the depth, and a panel fits where it is kept.
constexpr const char* broken_promise(const hg::kernel::vector_kind& v, form f, int rows, int depth,
                                     int cols) {
    const plan p = plan_for(f, {rows, depth, cols}, v);
    const int width = v.width;
    if (p.method != tiles) return nullptr;
    const hg::kernel::split s = p.columns;
    if (s.count * s.size + s.rest_count * s.rest_size != p.vectors) return "tiles do not cover the vectors";
    const bool masked = cols < width && p.tail == 0;
    if ((masked ? p.lanes : p.vectors * width - p.overlap) + p.tail != cols)
        return "vectors do not cover the columns";
    // A row of its own reads B from memory.
    const int sharing = p.tail == 0 ? 1 : width / hg::kernel::tail_slot(p.tail);
    const int height =
        hg::kernel::balanced(rows, p.tail == 0 ? hg::kernel::tile_rows(v.machine, s.size)
                                               : hg::kernel::tail_tile_rows(v.machine, s.size, sharing))
            .size;
    const int accumulators = s.size * height + (p.tail == 0 ? 0 : (height + sharing - 1) / sharing);
    if (accumulators > v.machine.accumulators) return "a tile has more accumulators than planned";
    if (height > 1 && accumulators + s.size + 1 > v.machine.registers)
        return "a tile needs more registers than there are";

    if (p.parts * p.part < depth || (p.parts - 1) * p.part >= depth) return "parts do not cover the depth";
    const int widest = (s.size > s.rest_size ? s.size : s.rest_size) + (p.tail > 0);
    if (p.pack && chains_of(f, {rows, depth, cols}) == 1) {
        const int row_bytes = widest * width * v.element_bytes;
        if (p.part * row_bytes > v.machine.panel_bytes) return "a panel is larger than L1";
        if (p.parts > 1 && (depth + p.parts - 2) / (p.parts - 1) * row_bytes <= v.machine.panel_bytes)
            return "fewer parts would do";
    }
    return nullptr;
}

TEST_CASE("a plan covers its product and fits the machine") {
    for (const form f : {nn, tn, nt})
        for (const int rows : {1, 2, 3, 4, 6, 7, 8, 12, 13, 48, 100})
            for (const int depth : {1, 5, 64, 256, 257, 341, 342, 512, 1000, 4096})
                for (int cols = 1; cols <= 70; ++cols)
                    for (const auto* v : {&four_floats, &eight_floats, &sixteen_floats}) {
                        const char* const broken = broken_promise(*v, f, rows, depth, cols);
                        CAPTURE(v->width);
                        CAPTURE(rows);
                        CAPTURE(depth);
                        CAPTURE(cols);
                        CHECK(broken == nullptr);
                    }
}

TEST_CASE("a matrix that comes from beyond L2 is read a few rows at a time, for one row only") {
    CHECK(plan_of(nn, 1, 1024, 1024).part <= machine.streamed_rows);
    CHECK(plan_of(nn, 1, 1024, 128).part == 1024); // 512 KB
    CHECK(plan_of(nn, 1, 1025, 128).part <= machine.streamed_rows);
    CHECK(plan_of(tn, 1, 1025, 128).part == 1025);
}

} // namespace
