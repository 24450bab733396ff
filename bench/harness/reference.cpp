#include "reference.hpp"

#include "agree.hpp"

#include <handgrad/core/random.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <map>
#include <memory>
#include <utility>

namespace bench {
namespace {

std::size_t size_of(int count) { return static_cast<std::size_t>(count); }

/// He's normal or Glorot's uniform weights, as the library's networks begin, and small biases: whoever forgot
/// those would be right if they were zero.
void initialize(const std::vector<reference_layer>& layers, float* p, handgrad::rng& random) {
    for (const auto& l : layers) {
        const float deviation = std::sqrt(2.0f / static_cast<float>(l.inputs));
        const float bound = std::sqrt(6.0f / static_cast<float>(l.inputs + l.outputs));
        for (int i = 0; i < l.weight_count(); ++i)
            p[i] = l.rectifies ? deviation * random.normal<float>() : random.uniform(-bound, bound);
        for (int i = l.weight_count(); i < l.parameter_count(); ++i) p[i] = random.uniform(-0.1f, 0.1f);
        p += l.parameter_count();
    }
}

int parameter_count(const std::vector<reference_layer>& layers) {
    int count = 0;
    for (const auto& l : layers) count += l.parameter_count();
    return count;
}

row_loss softmax_cross_entropy(const int* label, int outputs) {
    return [=](int r, const double* y, double* g) {
        double sum = 0;
        for (int j = 0; j < outputs; ++j) sum += g[j] = std::exp(y[j]);
        for (int j = 0; j < outputs; ++j) g[j] /= sum;
        g[label[r]] -= 1;
        return std::log(sum) - y[label[r]];
    };
}

} // namespace

reference::reference(std::vector<reference_layer> layers, const float* parameters)
    : layers_(std::move(layers)), p_(parameters, parameters + parameter_count(layers_)),
      gradient_(p_.size()) {
    y_.emplace_back(size_of(layers_.front().inputs));
    for (const auto& l : layers_)
        for (auto* of : {&z_, &y_, &g_}) of->emplace_back(size_of(l.outputs));
}

const double* reference::predict(const float* x) {
    std::copy_n(x, y_[0].size(), y_[0].begin());
    const double* w = p_.data();
    for (std::size_t i = 0; i < layers_.size(); ++i) {
        const auto& l = layers_[i];
        auto &in = y_[i], &z = z_[i], &out = y_[i + 1];
        for (int j = 0; j < l.outputs; ++j) z[size_of(j)] = l.biased ? w[l.weight_count() + j] : 0;
        for (int k = 0; k < l.inputs; ++k)
            for (int j = 0; j < l.outputs; ++j) z[size_of(j)] += in[size_of(k)] * w[k * l.outputs + j];
        std::transform(z.begin(), z.end(), out.begin(), l.sigma);
        w += l.parameter_count();
    }
    return y_.back().data();
}

double reference::largest_terms() const {
    const auto& l = layers_.back();
    const double* w = p_.data() + p_.size() - size_of(l.parameter_count());
    double largest = 0;
    for (int j = 0; j < l.outputs; ++j) {
        double sum = l.biased ? std::abs(w[l.weight_count() + j]) : 0;
        for (int k = 0; k < l.inputs; ++k)
            sum += std::abs(y_[y_.size() - 2][size_of(k)] * w[k * l.outputs + j]);
        largest = std::max(largest, sum);
    }
    return largest;
}

double reference::step(const float* x, int batch, const row_loss& loss, const descent& descend) {
    std::fill(gradient_.begin(), gradient_.end(), 0.0);
    double sum = 0;
    for (int r = 0; r < batch; ++r) {
        const double* y = predict(x + r * layers_.front().inputs);
        sum += loss(r, y, g_.back().data());
        double* dp = gradient_.data() + gradient_.size();
        for (std::size_t l = layers_.size(); l-- > 0;) backward(l, dp -= layers_[l].parameter_count());
    }
    for (double& dp : gradient_) dp /= batch;
    descend(p_.data(), gradient_.data());
    return sum / batch;
}

/// From dl/dY of layer l that of the layer before; adds to the gradient of its parameters.
void reference::backward(std::size_t i, double* dp) {
    const auto& l = layers_[i];
    auto& g = g_[i];
    for (std::size_t j = 0; j < g.size(); ++j) g[j] *= l.slope(z_[i][j], y_[i + 1][j]);
    const double* w = p_.data() + (dp - gradient_.data());
    for (int k = 0; k < l.inputs; ++k) {
        double sum = 0;
        for (int j = 0; j < l.outputs; ++j) {
            dp[k * l.outputs + j] += y_[i][size_of(k)] * g[size_of(j)];
            sum += g[size_of(j)] * w[k * l.outputs + j];
        }
        if (i > 0) g_[i - 1][size_of(k)] = sum;
    }
    if (l.biased)
        for (int j = 0; j < l.outputs; ++j) dp[l.weight_count() + j] += g[size_of(j)];
}

lesson::lesson(std::vector<reference_layer> of, int rows)
    : layers(std::move(of)), batch(rows), inputs(layers.front().inputs), outputs(layers.back().outputs),
      p(size_of(parameter_count(layers))), x(size_of(batch * inputs)), label(size_of(batch)) {
    handgrad::rng random{1};
    initialize(layers, p.data(), random);
    for (float& value : x) value = random.uniform(-1.0f, 1.0f);
    for (int& y : label) y = static_cast<int>(random.below(static_cast<unsigned>(outputs)));
}

void lesson::require_outputs(const std::string& who, const float* y, double tolerance,
                             bool measured_by_terms) const {
    reference loops(layers, p.data());
    for (int r = 0; r < batch; ++r) {
        const double* expected = loops.predict(x.data() + r * inputs);
        double largest = measured_by_terms ? loops.largest_terms() : 0;
        for (int j = 0; j < outputs; ++j) largest = std::max(largest, std::abs(expected[j]));
        for (int j = 0; j < outputs; ++j, ++y)
            require_agreement(who, r * outputs + j, static_cast<double>(*y), expected[j],
                              tolerance * largest);
    }
}

const lesson& shared_lesson(const std::string& network, const std::vector<reference_layer>& layers,
                            int batch) {
    static std::map<std::pair<std::string, int>, std::unique_ptr<lesson>> all;
    auto& found = all[{network, batch}];
    if (!found) found = std::make_unique<lesson>(layers, batch);
    return *found;
}

learned::learned(const lesson& l, double rate) {
    reference loops(l.layers, l.p.data());
    const auto descend = [&](double* parameters, const double* gradient) {
        for (std::size_t i = 0; i < l.p.size(); ++i) parameters[i] -= rate * gradient[i];
    };
    for (int k = 0; k < steps; ++k)
        loss = loops.step(l.x.data(), l.batch, softmax_cross_entropy(l.label.data(), l.outputs), descend);
    p = loops.parameters();
    for (std::size_t i = 0; i < p.size(); ++i)
        largest_change = std::max(largest_change, std::abs(p[i] - static_cast<double>(l.p[i])));
}

void learned::require(const std::string& who, const float* parameters, float found_loss) const {
    require_agreement(who + ", the loss alone", 0, static_cast<double>(found_loss), loss, 1e-5 * loss);
    for (std::size_t i = 0; i < p.size(); ++i) {
        // A thousandth of what the steps changed, and the rounding of the parameter itself.
        const double tolerance = 1e-3 * largest_change + 2e-7 * std::abs(p[i]);
        require_agreement(who, static_cast<int>(i), static_cast<double>(parameters[i]), p[i], tolerance);
    }
}

} // namespace bench
