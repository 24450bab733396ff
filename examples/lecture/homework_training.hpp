/// How the homework's networks learn.
#pragma once

#include "../confusion_matrix.hpp"
#include "../mnist_files.hpp"
#include "homework_print.hpp"
#include "homework_tables.hpp"

#include <handgrad/handgrad.hpp>
#include <handgrad/train/thread_team.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdio>
#include <memory>
#include <span>
#include <vector>

namespace lecture {

enum class order { of_the_file, reversed_in_each_batch };

/// One network while it learns: W <- W - 0.2 dl/dW, 100 images at a time, in float or double.
template <class Net, class T>
class homework_training {
    static constexpr int m = 100;
    using images = handgrad::io::labeled_images;

public:
    homework_training(const handgrad::parameters<Net>& start, order which) : order_(which) {
        std::copy(start.begin(), start.end(), p_.begin());
    }

    const handgrad::parameters<Net, T>& parameters() const { return p_; }

    /// Shows every image once.
    epoch learn(const examples::mnist& data) {
        for (int batch = 0; batch < data.train.count / m; ++batch) {
            read(data.train, batch);
            Net::train_step(handgrad::softmax_cross_entropy{}, handgrad::sgd{.rate = 0.2}, p_, x_, y_, ws_);
        }
        epoch now{};
        evaluate(data.train, now.train_loss, now.train_error);
        evaluate(data.test, now.test_loss, now.test_error);
        return now;
    }

private:
    void read(const images& data, int batch) {
        const auto pixels = data.rows<Net::inputs>();
        for (int r = 0; r < m; ++r) {
            const int image = batch * m + (order_ == order::of_the_file ? r : m - 1 - r);
            std::copy_n(pixels[image].begin(), Net::inputs, x_.row(r).begin());
            y_(r, 0) = data.labels[static_cast<std::size_t>(image)];
        }
    }

    /// The mean loss and the share of images misread. The sums over the images are in double.
    void evaluate(const images& data, double& loss, double& error) {
        constexpr handgrad::softmax_cross_entropy l;
        for (int batch = 0; batch < data.count / m; ++batch) {
            read(data, batch);
            const auto z = Net::forward(p_, x_, ws_);
            for (int r = 0; r < m; ++r) {
                const handgrad::view<const int, 1, 1> y_r = y_.row(r);
                loss += static_cast<double>(l(T(0), z.row(r), y_r, T(1), handgrad::discard{}));
                error += examples::argmax(z.row(r)) != y_r(0, 0);
            }
        }
        loss /= data.count;
        error /= data.count;
    }

    order order_;
    handgrad::parameters<Net, T> p_;
    typename Net::template workspace<m, T> ws_;
    handgrad::matrix<T, m, Net::inputs> x_;
    handgrad::matrix<int, m, 1> y_;
};

/// What becomes of a network in float, in float with the images of each batch in reverse order, and, if asked
/// for, in double. Each learns on one of two threads, so that the bits are those of one.
template <class Net>
struct roundings {
    std::vector<epoch> in_float, reversed, in_double;
    handgrad::parameters<Net> after_first; // in float

    roundings(const handgrad::parameters<Net>& start, std::span<const epoch> known,
              const examples::mnist& data, auto also_double) {
        const auto a = std::make_unique<homework_training<Net, float>>(start, order::of_the_file);
        const auto b = std::make_unique<homework_training<Net, float>>(start, order::reversed_in_each_batch);
        handgrad::thread_team<2> team;
        team(2, [&](int thread) {
            if (thread == 0)
                for (std::size_t e = 0; e < known.size(); ++e) {
                    print(e, in_float.emplace_back(a->learn(data)), known[e]);
                    if (e == 0) after_first = a->parameters();
                }
            else
                while (reversed.size() < known.size()) reversed.push_back(b->learn(data));
        });
        std::puts("in reverse order:");
        print(known.size() - 1, reversed.back(), known.back());
        if constexpr (also_double) {
            const auto c = std::make_unique<homework_training<Net, double>>(start, order::of_the_file);
            std::puts("in double:");
            while (in_double.size() < known.size()) in_double.push_back(c->learn(data));
            print(known.size() - 1, in_double.back(), known.back());
        }
    }

    /// The most by which two test errors of the same epoch, one of the last half of them, differ.
    double moved() const {
        double most = 0;
        for (std::size_t e = in_float.size() / 2; e < in_float.size(); ++e) {
            most = std::max(most, std::abs(in_float[e].test_error - reversed[e].test_error));
            if (!in_double.empty())
                most = std::max(most, std::abs(in_float[e].test_error - in_double[e].test_error));
        }
        return most;
    }
};

} // namespace lecture
