/// Networks that grow, each a point of two curves: the training step, and the forward pass. BENCH_CURVE says
/// in which direction.
#pragma once

#include "../training/contest.hpp"

#include <utility>

namespace bench {

template <class Stack, int Batch, class Curve, int Point>
struct step_at : training<Stack, Batch> {
    static constexpr int largest_of_fixed_size = 20000;
    static std::string group() { return std::string(Curve::name).append("_step"); }
    static std::string name() { return std::to_string(Point); }
    template <class Contestant>
    static void time(benchmark::State& state) {
        time_training<step_at, Contestant>(state);
    }
};
template <class Stack, int Batch, class Curve, int Point>
struct forward_at : step_at<Stack, Batch, Curve, Point> {
    static std::string group() { return std::string(Curve::name).append("_forward"); }
    template <class Contestant>
    static void time(benchmark::State& state) {
        time_forward<forward_at, Contestant>(state);
    }
};

template <int N, int... I>
auto equal_layers(std::integer_sequence<int, I...>) -> perceptron<hg::relu, N + 0 * I...>;
/// That many layers of n x n.
template <int N, int Layers>
using square_layers = decltype(equal_layers<N>(std::make_integer_sequence<int, Layers + 1>{}));

struct width {
    static constexpr const char* name = "width";
    template <int N>
    using step = step_at<square_layers<N, 3>, 32, width, N>;
    template <int N>
    using forward = forward_at<square_layers<N, 3>, 1, width, N>;
};
struct depth {
    static constexpr const char* name = "depth";
    template <int L>
    using step = step_at<square_layers<64, L>, 32, depth, L>;
    template <int L>
    using forward = forward_at<square_layers<64, L>, 1, depth, L>;
};
struct batch {
    static constexpr const char* name = "batch";
    template <int B>
    using step = step_at<perceptron<hg::relu, 784, 128, 10>, B, batch, B>;
    template <int B>
    using forward = forward_at<perceptron<hg::relu, 784, 128, 10>, B, batch, B>;
};

template <class Curve, int... Point>
using points = task_list<typename Curve::template step<Point>..., typename Curve::template forward<Point>...>;

using width_tasks = points<width, 8, 16, 32, 64, 128, 256, 512>;
using depth_tasks = points<depth, 2, 4, 8, 16, 32>;
using batch_tasks = points<batch, 1, 2, 4, 8, 16, 32, 64, 128, 256>;
/// One point only, for the test.
using smoke_tasks = points<width, 8>;

using tasks = BENCH_CURVE;

} // namespace bench
