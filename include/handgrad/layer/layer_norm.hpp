/// Normalization of each row.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/kernel/elementwise.hpp>
#include <handgrad/kernel/power_of_two.hpp>
#include <handgrad/kernel/reduce.hpp>
#include <handgrad/layer/norm_verdict.hpp>
#include <handgrad/layer/options.hpp>
#include <handgrad/layer/tensors.hpp>

#include <array>
#include <ratio>

namespace handgrad {
HANDGRAD_BEGIN_ISA

/// y_rc = gamma_c x_rc + beta_c,  x_rc = (z_rc - m_r) / sqrt(v_r + epsilon)        Z, Y: (B, N)
///
/// with the mean m_r and the variance v_r = sum_c (z_rc - m_r)^2 / N of the row (J. L. Ba, J. R. Kiros, G. E.
/// Hinton, "Layer normalization", 2016; epsilon > 0 as in PyTorch). Parameters: gamma, 1 at first, then beta,
/// 0 at first. The tape keeps m_r and 1 / sqrt(v_r + epsilon).
///
/// m_r, v_r and the means of the gradient are sums in the order of kernel/reduce.hpp, which says what they
/// are off by; dl/dgamma and dl/dbeta are one chain of additions each, row after row. Rows whose squares
/// overflow are scaled by a power of two first: output and gradient are right for numbers up to the inverse
/// of the smallest normal number, 8e37 in float. A number that is infinite or none makes its row's outputs
/// NaN.
template <int N = 0, class Epsilon = std::ratio<1, 100000>>
struct layer_norm {
    using verdict = detail::layer_norm_verdict<layer_norm, Epsilon>;

    static constexpr int inputs = N, outputs = N, parameter_count = 2 * N;
    template <int B>
    static constexpr int tape_size = 2 * B;
    static constexpr bool reads_output = false, keeps_shape = true;
    static constexpr std::array tensors{parameter_tensor{tensor_kind::scales, 0, {N}},
                                        parameter_tensor{tensor_kind::shifts, N, {N}}};

    template <int B, class T, class Tape>
    static constexpr void forward(view<const T, B, N> z, view<const T, 1, parameter_count> p,
                                  [[maybe_unused]] Tape tape, view<T, B, N> y) {
        simd::with_vector<T>([&]<class V>() HANDGRAD_INLINE_LAMBDA {
            simd::scalar_vector<T> variances(0); // whose sum tells whether all are finite
            for (int r = 0; r < B; ++r) {
                const row_statistics<T> s = statistics<V>(z.row(r));
                variances = variances + simd::scalar_vector<T>(s.variance);
                normalize<V>(r, s, z, p, tape, y);
            }
            if (!math::is_finite(variances).m) [[unlikely]]
                again_with_large_rows<V>(z, p, tape, y);
        });
    }

    /// With g_x = g o gamma: dl/dz = (g_x - mean(g_x) - x mean(g_x o x)) / sqrt(v + epsilon).
    template <int B, write W, class T, class GIn>
    static constexpr void vjp(view<const T, B, N> z, view<const T, B, N>, view<const T, 1, parameter_count> p,
                              view<const T, 1, tape_size<B>> tape, view<T, B, N> g, GIn g_in,
                              view<T, 1, parameter_count> dp) {
        simd::with_vector<T>([&]<class V>() HANDGRAD_INLINE_LAMBDA {
            if constexpr (W == write::overwrite)
                for (T& d : dp) d = 0;
            for (int r = 0; r < B; ++r) {
                const row_statistics<T> s{tape(0, 2 * r), tape(0, 2 * r + 1)};
                kernel::for_each_block<V, N>([&](auto lanes) HANDGRAD_INLINE_LAMBDA {
                    const V gradient = lanes.load(g.row(r).data()), x = normalized(lanes, z.row(r), s);
                    lanes.store(dp.data(), fma(gradient, x, lanes.load(dp.data())));
                    lanes.store(dp.data() + N, lanes.load(dp.data() + N) + gradient);
                });
                if constexpr (!is_discarded<GIn>) {
                    const auto g_x = [&](auto lanes) HANDGRAD_INLINE_LAMBDA {
                        return lanes.load(g.row(r).data()) * lanes.load(p.data());
                    };
                    const V mean(over_n(kernel::sum<V, N>(
                        [&](auto lanes, V partial) HANDGRAD_INLINE_LAMBDA { return partial + g_x(lanes); })));
                    const V slope(over_n(kernel::sum<V, N>([&](auto lanes, V partial) HANDGRAD_INLINE_LAMBDA {
                        return fma(g_x(lanes), normalized(lanes, z.row(r), s), partial);
                    })));
                    kernel::for_each_block<V, N>([&](auto lanes) HANDGRAD_INLINE_LAMBDA {
                        const V x = normalized(lanes, z.row(r), s);
                        lanes.store(g_in.row(r).data(),
                                    math::fnma(x, slope, g_x(lanes) - mean) * V(s.inverse_deviation));
                    });
                }
            }
        });
    }

    template <class T>
    static constexpr void initialize(view<T, 1, parameter_count> p, rng&) {
        for (int c = 0; c < N; ++c) {
            p(0, c) = 1;
            p(0, N + c) = 0;
        }
    }

private:
    template <class T>
    struct row_statistics {
        T mean;
        T inverse_deviation;
        T variance = 0;
    };

    template <class T>
    HANDGRAD_INLINE static constexpr T over_n(T total) {
        return (simd::scalar_vector<T>(total) / simd::scalar_vector<T>(static_cast<T>(N))).v;
    }

    template <class T>
    static constexpr T epsilon = static_cast<T>(Epsilon::num) / static_cast<T>(Epsilon::den);

    template <class V, class T>
    HANDGRAD_INLINE static constexpr row_statistics<T> statistics(view<const T, 1, N> z) {
        using one = simd::scalar_vector<T>;
        const T mean = over_n(kernel::sum<V, N>(
            [&](auto lanes, V partial) HANDGRAD_INLINE_LAMBDA { return partial + lanes.load(z.data()); }));
        const one variance(over_n(kernel::sum<V, N>([&](auto lanes, V partial) HANDGRAD_INLINE_LAMBDA {
            const V distance = lanes.load(z.data()) - V(mean);
            return fma(distance, distance, partial);
        })));
        return {mean, (one(1) / sqrt(variance + one(epsilon<T>))).v, variance.v};
    }

    /// Those of s z, s a power of two, and from them those of z: the variance itself may be no number of T.
    template <class V, class T>
    [[gnu::cold, gnu::noinline]] static constexpr row_statistics<T> scaled_statistics(view<const T, 1, N> z) {
        using one = simd::scalar_vector<T>;
        const one scale = kernel::power_of_two_over(one(kernel::maximum<V, N>(
            [&](auto lanes) HANDGRAD_INLINE_LAMBDA { return abs(lanes.load(z.data())); })));
        const T mean = over_n(kernel::sum<V, N>([&](auto lanes, V partial) HANDGRAD_INLINE_LAMBDA {
            return fma(lanes.load(z.data()), V(scale.v), partial);
        }));
        const one variance(over_n(kernel::sum<V, N>([&](auto lanes, V partial) HANDGRAD_INLINE_LAMBDA {
            const V distance = lanes.load(z.data()) * V(scale.v) - V(mean);
            return fma(distance, distance, partial);
        })));
        return {(one(mean) / scale).v, (scale / sqrt(fma(scale * scale, one(epsilon<T>), variance))).v};
    }

    /// Row r of the output, and of the tape.
    template <class V, int B, class T, class Tape>
    HANDGRAD_INLINE static constexpr void normalize(int r, row_statistics<T> s, view<const T, B, N> z,
                                                    view<const T, 1, parameter_count> p,
                                                    [[maybe_unused]] Tape tape, view<T, B, N> y) {
        if constexpr (!is_discarded<Tape>) {
            tape(0, 2 * r) = s.mean;
            tape(0, 2 * r + 1) = s.inverse_deviation;
        }
        kernel::for_each_block<V, N>([&](auto lanes) HANDGRAD_INLINE_LAMBDA {
            const V x = normalized(lanes, z.row(r), s);
            lanes.store(y.row(r).data(), fma(lanes.load(p.data()), x, lanes.load(p.data() + N)));
        });
    }
    template <class V, int B, class T, class Tape>
    [[gnu::cold, gnu::noinline]] static constexpr void
    again_with_large_rows(view<const T, B, N> z, view<const T, 1, parameter_count> p, Tape tape,
                          view<T, B, N> y) {
        for (int r = 0; r < B; ++r)
            if (!math::is_finite(simd::scalar_vector<T>(statistics<V>(z.row(r)).variance)).m)
                normalize<V>(r, scaled_statistics<V>(z.row(r)), z, p, tape, y);
    }

    template <class Lanes, class T>
    HANDGRAD_INLINE static constexpr auto normalized(Lanes lanes, view<const T, 1, N> z,
                                                     row_statistics<T> s) {
        const auto numbers = lanes.load(z.data());
        using V = std::remove_const_t<decltype(numbers)>;
        return (numbers - V(s.mean)) * V(s.inverse_deviation);
    }
};

HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
