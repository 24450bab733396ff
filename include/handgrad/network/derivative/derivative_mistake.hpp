/// What can be wrong with a call of vjp, jvp, jacobian or hessian_vector_product, each with its own sentence.
#pragma once

#include <handgrad/network/call_mistake.hpp>

namespace handgrad {
HANDGRAD_BEGIN_ISA

template <class Batch>
struct derivative_of_run_time_batch {
    static_assert(detail::holds<Batch>,
                  "this derivative is of a batch whose number of rows the compiler knows: x.tile<B>(first)");
};

template <class Needed, class Budget>
struct derivative_exceeds_stack;
template <std::size_t Needed, std::size_t Budget>
struct derivative_exceeds_stack<needed_bytes<Needed>, budget_bytes<Budget>> {
    static_assert(Needed <= Budget,
                  "this call needs more bytes of the stack than HANDGRAD_STACK_BUDGET: give it a workspace "
                  "that is static or on the heap as its last argument");
};

template <class Needed, class Budget>
struct derivative_result_exceeds_stack;
template <std::size_t Needed, std::size_t Budget>
struct derivative_result_exceeds_stack<needed_bytes<Needed>, budget_bytes<Budget>> {
    static_assert(Needed <= Budget,
                  "the result of this call needs more bytes of the stack than HANDGRAD_STACK_BUDGET: have it "
                  "written to one that is static or on the heap, which follows the workspace: jvp(p, dp, x, "
                  "dx, ws, y, dy), jacobian(p, x, ws, J), hessian_vector_product(loss, p, v, x, target, ws, "
                  "Hv)");
};

template <class Given, class Wanted>
struct not_room_for_a_jacobian {
    static_assert(detail::holds<Given>,
                  "a jacobian is written to a matrix or a view of the parameters' type of number, not const, "
                  "with a row for each output of the network and a column for each input");
};

template <class Batch, class Gradient>
struct gradient_rows_mismatch;
template <int Wants, int Has>
struct gradient_rows_mismatch<batch_rows<Wants>, result_rows<Has>> {
    static_assert(Has == Wants, "vjp wants a row of dl/dy for each row of the batch");
};

template <class Batch, class Tangent>
struct tangent_rows_mismatch;
template <int Wants, int Has>
struct tangent_rows_mismatch<batch_rows<Wants>, result_rows<Has>> {
    static_assert(Has == Wants, "a tangent of the input must have as many rows as the input");
};

template <class Given>
struct jacobian_of_one_row;
template <int Has>
struct jacobian_of_one_row<batch_rows<Has>> {
    static_assert(Has == 1, "a jacobian is that of one row: x.row(r)");
};

template <class Network>
struct jacobian_of_training {
    static_assert(detail::holds<Network>,
                  "a jacobian is built of backward passes, which follow a forward pass of training: a "
                  "network with dropout or batch_norm does something else there (see fold_batch_norm)");
};

template <class Given>
struct not_a_dual_workspace {
    static_assert(detail::holds<Given>, "the last argument of this call is a dual_workspace<net, B, T>");
};

template <class Given>
struct loss_without_duals {
    static_assert(detail::holds<Given>,
                  "a second derivative is computed with dual numbers: the loss must take any type of number, "
                  "and as many target columns as there are outputs or fewer");
};

HANDGRAD_END_ISA
} // namespace handgrad
