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

/// One step of gradient descent; returns the mean cross-entropy.
template <class Forward>
float descend(torch::optim::SGD& descent, torch::Tensor& labels, const int* label, int batch,
              Forward forward) {
    if (!labels.defined()) labels = torch::empty({batch}, torch::kLong);
    std::copy_n(label, batch, labels.data_ptr<std::int64_t>());
    descent.zero_grad();
    const torch::Tensor loss = torch::nn::functional::cross_entropy(forward(), labels);
    loss.backward();
    descent.step();
    return loss.item<float>();
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
    return descend(*parts_->descent, parts_->label, label, batch, [&] {
        return parts_->net->forward(rows_of(x, batch, parts_->layers.front()->options.in_features()));
    });
}

void torch_perceptron::write(float* parameters) const {
    for (const auto& layer : parts_->layers) {
        const torch::Tensor w = layer->weight.detach().t().contiguous(), b = layer->bias.detach();
        for (const auto& of : {w, b}) parameters = std::copy_n(of.data_ptr<float>(), of.numel(), parameters);
    }
}

struct torch_convolutions::parts {
    torch::nn::Conv2d first{torch::nn::Conv2dOptions(1, 16, 3).padding(1)};
    torch::nn::Conv2d second{torch::nn::Conv2dOptions(16, 32, 3).padding(1)};
    torch::nn::Linear last{7 * 7 * 32, 10};
    std::unique_ptr<torch::optim::SGD> descent;
    torch::Tensor label;

    torch::Tensor forward(const float* x, int batch) {
        // Strides that say "channels last": of one channel contiguous() would leave others.
        torch::Tensor z = torch::from_blob(const_cast<float*>(x), {batch, 1, 28, 28}, {784, 1, 28, 1});
        z = torch::max_pool2d(torch::relu(first->forward(z)), 2);
        z = torch::max_pool2d(torch::relu(second->forward(z)), 2);
        return last->forward(z.permute({0, 2, 3, 1}).reshape({batch, -1}));
    }
};

torch_convolutions::torch_convolutions(const float* parameters, double step_size)
    : parts_(std::make_unique<parts>()) {
    take_one_thread();
    const torch::NoGradGuard no_gradient;
    const auto read = [&](auto& layer, at::IntArrayRef shape, at::IntArrayRef axes) {
        const torch::Tensor w = torch::from_blob(const_cast<float*>(parameters), shape);
        layer->weight.copy_(w.permute(axes));
        parameters += w.numel();
        layer->bias.copy_(rows_of(parameters, 1, shape.back())[0]);
        parameters += shape.back();
    };
    read(parts_->first, {3, 3, 1, 16}, {3, 2, 0, 1});
    read(parts_->second, {3, 3, 16, 32}, {3, 2, 0, 1});
    read(parts_->last, {7 * 7 * 32, 10}, {1, 0});
    std::vector<torch::Tensor> learned;
    for (auto* layer : {&parts_->first, &parts_->second}) {
        auto& weight = (*layer)->weight;
        weight.set_data(torch::empty_like(weight, torch::MemoryFormat::ChannelsLast).copy_(weight));
        learned.insert(learned.end(), {weight, (*layer)->bias});
    }
    learned.insert(learned.end(), {parts_->last->weight, parts_->last->bias});
    parts_->descent = std::make_unique<torch::optim::SGD>(learned, step_size);
}

torch_convolutions::~torch_convolutions() = default;

void torch_convolutions::predict(const float* x, float* y, int batch) const {
    const torch::InferenceMode inference;
    const torch::Tensor out = parts_->forward(x, batch);
    std::copy_n(out.data_ptr<float>(), out.numel(), y);
}

float torch_convolutions::step(const float* x, const int* label, int batch) {
    return descend(*parts_->descent, parts_->label, label, batch, [&] { return parts_->forward(x, batch); });
}

} // namespace bench
