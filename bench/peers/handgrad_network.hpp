/// The library itself, as it is meant to be used.
#pragma once

#include <handgrad/handgrad.hpp>

#include <algorithm>
#include <new>
#include <type_traits>

namespace bench {

namespace hg = handgrad;

/// One row.
template <class Task>
class by_handgrad_row {
public:
    static constexpr const char* name = "handgrad";
    using output = hg::matrix<float, 1, Task::outputs>;

    explicit by_handgrad_row(const float* parameters) { std::copy_n(parameters, p_.size, p_.begin()); }

    void predict(const float* x, output* y) const {
        // In place, as `auto y = net::forward(p, x)` is.
        ::new (y) output(Task::net::forward(p_, hg::view<const float, 1, Task::inputs>(x)));
    }

private:
    hg::parameters<typename Task::net> p_;
};

/// A batch.
template <class Task>
class by_handgrad {
    static constexpr auto loss = Task::loss;
    static constexpr auto optimizer = Task::optimizer;
    using loss_type = std::remove_cv_t<decltype(loss)>;

public:
    static constexpr const char* name = "handgrad";
    using target = typename loss_type::template target_type<float>;

    explicit by_handgrad(const float* parameters) { std::copy_n(parameters, p_.size, p_.begin()); }

    /// The forward pass alone; what it gives stays until the next call.
    [[gnu::noinline]] const float* predict(const float* x) {
        ::new (&y_) output(Task::net::forward(p_, hg::view<const float, Task::batch, Task::inputs>(x)));
        return y_.data();
    }

    [[gnu::noinline]] float step(const float* x, const target* t) {
        const hg::view<const float, Task::batch, Task::inputs> rows(x);
        const hg::view<const target, Task::batch, loss_type::template target_cols<Task::outputs>> targets(t);
        if constexpr (optimizer.states == 0)
            return Task::net::train_step(loss, optimizer, p_, rows, targets, workspace_);
        else
            return Task::net::train_step(loss, optimizer, p_, rows, targets, workspace_, state_);
    }

    void write(float* to) const { std::copy(p_.begin(), p_.end(), to); }

private:
    using output = hg::matrix<float, Task::batch, Task::outputs>;
    struct nothing {};
    hg::parameters<typename Task::net> p_;
    typename Task::net::template workspace<Task::batch> workspace_;
    output y_;
    [[no_unique_address]] std::conditional_t<
        optimizer.states == 0, nothing,
        hg::optimizer_state<std::remove_cv_t<decltype(optimizer)>, Task::parameter_count>>
        state_;
};

} // namespace bench
