// The library, frozen.
#include <tasks.hpp>

#include <handgrad/handgrad.hpp>

#include <algorithm>

namespace bench {

namespace hg = handgrad;

namespace {

using net = hg::network<hg::dense<22, 16, hg::relu>, hg::gru<16, 16>, hg::dense<16, 4>>;
static_assert(net::parameter_count == policy::parameters);

} // namespace

policy_lesson::policy_lesson()
    : p(net::parameter_count), x(steps * net::inputs), expected(steps * net::outputs) {
    hg::rng random{1};
    hg::parameters<net> initial;
    net::initialize(initial, random);
    std::copy(initial.begin(), initial.end(), p.begin());
    for (float& value : x) value = random.normal<float>();
    net::state<> state;
    net::stream(initial, x.data(), expected.data(), steps, state);
}

const policy_lesson& policy_lesson::shared() {
    static const policy_lesson made;
    return made;
}

template <class Task>
class streaming_by_handgrad {
public:
    static constexpr const char* name = "handgrad";

    explicit streaming_by_handgrad(const float* parameters) {
        hg::parameters<net> p;
        std::copy_n(parameters, p.size, p.begin());
        f_ = hg::freeze(p);
    }

    void run(const float* x, float* y) { f_.stream(x, y, Task::steps, state_); }

private:
    hg::frozen<net> f_;
    net::state<Task::voices> state_;
};

[[maybe_unused]] static const bool entered = enter_all<streaming_by_handgrad>(tasks{});

} // namespace bench
