// The gradient of a loss may lie where the outputs do: the same bits, at widths from 1 to 70 and 1 to 41
// rows.
#include <handgrad/handgrad.hpp>

#include "bits.hpp"
#include "share.hpp"

#include <doctest/doctest.h>

#include <array>
#include <cstring>
#include <type_traits>
#include <utility>

namespace hg = handgrad;

namespace {

template <int B, int N, class Loss, class Target>
bool right_in_place(const Loss& loss, const Target& target) {
    hg::matrix<float, B, N> z, g;
    hg::rng r{9};
    for (float& v : z) v = r.uniform(-3.f, 3.f);
    const hg::view<const float, B, N> logits(z.data());
    const float apart = loss(0.f, logits, target, 0.25f, g.view());
    const float in_place = loss(0.f, logits, target, 0.25f, z.view());
    return same_bits(apart, in_place) && std::memcmp(z.data(), g.data(), sizeof(float) * B * N) == 0;
}

template <int B, int N, class... Losses>
int wrong_for_numbers(const Losses&... losses) {
    hg::rng r{4};
    hg::matrix<float, B, N> t;
    for (float& v : t) v = r.uniform(0.f, 1.f);
    return (0 + ... + !right_in_place<B, N>(losses, hg::view<const float, B, N>(t.data())));
}
template <int B, int N, class... Losses>
int wrong_for_labels(const Losses&... losses) {
    hg::rng r{4};
    std::array<int, B> label{};
    for (int& l : label) l = static_cast<int>(r.below(N));
    return (0 + ... + !right_in_place<B, N>(losses, hg::view<const int, B, 1>(label.data())));
}

/// Calls f with each of the numbers that falls to this build.
template <int... I, class F>
void for_each(std::integer_sequence<int, I...>, F f) {
    for_my_part<0, I...>(f);
}

#if defined(HANDGRAD_TEST_ALL_WIDTHS)
template <int... I>
auto from_one(std::integer_sequence<int, I...>) -> std::integer_sequence<int, I + 1 ...>;
using widths = decltype(from_one(std::make_integer_sequence<int, 70>{}));
using counts = decltype(from_one(std::make_integer_sequence<int, 41>{}));
#else
using widths = std::integer_sequence<int, 1, 2, 3, 7, 8, 9, 10, 15, 16, 17, 24, 31, 64, 70>;
using counts = std::integer_sequence<int, 1, 2, 3, 7, 8, 9, 16, 17, 41>;
#endif

} // namespace

TEST_CASE("the gradient of a loss may lie where the outputs do: at every kind of width") {
    for_each(widths{}, []<int N>() {
        CAPTURE(N);
        CHECK(wrong_for_numbers<1, N>(hg::mean_squared_error{}, hg::soft_cross_entropy{}) == 0);
        CHECK(wrong_for_labels<1, N>(hg::softmax_cross_entropy{.label_smoothing = 0.1},
                                     hg::negative_log_likelihood{}, hg::hinge{}) == 0);
    });
}

TEST_CASE("the gradient of a loss may lie where the outputs do: where rows fill vectors, at every kind of "
          "number of them") {
    for_each(counts{}, []<int B>() {
        CAPTURE(B);
        CHECK(wrong_for_numbers<B, 1>(hg::mean_squared_error{}) == 0);
        CHECK(wrong_for_labels<B, 10>(hg::softmax_cross_entropy{}) == 0);
    });
}

TEST_CASE("the gradient of a loss may lie where the outputs do: every loss") {
    for_my_part<0, 1, 13, 10>([]<int N>() {
        CHECK(wrong_for_numbers<9, N>(hg::mean_absolute_error{}, hg::huber{}, hg::smooth_l1{},
                                      hg::binary_cross_entropy_with_logits{}, hg::soft_cross_entropy{}) == 0);
        CHECK(wrong_for_labels<9, N>(hg::softmax_cross_entropy{}, hg::negative_log_likelihood{},
                                     hg::hinge{}) == 0);
    });
}
