// A loss that does not say how wide a target is.
// expect: this loss lacks a public `template <int N> static constexpr int target_cols`
// expect: loss_lacks_target_cols<.*squares>
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

/// l = weight (z - t)^2 / 2, summed over a row.
struct squares {
    template <class T>
    using target_type = T;
#ifdef WELL_FORMED
    template <int N>
    static constexpr int target_cols = N;
#endif

    template <class T, int B, int N, class G>
    constexpr hg::running_sum<T> operator()(hg::running_sum<T> start, hg::view<const T, B, N> z,
                                            hg::view<const T, B, N> target, T weight, G g) const {
        for (int r = 0; r < B; ++r)
            for (int c = 0; c < N; ++c) {
                const T d = z(r, c) - target(r, c);
                start += d * d / 2;
                g(r, c) = weight * d;
            }
        return start;
    }
};

using net = hg::mlp<hg::tanh, 2, 16, 4>;

int main() {
    static hg::parameters<net> p;
    static net::workspace<8> ws;
    const hg::matrix<float, 8, 2> x;
    const hg::matrix<float, 8, 4> target;
    return net::train_step(squares{}, hg::sgd{.rate = 0.1}, p, x, target, ws) > 0.5f;
}
