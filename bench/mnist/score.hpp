/// How well a network classifies.
#pragma once

#include <handgrad/handgrad.hpp>
#include <handgrad/io/labeled_images.hpp>

#include <algorithm>
#include <cstddef>
#include <vector>

namespace bench {

struct score {
    double loss = 0;  // the mean
    double error = 0; // the share of images taken for another class
};

/// The team takes 800 images at a time; their sums are added in order, in double.
template <class Net, class Team>
score evaluate(Team& team, const handgrad::parameters<Net>& p, const handgrad::io::labeled_images& data) {
    constexpr int part = 800; // tiles of 32
    const auto images = data.rows<Net::inputs>();
    const handgrad::rows<const int, 1> labels(data.labels.data(), images.count());
    std::vector<score> sums(static_cast<std::size_t>((data.count + part - 1) / part));
    team(static_cast<int>(sums.size()), [&](int i) {
        const std::ptrdiff_t first = std::ptrdiff_t{i} * part;
        const std::ptrdiff_t n = std::min<std::ptrdiff_t>(part, images.count() - first);
        handgrad::matrix<float, part, Net::outputs> logits(handgrad::uninitialized);
        const handgrad::rows<float, Net::outputs> z(logits.data(), n);
        Net::predict(p, images.subrows(first, n), z);
        score sum;
        for (std::ptrdiff_t r = 0; r < n; ++r) {
            const handgrad::view<const float, 1, Net::outputs> z_r = z[r];
            const auto label = labels[first + r];
            sum.loss += static_cast<double>(
                handgrad::softmax_cross_entropy{}(0.0f, z_r, label, 1.0f, handgrad::discard{}));
            sum.error += std::max_element(z_r.begin(), z_r.end()) - z_r.begin() != label(0, 0);
        }
        sums[static_cast<std::size_t>(i)] = sum;
    });
    score all;
    for (const score& sum : sums) {
        all.loss += sum.loss / data.count;
        all.error += sum.error / data.count;
    }
    return all;
}

} // namespace bench
