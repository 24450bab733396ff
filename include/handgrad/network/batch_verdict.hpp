/// What can be wrong with a batch, and with the room for its results.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/other_call.hpp>
#include <handgrad/core/verdict.hpp>
#include <handgrad/core/written.hpp>
#include <handgrad/layer/verdict.hpp>
#include <handgrad/network/batch.hpp>

#include <type_traits>

namespace handgrad {
HANDGRAD_BEGIN_ISA

namespace mistake {

template <int Rows>
struct batch_rows {};
template <int Columns>
struct batch_columns {};
template <int Rows>
struct result_rows {};

template <class Given>
struct not_a_batch {
    static_assert(detail::holds<Given>, "a batch is a matrix, a view or rows of numbers");
};

template <class Given, class Network>
struct numbers_are_a_column {
    static_assert(detail::holds<Given>,
                  "these numbers count as a batch of one column, but the network has more inputs: one row "
                  "of them is row(a, b, ..) or view<const T, 1, N>(data), many are rows<const T, N>");
};

template <class Given, int Outputs>
struct numbers_are_a_column<Given, outputs<Outputs>> {
    static_assert(detail::holds<Given>,
                  "these numbers count as results of one column, but the network has more outputs: results "
                  "are a matrix, a view<T, B, N>(data) or rows<T, N>(data, count)");
};

template <class Given, class Network>
struct input_gradient_is_a_column {
    static_assert(detail::holds<Given>,
                  "these numbers count as an input gradient of one column, but the network has more inputs: "
                  "it is a matrix, a view<T, B, N>(data) or rows<T, N>(data, count)");
};

template <class Batch, class Network>
struct batch_width_mismatch;
template <int Wants, int Has>
struct batch_width_mismatch<batch_columns<Has>, inputs<Wants>> {
    static_assert(Has == Wants, "a batch must have as many columns as the network has inputs");
};
template <int Wants, int Has>
struct batch_width_mismatch<batch_columns<Has>, outputs<Wants>> {
    static_assert(Has == Wants, "a batch of results must have as many columns as the network has outputs");
};

template <class Batch, class Parameters>
struct batch_element_mismatch;
template <class Has, class Wants>
struct batch_element_mismatch<has<Has>, wants<Wants>> {
    static_assert(std::is_same_v<Has, Wants>,
                  "the numbers of a batch must have the type of the parameters' numbers");
};

template <class Batch>
struct run_time_batch {
    static_assert(
        detail::holds<Batch>,
        "forward works on the whole batch at once, so the compiler must know the number of its rows, "
        "and of the results': use predict, which takes any number, or tile<B>(first) of the rows");
};

template <class Batch, class Results>
struct result_rows_mismatch;
template <int Wants, int Has>
struct result_rows_mismatch<batch_rows<Wants>, result_rows<Has>> {
    static_assert(Has == Wants, "a batch of results must have as many rows as the batch");
};

template <class Network, class Results>
struct made_rows_mismatch;
template <int Wants, int Has>
struct made_rows_mismatch<batch_rows<Wants>, result_rows<Has>> {
    static_assert(Has == Wants,
                  "a batch of results must have as many rows as the network makes: one for each "
                  "step, or, where it ends in last_step, one for each sequence");
};

} // namespace mistake

namespace detail {

/// Stands for the rows that a network makes of sequences, of which only the number matters.
template <int Rows>
struct rows_alone {};
template <int Rows>
struct traits_of_batch<rows_alone<Rows>> : batch_shape<void, Rows, 0> {};

template <class X, int Rows>
struct rows_mismatch
    : std::type_identity<mistake::result_rows_mismatch<mistake::batch_rows<batch_traits<X>::rows>,
                                                       mistake::result_rows<Rows>>> {};
template <int Made, int Rows>
struct rows_mismatch<rows_alone<Made>, Rows>
    : std::type_identity<mistake::made_rows_mismatch<mistake::batch_rows<Made>, mistake::result_rows<Rows>>> {
};

/// X is a batch of T with N columns, which `Width` (inputs<N> or outputs<N>) explains.
template <class X, class T, int N, template <int> class Width>
consteval auto judge_batch() {
    using traits = batch_traits<X>;
    if constexpr (std::is_same_v<X, mistake::no_result>)
        return verdict_is<mistake::told_elsewhere>;
    else if constexpr (!traits::valid)
        return verdict_is<mistake::not_a_batch<X>>;
    else if constexpr (traits::cols != N && !requires { X::cols; })
        return verdict_is<mistake::numbers_are_a_column<X, Width<N>>>;
    else if constexpr (traits::cols != N)
        return verdict_is<mistake::batch_width_mismatch<mistake::batch_columns<traits::cols>, Width<N>>>;
    else
        return unless<
            std::is_same_v<typename traits::value_type, T>,
            mistake::batch_element_mismatch<mistake::has<typename traits::value_type>, mistake::wants<T>>>{};
}

template <class X>
using judge_static_rows = unless<batch_traits<X>::rows != run_time_rows, mistake::run_time_batch<X>>;

template <class X, class Y>
inline constexpr bool rows_agree =
    batch_traits<X>::rows == batch_traits<Y>::rows || batch_traits<X>::rows == run_time_rows ||
    batch_traits<Y>::rows == run_time_rows;

/// Y is room for a row of N numbers for each row of X.
template <class Y, class X, class T, int N, template <int> class Width>
consteval auto judge_room() {
    using room = std::remove_cvref_t<Y>;
    using batch_verdict = typename decltype(judge_batch<room, T, N, Width>())::type;
    if constexpr (std::is_same_v<batch_verdict, mistake::numbers_are_a_column<room, mistake::inputs<N>>>)
        return verdict_is<mistake::input_gradient_is_a_column<room, mistake::inputs<N>>>;
    else if constexpr (!is_well_formed<batch_verdict>)
        return verdict_is<batch_verdict>;
    else if constexpr (!rows_agree<X, room>)
        return verdict_is<typename rows_mismatch<X, batch_traits<room>::rows>::type>;
    else if constexpr (std::is_constructible_v<rows<const T, N>, Y&>)
        return judge_written<Y>();
    else
        return verdict_is<mistake::not_a_batch<room>>;
}

} // namespace detail

HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
