/// What a stack of dense layers must compute: plain loops over doubles, one row at a time.
#pragma once

#include "aligned.hpp"

#include <functional>
#include <string>
#include <vector>

namespace bench {

/// y = sigma(z), z = x W + b.
struct reference_layer {
    int inputs, outputs;
    bool biased;
    bool rectifies; // He's initialization, not Glorot's
    double (*sigma)(double z);
    double (*slope)(double z, double y);

    int weight_count() const { return inputs * outputs; }
    int parameter_count() const { return weight_count() + (biased ? outputs : 0); }
};

/// The loss of row r with the outputs y, whose gradient goes to g.
using row_loss = std::function<double(int r, const double* y, double* g)>;
/// Changes the parameters by the gradient of the mean of a batch.
using descent = std::function<void(double* parameters, const double* gradient)>;

class reference {
public:
    reference(std::vector<reference_layer> layers, const float* parameters);

    const std::vector<double>& parameters() const { return p_; }

    /// The outputs for the row x, until the next call.
    const double* predict(const float* x);
    /// Of the last layer's sums for that row the largest, had all terms the same sign: what rounds in them.
    double largest_terms() const;

    /// One step on the mean loss of a batch; returns that mean.
    double step(const float* x, int batch, const row_loss& loss, const descent& descend);

private:
    void backward(std::size_t l, double* dp);

    std::vector<reference_layer> layers_;
    std::vector<double> p_, gradient_;
    std::vector<std::vector<double>> z_, y_, g_; // of each layer; y_[0] is the row that came in
};

/// What all contestants are given: parameters, and a batch of rows with labels.
struct lesson {
    std::vector<reference_layer> layers;
    int batch, inputs, outputs;
    aligned_vector<float> p, x;
    aligned_vector<int> label;

    lesson(std::vector<reference_layer> of, int rows);

    /// Ends the program unless these are the outputs for all rows, to `tolerance` times the row's largest, or
    /// times what the terms of its sums come to, if that is more and is to count.
    void require_outputs(const std::string& who, const float* y, double tolerance,
                         bool measured_by_terms = false) const;
};

/// One lesson for each network and batch, shared by all contestants.
const lesson& shared_lesson(const std::string& network, const std::vector<reference_layer>& layers,
                            int batch);

/// What some steps of gradient descent on the mean softmax cross-entropy make of a lesson's parameters.
struct learned {
    static constexpr int steps = 3;

    std::vector<double> p;
    double largest_change = 0; // of a parameter
    double loss = 0;           // before the last step

    learned(const lesson& l, double rate);

    /// Ends the program if the contestant learned something else.
    void require(const std::string& who, const float* parameters, float found_loss) const;
};

} // namespace bench
