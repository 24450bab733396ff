// The lecture's homework on MNIST: three networks, each figure of each epoch beside the one that is known.
//
//     softmax regression    Z = X theta               from theta = 0, 10 epochs
//     784-100-10            Z = relu(X W_1) W_2       from given random weights, 20 epochs
//     784-400-10            the same with 400 hidden units
//
//     W <- W - 0.2 dl/dW    100 images at a time, in the order of the file; l: the mean softmax cross-entropy
//
// Rounding makes digits differ. To see how far, the last two are also trained with the images of each batch
// in reverse order, so that the same numbers are added up in another order, and one of them in double.
//
// lecture_14_homework [folder] --mnist DIR --weights DIR: of MNIST's four files; of the weights to begin
// with, nn100_seed0_W1_784x100.f32, nn100_seed0_W2_100x10.f32, nn400_.., floats row by row without a header.
#include "claims.hpp"
#include "directory_option.hpp"
#include "homework_print.hpp"
#include "homework_tables.hpp"
#include "homework_training.hpp"

#include <handgrad/handgrad.hpp>

#include <cmath>
#include <cstdio>
#include <memory>
#include <string>
#include <type_traits>

namespace hg = handgrad;
using examples::mnist, lecture::epoch, lecture::roundings, lecture::count_stars;

using softmax_regression = hg::network<hg::dense<mnist::pixels, 10, hg::identity, hg::no_bias>>;
template <int Hidden>
using two_layers = hg::network<hg::dense<mnist::pixels, Hidden, hg::relu, hg::no_bias>,
                               hg::dense<Hidden, 10, hg::identity, hg::no_bias>>;

template <int Hidden>
auto read_start(const std::string& folder) {
    auto p = std::make_unique<hg::parameters<two_layers<Hidden>>>();
    const std::string width = std::to_string(Hidden), stem = folder + "/nn" + width + "_seed0_W";
    examples::read_weights(stem + "1_784x" + width + ".f32", p->template weights<1>());
    examples::read_weights(stem + "2_" + width + "x10.f32", p->template weights<2>());
    return p;
}

/// The norm of a matrix as one long vector.
double norm(auto w) {
    double squares = 0;
    for (const float x : w) squares += static_cast<double>(x) * static_cast<double>(x);
    return std::sqrt(squares);
}
bool close(double found, double expected, double tolerance) {
    return std::abs(found - expected) <= tolerance * expected;
}

int main(int argc, char** argv) try {
    const std::string images = lecture::directory_option(argc, argv, "--mnist");
    const std::string weights = lecture::directory_option(argc, argv, "--weights");
    if (images.empty() || weights.empty()) {
        std::puts("skipped: no directory was given: --mnist DIR (MNIST's four files) --weights DIR (of the "
                  "homework)");
        return 0;
    }
    const mnist data = examples::load_mnist(images);
    lecture::claims claims;

    lecture::print_heading("softmax regression");
    const auto zero = std::make_unique<lecture::homework_training<softmax_regression, float>>(
        hg::parameters<softmax_regression>{}, lecture::order::of_the_file);
    int stars = 0;
    for (std::size_t e = 0; e < lecture::softmax_regression.size(); ++e)
        stars += lecture::print(e, zero->learn(data), lecture::softmax_regression[e]);
    lecture::print_heading("784-100-10");
    const auto small = std::make_unique<roundings<two_layers<100>>>(
        *read_start<100>(weights), lecture::hidden_100, data, std::true_type{});
    lecture::print_heading("784-400-10");
    const auto large = std::make_unique<roundings<two_layers<400>>>(
        *read_start<400>(weights), lecture::hidden_400, data, std::false_type{});

    std::puts(
        "\n"
        "Why digits differ. The published first epoch of 784-100-10 is that of float, to its eight digits.\n"
        "The known table is of a NumPy run; its first digits are those of gradients in double, as\n"
        "np.eye(10) makes them. Sums in another order, or of other roundings, are other sums. That does\n"
        "not stay small: a rounding can switch a relu unit on or off for an image, and the ways part.\n"
        "With tanh for relu, float and double agree in six digits even after six epochs (in NumPy).\n");
    using published = lecture::first_epoch;
    const epoch& first = small->in_float.front();
    const double norm_1 = norm(small->after_first.weights<1>()),
                 norm_2 = norm(small->after_first.weights<2>());
    claims.check(stars == 0, "softmax regression: %d digits differ from the published ones", stars);
    claims.check(close(first.train_loss, published::train_loss, 1e-4) &&
                     close(first.train_error, published::train_error, 1e-4),
                 "784-100-10, first epoch: loss %.8f, error %.8f; published %.8f, %.8f", first.train_loss,
                 first.train_error, published::train_loss, published::train_error);
    claims.check(close(norm_1, published::norm_1, 1e-5) && close(norm_2, published::norm_2, 1e-5),
                 "    the norms of W_1 and W_2: %.6f, %.6f; published %.6f, %.6f", norm_1, norm_2,
                 published::norm_1, published::norm_2);
    const int in_double = count_stars(small->in_double[0], lecture::hidden_100[0]) +
                          count_stars(small->in_double[1], lecture::hidden_100[1]);
    claims.check(in_double == 0, "    in double, the first two epochs: %d digits differ from NumPy's",
                 in_double);
    const int in_400 = count_stars(large->in_float[0], lecture::hidden_400[0]);
    claims.check(in_400 == 0, "784-400-10, first epoch: %d digits differ from NumPy's", in_400);
    const auto check_last = [&](const char* name, const auto& found, double known) {
        const double error = found.in_float.back().test_error;
        claims.check(
            std::abs(error - known) <= found.moved(),
            "%s, last epoch: test error %.2f %%, known %.2f %%; rounding alone moves it by up to %.2f %%",
            name, 100 * error, 100 * known, 100 * found.moved());
    };
    check_last("784-100-10", *small, lecture::hidden_100.back().test_error);
    check_last("784-400-10", *large, lecture::hidden_400_error);
    return claims.exit_code();
} catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
}
