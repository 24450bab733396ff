/// Layers with a memory once more, by their formulas in double, and what each library writes of them.
#pragma once

#include "saved_networks.hpp"

#include <cmath>
#include <cstddef>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace recurrent_reference {

using namespace saved_networks;

inline constexpr int in = 2, hidden = 3, step_count = 4;
using numbers = std::vector<double>;

/// What each gate has of one layer: of weights W_x (in, hidden), W_h (hidden, hidden), b_x, b_h.
struct gate {
    numbers w_x, w_h, b_x, b_h;
};

/// Numbers that are floats, none of them twice.
class constants {
public:
    double next() { return static_cast<double>(static_cast<float>(std::sin(++count_ * 1.7) * 0.8)); }
    numbers some(int n) {
        numbers made;
        for (int i = 0; i < n; ++i) made.push_back(next());
        return made;
    }

private:
    double count_ = 0;
};

inline std::map<char, gate> gates_of(const std::string& letters, int biases) {
    constants c;
    std::map<char, gate> made;
    for (const char letter : letters) {
        gate& g = made[letter];
        g.w_x = c.some(in * hidden);
        g.w_h = c.some(hidden * hidden);
        g.b_x = biases > 0 ? c.some(hidden) : numbers(hidden, 0.0);
        g.b_h = biases > 1 ? c.some(hidden) : numbers(hidden, 0.0);
    }
    return made;
}

inline double sigma(double x) { return 1 / (1 + std::exp(-x)); }

/// x W + b, number j.
inline double product(const numbers& x, const numbers& w, const numbers& b, int j) {
    double sum = b[static_cast<std::size_t>(j)];
    for (std::size_t i = 0; i < x.size(); ++i) sum += x[i] * w[i * hidden + static_cast<std::size_t>(j)];
    return sum;
}

/// One step of each layer, as its authors write it: h, and the c of an lstm, become those after it.
struct step_of {
    std::string kind;
    std::map<char, gate> gates;

    double x_part(char g, const numbers& x, int j) const {
        return product(x, gates.at(g).w_x, gates.at(g).b_x, j);
    }
    double h_part(char g, const numbers& h, int j) const {
        return product(h, gates.at(g).w_h, gates.at(g).b_h, j);
    }
    void operator()(const numbers& x, numbers& h, numbers& c) const {
        const numbers before = h;
        const auto both = [&](char g, int j) { return x_part(g, x, j) + h_part(g, before, j); };
        numbers reset_h = before;
        if (kind == "gru_v1")
            for (int j = 0; j < hidden; ++j) reset_h[static_cast<std::size_t>(j)] *= sigma(both('r', j));
        for (int j = 0; j < hidden; ++j) {
            const auto k = static_cast<std::size_t>(j);
            if (kind == "rnn") {
                h[k] = std::tanh(both('h', j));
            } else if (kind == "lstm") {
                c[k] = sigma(both('f', j)) * c[k] + sigma(both('i', j)) * std::tanh(both('g', j));
                h[k] = sigma(both('o', j)) * std::tanh(c[k]);
            } else {
                const double z = sigma(both('z', j));
                const double n =
                    kind == "gru"
                        ? std::tanh(x_part('n', x, j) + sigma(both('r', j)) * h_part('n', before, j))
                        : std::tanh(x_part('n', x, j) + h_part('n', reset_h, j));
                h[k] = (1 - z) * n + z * before[k];
            }
        }
    }
};

/// Tensors of doubles.
class tensor_file {
public:
    void add(const std::string& name, io::extents shape, numbers n) {
        numbers_.push_back(std::move(n));
        tensors_.push_back({name, io::number_type::f64, std::move(shape), {}});
    }
    std::vector<io::tensor>& tensors() {
        for (std::size_t i = 0; i < tensors_.size(); ++i)
            tensors_[i].bytes = {reinterpret_cast<const std::byte*>(numbers_[i].data()),
                                 numbers_[i].size() * sizeof(double)};
        return tensors_;
    }

private:
    std::vector<io::tensor> tensors_;
    std::vector<numbers> numbers_;
};

/// (rows, gates * hidden), the columns of each gate together, in the order of the letters; or that
/// transposed.
inline numbers laid_out(const std::map<char, gate>& gates, const std::string& order, numbers gate::*which,
                        bool transposed) {
    const std::size_t rows = (gates.at(order[0]).*which).size() / hidden, columns = order.size() * hidden;
    numbers all(rows * columns);
    for (std::size_t r = 0; r < rows; ++r)
        for (std::size_t g = 0; g < order.size(); ++g)
            for (std::size_t j = 0; j < hidden; ++j) {
                const std::size_t c = g * hidden + j;
                all[transposed ? c * rows + r : r * columns + c] =
                    (gates.at(order[g]).*which)[r * hidden + j];
            }
    return all;
}

/// What a library writes of one layer called "layer", by the letters of its own order.
inline tensor_file written_by(const std::string& library, const std::string& order,
                              const std::map<char, gate>& gates, int biases) {
    const std::uint64_t columns = order.size() * hidden;
    tensor_file file;
    const auto b_x = laid_out(gates, order, &gate::b_x, false),
               b_h = laid_out(gates, order, &gate::b_h, false);
    if (library == "PyTorch") {
        file.add("layer.weight_ih_l0", {columns, in}, laid_out(gates, order, &gate::w_x, true));
        file.add("layer.weight_hh_l0", {columns, hidden}, laid_out(gates, order, &gate::w_h, true));
        if (biases > 0) file.add("layer.bias_ih_l0", {columns}, b_x);
        if (biases > 0) file.add("layer.bias_hh_l0", {columns}, b_h);
        return file;
    }
    const bool keras = library == "Keras";
    file.add(keras ? "layer.kernel" : "layer.weights", {in, columns},
             laid_out(gates, order, &gate::w_x, false));
    file.add(keras ? "layer.recurrent_kernel" : "layer.recurrent_weights", {hidden, columns},
             laid_out(gates, order, &gate::w_h, false));
    if (keras && order == "zrn" && biases == 2) {
        numbers both = b_x;
        both.insert(both.end(), b_h.begin(), b_h.end());
        file.add("layer.bias", {2, columns}, both);
    } else if (biases > 0) {
        file.add(keras ? "layer.bias" : "layer.biases", {columns}, b_x);
        if (biases > 1 && !keras) file.add("layer.recurrent_biases", {columns}, b_h);
    }
    return file;
}

} // namespace recurrent_reference
