// A training step on one thread, and cut into two shards for two threads. Wall time, for the threads' sake.
#include "../harness/agree.hpp"
#include "../harness/dense_stack.hpp"
#include "../harness/enter.hpp"
#include "../harness/opaque.hpp"

#include <handgrad/train/thread_team.hpp>

#include <benchmark/benchmark.h>

#include <memory>

namespace bench {

namespace {

constexpr hg::sgd step{.rate = 0.01};
constexpr hg::softmax_cross_entropy loss{};

template <class Task, int Batch>
struct lesson {
    hg::parameters<typename Task::net> p;
    hg::matrix<float, Batch, Task::inputs> x;
    std::array<int, Batch> label;

    lesson() {
        hg::rng random{1};
        Task::net::initialize(p, random);
        for (float& value : x) value = random.uniform(-1.0f, 1.0f);
        for (int& y : label) y = static_cast<int>(random.below(Task::outputs));
    }
};

template <class Task, int Batch>
struct one_thread {
    static constexpr const char* name = "handgrad";
    typename Task::net::template workspace<Batch> ws;

    float train(lesson<Task, Batch>& l) { return Task::net::train_step(loss, step, l.p, l.x, l.label, ws); }
};

template <class Task, int Batch, int Threads>
struct in_shards {
    static constexpr const char* name = Threads == 1 ? "2_shards_1_thread" : "2_shards_2_threads";
    using parallel = hg::data_parallel<typename Task::net, 2>;
    hg::thread_team<Threads> team;
    typename parallel::template workspace<Batch> ws;

    float train(lesson<Task, Batch>& l) {
        return parallel::train_step(team, loss, step, l.p, l.x, l.label, ws);
    }
};

template <class Task, int Batch, class Contestant>
void time_training(benchmark::State& state) {
    const auto l = std::make_unique<lesson<Task, Batch>>();
    const auto made = std::make_unique<Contestant>();
    Contestant* contestant = made.get();
    make_opaque(contestant);
    const double first = static_cast<double>(contestant->train(*l));
    const auto same = std::make_unique<lesson<Task, Batch>>();
    const double expected = static_cast<double>(std::make_unique<one_thread<Task, Batch>>()->train(*same));
    require_agreement(Task::name().append(" by ").append(Contestant::name), 0, first, expected, 1e-5);
    for (int i = 0; i < Task::parameter_count; ++i)
        require_agreement(Contestant::name, i, static_cast<double>(l->p[i]), static_cast<double>(same->p[i]),
                          1e-6);
    float sum = 0;
    for (auto _ : state) {
        sum += contestant->train(*l);
        touch_memory();
    }
    benchmark::DoNotOptimize(sum);
    state.counters["FLOP/s"] =
        benchmark::Counter(Task::training_flops(Batch), benchmark::Counter::kIsIterationInvariantRate);
}

template <class Task, int Batch>
void contest() {
    const auto add = []<class Contestant>() {
        enter("threads", Task::name().append(" b").append(std::to_string(Batch)), Contestant::name,
              time_training<Task, Batch, Contestant>, clock_of::wall);
    };
    add.template operator()<one_thread<Task, Batch>>();
    add.template operator()<in_shards<Task, Batch, 1>>();
    add.template operator()<in_shards<Task, Batch, 2>>();
}

using digits = perceptron<hg::relu, 784, 256, 128, 10>;
template <int Batch>
struct digits_of : digits {
    static constexpr int batch = Batch;
};
[[maybe_unused]] const bool entered = (for_each_task(alike<digits_of<100>, digits_of<256>, digits_of<512>>{},
                                                     []<class Task>() { contest<Task, Task::batch>(); }),
                                       true);

} // namespace

} // namespace bench
