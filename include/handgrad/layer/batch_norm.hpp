/// Normalization of each column over a batch.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/kernel/activated.hpp>
#include <handgrad/kernel/elementwise.hpp>
#include <handgrad/kernel/power_of_two.hpp>
#include <handgrad/layer/activate.hpp>
#include <handgrad/layer/norm_verdict.hpp>
#include <handgrad/layer/tensors.hpp>

#include <array>
#include <ratio>

namespace handgrad {
HANDGRAD_BEGIN_ISA

/// y_rc = sigma(gamma_c x_rc + beta_c),  x_rc = (z_rc - m_c) / sqrt(v_c + epsilon)        Z, Y: (B, N)
///
/// In training, m_c and v_c = sum_r (z_rc - m_c)^2 / B are the batch's (S. Ioffe, C. Szegedy, "Batch
/// normalization", 2015). Otherwise they are the running ones, which each step of training moves by
/// `Momentum` (0 to 1) towards the batch's m_c and v_c B / (B - 1); both constants as in PyTorch. A batch in
/// training has two rows at least and is never cut.
///
/// Each sum over the batch is one chain of additions, row after row, with e = 2^-24 (float) or 2^-53
/// (double): m_c is off by B e times the mean of |z_rc| at most, v_c by B e v_c and the square of that. (In
/// float, of 65536 rows around 100 with the deviation 1: 7e-4 and 1e-5.) Columns whose squares overflow are
/// scaled by a power of two first: outputs and gradients are right for numbers up to the inverse of the
/// smallest normal number, 8e37 in float. A column whose m or v is then no finite number, such as the v of
/// floats of 1e20, leaves its running ones as they are: no batch spoils them for good.
///
/// Parameters: gamma, 1 at first, and beta, 0 at first, which are learned; the running m, 0 at first, and v,
/// 1 at first, which are not. The tape keeps m, v and 1 / sqrt(v + epsilon). fold_batch_norm
/// (network/rewrite/fold_batch_norm.hpp) makes it part of a dense layer before or after it.
template <int N = 0, class Activation = identity, class Momentum = std::ratio<1, 10>,
          class Epsilon = std::ratio<1, 100000>>
struct batch_norm {
    using verdict = detail::batch_norm_verdict<batch_norm, Activation, Momentum, Epsilon>;

private:
    using sigma = std::conditional_t<activation<Activation>, Activation, identity>;

public:
    using activation_type = sigma;
    static constexpr int inputs = N, outputs = N, parameter_count = 4 * N;
    template <int B>
    static constexpr int tape_size = 3 * N;
    static constexpr bool reads_output = !needs_input<sigma> && !std::is_same_v<sigma, identity>;
    static constexpr bool mixes_rows = true, takes_columns = true;
    static constexpr std::array learned{parameter_range{0, 2 * N}};
    static constexpr std::array tensors{parameter_tensor{tensor_kind::scales, 0, {N}},
                                        parameter_tensor{tensor_kind::shifts, N, {N}},
                                        parameter_tensor{tensor_kind::means, 2 * N, {N}},
                                        parameter_tensor{tensor_kind::variances, 3 * N, {N}}};

    /// gamma, beta, and the running m and v, within a block of parameters.
    template <class T>
    HANDGRAD_INLINE static constexpr view<T, 1, N> scales(view<T, 1, parameter_count> p) {
        return view<T, 1, N>(p.data());
    }
    template <class T>
    HANDGRAD_INLINE static constexpr view<T, 1, N> shifts(view<T, 1, parameter_count> p) {
        return view<T, 1, N>(p.data() + N);
    }
    template <class T>
    HANDGRAD_INLINE static constexpr view<T, 1, N> means(view<T, 1, parameter_count> p) {
        return view<T, 1, N>(p.data() + 2 * N);
    }
    template <class T>
    HANDGRAD_INLINE static constexpr view<T, 1, N> variances(view<T, 1, parameter_count> p) {
        return view<T, 1, N>(p.data() + 3 * N);
    }

    /// 1 / sqrt(v + epsilon)
    template <class V>
    HANDGRAD_INLINE static constexpr V inverse_deviation(V variance) {
        using T = typename V::value_type;
        return V(1) / sqrt(variance + V(epsilon<T>));
    }

    template <int B, class T, class Tape>
    static constexpr void forward(view<const T, B, N> z, view<const T, 1, parameter_count> p,
                                  [[maybe_unused]] Tape tape, view<T, B, N> y) {
        simd::with_vector<T>([&]<class V>() HANDGRAD_INLINE_LAMBDA {
            kernel::for_each_block<V, N>([&](auto lanes) HANDGRAD_INLINE_LAMBDA {
                statistics<V> s;
                if constexpr (is_discarded<Tape>) {
                    s.mean = lanes.load(means(p).data());
                    s.inverse = inverse_deviation(lanes.load(variances(p).data()));
                } else {
                    s = statistics_of(lanes, z);
                    lanes.store(tape.data(), s.mean);
                    lanes.store(tape.data() + N, s.variance);
                    lanes.store(tape.data() + 2 * N, s.inverse);
                }
                const column<V> c = column_at(lanes, p, s.mean, s.inverse);
                for (int r = 0; r < B; ++r)
                    lanes.store(y.row(r).data(), kernel::activated<sigma>(
                                                     c.output(c.normalized(lanes.load(z.row(r).data())))));
            });
        });
    }

    /// With g_u = g o sigma', dl/dgamma = sum_r g_u o x, dl/dbeta = sum_r g_u:
    ///     dl/dz = gamma (g_u - dl/dbeta / B - x dl/dgamma / B) / sqrt(v + epsilon).
    template <int B, write W, class T, class GIn>
    static constexpr void vjp(view<const T, B, N> z, [[maybe_unused]] view<const T, B, N> y,
                              view<const T, 1, parameter_count> p, view<const T, 1, tape_size<B>> tape,
                              view<T, B, N> g, [[maybe_unused]] GIn g_in, view<T, 1, parameter_count> dp) {
        simd::with_vector<T>([&]<class V>() HANDGRAD_INLINE_LAMBDA {
            kernel::for_each_block<V, N>([&](auto lanes) HANDGRAD_INLINE_LAMBDA {
                const column<V> c =
                    column_at(lanes, p, lanes.load(tape.data()), lanes.load(tape.data() + 2 * N));
                V d_scale(0), d_shift(0);
                for (int r = 0; r < B; ++r) {
                    const V x = c.normalized(lanes.load(z.row(r).data()));
                    V g_u = lanes.load(g.row(r).data());
                    if constexpr (!std::is_same_v<sigma, identity>) {
                        if constexpr (needs_input<sigma>)
                            g_u = g_u * sigma::derivative_from_input(c.output(x));
                        else
                            g_u = g_u * sigma::derivative_from_output(lanes.load(y.row(r).data()));
                        lanes.store(g.row(r).data(), g_u);
                    }
                    d_scale = fma(g_u, x, d_scale);
                    d_shift = d_shift + g_u;
                }
                const auto write_to = [&](T* to, V sum) HANDGRAD_INLINE_LAMBDA {
                    lanes.store(to, W == write::overwrite ? sum : lanes.load(to) + sum);
                };
                write_to(scales(dp).data(), d_scale);
                write_to(shifts(dp).data(), d_shift);
                write_to(means(dp).data(), V(0));
                write_to(variances(dp).data(), V(0));
                if constexpr (!is_discarded<GIn>) {
                    const V mean_scale = d_scale / V(T(B)), mean_shift = d_shift / V(T(B));
                    const V factor = c.scale * c.inverse;
                    for (int r = 0; r < B; ++r) {
                        const V x = c.normalized(lanes.load(z.row(r).data()));
                        const V centered = lanes.load(g.row(r).data()) - mean_shift;
                        lanes.store(g_in.row(r).data(), math::fnma(x, mean_scale, centered) * factor);
                    }
                }
            });
        });
    }

    /// Moves the running mean and variance towards the batch's, where both are finite.
    template <int B, class T>
    static constexpr void update_statistics(view<T, 1, parameter_count> p,
                                            view<const T, 1, tape_size<B>> tape) {
        static_assert(B > 1, "the variance of a batch is that of two rows at least");
        const T unbiased = (simd::scalar_vector<T>(T(B)) / simd::scalar_vector<T>(T(B - 1))).v;
        simd::with_vector<T>([&]<class V>() HANDGRAD_INLINE_LAMBDA {
            kernel::for_each_block<V, N>([&](auto lanes) HANDGRAD_INLINE_LAMBDA {
                // running + momentum (seen - running)
                const auto nearer = [](V running, V seen) HANDGRAD_INLINE_LAMBDA {
                    return fma(V(momentum<T>), seen - running, running);
                };
                const V old_mean = lanes.load(means(p).data()),
                        old_variance = lanes.load(variances(p).data());
                const V mean = nearer(old_mean, lanes.load(tape.data()));
                const V variance = nearer(old_variance, lanes.load(tape.data() + N) * V(unbiased));
                const auto finite = math::is_finite(mean) & math::is_finite(variance);
                lanes.store(means(p).data(), math::select(finite, mean, old_mean));
                lanes.store(variances(p).data(), math::select(finite, variance, old_variance));
            });
        });
    }

    template <class T>
    static constexpr void initialize(view<T, 1, parameter_count> p, rng&) {
        for (int c = 0; c < N; ++c) {
            scales(p)(0, c) = variances(p)(0, c) = 1;
            shifts(p)(0, c) = means(p)(0, c) = 0;
        }
    }

private:
    template <class T>
    static constexpr T momentum = static_cast<T>(Momentum::num) / static_cast<T>(Momentum::den);
    template <class T>
    static constexpr T epsilon = static_cast<T>(Epsilon::num) / static_cast<T>(Epsilon::den);

    /// m, v and 1 / sqrt(v + epsilon) of some neighbouring columns.
    template <class V>
    struct statistics {
        V mean, variance, inverse;
    };
    template <class Lanes, class T, int B>
    HANDGRAD_INLINE static constexpr auto statistics_of(Lanes lanes, view<const T, B, N> z) {
        using V = std::remove_const_t<decltype(lanes.load(z.data()))>;
        V sum(0), squares(0);
        for (int r = 0; r < B; ++r) sum = sum + lanes.load(z.row(r).data());
        const V mean = sum / V(T(B));
        for (int r = 0; r < B; ++r) {
            const V distance = lanes.load(z.row(r).data()) - mean;
            squares = fma(distance, distance, squares);
        }
        const V variance = squares / V(T(B));
        const statistics<V> s{mean, variance, inverse_deviation(variance)};
        return simd::all_finite(variance) ? s : scaled_statistics(lanes, z, s);
    }
    /// Where v is not finite, those of s z, s a power of two, and from them those of z.
    template <class Lanes, class V, class T, int B>
    [[gnu::cold, gnu::noinline]] static constexpr statistics<V>
    scaled_statistics(Lanes lanes, view<const T, B, N> z, statistics<V> plain) {
        V largest(0), sum(0), squares(0);
        for (int r = 0; r < B; ++r) largest = math::max(abs(lanes.load(z.row(r).data())), largest);
        const V scale = kernel::power_of_two_over(largest);
        for (int r = 0; r < B; ++r) sum = fma(lanes.load(z.row(r).data()), scale, sum);
        const V mean = sum / V(T(B));
        for (int r = 0; r < B; ++r) {
            const V distance = lanes.load(z.row(r).data()) * scale - mean;
            squares = fma(distance, distance, squares);
        }
        const V variance = squares / V(T(B)), deviation = sqrt(fma(scale * scale, V(epsilon<T>), variance));
        const auto fits = math::is_finite(plain.variance);
        return {math::select(fits, plain.mean, mean / scale),
                math::select(fits, plain.variance, variance / scale / scale),
                math::select(fits, plain.inverse, scale / deviation)};
    }

    /// What belongs to some neighbouring columns.
    template <class V>
    struct column {
        V mean, inverse, scale, shift;

        HANDGRAD_INLINE constexpr V normalized(V z) const { return (z - mean) * inverse; }
        HANDGRAD_INLINE constexpr V output(V x) const { return fma(scale, x, shift); }
    };
    template <class Lanes, class V, class T>
    HANDGRAD_INLINE static constexpr column<V> column_at(Lanes lanes, view<const T, 1, parameter_count> p,
                                                         V mean, V inverse) {
        return {mean, inverse, lanes.load(scales(p).data()), lanes.load(shifts(p).data())};
    }
};

HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
