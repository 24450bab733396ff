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

/// Grey pictures of 28 x 28: 16 filters of 3 x 3, relu, pools of 2 x 2, 32 filters, relu, pools, 10 outputs.
/// Channels last, which is by far its fastest order. In one thread.
class torch_convolutions {
public:
    /// Parameters in the order of handgrad's network.
    torch_convolutions(const float* parameters, double step_size);
    ~torch_convolutions();

    void predict(const float* x, float* y, int batch) const;
    float step(const float* x, const int* label, int batch);

private:
    struct parts;
    std::unique_ptr<parts> parts_;
};

} // namespace bench
