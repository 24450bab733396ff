// A user's program that has a use for everything: see CMakeLists.txt. It need not make sense, nor run.
#include <handgrad/handgrad.hpp>
#include <handgrad/io/describe.hpp>
#include <handgrad/io/file.hpp>
#include <handgrad/io/freeze_report.hpp>
#include <handgrad/io/labeled_images.hpp>
#include <handgrad/io/load.hpp>
#include <handgrad/io/load_any.hpp>
#include <handgrad/io/load_frozen.hpp>
#include <handgrad/io/nnet.hpp>
#include <handgrad/io/npy.hpp>
#include <handgrad/io/npz.hpp>
#include <handgrad/io/random_text.hpp>
#include <handgrad/io/save.hpp>
#include <handgrad/io/state.hpp>
#include <handgrad/io/write_npy.hpp>
#include <handgrad/io/write_npz.hpp>
#include <handgrad/testing/activation_laws.hpp>
#include <handgrad/testing/executor_laws.hpp>
#include <handgrad/testing/gradient_check.hpp>
#include <handgrad/testing/initializer_laws.hpp>
#include <handgrad/testing/latency.hpp>
#include <handgrad/testing/layer_laws.hpp>
#include <handgrad/testing/loss_laws.hpp>
#include <handgrad/testing/optimizer_laws.hpp>
#include <handgrad/testing/schedule_laws.hpp>
#include <handgrad/train/thread_team.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace app {

namespace hg = handgrad;

void dense_networks();
void all_activations();
void pictures();
void composites();
void own_things();
void losses();
void optimizers();
void schedules_and_initializers();
void derivatives();
void frozen_networks();
void threads();
void sequences();
void tokens();
void sequence_states(std::span<const std::byte> bytes);
void matrices();
void files(std::span<const std::byte> bytes);
void weights(const hg::io::file& file);
void laws();

// A user's own: an activation, a layer, a loss, an optimizer, a schedule.

struct cube {
    static constexpr const char* name = "cube";
    template <class V>
    static constexpr V value(V z) {
        return z * z * z;
    }
    template <class V>
    static constexpr V derivative_from_input(V z) {
        return V(3) * z * z;
    }
};

template <int N>
struct gate {
    static constexpr int inputs = N, outputs = N, parameter_count = N;
    template <int B>
    static constexpr int tape_size = 0;

    template <int B>
    static constexpr void forward(auto z, auto s, auto, auto y) {
        for (int r = 0; r < B; ++r)
            for (int c = 0; c < N; ++c) y(r, c) = z(r, c) * s(0, c);
    }
    template <int B, hg::write W>
    static constexpr void vjp(auto z, auto, auto s, auto, auto g, auto g_in, auto ds) {
        for (int c = 0; c < N; ++c) {
            auto sum = hg::start<W>(ds(0, c));
            for (int r = 0; r < B; ++r) sum = hg::fma(g(r, c), z(r, c), sum);
            ds(0, c) = sum;
        }
        if constexpr (!hg::is_discarded<decltype(g_in)>)
            for (int r = 0; r < B; ++r)
                for (int c = 0; c < N; ++c) g_in(r, c) = g(r, c) * s(0, c);
    }
    static constexpr void initialize(auto s, hg::rng&) {
        for (auto& factor : s) factor = 1;
    }
};

struct quartic {
    template <class T>
    using target_type = T;
    template <int N>
    static constexpr int target_cols = N;

    template <class T, int B, int N, class G>
    constexpr hg::running_sum<T> operator()(hg::running_sum<T> sum, hg::view<const T, B, N> z,
                                            hg::view<const T, B, N> t, T weight, G g) const {
        for (int r = 0; r < B; ++r) {
            T row = 0;
            for (int c = 0; c < N; ++c) {
                const T d = z(r, c) - t(r, c);
                row += d * d * d * d;
                if constexpr (!hg::is_discarded<G>) g(r, c) = weight * 4 * d * d * d;
            }
            sum += row;
        }
        return sum;
    }
};

struct signed_step {
    static constexpr int states = 1;
    double rate = 0.1;
    template <class V>
    constexpr void update(V& p, V g, V& seen) const {
        seen = seen + g * g;
        p = p - V(static_cast<typename V::value_type>(rate)) * g;
    }
};

struct hyperbola {
    double operator()(std::int64_t k) const { return 1 / static_cast<double>(k + 1); }
};

using small_net = hg::network<hg::dense<6, 24, hg::tanh>, hg::dense<24, 3>>;
using tiny_net = hg::network<hg::dense<6, 3>>;

template <class Network, class T, int B>
struct training {
    hg::parameters<Network, T> p{}, gradient{};
    typename Network::template workspace<B, T> ws{};
    hg::matrix<T, B, Network::inputs> x{}, dx{};
    hg::matrix<T, B, Network::outputs> y{}, t{};
    std::array<int, static_cast<std::size_t>(B)> label{};
    hg::rng random{1};

    void run() {
        Network::initialize(p, random);
        y = Network::forward(p, x);
        y = Network::forward(p, x, ws);
        Network::forward(p, x, ws, y);
        Network::predict(p, x, y);
        Network::predict(p, hg::rows<const T, Network::inputs>(x), ws, hg::rows<T, Network::outputs>(y));
        const hg::mean_squared_error loss{};
        Network::value_and_gradient(loss, p, x, t, gradient, ws, dx);
        Network::value_and_gradient(loss, p, x, t, gradient, ws);
        hg::discard unwanted;
        Network::value_and_gradient(loss, p, x, t, unwanted, ws, dx);
        Network::train_step(loss, hg::sgd{.rate = 0.1}, p, x, t, ws);
        hg::optimizer_state<hg::adam, Network::parameter_count, T> moments;
        if constexpr (hg::mixes_rows<Network>)
            Network::train_step(loss, hg::adam{}, p, x, t, ws, moments);
        else
            Network::train_step(loss, hg::adam{}, p, hg::rows<const T, Network::inputs>(x), t, ws, moments);
    }
};

void dense_networks() {
    training<small_net, float, 1>{}.run();
    training<small_net, double, 7>{}.run();
    training<hg::mlp<hg::relu, 70, 33, 130, 9>, float, 64>{}.run();
    static_assert(small_net::flops<3> > 0 && small_net::stack_bytes<3> > 0 &&
                  small_net::predict_stack_bytes<> > 0);
}

template <class Network, class T, class Loss, class Target>
void learn(const Loss& loss, const Target& target) {
    hg::parameters<Network, T> p;
    const hg::matrix<T, 12, Network::inputs> x;
    typename Network::template workspace<12, T> ws;
    Network::train_step(loss, hg::sgd{}, p, x, target, ws);
}

template <class... Activation>
using one_after_the_other = hg::network<hg::activate<5, Activation>..., hg::dense<5, 3, cube>>;

void all_activations() {
    using net =
        one_after_the_other<hg::identity, hg::relu, hg::leaky_relu, hg::relu6, hg::elu, hg::celu, hg::selu,
                            hg::gelu, hg::gelu_tanh, hg::silu, hg::mish, hg::sigmoid, hg::tanh, hg::softplus,
                            hg::softsign, hg::hard_sigmoid, hg::hard_swish, hg::sin, hg::cos, hg::exp,
                            hg::square, hg::fast::sigmoid, hg::fast::tanh, hg::fast::silu, cube>;
    learn<net, float>(hg::mean_squared_error{}, hg::matrix<float, 12, 3>{});
    learn<net, double>(hg::mean_squared_error{}, hg::matrix<double, 12, 3>{});
}

void pictures() {
    using net = hg::network<hg::conv2d<hg::image<8, 8>, 16, hg::window<3>, hg::padding<1>, hg::relu>,
                            hg::max_pool2d<hg::image<8, 8, 16>, hg::window<2>>,
                            hg::conv2d<hg::image<4, 4, 16>, 4, hg::window<3>, hg::stride<2>, hg::padding<1>>,
                            hg::average_pool2d<hg::image<2, 2, 4>, hg::window<2>>, hg::dense<4, 3>>;
    training<net, float, 5>{}.run();
    const hg::frozen<net> f(hg::parameters<net>{});
    (void)f.forward(hg::matrix<float, 2, 64>{});
}

using everything_else = hg::network<
    hg::dense<6, 16>, hg::prelu<16>, hg::prelu<16, 1>, hg::layer_norm<16>, hg::batch_norm<16, hg::silu>,
    hg::dropout<16, std::ratio<1, 10>>, hg::residual<hg::layer_norm<16>, hg::dense<16, 16, hg::relu>>,
    hg::projected_residual<hg::dense<16, 8, hg::tanh>>, hg::add<hg::dense<8, 8>, hg::activate<8, hg::gelu>>,
    hg::concatenate<hg::dense<8, 4>, hg::skip<8>, hg::network<hg::dense<8, 4>, hg::dense<4, 4>>>,
    hg::checkpoint<hg::dense<16, 16, hg::gelu>, hg::dense<16, 16>>,
    hg::fixed<hg::network<hg::dense<16, 16, hg::relu>>>, gate<16>, hg::softmax<16>, hg::log_softmax<16>,
    hg::dense<16, 3>>;

void composites() {
    training<everything_else, float, 6>{}.run();
    const hg::parameters<everything_else> p;
    (void)hg::fold_batch_norm(p);
    (void)hg::collapse(p);
    auto seen = everything_else::trace<4>{};
    hg::parameters<everything_else> gradient;
    const std::array<int, 4> label{};
    everything_else::value_and_gradient(hg::softmax_cross_entropy{}, p, hg::matrix<float, 4, 6>{}, label,
                                        gradient, seen);
    (void)seen.activation<2>();
    (void)seen.gradient<3>();
}

void own_things() {
    using net = hg::network<gate<6>, hg::dense<6, 8, cube>, gate<8>>;
    training<net, float, 4>{}.run();
    net::workspace<4> ws;
    hg::parameters<net> p;
    const hg::matrix<float, 4, 6> x;
    const hg::matrix<float, 4, 8> t;
    hg::optimizer_state<signed_step, net::parameter_count> state;
    net::train_step(quartic{}, signed_step{}, p, x, t, ws, state);
    net::train_step(
        quartic{},
        [](auto& all, auto& gradient) {
            hg::clip_norm(gradient, 1.0);
            hg::clip_value(gradient, 0.5);
            hg::sgd{}(all, gradient);
        },
        p, x, t, ws);
}

void losses() {
    const std::array<int, 12> label{};
    const std::vector<int> labels(12);
    const hg::matrix<float, 12, 3> numbers;
    learn<tiny_net, float>(hg::softmax_cross_entropy{}, label);
    learn<tiny_net, float>(hg::softmax_cross_entropy{.label_smoothing = 0.1, .ignore_index = 2}, labels);
    learn<tiny_net, float>(hg::class_weighted(hg::softmax_cross_entropy{}, {1., 2., 3.}), label);
    learn<tiny_net, float>(hg::negative_log_likelihood{}, label);
    learn<tiny_net, float>(hg::hinge{.margin = 1}, label);
    learn<tiny_net, float>(hg::soft_cross_entropy{.label_smoothing = 0.1}, numbers);
    learn<tiny_net, float>(hg::binary_cross_entropy_with_logits{.pos_weight = 2}, numbers);
    learn<tiny_net, float>(hg::mean_squared_error{}, numbers);
    learn<tiny_net, float>(hg::mean_absolute_error{}, numbers);
    learn<tiny_net, float>(hg::huber{.delta = 2}, numbers);
    learn<tiny_net, float>(hg::smooth_l1{.beta = 2}, numbers);
    learn<tiny_net, float>(quartic{}, numbers);
}

template <class Rule>
void steps(Rule rule) {
    rule.rate = 0.01;
    hg::parameters<tiny_net> p, gradient;
    hg::optimizer_state<Rule, tiny_net::parameter_count> state;
    rule(p, gradient, state);
    const std::array<int, 3> label{};
    tiny_net::workspace<3> ws;
    tiny_net::train_step(hg::softmax_cross_entropy{}, rule, p, hg::matrix<float, 3, 6>{}, label, ws, state);
    std::array<double, 5> few{}, slopes{};
    hg::optimizer_state<Rule, 5, double> kept;
    hg::apply(rule, few, slopes, kept);
}

void optimizers() {
    steps(hg::sgd{.weight_decay = 0.1});
    steps(hg::momentum{.nesterov = true});
    steps(hg::averaged_momentum{});
    steps(hg::adam{.weight_decay = 0.1});
    steps(hg::adamw{});
    steps(hg::amsgrad{});
    steps(hg::rmsprop{});
    steps(hg::rmsprop_momentum{});
    steps(hg::centered_rmsprop{});
    steps(hg::centered_rmsprop_momentum{});
    steps(hg::adagrad{});
}

template <class Scheme>
void initialize(Scheme scheme) {
    hg::rng random{3};
    hg::parameters<small_net> p;
    small_net::initialize(p, random, scheme);
    hg::parameters<small_net, double> q;
    small_net::initialize(q, random, scheme);
    hg::matrix<float, 9, 5> w;
    scheme(w.view(), random);
}

void schedules_and_initializers() {
    double rate = hg::constant_rate{}(1) + hg::step_decay{}(2) + hg::inverse_time_decay{}(3);
    rate += hg::cosine_annealing{}(4) + hg::one_cycle{.three_phases = true}(5);
    rate += hg::linear_warm_up<hg::cosine_annealing>{}(6);
    (void)rate;
    initialize(hg::he_normal{});
    initialize(hg::he_uniform{});
    initialize(hg::glorot_normal{});
    initialize(hg::glorot_uniform{});
    initialize(hg::lecun_normal{});
    initialize(hg::lecun_uniform{});
    initialize(hg::orthogonal{});
    initialize(hg::random_fourier{});
    initialize(hg::constant{});
    initialize(hg::zeros{});
    initialize(hg::torch_default{});
}

template <class Network>
void derive() {
    hg::parameters<Network> p, dp;
    hg::matrix<float, 3, Network::inputs> x, dx;
    hg::matrix<float, 3, Network::outputs> y, dy;
    const std::array<int, 3> label{};
    hg::dual_workspace<Network, 3> duals;
    typename Network::template workspace<3> ws;
    hg::matrix<float, Network::outputs, Network::inputs> J;
    hg::vjp(p, x, y, dx, dp);
    hg::vjp(p, x, y, dx, hg::discard{}, ws);
    (void)hg::jvp(p, dp, x);
    (void)hg::jvp(p, hg::zero_tangent{}, x, dx);
    hg::jvp(p, dp, x, dx, duals, y, dy);
    if constexpr (!hg::trains_differently<Network>) {
        (void)hg::jacobian(p, x.row(1));
        hg::jacobian(p, x.row(1), ws, J);
    }
    (void)hg::hessian_vector_product(hg::softmax_cross_entropy{}, p, dp, x, label);
    (void)hg::hessian_vector_product(hg::mean_squared_error{}, p, dp, x, y, duals);
    hg::parameters<Network> product;
    hg::hessian_vector_product(hg::softmax_cross_entropy{}, p, dp, x, label, duals, product);
}

void derivatives() {
    derive<small_net>();
    derive<everything_else>();
}

template <class Weight, class Network>
void answer() {
    const hg::parameters<Network> p;
    const auto f = hg::freeze<Weight>(p);
    typename Network::template workspace<9> ws;
    const hg::matrix<float, 9, Network::inputs> x;
    hg::matrix<float, 9, Network::outputs> y = f.forward(x);
    f.forward(x, ws, y);
    f.predict(x, y);
    f.predict(x, ws, y);
    (void)f.forward(x.row(0));
}

void frozen_networks() {
    answer<float, small_net>();
    answer<hg::bfloat16, small_net>();
    answer<std::int8_t, small_net>();
    answer<void, everything_else>();
    answer<hg::bfloat16, everything_else>();
    answer<std::int8_t, everything_else>();
    const hg::bfloat16 half(0.5f);
    (void)static_cast<float>(half);
}

void threads() {
    using parallel = hg::data_parallel<small_net, 2>;
    hg::thread_team<2> team;
    hg::parameters<small_net> p, gradient;
    parallel::workspace<16> ws;
    const hg::matrix<float, 16, 6> x;
    const std::array<int, 16> label{};
    hg::optimizer_state<hg::adam, small_net::parameter_count> state;
    parallel::value_and_gradient(team, hg::softmax_cross_entropy{}, p, x, label, gradient, ws);
    parallel::train_step(team, hg::softmax_cross_entropy{}, hg::sgd{}, p, x, label, ws);
    parallel::train_step(team, hg::softmax_cross_entropy{}, hg::adam{}, p, x, label, ws, state);

    hg::rng random{1};
    std::array<int, 16> order{};
    hg::shuffle(order, random);
    hg::minibatches<6, int, 4> batches;
    batches.for_each(x, label, order, [&](auto rows, auto labels) {
        small_net::workspace<4> tile;
        small_net::train_step(hg::softmax_cross_entropy{}, hg::sgd{}, p, rows, labels, tile);
    });
    hg::minibatches<6, hg::matrix<float, 1, 6>, 4>::for_each(x, x, [](auto, auto) {});
}

void sequences() {
    using net =
        hg::network<hg::gru<2, 3>, hg::residual<hg::lstm<3, 3, hg::one_bias, hg::learned_initial_state>>,
                    hg::gru_v1<3, 5, hg::relu, hg::bias, hg::constant_initial_state>,
                    hg::checkpoint<hg::rnn<5, 4, hg::relu, hg::no_bias>>,
                    hg::checkpoint_in_time<4, hg::rnn<4, 4>>, hg::dense<4, 2>>;
    hg::parameters<net> p, gradient;
    hg::rng random{1};
    net::initialize(p, random);
    static net::workspace<4 * hg::steps(6)> ws;
    hg::matrix<float, 4 * 6, 2> x, target, dx;
    const hg::mean_squared_error loss;
    hg::optimizer_state<hg::adam, net::parameter_count> moments;
    net::train_step(loss, hg::adam{.rate = 0.01}, p, hg::sequences<4>(x), target, ws, moments);
    net::state<4> state, d_state;
    net::value_and_gradient(loss, p, hg::going_on(x, state, d_state), target, gradient, ws, dx);
    const std::vector<int> lengths{6, 2, 0, 3};
    net::train_step(hg::masked{loss, lengths}, hg::sgd{}, p, hg::going_on(x, state), target, ws);
    net::predict(p, hg::sequences(x), ws, target);
    net::predict(p, x, target, state);
    net::stream(p, x.data(), target.data(), 3, state);
    const auto f = hg::freeze(p);
    f.stream(x.data(), target.data(), 3, state);
    f.predict(hg::going_on(x, state), target);
    target = f.forward(x, state);
    target = f.forward(hg::sequences<4>(x));
    const auto [y, dy] = hg::jvp(p, gradient, hg::sequences<4>(x));
    hg::vjp(p, hg::sequences<4>(x), y, dx, gradient, ws);
    gradient = hg::hessian_vector_product(loss, p, p, hg::sequences<4>(x), dy);
    state.put(1, state.take(2));
    state.reset();
    hg::minibatches<2, hg::matrix<float, 1, 2>, 2 * hg::steps(6)>::for_each(
        hg::rows<const float, 2>(x), hg::rows<const float, 2>(target), [&](auto some_x, auto some_target) {
            net::train_step(loss, hg::sgd{}, p, hg::sequences(some_x), some_target, ws);
        });
    hg::from_time_major<4>(hg::rows<const float, 2>(x), hg::rows<float, 2>(dx));
}

void tokens() {
    using net = hg::network<hg::embedding<9, 4>, hg::sequence_dropout<4>, hg::bidirectional<hg::gru<4, 3>>,
                            hg::dense<6, 2>>;
    hg::parameters<net> p;
    static net::trace<4 * hg::steps(6)> ws;
    const hg::matrix<std::int32_t, 4 * 6, 1> x;
    const std::array<int, 4> label{}, lengths{6, 1, 2, 3};
    net::train_step(hg::at_last{hg::softmax_cross_entropy{}, lengths}, hg::sgd{}, p, hg::sequences<4>(x),
                    label, ws);
    using last = hg::network<hg::embedding<9, 4>, hg::gru<4, 3>, hg::last_step<3>>;
    const hg::parameters<last> q;
    hg::matrix<float, 4, 3> y = last::forward(q, hg::sequences<4>(x));
    last::predict(q, hg::sequences<4>(hg::rows<const std::int32_t, 1>(x)), y);
}

void sequence_states(std::span<const std::byte> bytes) {
    using net = hg::network<hg::gru<2, 3>, hg::dense<3, 2>>;
    auto state = hg::io::load_state<net, 2>(bytes);
    const std::vector<std::byte> saved = hg::io::save_state(state);
    hg::io::load_state_into(state, saved);
}

void matrices() {
    hg::matrix<float, 7, 12> a;
    hg::matrix<float, 12, 5> b;
    hg::matrix<float, 7, 5> c{hg::uninitialized};
    hg::gemm_nn(a.view(), b.view(), c.view());
    hg::gemm_nt<hg::write::accumulate>(c.view(), b.view(), a.view());
    hg::gemm_tn(a.view(), c.view(), b.view());
    hg::matrix<double, 1, 3> sums = hg::row(1.0, 2.0, 3.0);
    const hg::matrix<double, 2, 3> d{{1, 2, 3}, {4, 5, 6}};
    hg::column_sums<hg::write::accumulate>(d.view(), sums.view());
    hg::copy(std::array{1.0, 2.0, 3.0}, sums);
    std::vector<float> numbers(84);
    hg::copy(numbers, a);
    hg::copy(a, numbers);
    const hg::rows<const float, 12> rows(numbers.data(), 7);
    (void)rows.subrows(1, 2);
    (void)(rows[2](0, 1) + rows.tile<2>(1)(1, 1));
    (void)(a == a);
    const hg::flush_to_zero guard;
    (void)hg::strict_environment();
    const hg::parameters<small_net> p;
    const small_net::block<>& block = p;
    (void)(p.weights<1>()(0, 0) + p.biases<2>()(0, 0) + small_net::weights<1>(block)(0, 0));
    hg::rng random{1};
    (void)(random.uniform(-1.0f, 1.0f) + random.normal<float>());
    (void)random.below(3);
}

void files(std::span<const std::byte> bytes) {
    const hg::io::labeled_images images = hg::io::parse_labeled_images(bytes, "images", bytes, "labels", 10);
    (void)images.rows<784>();
    const hg::io::idx_array array = hg::io::parse_idx(bytes, "an array");
    (void)(array.size() == 1 && array[0] > 0);

    hg::matrix<float, 3, 2> to;
    const hg::io::npy_array numbers = hg::io::read_npy(bytes);
    (void)numbers.numbers<std::uint8_t>().and_then([](auto&& x) { return hg::io::result<bool>(x.empty()); });
    (void)(numbers.numbers<std::int64_t>() && numbers.copy_to(to.view()) && numbers.as_tensor());
    (void)(hg::io::read_rows<3>(bytes).count() == hg::io::read_rows<3, double>(bytes).count());
    const hg::io::npz arrays = hg::io::read_npz(bytes);
    (void)(arrays.find("x") != nullptr && arrays.at("x") && arrays.names().size() == arrays.arrays().size());
    const hg::io::nnet<double> net = hg::io::read_nnet<double>(bytes);
    net.normalization.normalize(std::span<float>(to.data(), 6));
    net.normalization.denormalize(std::span<float>(to.data(), 6));
    (void)(hg::io::write_npz(net.tensors()) == hg::io::write_npy(to));
    (void)(hg::io::write_npy(hg::rows<const float, 2>(to)) == hg::io::write_npy(to.view()));
}

void weights(const hg::io::file& file) {
    using net = hg::network<hg::dense<3, 4, hg::relu>, hg::residual<hg::layer_norm<4>, hg::dense<4, 4>>,
                            hg::batch_norm<4>, hg::dense<4, 2>>;
    using other = hg::mlp<hg::tanh, 3, 2>;
    hg::parameters<net> p =
        hg::io::load<net>(file, {.as = hg::io::keras, .names = {"a", "b", "c", "d", "e"}});
    (void)(p.weights<2, 2>()(0, 0) > 0 && p.biases<2, 2>()(0, 0) > 0 && p.layer<2, 1>()(0, 0) > 0);
    (void)(p.tensor<hg::tensor_kind::means, 3>()(0, 0) > 0);
    if (auto q = hg::io::try_load<net, double>(file, {.rounding = hg::io::rounding::to_nearest}))
        (void)q->data();
    hg::io::load_into(p, file, {.check = {{1, 2, 3}, {4, 5}, 1e-3}});
    std::visit([](const auto& any) { (void)any.data(); }, hg::io::load_any<net, other>(file));
    const auto frozen = hg::io::load_frozen<net, std::int8_t>(file);
    hg::matrix<float, 5, 3> x;
    (void)hg::freeze_report(p, frozen, x).text();
    (void)(hg::describe<net>().size() + hg::io::try_save(p)->size() +
           hg::io::read_safetensors(file).tensors.size());
    hg::io::write_file("weights", hg::io::save(p, {.prefix = "model."}));
    (void)(hg::io::rng_of_text(hg::io::text_of(hg::rng{1})) == hg::rng{1});
}

void laws() {
    namespace proof = hg::testing;
    bool all = proof::layer_laws<gate<3>>().holds() && proof::layer_laws<hg::dense<3, 2, cube>>().holds();
    all &= proof::activation_laws<cube>().holds() && proof::loss_laws<3>(quartic{}).holds();
    all &= proof::loss_laws<3>(hg::softmax_cross_entropy{}).holds();
    all &= proof::optimizer_laws(signed_step{}).holds() && proof::optimizer_laws(hg::adam{}).holds();
    all &= proof::schedule_laws(hyperbola{}).holds() && proof::initializer_laws(hg::he_normal{}).holds();
    hg::thread_team<2> team;
    all &= proof::executor_laws(team).holds();
    const hg::parameters<small_net> p;
    const std::array<int, 2> label{};
    const auto report =
        proof::gradient_check<small_net>(hg::softmax_cross_entropy{}, p, hg::matrix<float, 2, 6>{}, label);
    const std::string words = report.explain();
    const auto time = proof::measure_latency([&] { return small_net::forward(p, hg::matrix<float, 1, 6>{}); },
                                             {.calls = 10, .warm_up = 1});
    time.print(stdout, all ? "all" : words.c_str());
}

} // namespace app

int main() {
    app::dense_networks();
    app::all_activations();
    app::pictures();
    app::composites();
    app::own_things();
    app::losses();
    app::optimizers();
    app::schedules_and_initializers();
    app::derivatives();
    app::frozen_networks();
    app::threads();
    app::matrices();
    app::files({});
    app::laws();
}
