// Linear after linear is linear: a second layer adds nothing as long as there is no sigma between the two.
//
//     h(x) = theta^T (W^T x) = (W theta)^T x
//
//     W: (64, 32)     theta: (32, 10)     W theta: (64, 10), one matrix in the place of two
//
// collapse<> of the library does it for any network, at compile time: the type says what remains.
#include "accuracy.hpp"
#include "claims.hpp"
#include "data/digits.hpp"

#include <handgrad/handgrad.hpp>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <limits>
#include <type_traits>

namespace hg = handgrad;
using examples::digits;

template <class Sigma>
using two_layers =
    hg::network<hg::dense<64, 32, Sigma, hg::no_bias>, hg::dense<32, 10, hg::identity, hg::no_bias>>;
using linear = two_layers<hg::identity>;
using one_matrix = hg::collapsed<linear>;

// What remains of them; and that nothing does collapse where a sigma stands between.
static_assert(std::is_same_v<one_matrix, hg::network<hg::dense<64, 10, hg::identity, hg::no_bias>>>);
static_assert(std::is_same_v<hg::collapsed<two_layers<hg::relu>>, two_layers<hg::relu>>);

/// From the training digits, in the order of the file.
hg::parameters<linear> learn(const digits& data) {
    constexpr int batch = 32, epochs = 100;
    hg::parameters<linear> p;
    hg::rng random{1};
    linear::initialize(p, random);
    linear::workspace<batch> ws;
    const digits::samples train = data.train();
    for (int epoch = 0; epoch < epochs; ++epoch)
        for (int first = 0; first + batch <= digits::train_count; first += batch) {
            const hg::view<const int, batch, 1> labels(&train.labels[static_cast<std::size_t>(first)]);
            linear::train_step(hg::softmax_cross_entropy{}, hg::sgd{.rate = 0.1}, p,
                               train.images.tile<batch>(first), labels, ws);
        }
    return p;
}

using scores = hg::matrix<float, digits::test_count, 10>;

template <class Net>
scores read(const digits& data, const hg::parameters<Net>& p) {
    scores z;
    Net::predict(p, data.test().images, z);
    return z;
}

template <class Net>
void print_row(const char* name, double right) {
    std::printf("%-20s %10d %10ld %10.2f %%\n", name, Net::parameter_count, Net::template flops<1>,
                100 * right);
}

int main() {
    const digits data;
    const hg::parameters<linear> p = learn(data);
    const hg::parameters<one_matrix> collapsed = hg::collapse(p);

    // W theta by hand, and each output beside that of the two layers.
    hg::matrix<float, 64, 10> w_theta;
    hg::gemm_nn(p.weights<1>(), p.weights<2>(), w_theta.view());
    const scores z = read(data, p), y = read(data, collapsed);
    float farthest = 0, largest = 0;
    int other_digits = 0;
    for (int i = 0; i < z.rows; ++i) {
        other_digits += examples::argmax(z.row(i)) != examples::argmax(y.row(i));
        for (int c = 0; c < 10; ++c) {
            farthest = std::max(farthest, std::abs(z(i, c) - y(i, c)));
            largest = std::max(largest, std::abs(z(i, c)));
        }
    }

    // Where nothing is rounded, nothing differs: weights and pixels that are small integers.
    hg::parameters<linear> integers = p;
    for (float& w : integers) w = std::round(4 * w);
    const auto x = [&](int i) {
        hg::matrix<float, 1, 64> sixteenths;
        for (int k = 0; k < 64; ++k) sixteenths(0, k) = 16 * data.test().images[i](0, k);
        return sixteenths;
    };
    int unequal = 0;
    for (int i = 0; i < digits::test_count; ++i)
        unequal += !(linear::forward(integers, x(i)) == one_matrix::forward(hg::collapse(integers), x(i)));

    std::puts("                     parameters  flops/row   test right");
    print_row<linear>("W, then theta", lecture::accuracy(z, data.test().labels));
    print_row<one_matrix>("W theta", lecture::accuracy(y, data.test().labels));
    std::printf("\n%d outputs of one layer and of two: at most %.1e apart, where the largest is %.1f\n\n",
                z.size, static_cast<double>(farthest), static_cast<double>(largest));

    lecture::claims claims;
    claims.check(std::equal(w_theta.begin(), w_theta.end(), collapsed.begin()),
                 "collapse computes the product W theta, to the bit");
    claims.check(farthest <= 2 * (64 + 32) * std::numeric_limits<float>::epsilon() * largest,
                 "one layer computes what the two do, but for rounding");
    claims.check(other_digits == 0, "it reads each digit as they do");
    claims.check(unequal == 0, "and to the bit where all numbers are small integers");
    return claims.exit_code();
}
