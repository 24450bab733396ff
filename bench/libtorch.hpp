/// libtorch's networks. Its headers cost so much time that one file alone includes them.
#pragma once

#include <memory>

namespace bench {

/// Fully connected, with relu or tanh between the layers. In one thread.
class torch_perceptron {
public:
    static const char* version();

    /// `depth` layers from widths[0] to widths[depth]; parameters in the order of bench::perceptron.
    torch_perceptron(const float* parameters, const int* widths, int depth, bool with_tanh,
                     double step_size = 0);
    ~torch_perceptron();

    /// One row.
    void predict(const float* x, float* y) const;
    /// One step of gradient descent; returns the mean cross-entropy.
    float step(const float* x, const int* label, int batch);
    void write(float* parameters) const;

private:
    struct parts;
    std::unique_ptr<parts> parts_;
};

} // namespace bench
