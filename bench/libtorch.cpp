// C++17: a clang that takes its vector from libstdc++ finds mistakes in libtorch's headers if they are read
// as C++20.
#include "libtorch.hpp"

#include <torch/torch.h>
#include <torch/version.h>

#include <dlfcn.h>

#include <algorithm>
#include <cstdint>

namespace bench {
namespace {

/// libtorch asks OpenMP for its threads; an OpenBLAS below it has its own.
void take_one_thread() {
    torch::set_num_threads(1);
    if (void* set = dlsym(RTLD_DEFAULT, "openblas_set_num_threads")) reinterpret_cast<void (*)(int)>(set)(1);
}

torch::Tensor rows_of(const float* x, int rows, std::int64_t cols) {
    return torch::from_blob(const_cast<float*>(x), {rows, cols});
}

} // namespace

struct torch_perceptron::parts {
    torch::nn::Sequential net;
    std::vector<torch::nn::Linear> layers;
    std::unique_ptr<torch::optim::SGD> descent;
    torch::Tensor label;
};

torch_perceptron::torch_perceptron(const float* parameters, const int* widths, int depth, bool with_tanh,
                                   double step_size)
    : parts_(std::make_unique<parts>()) {
    take_one_thread();
    const torch::NoGradGuard no_gradient;
    for (int l = 0; l < depth; ++l) {
        const int inputs = widths[l], outputs = widths[l + 1];
        auto& layer = parts_->layers.emplace_back(torch::nn::Linear(inputs, outputs));
        layer->weight.copy_(rows_of(parameters, inputs, outputs).t());
        parameters += inputs * outputs;
        layer->bias.copy_(rows_of(parameters, 1, outputs)[0]);
        parameters += outputs;
        parts_->net->push_back(layer);
        if (l + 1 == depth) break;
        if (with_tanh)
            parts_->net->push_back(torch::nn::Tanh());
        else
            parts_->net->push_back(torch::nn::ReLU());
    }
    parts_->descent = std::make_unique<torch::optim::SGD>(parts_->net->parameters(), step_size);
}

const char* torch_perceptron::version() { return TORCH_VERSION; }

torch_perceptron::~torch_perceptron() = default;

void torch_perceptron::predict(const float* x, float* y) const {
    const torch::InferenceMode inference;
    const torch::Tensor out =
        parts_->net->forward(rows_of(x, 1, parts_->layers.front()->options.in_features()));
    std::copy_n(out.data_ptr<float>(), out.numel(), y);
}

float torch_perceptron::step(const float* x, const int* label, int batch) {
    if (!parts_->label.defined()) parts_->label = torch::empty({batch}, torch::kLong);
    std::copy_n(label, batch, parts_->label.data_ptr<std::int64_t>());
    parts_->descent->zero_grad();
    const torch::Tensor loss = torch::nn::functional::cross_entropy(
        parts_->net->forward(rows_of(x, batch, parts_->layers.front()->options.in_features())),
        parts_->label);
    loss.backward();
    parts_->descent->step();
    return loss.item<float>();
}

void torch_perceptron::write(float* parameters) const {
    for (const auto& layer : parts_->layers) {
        const torch::Tensor w = layer->weight.detach().t().contiguous(), b = layer->bias.detach();
        for (const auto& of : {w, b}) parameters = std::copy_n(of.data_ptr<float>(), of.numel(), parameters);
    }
}

} // namespace bench
