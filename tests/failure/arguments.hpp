/// What calls that fail are given: all of it in one object, whose bytes are compared.
#pragma once

#include <handgrad/handgrad.hpp>
#include <handgrad/train/data_parallel.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <vector>

namespace failure {

namespace hg = handgrad;

/// As many outputs as inputs, so that everything could lie in the place of everything; and a layer that
/// draws, for which the workspace counts its passes.
using net = hg::network<hg::dense<6, 12, hg::tanh>, hg::dropout<12>, hg::dense<12, 6>>;
constexpr int rows = 8, width = 6;
using parallel = hg::data_parallel<net, 2>;
using adam_state = hg::optimizer_state<hg::adam, net::parameter_count>;

struct arguments {
    hg::parameters<net> p, gradient;
    adam_state state;
    hg::matrix<float, rows, width> x, t, y, dx;
    hg::matrix<float, rows + 1, width> more;
    std::array<int, rows + 1> label{};
    std::array<int, rows> order{};
    net::workspace<rows> ws;
    net::workspace<3> tile;
    net::trace<rows> trace;
    parallel::workspace<rows> shards;
    hg::dual_workspace<net, rows> dual;
    hg::minibatches<width, int, 3> batches;
    hg::frozen<net> frozen;
    hg::frozen<net, std::int8_t> integers;
    int calls = 0; // of functions of the caller's

    arguments() {
        hg::rng r{7};
        net::initialize(p, r);
        frozen = hg::frozen<net>(p);
        integers = hg::frozen<net, std::int8_t>(p);
        for (float& v : x) v = r.uniform(-1.f, 1.f);
        for (float& v : t) v = r.uniform(-1.f, 1.f);
        for (float& v : gradient) v = r.uniform(-1.f, 1.f);
        for (int& l : label) l = static_cast<int>(r.below(width));
        for (int i = 0; i < rows; ++i) order[static_cast<std::size_t>(i)] = rows - 1 - i;
        // Passes that are right, so that no buffer is as it was made.
        constexpr hg::mean_squared_error loss;
        net::train_step(loss, hg::adam{}, p, x, t, ws, state);
        net::train_step(loss, hg::adam{}, p, x, t, tile, state);
        net::value_and_gradient(loss, p, x, t, gradient, trace, dx);
        parallel::train_step(serial, loss, hg::adam{}, p, x, t, shards, state);
        hg::hessian_vector_product(loss, p, gradient, x, t, dual);
    }

    hg::rows<const float, width> x_rows() const { return x; }
    hg::rows<const float, width> t_rows() const { return t; }
    std::span<const int> labels(std::size_t n) const { return std::span(label).first(n); }

    static constexpr auto serial = [](int count, const auto& f) {
        for (int i = 0; i < count; ++i) f(i);
    };
};

/// All bytes of an object, which may then be compared with what they become.
template <class T>
class photograph {
public:
    explicit photograph(const T& of) : of_(&of), bytes_(sizeof of) {
        std::memcpy(bytes_.data(), of_, sizeof(T));
    }
    bool unchanged() const { return std::memcmp(bytes_.data(), of_, sizeof(T)) == 0; }

private:
    const T* of_;
    std::vector<std::byte> bytes_;
};

} // namespace failure
