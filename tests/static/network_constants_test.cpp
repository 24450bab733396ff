// What a network knows of itself before it runs.
#include <handgrad/handgrad.hpp>

#include <cstddef>
#include <type_traits>
#include <utility>

namespace hg = handgrad;

namespace {

using hg::dense;

// 784-256-128-10, the reference network of the documentation.
using mlp = hg::mlp<hg::relu, 784, 256, 128, 10>;
static_assert(
    std::is_same_v<mlp, hg::network<dense<784, 256, hg::relu>, dense<256, 128, hg::relu>, dense<128, 10>>>);
static_assert(mlp::depth == 3 && mlp::inputs == 784 && mlp::outputs == 10);
static_assert(mlp::parameter_count == 785 * 256 + 257 * 128 + 129 * 10);
static_assert(mlp::parameter_offset<1> == 0);
static_assert(mlp::parameter_offset<2> == 785 * 256);
static_assert(mlp::parameter_offset<3> == 785 * 256 + 257 * 128);
static_assert(mlp::flops<1> == 2L * (784 * 256 + 256 * 128 + 128 * 10));
static_assert(mlp::flops<64> == 64 * mlp::flops<1>);
static_assert(std::is_same_v<mlp::layer_type<1>, dense<784, 256, hg::relu>>);
static_assert(std::is_same_v<mlp::layer_type<3>, dense<128, 10>>);

// no_bias has no b.
using line = hg::network<dense<3, 2, hg::identity, hg::no_bias>>;
static_assert(line::depth == 1 && line::parameter_count == 6);
static_assert(std::is_same_v<hg::mlp<hg::relu, 3, 2>, hg::network<dense<3, 2>>>);

// It is a type, no more: empty, and free to be passed about.
static_assert(std::is_empty_v<mlp> && std::is_trivially_copyable_v<mlp>);

// The parameters are one aligned block of plain numbers, with nothing beside it.
using parameters = hg::parameters<mlp>;
static_assert(parameters::size == mlp::parameter_count);
static_assert(std::is_same_v<parameters::network_type, mlp>);
static_assert(std::is_same_v<parameters::value_type, float>);
static_assert(alignof(parameters) == 64 && sizeof(parameters) == (parameters::size * 4 + 63) / 64 * 64);
static_assert(std::is_trivially_copyable_v<parameters> && std::is_standard_layout_v<parameters>);
static_assert(sizeof(hg::parameters<mlp, double>) == (parameters::size * 8 + 63) / 64 * 64);
static_assert(
    std::is_same_v<decltype(std::declval<hg::parameters<mlp>&>().weights<2>()), hg::view<float, 256, 128>>);
static_assert(
    std::is_same_v<decltype(std::declval<hg::parameters<mlp>&>().biases<3>()), hg::view<float, 1, 10>>);
constexpr hg::parameters<line, double> constant{};
static_assert(std::is_same_v<decltype(constant.weights<1>()), hg::view<const double, 3, 2>>);

// A workspace of B rows: each Z_{i+1} and each tape, the last G and the two buffers for the others on whole
// cache lines, then a gradient.
constexpr std::size_t lines(int numbers) { return (static_cast<std::size_t>(numbers) * 4 + 63) / 64 * 64; }
static_assert(sizeof(mlp::workspace<8>) == lines(8 * 256) + lines(8 * 128) + 2 * lines(8 * 10) +
                                               lines(8 * 256) + lines(8 * 128) + sizeof(parameters));
using curved = hg::mlp<hg::silu, 3, 5, 7, 2>; // silu keeps the 5 and the 7 pre-activations
static_assert(sizeof(curved::workspace<4>) == 2 * lines(4 * 5) + 2 * lines(4 * 7) + 2 * lines(4 * 2) +
                                                  lines(4 * 7) + lines(4 * 5) +
                                                  sizeof(hg::parameters<curved>));
static_assert(mlp::workspace<8>::batch == 8 && alignof(mlp::workspace<1>) == 64);
static_assert(std::is_same_v<mlp::workspace<8>::network_type, mlp>);
static_assert(std::is_same_v<curved::workspace<2, double>::value_type, double>);
static_assert(std::is_trivially_copyable_v<mlp::workspace<8>>);

// What is returned.
template <class Net, class T, class X>
using forwarded = decltype(Net::forward(std::declval<const hg::parameters<Net, T>&>(), std::declval<X>()));
static_assert(std::is_same_v<forwarded<mlp, float, hg::matrix<float, 8, 784>>, hg::matrix<float, 8, 10>>);
static_assert(
    std::is_same_v<forwarded<mlp, double, hg::view<const double, 1, 784>>, hg::matrix<double, 1, 10>>);
static_assert(std::is_same_v<forwarded<line, float, hg::view<float, 2, 3>>, hg::matrix<float, 2, 2>>);

// A network may get a name of its own: its parameters and workspaces are those of what it derives from.
struct named : hg::network<dense<3, 4, hg::tanh>, dense<4, 2>> {};
static_assert(named::parameter_count == 26);
static_assert(
    std::is_same_v<decltype(named::forward(std::declval<hg::parameters<named>&>(), hg::row(1.f, 2.f, 3.f))),
                   hg::matrix<float, 1, 2>>);

// predict takes as many rows at once, of 32, 16, .. 1, as have hidden numbers that fit the stack: here those
// of `Rows` rows just do, or just do not.
template <int Rows, int More = 0>
constexpr int rows_at_once =
    hg::detail::prediction_tile<hg::mlp<hg::relu, 1, HANDGRAD_STACK_BUDGET / (4 * Rows) + More, 1>, float>;
static_assert(rows_at_once<64> == 32 && rows_at_once<32> == 32 && rows_at_once<16> == 16 &&
              rows_at_once<8> == 8 && rows_at_once<4> == 4 && rows_at_once<2> == 2 && rows_at_once<1> == 1);
static_assert(rows_at_once<32, 1> == 16 && rows_at_once<16, 1> == 8 && rows_at_once<8, 1> == 4 &&
              rows_at_once<4, 1> == 2 && rows_at_once<2, 1> == 1);

} // namespace
