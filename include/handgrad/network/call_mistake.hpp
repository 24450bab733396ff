/// What can be wrong with a call of a network's functions, each with its own sentence.
#pragma once

#include <handgrad/layer/verdict.hpp>

#include <cstddef>
#include <type_traits>

namespace handgrad {
HANDGRAD_BEGIN_ISA

template <class Type>
struct has {};
template <class Type>
struct wants {};
template <int Rows>
struct batch_rows {};
template <int Columns>
struct batch_columns {};
template <int Rows>
struct workspace_rows {};
template <int Rows>
struct result_rows {};
template <int Rows>
struct target_rows {};
template <int Columns>
struct target_columns {};
template <int Classes>
struct class_weights {};
template <std::size_t Bytes>
struct needed_bytes {};
template <std::size_t Bytes>
struct budget_bytes {};

// The batch

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
    static_assert(detail::holds<Batch>,
                  "forward returns a matrix, so the compiler must know the number of rows: use "
                  "predict(p, x, y), which writes to y, or x.tile<B>(first)");
};

template <class Batch, class Results>
struct result_rows_mismatch;
template <int Wants, int Has>
struct result_rows_mismatch<batch_rows<Wants>, result_rows<Has>> {
    static_assert(Has == Wants, "a batch of results must have as many rows as the batch");
};

template <class Given>
struct read_only {
    static_assert(detail::holds<Given>, "this argument is written to: it must not be const");
};

// Parameters, gradient and workspace

template <class Number, class Layers>
struct no_such_layer;
template <int Number, int Depth>
struct no_such_layer<layer_number<Number>, layers<Depth>> {
    static_assert(1 <= Number, "layers are numbered from 1 to depth");
    static_assert(Number < 1 || Number <= Depth, "layers are numbered from 1 to depth");
};

template <class Number, class Layer>
struct layer_without_weights {
    static_assert(detail::holds<Layer>, "this layer has no `weights(p)`, as dense has");
};

template <class Number, class Layer>
struct layer_without_biases {
    static_assert(detail::holds<Layer>,
                  "this layer has no `biases(p)`, as dense has if its fourth argument is bias");
};

template <class Given>
struct not_parameters {
    static_assert(detail::holds<Given>,
                  "the parameters of a network, and the gradient, are of type parameters<Net>");
};

template <class Given>
struct not_a_workspace {
    static_assert(detail::holds<Given>, "the workspace is of type Net::workspace<B>");
};

template <class Given, class Network>
struct parameters_of_another_network {
    static_assert(std::is_base_of_v<Network, Given>,
                  "these parameters, or this gradient, belong to another network");
};

template <class Given, class Network>
struct workspace_of_another_network {
    static_assert(std::is_base_of_v<Network, Given>, "this workspace belongs to another network");
};

template <class Given, class Parameters>
struct number_mismatch;
template <class Has, class Wants>
struct number_mismatch<has<Has>, wants<Wants>> {
    static_assert(std::is_same_v<Has, Wants>,
                  "parameters, gradient and workspace must have numbers of one type: parameters<Net, T> "
                  "and Net::workspace<B, T>");
};

template <class Batch, class Workspace>
struct workspace_too_small;
template <int Wants, int Has>
struct workspace_too_small<batch_rows<Wants>, workspace_rows<Has>> {
    static_assert(Has >= Wants,
                  "forward works on the whole batch at once: the workspace must be for as many rows");
};

template <class Batch, class Workspace>
struct whole_batch_needed;
template <int Rows, int Room>
struct whole_batch_needed<batch_rows<Rows>, workspace_rows<Room>> {
    static_assert(Rows >= 0,
                  "a layer of this network looks at the whole batch in training, as batch_norm does: "
                  "the compiler must know the number of rows, as in x.tile<B>(first)");
    static_assert(Rows < 0 || Rows >= 2, "a layer of this network looks at the whole batch in training, as "
                                         "batch_norm does: it must have two rows at least");
    static_assert(Rows < 2 || Rows <= Room,
                  "a layer of this network looks at the whole batch in training, as "
                  "batch_norm does: the workspace must be for as many rows");
};

template <class Needed, class Budget>
struct stack_budget_exceeded;
template <std::size_t Needed, std::size_t Budget>
struct stack_budget_exceeded<needed_bytes<Needed>, budget_bytes<Budget>> {
    static_assert(Needed <= Budget,
                  "this call needs more bytes of the stack than HANDGRAD_STACK_BUDGET: pass a "
                  "Net::workspace<B> that is static or on the heap, forward(p, x, ws), or use "
                  "predict(p, x, y), which works in tiles");
};

template <class Needed, class Budget>
struct result_exceeds_stack;
template <std::size_t Needed, std::size_t Budget>
struct result_exceeds_stack<needed_bytes<Needed>, budget_bytes<Budget>> {
    static_assert(Needed <= Budget,
                  "the result of this call needs more bytes of the stack than HANDGRAD_STACK_BUDGET: have it "
                  "written to a matrix that is static or on the heap, predict(p, x, y), or forward(p, x, ws, "
                  "y) with a Net::workspace<B>");
};

template <class Needed, class Budget>
struct predict_exceeds_stack;
template <std::size_t Needed, std::size_t Budget>
struct predict_exceeds_stack<needed_bytes<Needed>, budget_bytes<Budget>> {
    static_assert(Needed <= Budget,
                  "a single row needs more bytes of the stack than HANDGRAD_STACK_BUDGET: pass a "
                  "Net::workspace<B> that is static or on the heap, predict(p, x, ws, y)");
};

template <class Needed, class Budget>
struct parameters_exceed_stack;
template <std::size_t Needed, std::size_t Budget>
struct parameters_exceed_stack<needed_bytes<Needed>, budget_bytes<Budget>> {
    static_assert(
        Needed <= Budget,
        "parameters of more bytes than HANDGRAD_STACK_BUDGET are not returned: have them written to "
        "some that are static or on the heap, collapse(p, q) or fold_batch_norm(p, q)");
};

template <class Needed, class Budget>
struct hidden_row_exceeds_stack;
template <std::size_t Needed, std::size_t Budget>
struct hidden_row_exceeds_stack<needed_bytes<Needed>, budget_bytes<Budget>> {
    static_assert(Needed <= Budget,
                  "collapse has a row of each hidden layer on the stack: where there is room for more than "
                  "HANDGRAD_STACK_BUDGET bytes, that is to be defined larger, before the first header");
};

// Loss, targets and training step

template <class Given>
struct not_a_loss {
    static_assert(detail::holds<Given>, "the first argument must be a loss, such as "
                                        "softmax_cross_entropy{}: see loss/concept.hpp");
};

template <class Given>
struct loss_of_another_signature {
    static_assert(detail::holds<Given>,
                  "a loss is called as running_sum<T> loss(running_sum<T> start, z, target, T weight, g), "
                  "views of const numbers, g a view or `discard`: see loss/concept.hpp");
};

template <class Given>
struct not_a_target {
    static_assert(detail::holds<Given>, "targets are a matrix, a view or rows of numbers, or, if they are "
                                        "single numbers, an array or a span");
};

template <class Weights, class Network>
struct class_weights_mismatch;
template <int Wants, int Has>
struct class_weights_mismatch<class_weights<Has>, outputs<Wants>> {
    static_assert(Has == Wants, "a loss must have one class weight for each output of the network");
};

template <class Target, class Loss>
struct target_width_mismatch;
template <int Wants, int Has>
struct target_width_mismatch<target_columns<Has>, expects<Wants>> {
    static_assert(Has == Wants, "a target must have as many numbers in a row as the loss expects");
};

template <class Batch, class Target>
struct target_rows_mismatch;
template <int Wants, int Has>
struct target_rows_mismatch<batch_rows<Wants>, target_rows<Has>> {
    static_assert(Has == Wants, "there must be as many targets as the batch has rows");
};

template <class Target, class Loss>
struct target_element_mismatch;
template <class Has, class Wants>
struct target_element_mismatch<has<Has>, wants<Wants>> {
    static_assert(std::is_same_v<Has, Wants>,
                  "the numbers of a target must have the type that the loss expects: int for labels, "
                  "else that of the parameters");
};

template <class Given>
struct not_a_step {
    static_assert(detail::holds<Given>,
                  "the second argument must be an optimizer, or a function, that can be called as "
                  "step(p, gradient), or as step(p, gradient, state) if a state is passed");
};

HANDGRAD_END_ISA
} // namespace handgrad
