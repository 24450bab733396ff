/// The errors of a function over all floats, and over a sample of doubles.
#pragma once

#include "../../tests/math/math_functions.hpp"
#include "errors.hpp"

#include <handgrad/core/random.hpp>

#include <algorithm>
#include <bit>
#include <thread>
#include <vector>

namespace bench {

namespace hg = handgrad;

/// Floats in rising order, from a NaN over -infinity, -0, 0 and infinity to a NaN, as i counts to 2^32 - 1.
inline float nth_float(std::uint64_t i) {
    const auto n = static_cast<std::uint32_t>(i);
    return std::bit_cast<float>(n < 0x80000000 ? ~n : n ^ 0x80000000);
}

/// f of any number of arguments.
template <class F, class T>
void apply(const std::vector<T>& x, std::vector<T>& y) {
    constexpr std::size_t width = hg::simd::native_width<T>;
    for (std::size_t i = 0; i < x.size(); i += width) math_functions::native<F>(x.data() + i, y.data() + i);
}

/// Of the floats number first, first + stride, ... below last. The double functions of the C library are the
/// reference: their errors are below 2^-28 ULP of a float.
template <class F>
errors<float> sweep_part(std::uint64_t first, std::uint64_t last, std::uint64_t stride) {
    constexpr std::uint64_t block = 1024;
    errors<float> found;
    std::vector<float> x(block), y(block);
    float before = first >= stride ? math_functions::scalar<F>(nth_float(first - stride))
                                   : std::numeric_limits<float>::quiet_NaN();
    for (std::uint64_t i = first; i < last; i += block * stride) {
        const std::uint64_t count = std::min(block, (last - i + stride - 1) / stride);
        for (std::uint64_t k = 0; k < block; ++k) x[k] = nth_float(std::min(i + k * stride, last - 1));
        apply<F>(x, y);
        for (std::uint64_t k = 0; k < count; ++k) {
            found.add(x[k], y[k], F::reference(static_cast<double>(x[k])));
            found.add_step(before, x[k], y[k]);
            before = y[k];
        }
    }
    return found;
}

/// In as many threads as there are processors.
template <class F>
errors<float> sweep(std::uint64_t stride) {
    constexpr std::uint64_t all = std::uint64_t{1} << 32;
    const std::uint64_t parts = 64, per_part = all / stride / parts + 1;
    const std::uint64_t workers = std::max(1u, std::thread::hardware_concurrency());
    std::vector<errors<float>> found(parts);
    std::vector<std::thread> threads;
    for (std::uint64_t w = 0; w < workers; ++w)
        threads.emplace_back([&, w] {
            for (std::uint64_t p = w; p < parts; p += workers)
                found[p] = sweep_part<F>(std::min(all, p * per_part * stride),
                                         std::min(all, (p + 1) * per_part * stride), stride);
        });
    for (auto& thread : threads) thread.join();
    errors<float> sum;
    for (const auto& part : found) sum.add(part);
    return sum;
}

/// A third each of random bits, and evenly from where most functions change, and where they end.
template <class F>
errors<double> sample(int count) {
    errors<double> found;
    std::vector<double> x(1024), y(1024);
    hg::rng random{5};
    for (int i = 0; i < count; i += 1024) {
        for (std::size_t k = 0; k < 1024; ++k)
            x[k] = k % 3 == 0   ? random.uniform<double>(-3, 3)
                   : k % 3 == 1 ? random.uniform<double>(-800, 800)
                                : std::bit_cast<double>(random());
        apply<F>(x, y);
        for (std::size_t k = 0; k < 1024; ++k)
            found.add(x[k], y[k], F::reference(static_cast<long double>(x[k])));
    }
    return found;
}

} // namespace bench
