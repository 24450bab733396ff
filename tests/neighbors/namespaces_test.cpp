// With `using namespace std; using namespace handgrad;`, as docs/tour.md says: in a namespace of one's own,
// the few names that the standard library has, too, are said once to be the library's.
#include <handgrad/handgrad.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>
#include <random>
#include <string>
#include <vector>

namespace app {

using namespace std;
using namespace handgrad;
using handgrad::cos, handgrad::exp, handgrad::fixed, handgrad::fma, handgrad::identity, handgrad::sin,
    handgrad::tanh;

using net =
    network<dense<2, 16, tanh>, dense<16, 8, exp>, dense<8, 8, identity>, dense<8, 4, sin>, dense<4, 2, cos>>;

TEST_CASE("two namespaces without a qualification") {
    rng seeded{1};
    parameters<net> p;
    net::initialize(p, seeded);
    net::workspace<4> ws;
    const matrix<float, 4, 2> x{{0, 0}, {0, 1}, {1, 0}, {1, 1}};
    const vector<int> label{0, 1, 1, 0};
    const float loss = net::train_step(softmax_cross_entropy{}, sgd{.rate = 0.1}, p, x, label, ws);
    CHECK(max(loss, 0.0f) == loss);
    CHECK(net::forward(p, row(0.5f, 0.5f))(0, 0) < 2);
    using kept = fixed<dense<2, 3>>;
    CHECK(kept::outputs == 3);
    CHECK(fma(2.0f, 3.0f, 1.0f) == 7);
}

} // namespace app
