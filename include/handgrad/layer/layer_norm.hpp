/// Normalisation of each row.
#pragma once

#include <handgrad/kernel/elementwise.hpp>
#include <handgrad/kernel/reduce.hpp>
#include <handgrad/layer/norm_mistake.hpp>
#include <handgrad/layer/options.hpp>

#include <ratio>

namespace handgrad::inline HANDGRAD_ISA {

/// y_rc = gamma_c x_rc + beta_c,  x_rc = (z_rc - m_r) / sqrt(v_r + epsilon)        Z, Y: (B, N)
///
/// with the mean m_r and the variance v_r = sum_c (z_rc - m_r)^2 / N of the row (J. L. Ba, J. R. Kiros, G. E.
/// Hinton, "Layer normalization", 2016; epsilon > 0 as in PyTorch). Parameters: gamma, 1 at first, then beta,
/// 0 at first. The tape keeps m_r and 1 / sqrt(v_r + epsilon).
template <int N, class Epsilon = std::ratio<1, 100000>>
struct layer_norm {
    using mistake = detail::layer_norm_mistake<layer_norm, Epsilon>;

    static constexpr int inputs = N, outputs = N, parameter_count = 2 * N;
    template <int B>
    static constexpr int tape_size = 2 * B;
    static constexpr bool reads_output = false;

    template <int B, class T, class Tape>
    static constexpr void forward(view<const T, B, N> z, view<const T, 1, parameter_count> p,
                                  [[maybe_unused]] Tape tape, view<T, B, N> y) {
        with_vector<T>([&]<class V>() HANDGRAD_INLINE_LAMBDA {
            for (int r = 0; r < B; ++r) {
                const row_statistics<T> s = statistics<V>(z.row(r));
                if constexpr (!is_discarded<Tape>) {
                    tape(0, 2 * r) = s.mean;
                    tape(0, 2 * r + 1) = s.inverse_deviation;
                }
                for_each_block<V, N>([&](auto lanes) HANDGRAD_INLINE_LAMBDA {
                    const V x = normalised(lanes, z.row(r), s);
                    lanes.store(y.row(r).data(), fma(lanes.load(p.data()), x, lanes.load(p.data() + N)));
                });
            }
        });
    }

    /// With g_x = g o gamma: dl/dz = (g_x - mean(g_x) - x mean(g_x o x)) / sqrt(v + epsilon).
    template <int B, write W, class T, class GIn>
    static constexpr void vjp(view<const T, B, N> z, view<const T, B, N>, view<const T, 1, parameter_count> p,
                              view<const T, 1, tape_size<B>> tape, view<T, B, N> g, GIn g_in,
                              view<T, 1, parameter_count> dp) {
        with_vector<T>([&]<class V>() HANDGRAD_INLINE_LAMBDA {
            if constexpr (W == write::overwrite)
                for (T& d : dp) d = 0;
            for (int r = 0; r < B; ++r) {
                const row_statistics<T> s{tape(0, 2 * r), tape(0, 2 * r + 1)};
                for_each_block<V, N>([&](auto lanes) HANDGRAD_INLINE_LAMBDA {
                    const V gradient = lanes.load(g.row(r).data()), x = normalised(lanes, z.row(r), s);
                    lanes.store(dp.data(), fma(gradient, x, lanes.load(dp.data())));
                    lanes.store(dp.data() + N, lanes.load(dp.data() + N) + gradient);
                });
                if constexpr (!is_discarded<GIn>) {
                    const auto g_x = [&](auto lanes) HANDGRAD_INLINE_LAMBDA {
                        return lanes.load(g.row(r).data()) * lanes.load(p.data());
                    };
                    const V mean(over_n(sum<V, N>(
                        [&](auto lanes, V partial) HANDGRAD_INLINE_LAMBDA { return partial + g_x(lanes); })));
                    const V slope(over_n(sum<V, N>([&](auto lanes, V partial) HANDGRAD_INLINE_LAMBDA {
                        return fma(g_x(lanes), normalised(lanes, z.row(r), s), partial);
                    })));
                    for_each_block<V, N>([&](auto lanes) HANDGRAD_INLINE_LAMBDA {
                        const V x = normalised(lanes, z.row(r), s);
                        lanes.store(g_in.row(r).data(),
                                    fnma(x, slope, g_x(lanes) - mean) * V(s.inverse_deviation));
                    });
                }
            }
        });
    }

    template <class T>
    static constexpr void initialise(view<T, 1, parameter_count> p, rng&) {
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
    };

    template <class T>
    HANDGRAD_INLINE static constexpr T over_n(T total) {
        return (scalar_vector<T>(total) / scalar_vector<T>(static_cast<T>(N))).v;
    }

    template <class V, class T>
    HANDGRAD_INLINE static constexpr row_statistics<T> statistics(view<const T, 1, N> z) {
        using one = scalar_vector<T>;
        constexpr T epsilon = static_cast<T>(Epsilon::num) / static_cast<T>(Epsilon::den);
        const T mean = over_n(sum<V, N>(
            [&](auto lanes, V partial) HANDGRAD_INLINE_LAMBDA { return partial + lanes.load(z.data()); }));
        const T variance = over_n(sum<V, N>([&](auto lanes, V partial) HANDGRAD_INLINE_LAMBDA {
            const V distance = lanes.load(z.data()) - V(mean);
            return fma(distance, distance, partial);
        }));
        return {mean, (one(1) / sqrt(one(variance) + one(epsilon))).v};
    }

    template <class Lanes, class T>
    HANDGRAD_INLINE static constexpr auto normalised(Lanes lanes, view<const T, 1, N> z,
                                                     row_statistics<T> s) {
        const auto numbers = lanes.load(z.data());
        using V = std::remove_const_t<decltype(numbers)>;
        return (numbers - V(s.mean)) * V(s.inverse_deviation);
    }
};

} // namespace handgrad::inline HANDGRAD_ISA
