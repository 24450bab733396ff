/// A network that only predicts, with its weights packed for the machine.
#pragma once

// First, so that the compiler's message about a mistake need not say by which headers it comes here.
#include <handgrad/layer/verdict.hpp>

#include <handgrad/layer/frozen_side_by_side.hpp>
#include <handgrad/network/network.hpp>
#include <handgrad/network/parameters.hpp>

namespace handgrad::inline HANDGRAD_ISA {

template <class Weight, class Parameters>
struct no_storage_of_weights;
template <class Has, class Number>
struct no_storage_of_weights<has<Has>, wants<Number>> {
    static_assert(detail::holds<Has>, "weights can be stored as what the parameters are, or, if that is "
                                      "float, as bfloat16 or as std::int8_t: freeze<bfloat16>(p)");
};

template <class Network, class Weight = float>
class frozen;

namespace detail {

template <class... Layers, class Weight>
struct frozen_form<network<Layers...>, Weight> : frozen_form<chain<Layers...>, Weight> {};

template <class... Layers>
chain<Layers...> chain_under(const chain<Layers...>*);

template <class Weight, class T>
using judge_storage = unless<stores_weights<Weight> && std::is_same_v<number_beside<Weight>, T>,
                             no_storage_of_weights<has<Weight>, wants<T>>>;

template <class Network>
using judge_network = unless<std::is_void_v<own_mistake<Network>>, told_elsewhere>;

template <class P>
consteval auto judge_any_parameters() {
    if constexpr (requires {
                      typename P::network_type;
                      P::size;
                  })
        return judge_network<typename P::network_type>{};
    else
        return verdict_is<not_parameters<P>>;
}

template <class P, class Weight>
using freeze_verdict =
    typename first_mistake<decltype(judge_any_parameters<P>()), judge_storage<Weight, number<P>>>::type;

template <class Frozen, class X>
using frozen_forward_verdict = typename first_mistake<
    decltype(judge_batch<X, typename Frozen::value_type, Frozen::inputs, inputs>()), judge_static_rows<X>,
    decltype(judge_stack<typename Frozen::network_type, typename Frozen::value_type, X>())>::type;
template <class Frozen, class X, class Y>
using frozen_predict_verdict = typename first_mistake<
    decltype(judge_batch<X, typename Frozen::value_type, Frozen::inputs, inputs>()),
    decltype(judge_room<Y, X, typename Frozen::value_type, Frozen::outputs, outputs>())>::type;

template <class Network, class Weight>
inline constexpr bool is_whole_object<frozen<Network, Weight>> = true;

/// What stands for a frozen network where there is a mistake.
template <class P>
struct never_frozen {
    using value_type = number<P>;
    template <class X>
    constexpr auto forward(const X&) const noexcept {
        if constexpr (requires { P::network_type::outputs; })
            return result<P, X, P::network_type::outputs>{};
        else
            return result<P, X, 1>{};
    }
    constexpr void predict(const auto&...) const noexcept {}
};

} // namespace detail

/// The inference form of `Network`: a value of a size known to the compiler, 64-byte aligned, trivially
/// copyable, without a pointer in it; what it computes it computes on the caller's stack, so that threads may
/// share it. Weight says how the weights are stored:
///
///     float, double   as they are; forward gives the bits of Network::forward
///     bfloat16        rounded to the nearest bfloat16, half the bytes; sums of floats in the same order, so
///                     that forward gives the bits of Network::forward with weights that were rounded so
///     std::int8_t     integers of 8 bits with a scale for each output, a quarter of the bytes. The row that
///                     enters a layer is rounded to 7 bits (kernel/quantised_row.hpp); the sum of the
///                     products is exact, then scaled and added to the bias as floats. A row with an infinity
///                     or a NaN makes all outputs of the layer NaN, before its activation
///
/// The two smaller ones store dense layers of more than 16 outputs smaller, and nothing else: biases, narrow
/// layers and the parameters of other layers are floats. How far their results are from those of floats, by
/// the largest of all: on a network trained to read digits, bfloat16 0.0016, std::int8_t 0.007; on random
/// weights up to 0.005 and 0.02. Of a thousand digits not one, or not five, are read another way
/// (tests/frozen/digits_test.cpp).
///
/// A batch of one row is what it is made for; more rows are as fast as Network::forward. A layer gets a
/// frozen form of its own in layer/frozen_layer.hpp.
template <class Network, class Weight>
class frozen {
    static_assert(stores_weights<Weight>, "weights can be stored as float, double, bfloat16 or std::int8_t");
    using chain = decltype(detail::chain_under(static_cast<const Network*>(nullptr)));

public:
    using network_type = Network;
    using weight_type = Weight;
    using value_type = number_beside<Weight>;
    static constexpr int inputs = Network::inputs, outputs = Network::outputs;

    /// All zero.
    constexpr frozen() = default;
    constexpr explicit frozen(const parameters<Network, value_type>& p) noexcept
        : layers_(view<const value_type, 1, Network::parameter_count>(p.data())) {}

    /// The network's output for the rows of x, as a matrix<value_type, B, outputs>.
    template <class X>
    constexpr auto forward(const X& x) const noexcept {
        using verdict = detail::frozen_forward_verdict<frozen, X>;
        if constexpr (!is_well_formed<verdict>) {
            using reported [[maybe_unused]] = decltype(verdict{});
            return detail::result<frozen, X, outputs>{};
        } else {
            constexpr int B = batch_traits<X>::rows;
            inference_buffers<Network, B, value_type> hidden;
            matrix<value_type, B, outputs> y(uninitialized);
            infer<B>(detail::as_rows(x).template tile<B>(0), hidden, y.view());
            return y;
        }
    }

    /// The same for any number of rows, written to y. Fails if x and y have different numbers of rows, or if
    /// they overlap: nothing is predicted in place.
    template <class X, class Y>
    constexpr void predict(const X& x, Y&& y) const {
        using verdict = detail::frozen_predict_verdict<frozen, X, Y>;
        if constexpr (!is_well_formed<verdict>) {
            using reported [[maybe_unused]] = decltype(verdict{});
        } else {
            detail::check_predict(detail::object_of("the frozen network", *this), x, y);
            const rows<const value_type, inputs> from = detail::as_rows(x);
            const rows<value_type, outputs> to(y);
            constexpr int tile = largest_tile();
            inference_buffers<Network, tile, value_type> hidden;
            for_each_tile<run_time_rows, tile>(from.count(), [&]<int B>(std::ptrdiff_t first) {
                infer<B>(from.template tile<B>(first), hidden, to.template tile<B>(first));
            });
        }
    }

private:
    template <int B, class Buffers>
    HANDGRAD_INLINE constexpr void infer(view<const value_type, B, inputs> x, Buffers& hidden,
                                         view<value_type, B, outputs> y) const noexcept {
        layers_.template forward<B>(x, y, hidden.template scratch<B>().data());
    }

    /// Of 32, 8 and 1 rows, the most whose hidden Z_i fit the stack budget.
    static consteval int largest_tile() {
        constexpr std::size_t budget = HANDGRAD_STACK_BUDGET;
        if constexpr (sizeof(inference_buffers<Network, 32, value_type>) <= budget)
            return 32;
        else if constexpr (sizeof(inference_buffers<Network, 8, value_type>) <= budget)
            return 8;
        else
            return 1;
    }

    alignas(64) frozen_layer<chain, Weight> layers_;
};

/// The inference form of a network with these parameters; its weights are stored as Weight, or as they are.
/// One that is too large for the stack is made in its place: std::make_unique<frozen<net>>(p).
template <class Weight = void, class P>
constexpr auto freeze(const P& p) noexcept {
    using stored = std::conditional_t<std::is_void_v<Weight>, detail::number<P>, Weight>;
    using verdict = detail::freeze_verdict<P, stored>;
    if constexpr (!is_well_formed<verdict>) {
        using reported [[maybe_unused]] = decltype(verdict{});
        return detail::never_frozen<P>{};
    } else {
        return frozen<typename P::network_type, stored>(p);
    }
}

} // namespace handgrad::inline HANDGRAD_ISA
