// One row through a network.
#include "../harness/dense_stack.hpp"
#include "../harness/latency_table.hpp"
#include "../harness/opaque.hpp"
#include "../harness/task_list.hpp"

#include <memory>

namespace bench {
namespace {

constexpr int inputs = 64; // rows that take turns

template <class Task>
struct sample {
    using net = typename Task::net;
    hg::parameters<net> p;
    hg::matrix<float, inputs, Task::inputs> x;
    hg::matrix<float, 1, Task::outputs> y;

    sample() {
        hg::rng random{1};
        net::initialize(p, random);
        for (float& value : x) value = random.uniform(-1.0f, 1.0f);
    }
};

using networks = all_of<alike<perceptron<hg::tanh, 16, 16, 1>>,
                        alike<perceptron<hg::relu, 8, 64, 64, 4>, perceptron<hg::relu, 32, 32, 32, 8>,
                              perceptron<hg::relu, 16, 64, 32, 32, 5>, perceptron<hg::relu, 784, 128, 10>,
                              perceptron<hg::relu, 784, 256, 128, 10>>>;

template <class Task>
void measure(table& to) {
    const auto made = std::make_unique<sample<Task>>();
    sample<Task>* s = made.get();
    make_opaque(s);
    const auto forward = [s](long i) {
        s->y = Task::net::forward(s->p, s->x.row(static_cast<int>(i) % inputs));
    };
    const testing::memory_range all[] = {testing::memory_range::of(*s)};
    to.measure(Task::name(), forward);
    to.measure(Task::name(), forward, all);
}

} // namespace

void measure_inference(table& to) {
    for_each_task(networks{}, [&]<class Task>() { measure<Task>(to); });
}

} // namespace bench
