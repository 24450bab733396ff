// Every loss and every option beside PyTorch 1.13, in double: the literals are what it gave.
#include <handgrad/core/matrix.hpp>
#include <handgrad/loss/binary_cross_entropy_with_logits.hpp>
#include <handgrad/loss/class_weighted.hpp>
#include <handgrad/loss/hinge.hpp>
#include <handgrad/loss/huber.hpp>
#include <handgrad/loss/mean_absolute_error.hpp>
#include <handgrad/loss/mean_squared_error.hpp>
#include <handgrad/loss/negative_log_likelihood.hpp>
#include <handgrad/loss/smooth_l1.hpp>
#include <handgrad/loss/soft_cross_entropy.hpp>
#include <handgrad/loss/softmax_cross_entropy.hpp>

#include <doctest/doctest.h>

#include <cmath>

namespace {

namespace hg = handgrad;

using numbers_3_4 = hg::matrix<double, 3, 4>;
const numbers_3_4 z{{0.5, -1.25, 2, 0.125}, {3, 1.5, -0.75, -2}, {-0.5, 0.25, 1, 4}};
const hg::matrix<int, 3, 1> labels{{2}, {1}, {0}};
const numbers_3_4 probabilities{{0.1, 0.2, 0.3, 0.4}, {0, 1, 0, 0}, {0.7, 0, 0.05, 0.25}};
const numbers_3_4 numbers{{0.25, -1.25, 0.5, 2}, {0, 2, -1, 1}, {-1.5, 0.5, 1.5, 3}};

bool near(double a, double b) { return std::fabs(a - b) <= 4e-15 * (1 + std::fabs(b)); }

/// As a network calls a loss, but for the cut into tiles. The gradient is `share` times `slopes`.
template <class Loss, class Target, int C>
void compare(const Loss& loss, const hg::matrix<Target, 3, C>& target, double expected, double share,
             const numbers_3_4& slopes) {
    const hg::view<const Target, 3, C> t(target);
    const double divisor = hg::loss_divisor<double>(loss, hg::rows<const Target, C>(t));
    numbers_3_4 g;
    CHECK(near(loss(0.0, z.view(), t, 1 / divisor, g.view()) / divisor, expected));
    for (int i = 0; i < 12; ++i) CHECK(near(g.data()[i], slopes.data()[i] * share));
}

/// mean, sum and the gradient of the sum; that of the mean is in the same proportion, which was checked where
/// the numbers were made.
template <class Loss, class Make, class Target>
void both(Loss loss, Make make, const Target& target, double mean, double sum, const numbers_3_4& slopes) {
    compare(make(loss), target, mean, mean / sum, slopes);
    loss.reduction = hg::reduction::sum;
    compare(make(loss), target, sum, 1, slopes);
}

template <class Loss, class Target>
void agree(const Loss& loss, const Target& target, double mean, double sum, const numbers_3_4& slopes) {
    both(
        loss, [](const Loss& l) { return l; }, target, mean, sum, slopes);
}
template <class Loss, class Target>
void agree_weighted(const Loss& loss, const Target& target, double mean, double sum,
                    const numbers_3_4& slopes) {
    both(
        loss,
        [](const Loss& l) {
            return hg::class_weighted(l, {0.5, 2, 1.25, 0.75});
        },
        target, mean, sum, slopes);
}

} // namespace

TEST_CASE("PyTorch's values and gradients") {
    agree(hg::softmax_cross_entropy{}, labels, 2.218066978687376, 6.654200936062128,
          {{0.15766026385263707, 0.02739724577511041, -0.2934157186650209, 0.10835820903727332},
           {0.797838907790184, -0.8219780767321279, 0.018763372667445436, 0.005375796274498497},
           {-0.989755758892046, 0.021687058595722855, 0.04591150340742533, 0.9221571968888979}});
    agree(hg::softmax_cross_entropy{.label_smoothing = 0.1}, labels, 2.2524419786873757, 6.757325936062128,
          {{0.13266026385263707, 0.002397245775110409, -0.21841571866502096, 0.08335820903727331},
           {0.7728389077901839, -0.7469780767321279, -0.006236627332554565, -0.019624203725501506},
           {-0.9147557588920461, -0.0033129414042771463, 0.020911503407425328, 0.8971571968888978}});
    agree(hg::softmax_cross_entropy{.ignore_index = 1}, labels, 2.464176182107104, 4.928352364214208,
          {{0.15766026385263707, 0.02739724577511041, -0.2934157186650209, 0.10835820903727332},
           {0, 0, 0, 0},
           {-0.989755758892046, 0.021687058595722855, 0.04591150340742533, 0.9221571968888979}});
    agree(hg::softmax_cross_entropy{.label_smoothing = 0.25, .ignore_index = 1}, labels, 2.460269932107104,
          4.920539864214208,
          {{0.09516026385263707, -0.03510275422488959, -0.10591571866502092, 0.04585820903727332},
           {0, 0, 0, 0},
           {-0.802255758892046, -0.040812941404277145, -0.01658849659257467, 0.8596571968888979}});
    agree_weighted(hg::softmax_cross_entropy{}, labels, 1.6470287781735293, 6.176357918150735,
                   {{0.19707532981579634, 0.034246557218888016, -0.3667696483312761, 0.13544776129659164},
                    {1.595677815580368, -1.6439561534642557, 0.03752674533489087, 0.010751592548996994},
                    {-0.494877879446023, 0.010843529297861428, 0.022955751703712664, 0.46107859844444893}});
    agree_weighted(hg::softmax_cross_entropy{.label_smoothing = 0.1, .ignore_index = 1}, labels,
                   1.7453089074191457, 3.0542905879835045,
                   {{0.18260457651763837, -0.01609590835330087, -0.28185195184796336, 0.11534328368362573},
                    {0, 0, 0, 0},
                    {-0.4567376143767759, -0.0378010295399059, -0.005424779333323248, 0.49996342325000515}});
    agree(hg::soft_cross_entropy{}, probabilities, 2.3347336453540426, 7.004200936062127,
          {{0.05766026385263706, -0.1726027542248896, 0.4065842813349791, -0.2916417909627267},
           {0.797838907790184, -0.8219780767321279, 0.018763372667445436, 0.005375796274498497},
           {-0.689755758892046, 0.021687058595722855, -0.004088496592574674, 0.6721571968888979}});
    agree_weighted(hg::soft_cross_entropy{.label_smoothing = 0.1}, probabilities, 2.581794784829342,
                   7.745384354488026,
                   {{0.1198677968342167, -0.3791780985030008, 0.42615731650185146, -0.16684701483306758},
                    {1.513366911148727, -1.5095330717501947, 0.004634950226489398, -0.008468789625021626},
                    {-0.32081563267706004, -0.03584919426629084, -0.05754274402665498, 0.41420757097000593}});
    agree(hg::negative_log_likelihood{}, labels, -1, -3, {{0, 0, -1, 0}, {0, -1, 0, 0}, {-1, 0, 0, 0}});
    agree_weighted(hg::negative_log_likelihood{.ignore_index = 2}, labels, -1.1, -2.75,
                   {{0, 0, 0, 0}, {0, -2, 0, 0}, {-0.5, 0, 0, 0}});
    agree(hg::hinge{}, labels, 1.0208333333333333, 3.0625,
          {{0, 0, 0, 0}, {0.25, -0.25, 0, 0}, {-0.75, 0.25, 0.25, 0.25}});
    agree_weighted(hg::hinge{.margin = 2.5}, labels, 1.4713541666666667, 4.4140625,
                   {{0.3125, 0, -0.625, 0.3125}, {0.5, -1, 0.5, 0}, {-0.375, 0.125, 0.125, 0.125}});
    agree(hg::mean_squared_error{}, numbers, 2.2044270833333335, 26.453125,
          {{0.5, 0, 3, -3.75}, {6, -1, 0.5, -6}, {2, -0.5, -1, 2}});
    agree(hg::mean_absolute_error{}, numbers, 1.09375, 13.125,
          {{1, 0, 1, -1}, {1, -1, 1, -1}, {1, -1, -1, 1}});
    agree(hg::huber{}, numbers, 0.7265625, 8.71875,
          {{0.25, 0, 1, -1}, {1, -0.5, 0.25, -1}, {1, -0.25, -0.5, 1}});
    agree(hg::huber{.delta = 0.75}, numbers, 0.5989583333333334, 7.1875,
          {{0.25, 0, 0.75, -0.75}, {0.75, -0.5, 0.25, -0.75}, {0.75, -0.25, -0.5, 0.75}});
    agree(hg::smooth_l1{.beta = 0.75}, numbers, 0.7986111111111112, 9.583333333333334,
          {{0.3333333333333333, 0, 1, -1},
           {1, -0.6666666666666666, 0.3333333333333333, -1},
           {1, -0.3333333333333333, -0.6666666666666666, 1}});
    agree(hg::binary_cross_entropy_with_logits{}, probabilities, 1.1129800648412476, 13.355760778094972,
          {{0.5224593312018546, 0.02270013882530883, 0.5807970779778824, 0.13120937337375627},
           {0.9525741268224334, -0.18242552380635635, 0.320821300824607, 0.11920292202211755},
           {-0.32245933120185455, 0.5621765008857981, 0.6810585786300049, 0.7320137900379085}});
    agree(hg::binary_cross_entropy_with_logits{.pos_weight = 3}, probabilities, 1.3700432757397536,
          16.440519308877043,
          {{0.44695119744222545, -0.2882198056445677, 0.5092753247646116, -0.2438231279272387},
           {0.9525741268224334, -0.547276571419069, 0.320821300824607, 0.11920292202211755},
           {-1.193902394884451, 0.5621765008857981, 0.6541644364930053, 0.7230206850568628}});
    agree_weighted(hg::binary_cross_entropy_with_logits{.pos_weight = 3}, probabilities, 1.2979120964722817,
                   15.574945157667381,
                   {{0.22347559872111272, -0.5764396112891353, 0.6365941559557644, -0.18286734594542903},
                    {0.4762870634112167, -1.094553142838138, 0.4010266260307588, 0.08940219151658815},
                    {-0.5969511974422255, 1.1243530017715961, 0.8177055456162565, 0.5422655137926471}});
}
