// One step of training.
#include "../harness/dense_stack.hpp"
#include "../harness/latency_table.hpp"
#include "../harness/opaque.hpp"
#include "../harness/task_list.hpp"

#include <array>
#include <memory>

namespace bench {
namespace {

template <class Task, int B>
struct lesson {
    using net = typename Task::net;
    hg::parameters<net> p;
    typename net::template workspace<B> ws;
    hg::matrix<float, B, Task::inputs> x;
    std::array<int, B> label;
    float loss = 0;

    lesson() {
        hg::rng random{1};
        net::initialize(p, random);
        for (float& value : x) value = random.uniform(-1.0f, 1.0f);
        for (int& c : label) c = static_cast<int>(random.below(Task::outputs));
    }
};

template <class Stack, int B>
struct step_of : Stack {
    static constexpr int batch = B;
};
using steps =
    alike<step_of<perceptron<hg::relu, 64, 32, 10>, 32>, step_of<perceptron<hg::relu, 8, 64, 64, 4>, 16>,
          step_of<perceptron<hg::relu, 784, 128, 10>, 64>,
          step_of<perceptron<hg::relu, 784, 256, 128, 10>, 100>>;

template <class Task, int B>
void measure(table& to) {
    const auto made = std::make_unique<lesson<Task, B>>();
    lesson<Task, B>* s = made.get();
    make_opaque(s);
    // So slow that a million steps learn little: the last one has the same to do as the first.
    const auto step = [s](long) {
        s->loss = Task::net::train_step(hg::softmax_cross_entropy{}, hg::sgd{.rate = 1e-7}, s->p, s->x,
                                        s->label, s->ws);
    };
    const testing::memory_range all[] = {testing::memory_range::of(*s)};
    const std::string name = "step, " + Task::name() + " b" + std::to_string(B);
    to.measure(name, step);
    to.measure(name, step, all);
}

} // namespace

void measure_training(table& to) {
    for_each_task(steps{}, [&]<class Task>() { measure<Task, Task::batch>(to); });
}

} // namespace bench
