// The network of trained.cpp and its step, written by hand with Eigen's matrices of fixed size.
#include "../peers/eigen.hpp"

#include <cmath>
#include <iterator>
#include <tuple>
#include <utility>

constexpr int widths[]{WIDTHS}, depth = std::size(widths) - 1, batch = 32;

template <int Rows, int Cols>
using matrix = Eigen::Matrix<float, Rows, Cols, bench::row_major<Rows, Cols>>;

template <int I>
struct layer {
    matrix<widths[I], widths[I + 1]> w;
    matrix<1, widths[I + 1]> b;
    matrix<batch, widths[I + 1]> z, g; // Z_{i+1}, G_{i+1}
};
template <int... I>
std::tuple<layer<I>...> layers_of(std::integer_sequence<int, I...>);
using network = decltype(layers_of(std::make_integer_sequence<int, depth>{}));

template <int I>
void forward(network& net, const auto& z) {
    auto& l = std::get<I>(net);
    l.z.noalias() = z * l.w;
    l.z.rowwise() += l.b;
    if constexpr (I + 1 < depth) {
        l.z = l.z.cwiseMax(0.0f);
        forward<I + 1>(net, l.z);
    }
}

float loss(const int* label, const auto& z, auto& g) {
    g = (z.colwise() - z.rowwise().maxCoeff()).array().exp().matrix();
    float sum = 0;
    for (int r = 0; r < batch; ++r) {
        g.row(r) /= g.row(r).sum();
        sum -= std::log(g(r, label[r]));
        g(r, label[r]) -= 1;
    }
    g /= batch;
    return sum / batch;
}

template <int I>
void learn(network& net, const auto& z_1) {
    constexpr float rate = 0.01f;
    auto& l = std::get<I>(net);
    const auto update = [&](const auto& z) {
        l.w.noalias() -= rate * z.transpose() * l.g;
        l.b.noalias() -= rate * l.g.colwise().sum();
    };
    if constexpr (I == 0) {
        update(z_1);
    } else {
        auto& before = std::get<I - 1>(net);
        before.g.noalias() = l.g * l.w.transpose();
        before.g = (before.z.array() > 0).select(before.g, 0.0f);
        update(before.z);
        learn<I - 1>(net, z_1);
    }
}

float step(network& net, const matrix<batch, widths[0]>& x, const int* label) {
    forward<0>(net, x);
    auto& last = std::get<depth - 1>(net);
    const float result = loss(label, last.z, last.g);
    learn<depth - 1>(net, x);
    return result;
}
