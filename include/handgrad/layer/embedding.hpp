/// A row of numbers for each token.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/algorithm.hpp>
#include <handgrad/core/count.hpp>
#include <handgrad/core/verdict.hpp>
#include <handgrad/initializer/concept.hpp>
#include <handgrad/kernel/elementwise.hpp>
#include <handgrad/layer/options.hpp>
#include <handgrad/layer/tensors.hpp>

#include <array>
#include <cstdint>

namespace handgrad {
HANDGRAD_BEGIN_ISA

namespace mistake {

template <int Count>
struct known_tokens {};
template <class Layer, class Count>
struct too_few_tokens;
template <class Layer, int Tokens>
struct too_few_tokens<Layer, known_tokens<Tokens>> {
    static_assert(Tokens > 0, "an embedding must know one token at least: embedding<Tokens, N>");
};

} // namespace mistake

/// y = row x of W                x: (B, 1), a token, 0 to Tokens - 1   W: (Tokens, N)   y: (B, N)
///
/// The first layer of a network whose batches hold tokens, std::int32_t: matrix<std::int32_t, B, 1>, or any
/// array of them. A token that it does not know is an error before anything is changed; where nothing may
/// fail (stream) it counts as the nearest one. There is no gradient with respect to tokens. W begins standard
/// normal, as PyTorch's.
template <int Tokens = 0, int N = 0>
struct embedding {
    using verdict = typename detail::first_mistake<
        detail::unless<(Tokens > 0), mistake::too_few_tokens<embedding, mistake::known_tokens<Tokens>>>,
        detail::unless<1LL * Tokens * N <= detail::largest_count,
                       mistake::too_many_parameters<embedding, mistake::parameter_count<1LL * Tokens * N>>>>::
        type;

    static constexpr int inputs = 1, outputs = N;
    static constexpr int parameter_count = detail::counted(1LL * Tokens * N);
    template <class>
    using input_number = std::int32_t;
    static constexpr int input_count = Tokens;
    static constexpr bool reads_output = false;
    static constexpr std::array tensors{parameter_tensor{tensor_kind::embedding, 0, {Tokens, N}}};
    template <int>
    static constexpr int tape_size = 0;

    /// W within a block of parameters, or dl/dW within a gradient.
    template <class T>
    HANDGRAD_INLINE static constexpr view<T, Tokens, N> weights(view<T, 1, parameter_count> p) {
        return view<T, Tokens, N>(p.data());
    }

    template <int B, class T, class Tape>
    static constexpr void forward(view<const std::int32_t, B, 1> x, view<const T, 1, parameter_count> p, Tape,
                                  view<T, B, N> y) {
        for (int r = 0; r < B; ++r) detail::copy_n(p.data() + known(x.data()[r]) * N, N, y.data() + r * N);
    }

    template <int B, write W, class T, class GIn>
    static constexpr void vjp(view<const std::int32_t, B, 1> x, view<const T, B, N>,
                              view<const T, 1, parameter_count>, view<const T, 1, 0>, view<T, B, N> g, GIn,
                              view<T, 1, parameter_count> dp) {
        if constexpr (W == write::overwrite)
            for (T& d : dp) d = 0;
        for (int r = 0; r < B; ++r) {
            T* const d = dp.data() + known(x.data()[r]) * N;
            kernel::map<T, N>([](auto sum, auto next) HANDGRAD_INLINE_LAMBDA { return sum + next; }, d,
                              static_cast<const T*>(d), static_cast<const T*>(g.data() + r * N));
        }
    }

    template <class T, class Scheme>
    static constexpr void initialize(view<T, 1, parameter_count> p, rng& r, Scheme scheme) {
        if constexpr (!initializer<Scheme>) {
            using reported [[maybe_unused]] = detail::report<decltype(mistake::not_an_initializer<Scheme>{})>;
        } else {
            scheme(weights(p), r);
        }
    }
    template <class T>
    static constexpr void initialize(view<T, 1, parameter_count> p, rng& r) {
        for (T& x : p) x = r.template normal<T>();
    }

private:
    HANDGRAD_INLINE static constexpr std::ptrdiff_t known(std::int32_t token) {
        return detail::limited<std::int32_t>(token, 0, Tokens - 1);
    }
};

HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
