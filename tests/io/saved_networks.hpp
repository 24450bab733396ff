// Networks whose parameters go through files, and what the tests ask of them.
#pragma once

#include <handgrad/handgrad.hpp>
#include <handgrad/io/load.hpp>
#include <handgrad/io/save.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace saved_networks {

namespace hg = handgrad;
namespace io = handgrad::io;

template <class Net, class T = float>
hg::parameters<Net, T> random_parameters(std::uint64_t seed = 1) {
    hg::parameters<Net, T> p;
    hg::rng r{seed};
    for (T& x : p) x = r.normal<T>(); // also what initialize would leave zero
    return p;
}

/// The complaint of try_load.
template <class Net, class T = float>
std::string complaint_about(const std::vector<std::byte>& bytes, const io::load_options& options = {}) {
    const auto p = io::try_load<Net, T>(io::source(bytes, "file"), options);
    return p ? "" : p.error().message();
}

/// The bytes of a file of others, without a word about the network.
template <class Net, class T>
std::vector<std::byte> foreign(const hg::parameters<Net, T>& p, const io::save_options& options = {}) {
    return io::write_safetensors(io::try_save_tensors(p, options)->tensors);
}
inline io::tensor* find(std::vector<io::tensor>& tensors, const std::string& name) {
    for (io::tensor& t : tensors)
        if (t.name == name) return &t;
    return nullptr;
}

using small = hg::mlp<hg::relu, 3, 4, 2>;
using pictures =
    hg::network<hg::conv2d<hg::image<6, 6, 2>, 3, hg::window<3>, hg::relu>,
                hg::max_pool2d<hg::image<4, 4, 3>, hg::window<2>>, hg::layer_norm<12>,
                hg::dense<12, 5, hg::tanh>, hg::prelu<5>, hg::dense<5, 2, hg::identity, hg::no_bias>>;
using nested =
    hg::network<hg::dense<4, 6, hg::tanh>, hg::residual<hg::layer_norm<6>, hg::dense<6, 6, hg::gelu>>,
                hg::network<hg::dense<6, 3, hg::relu>, hg::dense<3, 6>>,
                hg::concatenate<hg::dense<6, 2>, hg::fixed<hg::dense<6, 3, hg::cos>>>,
                hg::checkpoint<hg::dense<5, 4, hg::relu>, hg::dense<4, 5>>,
                hg::projected_residual<hg::dense<5, 2>>>;

/// A layer of a user's, whose parameters have no name anywhere.
struct shift {
    static constexpr int inputs = 2, outputs = 2, parameter_count = 2;
    template <int>
    static constexpr int tape_size = 0;
    template <int B, class T, class Tape>
    static constexpr void forward(hg::view<const T, B, 2> z, hg::view<const T, 1, 2> p, Tape,
                                  hg::view<T, B, 2> y) {
        for (int r = 0; r < B; ++r)
            for (int c = 0; c < 2; ++c) y(r, c) = z(r, c) + p(0, c);
    }
    template <int B, hg::write W, class T, class GIn>
    static constexpr void vjp(hg::view<const T, B, 2>, hg::view<const T, B, 2>, hg::view<const T, 1, 2>,
                              hg::view<const T, 1, 0>, hg::view<T, B, 2> g, GIn g_in, hg::view<T, 1, 2> dp) {
        for (int c = 0; c < 2; ++c) {
            T sum = hg::start<W>(dp(0, c));
            for (int r = 0; r < B; ++r) sum += g(r, c);
            dp(0, c) = sum;
        }
        if constexpr (!hg::is_discarded<GIn>)
            for (int i = 0; i < 2 * B; ++i) g_in.data()[i] = g.data()[i];
    }
    template <class T>
    static constexpr void initialize(hg::view<T, 1, 2> p, hg::rng&) {
        for (T& x : p) x = 0;
    }
};

} // namespace saved_networks
