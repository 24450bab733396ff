// What the tests of real networks compare with their references.
#pragma once

#include "models.hpp"

#include <handgrad/handgrad.hpp>
#include <handgrad/io/load.hpp>

#include <doctest/doctest.h>

#include <cstddef>
#include <string>
#include <vector>

namespace models {

namespace hg = handgrad;

template <class Net>
std::vector<float> outputs(const hg::parameters<Net>& p, const std::vector<float>& x) {
    const int count = static_cast<int>(x.size()) / Net::inputs;
    std::vector<float> y(static_cast<std::size_t>(count * Net::outputs));
    Net::predict(p, hg::rows<const float, Net::inputs>(x.data(), count),
                 hg::rows<float, Net::outputs>(y.data(), count));
    return y;
}

template <class Y>
void check_outputs(const Y& y, const std::vector<double>& expected, double tolerance = 1e-6) {
    const difference d(y, expected);
    CHECK(d.largest <= tolerance * (1 + d.scale));
}

/// Adam's steps along a gradient that is zero but for rounding are noise: not compared.
struct noisy {
    std::vector<std::string> names;
    bool has(const std::string& name) const {
        for (const std::string& n : names)
            if (n == name) return true;
        return false;
    }
};

/// What is under the prefix, among the references, is p's to `tolerance`, relative to each tensor's largest
/// number.
template <class Net>
void check_parameters(const references& all, const hg::parameters<Net>& p, const std::string& prefix,
                      const std::vector<std::string>& names, double tolerance, bool relative,
                      const noisy& left_out = {}) {
    io::result<io::expected_tensors> expected = io::tensors_of_file<Net>(io::pytorch, "", names, "p");
    REQUIRE(expected);
    for (const io::expected_tensor& e : expected->tensors) {
        if (left_out.has(e.name)) continue;
        bool given = false;
        for (const io::tensor& t : all.tensors()) given = given || t.name == prefix + e.name;
        if (!given) continue; // the gradient of what is observed
        std::vector<float> ours(e.size());
        io::detail::for_each_place(e, [&](std::size_t here, std::size_t there) {
            ours[there] = p.data()[e.first + static_cast<int>(here)];
        });
        const difference d(ours, all.doubles(prefix + e.name));
        CAPTURE(prefix + e.name);
        CHECK(d.largest <= tolerance * (relative ? d.scale : 1));
    }
}

/// The batch that is the target of a mean squared error.
template <int Rows, int N>
struct target_rows {
    std::vector<float> numbers;
    explicit target_rows(const std::string& file) : numbers(references(file).floats("target")) {}
    hg::view<const float, Rows, N> rows() const { return hg::view<const float, Rows, N>(numbers.data()); }
};

} // namespace models
