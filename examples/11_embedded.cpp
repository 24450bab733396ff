// A network that others trained, built into a program: the jet tagger of hls4ml (data/jet_tagger), which
// tells from 16 numbers of a spray of particles what it came from. CMakeLists.txt says
//
//     handgrad_embed(example_11_embedded MODEL jet_3layer.safetensors NAME jet NETWORK "hg::mlp<hg::relu, 16,
//     64, 32, 32, 5>" ..)
//
// and the build reads the file, compares every shape with the type, runs the network on rows whose outputs
// are known, and makes this header. The program opens no file.
#include <jet.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>

namespace hg = handgrad;

// The weights are constants: the compiler itself can ask the network.
constexpr std::array<const char*, 5> origins{"a gluon", "a light quark", "a W boson", "a Z boson",
                                             "a top quark"};
constexpr hg::matrix<float, 1, 16> typical; // the inputs were scaled so that zero is the mean of each
constexpr auto its_scores = jet::network::forward(jet::parameters, typical);
static_assert(its_scores(0, 1) > its_scores(0, 0), "a light quark rather than a gluon");

int main() {
    static const auto frozen = hg::freeze(jet::parameters);

    hg::matrix<float, 1, 16> x;
    hg::rng random{7};
    for (float& number : x) number = random.normal<float>();
    using last = hg::network<hg::softmax<5>>; // which has no parameters
    const hg::matrix<float, 1, 5> p = last::forward(hg::parameters<last>{}, frozen.forward(x));
    for (int i = 0; i < 5; ++i)
        std::printf("%-14s %5.1f %%\n", origins[static_cast<std::size_t>(i)], 100.0 * double{p(0, i)});

    // How long it takes: the median of many.
    std::array<double, 1001> times{};
    for (double& time : times) {
        const auto begin = std::chrono::steady_clock::now();
        for (int i = 0; i < 100; ++i)
            x(0, i % 16) = frozen.forward(x)(0, i % 5) * 0.01f; // each waits for the one before
        time =
            std::chrono::duration<double, std::nano>(std::chrono::steady_clock::now() - begin).count() / 100;
    }
    std::nth_element(times.begin(), times.begin() + 500, times.end());
    std::printf("\n%zu bytes of weights, %.0f ns for a jet\n", sizeof(jet::parameters), times[500]);
}
