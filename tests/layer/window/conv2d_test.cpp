// conv2d, max_pool2d and average_pool2d: the laws of a layer, the canonical order against plain loops,
// PyTorch's numbers, and a window as large as the image, which is a dense layer.
#include <doctest/doctest.h>

#include <handgrad/handgrad.hpp>
#include <handgrad/testing/layer_laws.hpp>

#include <algorithm>
#include <type_traits>
#include <utility>

namespace hg = handgrad;

namespace {

template <class Layer, int B = 3>
void prove() {
    static_assert(hg::layer<Layer>);
    const auto report = hg::testing::layer_laws<Layer, B>();
    CHECK_MESSAGE(report.holds(), report.explain());
}

using tiny = hg::conv2d<hg::image<3, 3>, 2, hg::window<2>, hg::padding<1>, hg::stride<2>>;
static_assert(hg::testing::layer_laws<tiny, 2>().holds());

static_assert(std::is_same_v<tiny::output_shape, hg::image<2, 2, 2>>);

/// Rows of numbers that are exact, whatever the type.
template <class T, int R, int C>
hg::matrix<T, R, C> numbers(int factor, int modulus, int offset, T unit) {
    hg::matrix<T, R, C> m;
    for (int i = 0; i < m.size; ++i) m.data()[i] = T(i * factor % modulus - offset) * unit;
    return m;
}

template <class X>
void randomize(X& x, hg::rng& r) {
    for (auto& v : x) v = r.uniform<std::remove_reference_t<decltype(v)>>(-1, 1);
}

/// The specification of forward: seven loops, each sum in canonical order.
template <class Layer, class Window, int SH, int SW, int PH, int PW, int B>
auto in_plain_loops(const hg::matrix<float, 1, Layer::parameter_count>& p,
                    const hg::matrix<float, B, Layer::inputs>& z) {
    using in = typename Layer::input_shape;
    using out = typename Layer::output_shape;
    constexpr int line = Window::width * in::channels, K = Window::height * line;
    hg::matrix<float, B, Layer::outputs> y;
    for (int b = 0; b < B; ++b)
        for (int i = 0; i < out::height; ++i)
            for (int j = 0; j < out::width; ++j)
                for (int f = 0; f < out::channels; ++f) {
                    const auto pixel = [&](int k) {
                        const int h = i * SH - PH + k / line, w = j * SW - PW + k % line / in::channels;
                        const bool inside = 0 <= h && h < in::height && 0 <= w && w < in::width;
                        return inside ? z(b, (h * in::width + w) * in::channels + k % in::channels) : 0.0f;
                    };
                    const auto weight = [&](int k) { return p(0, k * out::channels + f); };
                    const float bias = p(0, K * out::channels + f);
                    const float sum = hg::kernel::sum_of_products(
                        bias, K, hg::kernel::forward_chains(K, Layer::outputs), pixel, weight);
                    y(b, (i * out::width + j) * out::channels + f) = sum > 0 ? sum : 0.0f;
                }
    return y;
}

template <class Layer, int B, class T>
auto forward(const hg::matrix<T, 1, Layer::parameter_count>& p, const hg::matrix<T, B, Layer::inputs>& z) {
    hg::matrix<T, B, Layer::outputs> y(hg::uninitialized);
    hg::matrix<T, 1, Layer::template scratch_size<B> + 1> scratch;
    Layer::template forward<B>(z.view(), p.view(), hg::discard{}, y.view(),
                               hg::view<T, 1, Layer::template scratch_size<B>>(scratch.data()));
    return y;
}

template <int H, int W, int C, int F, class Window, int SH, int SW, int PH, int PW>
void compare_with_plain_loops() {
    using layer =
        hg::conv2d<hg::image<H, W, C>, F, Window, hg::relu, hg::stride<SH, SW>, hg::padding<PH, PW>>;
    hg::rng r{5};
    hg::matrix<float, 1, layer::parameter_count> p;
    hg::matrix<float, 3, layer::inputs> z;
    randomize(p, r);
    randomize(z, r);
    const auto expected = in_plain_loops<layer, Window, SH, SW, PH, PW>(p, z);
    CHECK(forward<layer, 3>(p, z) == expected);
}

} // namespace

TEST_CASE("a convolution obeys the laws of a layer") {
    using hg::conv2d, hg::image, hg::padding, hg::stride, hg::window;
    SUBCASE("padding, stride") {
        prove<conv2d<image<5, 6, 3>, 5, window<3>, padding<1>, stride<2, 1>, hg::tanh>>();
    }
    SUBCASE("one channel") { prove<conv2d<image<7, 5>, 9, window<3, 2>, hg::silu, stride<2, 1>>>(); }
    SUBCASE("the pixels themselves") { prove<conv2d<image<4, 4, 3>, 8, window<1>>, 2>(); }
    SUBCASE("several panels, the last one shorter") {
        prove<conv2d<image<21, 6, 6>, 3, window<9, 3>, hg::no_bias>, 2>(); // 12, 12 and 2 lines
    }
}

TEST_CASE("a pool obeys the laws of a layer") {
    SUBCASE("overlapping") {
        prove<hg::max_pool2d<hg::image<5, 7, 5>, hg::window<3>, hg::stride<2, 1>>, 2>();
    }
    SUBCASE("mean") { prove<hg::average_pool2d<hg::image<4, 6, 3>, hg::window<2, 3>>, 2>(); }
}

TEST_CASE("a convolution has the bits of plain loops in canonical order") {
    compare_with_plain_loops<9, 7, 3, 5, hg::window<3, 4>, 2, 1, 1, 2>();
    compare_with_plain_loops<4, 4, 9, 2, hg::window<3>, 1, 1, 0, 0>(); // in eight chains
}

TEST_CASE("a window as large as the image is a dense layer") {
    using dense = hg::dense<48, 10, hg::tanh>;
    using conv = hg::conv2d<hg::image<4, 4, 3>, 10, hg::window<4>, hg::tanh>;
    static_assert(dense::parameter_count == conv::parameter_count);
    hg::rng r{2};
    hg::matrix<float, 1, dense::parameter_count> p;
    hg::matrix<float, 5, 48> z;
    randomize(p, r);
    randomize(z, r);
    hg::matrix<float, 5, 10> y;
    dense::forward<5>(std::as_const(z).view(), std::as_const(p).view(), hg::discard{}, y.view());
    CHECK(forward<conv, 5>(p, z) == y);
}

TEST_CASE("weights begin with the fan_in of a patch") {
    using layer = hg::conv2d<hg::image<9, 9, 8>, 40, hg::window<3>, hg::relu>;
    hg::matrix<double, 1, layer::parameter_count> p;
    hg::rng r{3};
    layer::initialize(p.view(), r);
    double square = 0;
    for (double w : layer::weights(p.view())) square += w * w;
    for (double b : layer::biases(p.view())) CHECK(b == 0);
    CHECK(square / (72 * 40) == doctest::Approx(2.0 / 72).epsilon(0.05));
}

// PyTorch 1.13 in double: max_pool2d(tanh(conv2d(z, w, b, stride=(2, 1), padding=(1, 0))), 2, stride 1), and
// the gradients from g, all with channels last.
TEST_CASE("convolution and pool as in PyTorch") {
    using net = hg::network<
        hg::conv2d<hg::image<5, 4, 2>, 3, hg::window<3, 2>, hg::stride<2, 1>, hg::padding<1, 0>, hg::tanh>,
        hg::max_pool2d<hg::image<3, 3, 3>, hg::window<2>, hg::stride<1>>>;
    static_assert(std::is_same_v<net::layer_type<2>::output_shape, hg::image<2, 2, 3>>);
    const auto z = numbers<double, 2, 40>(7, 11, 5, 0.125);
    auto p = numbers<double, 1, 39>(5, 13, 6, 0.0625);
    p(0, 36) = 0.125;
    p(0, 37) = -0.25;
    p(0, 38) = 0.5;
    auto g = numbers<double, 2, 12>(3, 7, 3, 0.25);

    hg::matrix<double, 2, 12> y;
    hg::matrix<double, 2, 40> dz;
    hg::matrix<double, 1, 39> dp;
    hg::matrix<double, 1, hg::tape_size_of<net, 2>> tape;
    hg::matrix<double, 1, hg::scratch_size_of<net, 2>> scratch;
    const auto constant = [](const auto& m) { return m.view(); };
    using chain = hg::detail::chain<net::layer_type<1>, net::layer_type<2>>;
    chain::forward<2>(constant(z), constant(p), tape.view(), y.view(), scratch.view());
    chain::vjp<2, hg::write::overwrite>(constant(z), constant(y), constant(p), constant(tape), g.view(),
                                        dz.view(), dp.view(), scratch.view());
    const auto near = [](const auto& found, std::initializer_list<double> expected) {
        const double* e = expected.begin();
        for (const double x : found) CHECK(x == doctest::Approx(*e++).epsilon(1e-13));
        CHECK(e == expected.end());
    };
    near(y,
         {0.418038267570186,  0.132037070392203, 0.670967074206874,  0.418038267570186,   -0.101214731070481,
          0.559985800508214,  0.391916650066905, -0.108940929920855, 0.565324957905875,   0.365147468824648,
          -0.124353001771596, 0.644378261043901, 0.215326339665783,  -0.0624187467475125, 0.748154470329735,
          0.391916650066905,  0.132037070392203, 0.748154470329735,  0.468239053800366,   0.0624187467475125,
          0.748154470329735,  0.468239053800366, 0.0624187467475125, 0.748154470329735});
    near(dz, {-0.0257720243123563,
              0.0257720243123563,
              -0.00438893094288403,
              -0.0989013771258595,
              -0.559397164410516,
              0.0269168199833117,
              -0.0618597236383956,
              0,
              -0.187663589859108,
              -0.202306862545758,
              -0.161880707362621,
              -0.272097173385632,
              -0.0742172351645397,
              -0.107930704862505,
              0.185579170915187,
              -0.154649309095989,
              0.30436213135913,
              0.238174810047767,
              0.345537831576531,
              0.157908539670802,
              0.27451694578278,
              -0.203125154533817,
              0,
              0,
              -0.132312425952014,
              -0.198499747263376,
              -0.417328921637229,
              0.169109919112285,
              0.0214218319669188,
              0.308437616705922,
              -0.0913713526084435,
              -0.0548228115650661,
              0,
              0,
              0,
              0,
              -0.0182742705216887,
              0.0182742705216887,
              0.0548228115650661,
              0.0913713526084435,
              -0.0933847406301066,
              -0.0622564937534044,
              -0.0311282468767022,
              0,
              -0.276346747136881,
              -0.184231164757921,
              -0.0921155823789604,
              0,
              0.209934728272853,
              0.181460814684171,
              0.15298690109549,
              -0.0778206171917555,
              0.0921155823789604,
              0.184231164757921,
              0.276346747136881,
              -0.230288955947401,
              -0.0596021604653835,
              -0.119204320930767,
              -0.17880648139615,
              0.149005401163459,
              0,
              0,
              0,
              0,
              0.0894032406980752,
              0.0298010802326917,
              0.0745226843155234,
              -0.0717344757937688,
              -0.0689862347396022,
              -0.155641234383511,
              0,
              0,
              0,
              0,
              0.162370975369709,
              0.0757159757258001,
              -0.0109390239181085,
              0.0609962647262608,
              0,
              0});
    near(dp, {-0.124659860251431,  0.712598681779714,    0.14619416417351,
              -0.196890713883711,  -0.248591275298679,   0,
              -0.0535615483097322, 0.155616829990032,    -0.14619416417351,
              -0.416742862360877,  0.213437867755493,    0.109645623130132,
              0.105350578774198,   0.12821987626008,     0.0108244499969709,
              -0.688968780849134,  -0.560112886225981,   -0.0748683314663146,
              -0.133017611851697,  0.126548683152573,    -0.255634714331381,
              0.184806642316163,   1.14204834679781,     0.532617389152543,
              -0.04730100243928,   -0.0591066693693019,  -0.163275200547027,
              0.463879688585429,   -0.311643975581533,   0.369137115633255,
              0.443150089725556,   0.125991618783404,    -0.137346036528359,
              0.00775655521218094, -0.120806098753537,   -0.171918255219916,
              -0.635648508335721,  -0.00445651495335192, 0.361532765730132});
}

TEST_CASE("the gradient of a maximum goes to the first of equals, or to the last NaN, as in PyTorch") {
    using pool = hg::max_pool2d<hg::image<2, 4>, hg::window<2>>;
    constexpr float nan = hg::math::not_a_number<float>;
    const hg::matrix<float, 2, 8> z{{1, 3, nan, 7, 3, 3, 9, nan}, {-1, -2, 0, 0, -3, -1, 0, 0}};
    hg::matrix<float, 2, 2> y, g{{2, 4}, {8, 16}};
    hg::matrix<float, 2, 8> g_in;
    const hg::view<const float, 1, 0> none(nullptr);
    pool::forward<2>(z.view(), none, hg::discard{}, y.view());
    CHECK(y(0, 0) == 3);
    CHECK(any(is_nan(hg::simd::scalar_vector<float>(y(0, 1)))));
    CHECK(y.row(1)(0, 0) == -1);
    pool::vjp<2, hg::write::overwrite>(z.view(), hg::view<const float, 2, 2>(y), none, none, g.view(),
                                       g_in.view(), hg::view<float, 1, 0>(nullptr));
    CHECK(g_in == hg::matrix<float, 2, 8>{{0, 2, 0, 0, 0, 0, 0, 4}, {8, 0, 16, 0, 0, 0, 0, 0}});
}

namespace {

/// Both pools of B pictures of small integers, which are added without an error, against their definitions.
template <class Image, class Window, class Stride, int OH, int OW, int B = 2>
void compare_pools_with_plain_loops() {
    using largest = hg::max_pool2d<Image, Window, Stride>;
    using mean = hg::average_pool2d<Image, Window, Stride>;
    constexpr int W = Image::width, C = Image::channels;
    static_assert(std::is_same_v<typename largest::output_shape, hg::image<OH, OW, C>>);
    const auto z = numbers<float, B, Image::size>(37, 101, 50, 1);
    hg::matrix<float, B, OH * OW * C> y, y_mean;
    const hg::view<const float, 1, 0> none(nullptr);
    largest::template forward<B>(z.view(), none, hg::discard{}, y.view());
    mean::template forward<B>(z.view(), none, hg::discard{}, y_mean.view());
    for (int b = 0; b < B; ++b)
        for (int i = 0; i < OH; ++i)
            for (int j = 0; j < OW; ++j)
                for (int c = 0; c < C; ++c) {
                    float most = -1000, sum = 0;
                    for (int h = 0; h < Window::height; ++h)
                        for (int w = 0; w < Window::width; ++w) {
                            const float pixel =
                                z(b, ((i * Stride::down + h) * W + j * Stride::across + w) * C + c);
                            most = std::max(most, pixel);
                            sum += pixel;
                        }
                    CHECK(y(b, (i * OW + j) * C + c) == most);
                    CHECK(y_mean(b, (i * OW + j) * C + c) == sum / (Window::height * Window::width));
                }
}

} // namespace

TEST_CASE("a pool looks at each of its windows") {
    compare_pools_with_plain_loops<hg::image<6, 8, 3>, hg::window<2>, hg::stride<2>, 3, 4>();
    compare_pools_with_plain_loops<hg::image<7, 9, 9>, hg::window<3, 1>, hg::stride<2, 4>, 3, 3>();
    compare_pools_with_plain_loops<hg::image<4, 5>, hg::window<2, 3>, hg::stride<1, 2>, 3, 2>();
}
