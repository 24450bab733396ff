// Matrices, views and rows: their shapes are in their types, and only the right ones convert.
#include <handgrad/handgrad.hpp>

#include <array>
#include <span>
#include <type_traits>
#include <vector>

namespace hg = handgrad;

namespace {

using hg::matrix;
using hg::rows;
using hg::view;

using a_matrix = matrix<float, 2, 3>;
static_assert(a_matrix::rows == 2 && a_matrix::cols == 3 && a_matrix::size == 6);
static_assert(std::is_same_v<a_matrix::value_type, float>);
static_assert(sizeof(a_matrix) == 64 && alignof(a_matrix) == 64 && sizeof(matrix<double, 3, 3>) == 128);
static_assert(std::is_trivially_copyable_v<a_matrix> && std::is_standard_layout_v<a_matrix>);
static_assert(std::is_nothrow_default_constructible_v<a_matrix>);

using a_view = view<float, 2, 3>;
using a_const_view = view<const float, 2, 3>;
static_assert(a_view::rows == 2 && a_view::cols == 3 && a_view::size == 6);
static_assert(std::is_same_v<a_const_view::value_type, float>, "of the numbers, not of the access");
static_assert(sizeof(a_view) == sizeof(float*) && std::is_trivially_copyable_v<a_view>);
static_assert(!std::is_default_constructible_v<a_view>, "a view belongs to something");
static_assert(!std::is_convertible_v<float*, a_view>, "a pointer has no shape: say it");

// A mutable matrix gives both kinds of view, a constant one only the constant kind.
static_assert(std::is_convertible_v<a_matrix&, a_view> && std::is_convertible_v<a_matrix&, a_const_view>);
static_assert(std::is_convertible_v<const a_matrix&, a_const_view>);
static_assert(!std::is_convertible_v<const a_matrix&, a_view>);
static_assert(std::is_convertible_v<a_view, a_const_view> && !std::is_convertible_v<a_const_view, a_view>);
static_assert(std::is_same_v<decltype(std::declval<a_matrix&>().row(0)), view<float, 1, 3>>);
static_assert(std::is_same_v<decltype(std::declval<const a_matrix&>().row(0)), view<const float, 1, 3>>);
static_assert(std::is_same_v<decltype(std::declval<a_view&>().row(0)), view<float, 1, 3>>);

// As many numbers in another shape, or of another type, are something else.
static_assert(!std::is_convertible_v<a_matrix&, view<float, 3, 2>>);
static_assert(!std::is_convertible_v<a_matrix&, view<const float, 1, 6>>);
static_assert(!std::is_convertible_v<a_matrix&, view<const double, 2, 3>>);
static_assert(!std::is_convertible_v<a_matrix, matrix<float, 3, 2>>);
static_assert(!std::is_convertible_v<a_matrix, matrix<double, 2, 3>>);
static_assert(!std::is_convertible_v<a_view, view<float, 3, 2>>);
static_assert(!std::is_assignable_v<a_matrix&, matrix<float, 3, 2>>);
template <class A, class B>
concept comparable = requires(A a, B b) {
    a == b;
};
static_assert(comparable<a_matrix, a_matrix> && !comparable<a_matrix, matrix<float, 3, 2>>);

// A number is no matrix, not even by accident.
static_assert(!std::is_convertible_v<float, a_matrix> && !std::is_convertible_v<int, matrix<float, 1, 1>>);

static_assert(std::is_same_v<decltype(hg::row(1.0f, 2.0f, 3.0f)), matrix<float, 1, 3>>);
static_assert(std::is_same_v<decltype(hg::row(1.0)), matrix<double, 1, 1>>);

// Batches whose number of rows only the run time knows: every batch of that width is one.
using a_batch = rows<const float, 3>;
static_assert(a_batch::cols == 3 && std::is_same_v<a_batch::value_type, float>);
static_assert(std::is_convertible_v<a_matrix&, a_batch> && std::is_convertible_v<const a_matrix&, a_batch>);
static_assert(std::is_convertible_v<a_view, a_batch> && std::is_convertible_v<a_const_view, a_batch>);
static_assert(std::is_convertible_v<rows<float, 3>, a_batch> &&
              !std::is_convertible_v<a_batch, rows<float, 3>>);
static_assert(std::is_convertible_v<a_matrix&, rows<float, 3>>);
static_assert(!std::is_convertible_v<const a_matrix&, rows<float, 3>>);
static_assert(!std::is_convertible_v<matrix<float, 3, 2>&, a_batch>);
static_assert(!std::is_convertible_v<matrix<double, 2, 3>&, a_batch>);
static_assert(std::is_same_v<decltype(std::declval<a_batch&>().tile<8>(0)), view<const float, 8, 3>>);
static_assert(std::is_same_v<decltype(std::declval<a_batch&>()[0]), view<const float, 1, 3>>);

// What a network takes for a batch, and which shape it sees.
template <class X, class T, int Rows, int Cols>
constexpr bool is_batch = hg::detail::batch_traits<X>::valid&& hg::detail::batch_traits<X>::rows ==
                          Rows&& hg::detail::batch_traits<X>::cols ==
                          Cols&& std::is_same_v<typename hg::detail::batch_traits<X>::value_type, T>;
static_assert(is_batch<a_matrix, float, 2, 3> && is_batch<const a_matrix&, float, 2, 3>);
static_assert(is_batch<a_view, float, 2, 3> && is_batch<a_const_view&, float, 2, 3>);
static_assert(is_batch<a_batch, float, hg::detail::run_time_rows, 3>);
static_assert(is_batch<std::array<int, 5>, int, 5, 1>);
static_assert(is_batch<std::span<const int>, int, hg::detail::run_time_rows, 1>);
static_assert(is_batch<std::vector<double>, double, hg::detail::run_time_rows, 1>);
static_assert(!hg::detail::batch_traits<int>::valid && !hg::detail::batch_traits<float*>::valid);
static_assert(!hg::detail::batch_traits<std::vector<std::vector<float>>>::valid);
static_assert(!hg::detail::batch_traits<std::array<a_matrix, 2>>::valid);

} // namespace
