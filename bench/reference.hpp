/// What a perceptron must compute: plain loops over doubles, one row at a time.
#pragma once

#include "perceptron.hpp"

#include <cmath>
#include <vector>

namespace bench {

template <class Task>
class reference {
public:
    explicit reference(const float* parameters)
        : p_(parameters, parameters + Task::parameter_count), gradient_(p_.size()) {
        for (int l = 0; l <= Task::depth; ++l) {
            z_.emplace_back(Task::widths[l]);
            g_.emplace_back(Task::widths[l]);
        }
    }

    const double* parameters() const { return p_.data(); }

    /// Z_{L+1} of the row x, until the next call.
    const double* predict(const float* x) {
        std::copy(x, x + Task::inputs, z(0));
        for (int l = 0; l < Task::depth; ++l) {
            const int in = Task::widths[l], out = Task::widths[l + 1];
            const double *w = weights(p_, l), *b = w + in * out;
            std::copy(b, b + out, z(l + 1));
            for (int k = 0; k < in; ++k)
                for (int j = 0; j < out; ++j) z(l + 1)[j] += z(l)[k] * w[k * out + j];
            if (l + 1 < Task::depth)
                for (int j = 0; j < out; ++j) z(l + 1)[j] = sigma::value(number(z(l + 1)[j])).v;
        }
        return z(Task::depth);
    }

    /// One step of gradient descent on the mean softmax cross-entropy of a batch; returns that mean.
    double step(const float* x, const int* label, int batch, double rate) {
        std::fill(gradient_.begin(), gradient_.end(), 0.0);
        double loss = 0;
        for (int r = 0; r < batch; ++r) {
            predict(x + r * Task::inputs);
            loss += softmax_cross_entropy(label[r]);
            for (int l = Task::depth; l-- > 0;) backward(l);
        }
        for (std::size_t i = 0; i < p_.size(); ++i) p_[i] -= rate / batch * gradient_[i];
        return loss / batch;
    }

private:
    using sigma = typename Task::activation;
    using number = hg::simd::vector<double, 1>;

    double* z(int l) { return z_[static_cast<std::size_t>(l)].data(); }
    double* g(int l) { return g_[static_cast<std::size_t>(l)].data(); }
    static double* weights(std::vector<double>& of, int l) { return of.data() + Task::offset(l); }

    double softmax_cross_entropy(int label) {
        const double* logit = z(Task::depth);
        double* gradient = g(Task::depth);
        double sum = 0;
        for (int j = 0; j < Task::outputs; ++j) sum += gradient[j] = std::exp(logit[j]);
        for (int j = 0; j < Task::outputs; ++j) gradient[j] /= sum;
        gradient[label] -= 1;
        return std::log(sum) - logit[label];
    }

    /// G_l from G_{l+1}; adds to the gradient of the layer's parameters.
    void backward(int l) {
        const int in = Task::widths[l], out = Task::widths[l + 1];
        const double *w = weights(p_, l), *g_out = g(l + 1);
        double *dw = weights(gradient_, l), *db = dw + in * out;
        for (int k = 0; k < in; ++k) {
            double sum = 0;
            for (int j = 0; j < out; ++j) {
                dw[k * out + j] += z(l)[k] * g_out[j];
                sum += g_out[j] * w[k * out + j];
            }
            if (l > 0) g(l)[k] = sum * sigma::derivative_from_output(number(z(l)[k])).v;
        }
        for (int j = 0; j < out; ++j) db[j] += g_out[j];
    }

    std::vector<double> p_, gradient_;
    std::vector<std::vector<double>> z_, g_; // Z_1 .. Z_{L+1}, G_1 .. G_{L+1}
};

} // namespace bench
