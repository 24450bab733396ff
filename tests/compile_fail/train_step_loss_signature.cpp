// A loss of one's own that adds up in T, in which the losses of many rows would get lost.
// expect: a loss is called as running_sum<T> loss\(running_sum<T> start, z, target, T weight, g\)
// expect: loss_of_another_signature<.*absolute>
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

using net = hg::network<hg::dense<2, 1>>;

struct absolute {
    template <class T>
    using target_type = T;
    template <int N>
    static constexpr int target_cols = N;

#ifdef WELL_FORMED
    template <class T>
    using total = hg::running_sum<T>;
#else
    template <class T>
    using total = T;
#endif

    template <class T, int B, class G>
    constexpr total<T> operator()(total<T> start, hg::view<const T, B, 1> z, hg::view<const T, B, 1> target,
                                  T weight, G g) const {
        for (int r = 0; r < B; ++r) {
            const bool above = z(r, 0) > target(r, 0);
            if constexpr (!hg::is_discarded<G>) g(r, 0) = above ? weight : -weight;
            start += above ? z(r, 0) - target(r, 0) : target(r, 0) - z(r, 0);
        }
        return start;
    }
};

int main() {
    hg::parameters<net> p;
    net::workspace<8> ws;
    const hg::matrix<float, 8, 2> x;
    const hg::matrix<float, 8, 1> target;
    return net::train_step(absolute{}, hg::sgd{.rate = 0.1}, p, x, target, ws) > 0.5f;
}
