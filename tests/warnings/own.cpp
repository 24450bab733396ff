// A user's own carelessness, in what is told of it after the headers: see CMakeLists.txt.
#include <handgrad/handgrad.hpp>

namespace app {

namespace hg = handgrad;
using net = hg::network<hg::dense<2, 3>>;

/// A layer whose body the library instantiates.
struct careless {
    static constexpr int inputs = 3, outputs = 3, parameter_count = 0;
    template <int>
    static constexpr int tape_size = 0;
    template <int B>
    static void forward(auto z, auto, auto, auto y) {
        for (int r = 0; r < B; ++r)
            for (unsigned c = 0; c < 3; ++c) y(r, c) = z(r, 0); // a sign is converted
    }
};

float answer(int r);
float answer(int r) {
    const hg::parameters<net> weights_and_biases;
    const hg::matrix<float, 2, 2> batch_of_two;
    const unsigned place = r; // a sign is converted
    {
        const int r = 0; // shadows another
        return net::forward(weights_and_biases, batch_of_two)(static_cast<int>(place), r);
    }
}

int run();
int run() {
    hg::matrix<float, 2, 3> numbers;
    careless::forward<2>(numbers.view(), 0, 0, numbers.view());
    return answer(0) > 0;
}

} // namespace app

int main() { return app::run(); }
