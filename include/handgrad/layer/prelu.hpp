/// The rectified linear unit with a learned slope.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/verdict.hpp>
#include <handgrad/kernel/elementwise.hpp>
#include <handgrad/kernel/reduce.hpp>
#include <handgrad/layer/concept.hpp>
#include <handgrad/layer/tensors.hpp>

#include <array>
#include <type_traits>

namespace handgrad {
HANDGRAD_BEGIN_ISA

namespace mistake {

template <int Width, int Slopes>
struct prelu_slopes {
    static_assert(Slopes == Width || Slopes == 1, "the second argument of prelu is the number of slopes: as "
                                                  "many as columns, or 1");
};

} // namespace mistake

/// y = z for z > 0, a z for z <= 0        Z, Y: (B, N)   a: (1, Slopes)
/// g_in = g for z > 0, a g for z <= 0     da = sum over z <= 0 of z g
///
/// prelu<N> has a slope for each column, prelu<N, 1> one for all (PyTorch's num_parameters). Slopes begin as
/// 1/4, as in PyTorch. The backward pass needs the input alone. A NaN goes through, with derivative a; -inf
/// times a slope of 0 is NaN, as in PyTorch. (K. He et al., "Delving deep into rectifiers", 2015.)
template <int N = 0, int Slopes = N>
struct prelu {
    using verdict =
        std::conditional_t<Slopes == N || Slopes == 1, well_formed, mistake::prelu_slopes<N, Slopes>>;

    static constexpr int inputs = N;
    static constexpr int outputs = N;
    static constexpr int parameter_count = Slopes;
    template <int>
    static constexpr int tape_size = 0;
    static constexpr bool reads_output = false;
    static constexpr bool keeps_shape = true;
    static constexpr std::array tensors{parameter_tensor{tensor_kind::slopes, 0, {Slopes}}};

    template <int B, class T, class Tape>
    static constexpr void forward(view<const T, B, N> z, view<const T, 1, Slopes> p, Tape, view<T, B, N> y) {
        if constexpr (!is_well_formed<verdict>) {
            using reported [[maybe_unused]] = detail::report<decltype(verdict{})>;
        }
        for_each_row<T, B>([&]<class V>(int r, auto lanes) HANDGRAD_INLINE_LAMBDA {
            const V in = lanes.load(z.row(r).data());
            lanes.store(y.row(r).data(), math::select(in > V(0), in, slope<V>(lanes, p) * in));
        });
    }

    template <int B, write Write, class T, class Tape, class GIn>
    static constexpr void vjp(view<const T, B, N> z, view<const T, B, N>, view<const T, 1, Slopes> p, Tape,
                              view<T, B, N> g, GIn g_in, view<T, 1, Slopes> dp) {
        if constexpr (!is_discarded<GIn>)
            for_each_row<T, B>([&]<class V>(int r, auto lanes) HANDGRAD_INLINE_LAMBDA {
                const V in = lanes.load(z.row(r).data()), out = lanes.load(g.row(r).data());
                lanes.store(g_in.row(r).data(), math::select(in > V(0), out, slope<V>(lanes, p) * out));
            });
        simd::with_vector<T>([&]<class V>() HANDGRAD_INLINE_LAMBDA { add_slopes<V, B, Write>(z, g, dp); });
    }

    template <class T>
    static constexpr void initialize(view<T, 1, Slopes> p, rng&) {
        for (T& a : p) a = T(0.25);
    }

private:
    /// f.operator()<V>(r, block) for every block of every row.
    template <class T, int B, class F>
    HANDGRAD_INLINE static constexpr void for_each_row(F f) {
        simd::with_vector<T>([&]<class V>() HANDGRAD_INLINE_LAMBDA {
            for (int r = 0; r < B; ++r)
                kernel::for_each_block<V, N>(
                    [&](auto lanes) HANDGRAD_INLINE_LAMBDA { f.template operator()<V>(r, lanes); });
        });
    }

    template <class V, class Lanes, class T>
    HANDGRAD_INLINE static constexpr V slope(Lanes lanes, view<const T, 1, Slopes> p) {
        if constexpr (Slopes == N)
            return lanes.load(p.data());
        else
            return V(p(0, 0));
    }

    /// partial + z g where z is not positive.
    template <class V>
    HANDGRAD_INLINE static constexpr V add_product(V z, V g, V partial) {
        return math::select(z > V(0), partial, fma(z, g, partial));
    }

    /// The chain of a column's slope goes down its rows; that of the only slope, over the sums of rows.
    template <class V, int B, write Write, class T>
    HANDGRAD_INLINE static constexpr void add_slopes(view<const T, B, N> z, view<T, B, N> g,
                                                     view<T, 1, Slopes> dp) {
        if constexpr (Slopes == N) {
            kernel::for_each_block<V, N>([&](auto lanes) HANDGRAD_INLINE_LAMBDA {
                V chain = Write == write::overwrite ? V(0) : lanes.load(dp.data());
                for (int r = 0; r < B; ++r)
                    chain = add_product(lanes.load(z.row(r).data()), lanes.load(g.row(r).data()), chain);
                lanes.store(dp.data(), chain);
            });
        } else {
            simd::scalar_vector<T> chain(kernel::start<Write>(dp(0, 0)));
            for (int r = 0; r < B; ++r)
                chain = chain + simd::scalar_vector<T>(
                                    kernel::sum<V, N>([&](auto lanes, V partial) HANDGRAD_INLINE_LAMBDA {
                                        return add_product(lanes.load(z.row(r).data()),
                                                           lanes.load(g.row(r).data()), partial);
                                    }));
            dp(0, 0) = chain.v;
        }
    }
};

HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
