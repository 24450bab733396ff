// Layers, activations, losses and optimizers, the library's and one's own: what is one and what is not.
#include <handgrad/handgrad.hpp>

#include <type_traits>

namespace hg = handgrad;

namespace {

// Activations

static_assert(hg::activation<hg::identity> && hg::activation<hg::relu> && hg::activation<hg::leaky_relu>);
static_assert(hg::activation<hg::sigmoid> && hg::activation<hg::tanh> && hg::activation<hg::silu>);
static_assert(hg::activation<hg::sin> && hg::activation<hg::cos>);
static_assert(hg::activation<hg::leaky_relu_with<std::ratio<1, 5>>>);
static_assert(hg::activation<hg::elu_with<std::ratio<1, 5>>> && hg::activation<hg::gelu>);
static_assert(!hg::activation<int> && !hg::activation<void> && !hg::activation<hg::no_bias>);
static_assert(!hg::activation<hg::prelu<3>> && !hg::activation<hg::softmax<3>>);
static_assert(!hg::activation<hg::sgd> && !hg::activation<hg::dense<2, 3>>);

// Those whose derivative is a function of the output spare the tape.
static_assert(!hg::needs_input<hg::relu> && !hg::needs_input<hg::sigmoid> && !hg::needs_input<hg::tanh>);
static_assert(hg::needs_input<hg::silu> && hg::needs_input<hg::sin> && hg::needs_input<hg::cos>);
static_assert(hg::rectifies<hg::relu> && hg::rectifies<hg::leaky_relu> && !hg::rectifies<hg::tanh>);

struct square {
    static constexpr const char* name = "square";
    template <class V>
    static constexpr V value(V z) {
        return z * z;
    }
    template <class V>
    static constexpr V derivative_from_input(V z) {
        return z + z;
    }
};
static_assert(hg::activation<square> && hg::needs_input<square> && !hg::rectifies<square>);

struct nameless : square {
private:
    static constexpr int name = 0;
};
struct both : square {
    template <class V>
    static constexpr V derivative_from_output(V y) {
        return y;
    }
};
struct for_float_only {
    static constexpr const char* name = "for_float_only";
    static constexpr auto value(hg::simd::scalar_vector<float> z) { return z; }
    static constexpr auto derivative_from_output(hg::simd::scalar_vector<float> y) { return y; }
};
static_assert(!hg::activation<nameless> && !hg::activation<both> && !hg::activation<for_float_only>);

// Layers

static_assert(hg::layer<hg::dense<2, 3>> && hg::layer<hg::dense<1, 1, hg::silu, hg::no_bias>>);
static_assert(hg::layer<const hg::dense<2, 3>>, "a type without data has no state to protect");
static_assert(!hg::layer<int> && !hg::layer<void> && !hg::layer<hg::relu>);
static_assert(hg::layer<hg::mlp<hg::relu, 2, 3, 4>>);

using bent = hg::dense<3, 5, hg::silu>;
static_assert(bent::inputs == 3 && bent::outputs == 5 && bent::parameter_count == 20 && bent::has_bias);
static_assert(bent::tape_size<1> == 5 && bent::tape_size<8> == 40 && bent::flops == 30);
static_assert(hg::dense<3, 5, hg::relu>::tape_size<8> == 0, "relu's derivative is a function of its output");
static_assert(hg::dense<3, 5, hg::relu, hg::no_bias>::parameter_count == 15);
static_assert(std::is_empty_v<bent>);

/// y = p z with one number p.
template <int N>
struct scale {
    static constexpr int inputs = N, outputs = N, parameter_count = 1;
    template <int>
    static constexpr int tape_size = 0;

    template <int B>
    static constexpr void forward(auto z, auto p, auto, auto y) {
        for (int r = 0; r < B; ++r)
            for (int c = 0; c < N; ++c) y(r, c) = p(0, 0) * z(r, c);
    }
    template <int B, hg::write W>
    static constexpr void vjp(auto z, auto, auto p, auto, auto g, auto g_in, auto dp) {
        auto sum = hg::start<W>(dp(0, 0));
        for (int r = 0; r < B; ++r)
            for (int c = 0; c < N; ++c) {
                sum += z(r, c) * g(r, c);
                g_in(r, c) = p(0, 0) * g(r, c);
            }
        dp(0, 0) = sum;
    }
    static constexpr void initialize(auto p, hg::rng&) { p(0, 0) = 1; }
};
static_assert(hg::layer<scale<3>> && hg::chainable<scale<3>, hg::dense<3, 2>, scale<2>>);
static_assert(hg::flops_of<scale<3>> == 0, "it does not say");
static_assert(hg::flops_of<bent> == 30);

using counted = hg::network<scale<3>, hg::dense<3, 2>>;
static_assert(counted::flops<1> == 12 && counted::parameter_count == 9);
static_assert(counted::forward(hg::parameters<counted>{}, hg::row(1.0f, 2.0f, 3.0f)) == hg::row(0.0f, 0.0f));

// `enum` constants will do, and so will any integer type.
struct old_style : scale<3> {
    enum { inputs = 3, outputs = 3 };
    static constexpr unsigned parameter_count = 1;
};
static_assert(hg::chainable<hg::dense<2, 3>, old_style>);

template <int N>
struct without_vjp : scale<N> {
    static void vjp() = delete;
};
static_assert(hg::detail::has_forward<without_vjp<3>> && !hg::detail::has_vjp<without_vjp<3>> &&
              !hg::layer<without_vjp<3>>);

// Losses

static_assert(hg::loss<hg::softmax_cross_entropy> && hg::loss<hg::mean_squared_error>);
static_assert(!hg::loss<int> && !hg::loss<hg::relu> && !hg::loss<hg::sgd>);
static_assert(std::is_same_v<hg::softmax_cross_entropy::target_type<float>, int>);
static_assert(std::is_same_v<hg::mean_squared_error::target_type<double>, double>);
static_assert(hg::softmax_cross_entropy::target_cols<10> == 1 &&
              hg::mean_squared_error::target_cols<10> == 10);

// Optimizers

static_assert(hg::optimizer<hg::sgd> && hg::optimizer<hg::momentum>);
static_assert(!hg::optimizer<int> && !hg::optimizer<hg::relu>);
static_assert(hg::sgd::states == 0 && hg::momentum::states == 1);
static_assert(hg::optimizer_state<hg::momentum, 26>::size == 26);
static_assert(hg::optimizer_state<hg::sgd, 26>::size == 0);

} // namespace
