/// The laws of a loss, checked: for the library's own and for yours.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/matrix.hpp>
#include <handgrad/core/random.hpp>
#include <handgrad/loss/concept.hpp>
#include <handgrad/simd/infinity.hpp>
#include <handgrad/testing/law_report.hpp>

#include <cstdint>
#include <type_traits>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace testing {

/// Whether `loss`, of rows of Outputs numbers, does what loss/concept.hpp asks for, in double, on outputs
/// drawn from a seed (targets: every label in turn, or numbers of 0 to 1):
///     the losses of rows, one call after the other, add up to the bits of one call for all of them,
///     which begins with `start`, and gives the same without a gradient
///     every element of g is written: weight d l / d z, compared with central differences to 1e-5
/// A draw may lie at a kink: another seed moves it.
template <int Outputs, loss Loss>
law_report loss_laws(const Loss& loss, std::uint64_t seed = 1) {
    constexpr int B = 5;
    using T = double;
    using target_number = typename Loss::template target_type<T>;
    constexpr int cols = Loss::template target_cols<Outputs>;
    rng r(seed);
    matrix<T, B, Outputs> z, g;
    matrix<target_number, B, cols> target;
    for (T& x : z) x = r.uniform(-2.0, 2.0);
    for (int i = 0; i < B * cols; ++i) {
        if constexpr (std::is_integral_v<target_number>)
            target.data()[i] = static_cast<target_number>(i % Outputs);
        else
            target.data()[i] = r.uniform(0.0, 1.0);
    }
    for (T& x : g) x = math::not_a_number<T>;

    const T weight = 0.75, step = 1e-6;
    const auto constant = [](const auto& m) { return m.view(); };
    const auto sum = [&](T start) -> T {
        return loss(running_sum<T>(start), constant(z), constant(target), weight, discard{});
    };
    const T whole = loss(running_sum<T>(T(0)), constant(z), constant(target), weight, g.view());
    if (!(sum(0) == whole))
        return {"the loss without a gradient must be the loss with one", 0, sum(0), whole};
    running_sum<T> rows(T(3));
    for (int i = 0; i < B; ++i) {
        matrix<T, 1, Outputs> g_i;
        rows = loss(rows, constant(z).row(i), constant(target).row(i), weight, g_i.view());
        for (int c = 0; c < Outputs; ++c)
            if (!(g_i(0, c) == g(i, c)))
                return {"g of a row must be that of its batch", i * Outputs + c, g_i(0, c), g(i, c)};
    }
    if (const T found = rows; !(found == sum(3)))
        return {"the losses of rows, each begun with those before, must be that of their batch", 0, found,
                sum(3)};
    for (int i = 0; i < B * Outputs; ++i) {
        T& x = z.data()[i];
        const T at = x;
        x = at + step;
        const T above = sum(0);
        x = at - step;
        const T below = sum(0);
        x = at;
        const T expected = weight * (above - below) / (2 * step), found = g.data()[i];
        const T error = found < expected ? expected - found : found - expected;
        if (!(error <= 1e-5))
            return {"g must be weight times dl/dz: compared with central differences", i, found, expected};
    }
    return {};
}

} // namespace testing

HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
