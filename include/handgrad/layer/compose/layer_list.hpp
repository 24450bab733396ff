/// What a layer that is made of layers knows of them, however it joins them.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/algorithm.hpp>
#include <handgrad/layer/compose/stack.hpp>
#include <handgrad/layer/options.hpp>

#include <tuple>
#include <type_traits>
#include <utility>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace detail {

/// The learned parameters of layers that lie one after the other; ranges that meet become one.
template <class... Layers>
struct ranges_of {
    static constexpr std::size_t most = (std::size_t{0} + ... + learned_parameters<Layers>.size());
    std::array<parameter_range, most> range{};
    std::size_t count = 0;

    constexpr ranges_of() {
        int offset = 0;
        const auto add = [&](const auto& ranges, int parameter_count) {
            for (const parameter_range r : ranges) append({counted(1LL * offset + r.first), r.count});
            offset = counted(1LL * offset + parameter_count);
        };
        (add(learned_parameters<Layers>, Layers::parameter_count), ...);
    }

private:
    constexpr void append(parameter_range r) {
        if (r.count == 0) return;
        if (count > 0 && 1LL * range[count - 1].first + range[count - 1].count == r.first)
            range[count - 1].count = counted(1LL * range[count - 1].count + r.count);
        else
            range[count++] = r;
    }
};
template <class... Layers>
consteval auto joined_ranges() {
    constexpr ranges_of<Layers...> all;
    std::array<parameter_range, all.count> result{};
    copy_n(all.range.begin(), all.count, result.begin());
    return result;
}

/// What a layer is made of.
template <class... Layers>
struct parts_list {};

/// Layers whose parameters lie one after the other in one block: the base of a layer that is made of layers,
/// of the library's and of yours. Such a layer is a template of its own, whose forward and vjp call
/// run_forward and run_vjp (layer/options.hpp) with parameters_of<I>(p) for layer I. If its layers may have a
/// memory, forward and vjp are templates of `class... Memory`, take `Memory... state` as the last argument
/// and hand on memory_of<I>(state...). It may say
///
///     template <class... Others> rebuilt      itself, made of other layers: what collapse and
///     fold_batch_norm
///                                             make of it, whose layers they fold. Its parameters are those
///                                             of its layers, and others after them, which are kept
///     bool in_sequence = true                 each layer's input is the output of the one before: neighbours
///                                             may become one
///
/// and it is frozen with its layers (frozen/layer.hpp) if its forward takes any P as p.
template <class... Layers>
struct layer_list {
    using parts = parts_list<Layers...>;

    /// Layer I = 1 .. depth; of a network, what it is as a layer.
    template <int I>
    using layer_type = as_layer<std::tuple_element_t<I - 1, std::tuple<Layers...>>>;

    static constexpr int depth = sizeof...(Layers);
    static constexpr int parameter_count = counted((0LL + ... + Layers::parameter_count));
    static constexpr bool mixes_rows = (handgrad::mixes_rows<Layers> || ...);
    static constexpr auto learned = joined_ranges<Layers...>();
    static constexpr int learned_count = (handgrad::learned_count<Layers> + ...);

    template <extent B, class T>
    static constexpr stack_arrays arrays = arrays_in_turn<B, T, Layers...>;

    /// What they remember of a sequence, layer after layer, and where that of layer I begins.
    static constexpr int state_size = counted((0LL + ... + state_size_of<Layers>));
    template <int I>
    static constexpr int state_offset = [] {
        int offset = 0, number = 0;
        ((offset += ++number < I ? state_size_of<Layers> : 0), ...);
        return offset;
    }();
    template <class T>
    using input_number = handgrad::input_number<layer_type<1>, T>;
    static constexpr int input_count = handgrad::input_count<layer_type<1>>;
    static constexpr bool in_time = (looks_at_steps<Layers> || ...);
    static constexpr bool causal = (is_causal<Layers> && ...);

    /// Where the parameters of layer I begin.
    template <int I>
    static constexpr int parameter_offset = [] {
        int offset = 0, number = 0;
        ((offset = counted(1LL * offset + (++number < I ? Layers::parameter_count : 0))), ...);
        return offset;
    }();

    /// Additions and multiplications of a forward pass over B rows, in the layers that state theirs.
    template <extent B>
    static constexpr long flops = (flops_of<Layers> + ...) * B;

    /// Random parameters, layer after layer. A scheme, such as he_normal{}, replaces the layers' own choice.
    template <class T, class... Scheme>
    static constexpr void initialize(view<T, 1, parameter_count> p, rng& r, Scheme... scheme) {
        [&]<int... I>(std::integer_sequence<int, I...>) {
            (initialize_layer<layer_type<I + 1>>(parameters_of<I + 1>(p), r, scheme...), ...);
        }
        (std::make_integer_sequence<int, depth>{});
    }

protected:
    static constexpr bool any_draws = (draws<Layers> || ...);
    static constexpr bool any_has_statistics = (has_statistics<Layers> || ...);

    template <int I, class T>
    HANDGRAD_INLINE static constexpr view<T, 1, layer_type<I>::parameter_count>
    parameters_of(view<T, 1, parameter_count> p) {
        return view<T, 1, layer_type<I>::parameter_count>(p.data() + parameter_offset<I>);
    }

    /// The part of layer I of a parameter_update.
    template <int I, class Update>
        requires(is_update<Update>)
    HANDGRAD_INLINE static constexpr auto parameters_of(Update update) {
        return update.template part<parameter_offset<I>, layer_type<I>::parameter_count>();
    }

    /// The frozen form of layer I, of a list of them.
    template <int I, class Frozen>
    HANDGRAD_INLINE static constexpr auto parameters_of(frozen_parameters<Frozen> all) {
        const auto& form = all.form.template get<I>();
        return frozen_parameters<std::remove_cvref_t<decltype(form)>>{form};
    }

    template <int I, class T>
    HANDGRAD_INLINE static constexpr auto parameters_of(unwanted_gradient<parameter_count, T> nowhere) {
        return nowhere.template part<parameter_offset<I>, layer_type<I>::parameter_count>();
    }

    /// What layer I remembers, of what all of them do (nothing is given if none of them does): the last of
    /// its optional_arguments. `stride` steps of the list make one of that layer's.
    template <int I, int Stride = 1, class... Memory>
    HANDGRAD_INLINE static constexpr auto memory_of([[maybe_unused]] Memory... all) {
        if constexpr (has_memory<layer_type<I>>)
            return (all.template part<state_offset<I>, state_size_of<layer_type<I>>>(Stride), ...);
        else
            return no_memory{};
    }

    /// In place of the vjp of layer I, which does not learn, if nobody wants the gradient of its input.
    template <int I, write W, class DP>
    HANDGRAD_INLINE static constexpr void leave_unlearned([[maybe_unused]] DP dp) {
        if constexpr (W == write::overwrite && !is_update<DP> && !is_discarded<DP>)
            for (auto& x : parameters_of<I>(dp)) x = 0;
    }

    /// Calls f(1) .. f(depth), the numbers as types.
    template <class F>
    HANDGRAD_INLINE static constexpr void for_each_layer(F f) {
        [&]<int... I>(std::integer_sequence<int, I...>) HANDGRAD_INLINE_LAMBDA {
            (f(std::integral_constant<int, I + 1>{}), ...);
        }
        (std::make_integer_sequence<int, depth>{});
    }

    /// draw and update_statistics of the layers that have them; Places says where on the tape each one's is.
    /// Each layer draws by a key of its own.
    template <class Places, class Tape>
    static constexpr void draw_each(Tape tape, std::uint64_t key, std::ptrdiff_t first_row) {
        rng keys{key};
        for_each_layer([&]<int I>(std::integral_constant<int, I>) {
            if constexpr (draws<layer_type<I>>)
                layer_type<I>::template draw<Places::template before<I>>(Places::template tape<I>(tape),
                                                                         keys(), first_row);
        });
    }
    template <class Places, class T, class Tape>
    static constexpr void update_each(view<T, 1, parameter_count> p, Tape tape) {
        for_each_layer([&]<int I>(std::integral_constant<int, I>) {
            if constexpr (has_statistics<layer_type<I>>)
                layer_type<I>::template update_statistics<Places::template before<I>>(
                    parameters_of<I>(p), Places::template tape<I>(tape));
        });
    }

private:
    template <class Layer, class P, class... Scheme>
    static constexpr void initialize_layer(P p, rng& r, Scheme... scheme) {
        if constexpr (requires { Layer::initialize(p, r, scheme...); })
            Layer::initialize(p, r, scheme...);
        else
            Layer::initialize(p, r);
    }
};

} // namespace detail

using detail::layer_list;

HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
