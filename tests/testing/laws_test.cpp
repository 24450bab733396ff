// The laws of losses, activations, optimizers, initializers, schedules and executors: they hold for the
// library's own, and say what is wrong with others.
#include <handgrad/handgrad.hpp>
#include <handgrad/testing/activation_laws.hpp>
#include <handgrad/testing/executor_laws.hpp>
#include <handgrad/testing/initializer_laws.hpp>
#include <handgrad/testing/loss_laws.hpp>
#include <handgrad/testing/optimizer_laws.hpp>
#include <handgrad/testing/schedule_laws.hpp>

#include <doctest/doctest.h>

#include <string>

namespace {

namespace hg = handgrad;
namespace laws = hg::testing;

void check_holds(const laws::law_report& report) { CHECK_MESSAGE(report.holds(), report.explain()); }
void check_broken(const laws::law_report& report, const char* what) {
    CHECK_MESSAGE(report.explain().find(what) != std::string::npos, report.explain());
}

enum class mistake { none, weight, start, unwritten, value };

/// l = (z - t)^2 / 2, with a mistake.
template <mistake M>
struct squares {
    template <class T>
    using target_type = T;
    template <int N>
    static constexpr int target_cols = N;
    template <class T, int B, int N, class G>
    constexpr hg::running_sum<T> operator()(hg::running_sum<T> start, hg::view<const T, B, N> z,
                                            hg::view<const T, B, N> target, T weight, G g) const {
        if (M == mistake::start) start = hg::running_sum<T>(T(0));
        for (int r = 0; r < B; ++r) {
            T row = 0;
            for (int c = 0; c < N; ++c) {
                const T d = z(r, c) - target(r, c);
                row += d * d / 2;
                if (!(M == mistake::unwritten && c == 2)) g(r, c) = M == mistake::weight ? d : weight * d;
            }
            if (M == mistake::value && hg::is_discarded<G>) row = 0;
            start += row;
        }
        return start;
    }
};

struct square {
    static constexpr const char* name = "square";
    template <class V>
    static constexpr V value(V z) {
        return z * z;
    }
    template <class V>
    static constexpr V derivative_from_input(V z) {
        return z;
    }
};

/// p <- p - g, or another thing as a function.
struct descent {
    static constexpr int states = 0;
    bool climbs = false;
    using elementwise = descent;
    template <class V>
    constexpr void update(V& p, V g) const {
        p = p - g;
    }
    template <class P, class Gradient, class... State>
    constexpr void operator()(P& p, const Gradient& gradient, State&...) const {
        for (std::size_t i = 0; i < p.size(); ++i) p[i] += climbs ? gradient[i] : -gradient[i];
    }
};

struct half_filled {
    template <class T, int In, int Out>
    constexpr void operator()(hg::view<T, In, Out> w, hg::rng&) const {
        for (int i = 0; i < w.size / 2; ++i) w.data()[i] = 0;
    }
};

struct infinite {
    double operator()(std::int64_t k) const { return 1 / static_cast<double>(k); }
};

} // namespace

TEST_CASE("laws of losses") {
    check_holds(laws::loss_laws<4>(hg::softmax_cross_entropy{.label_smoothing = 0.1}));
    check_holds(laws::loss_laws<4>(hg::soft_cross_entropy{}));
    check_holds(laws::loss_laws<4>(hg::binary_cross_entropy_with_logits{.pos_weight = 2}));
    check_holds(laws::loss_laws<4>(hg::negative_log_likelihood{}));
    check_holds(laws::loss_laws<4>(hg::mean_squared_error{}));
    check_holds(laws::loss_laws<4>(hg::huber{}));
    check_holds(laws::loss_laws<4>(hg::hinge{}));
    check_holds(laws::loss_laws<2>(hg::class_weighted(hg::softmax_cross_entropy{}, {1., 3.})));
    check_holds(laws::loss_laws<4>(squares<mistake::none>{}));
    check_broken(laws::loss_laws<4>(squares<mistake::weight>{}), "weight times dl/dz");
    check_broken(laws::loss_laws<4>(squares<mistake::start>{}), "each begun with those before");
    check_broken(laws::loss_laws<4>(squares<mistake::unwritten>{}), "element 2");
    check_broken(laws::loss_laws<4>(squares<mistake::value>{}), "without a gradient");
}

TEST_CASE("laws of activations") {
    check_holds(laws::activation_laws<hg::relu>());
    check_holds(laws::activation_laws<hg::tanh>());
    check_holds(laws::activation_laws<hg::gelu>());
    check_holds(laws::activation_laws<hg::sigmoid>());
    check_broken(laws::activation_laws<square>(), "the derivative must be that of value");
}

TEST_CASE("laws of optimizers") {
    check_holds(laws::optimizer_laws(hg::sgd{.rate = 0.1}));
    check_holds(laws::optimizer_laws(hg::momentum{.rate = 0.1, .nesterov = true}));
    check_holds(laws::optimizer_laws(hg::adam{}));
    check_holds(laws::optimizer_laws(hg::centered_rmsprop_momentum{}));
    check_holds(laws::optimizer_laws(descent{}));
    check_broken(laws::optimizer_laws(descent{.climbs = true}), "operator() must do what the rule does");
}

TEST_CASE("laws of initializers, schedules and executors") {
    check_holds(laws::initializer_laws(hg::he_normal{}));
    check_holds(laws::initializer_laws(hg::orthogonal{}));
    check_holds(laws::initializer_laws(hg::torch_default{}));
    check_broken(laws::initializer_laws(half_filled{}), "every weight must be set");

    check_holds(laws::schedule_laws(hg::cosine_annealing{}));
    check_holds(laws::schedule_laws(hg::one_cycle{}));
    check_broken(laws::schedule_laws(infinite{}), "a rate must be finite: element 0");

    const auto loop = [](int count, const auto& task) {
        for (int i = 0; i < count; ++i) task(i);
    };
    const auto forgets_the_last = [](int count, const auto& task) {
        for (int i = 0; i + 1 < count; ++i) task(i);
    };
    check_holds(laws::executor_laws(loop));
    check_broken(laws::executor_laws(forgets_the_last), "each task must be called once: element 0");
}
