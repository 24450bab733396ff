/// A value, or what kept it from being made.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/io/error.hpp>

#include <optional>
#include <type_traits>
#include <utility>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace io {

/// A T, or an error: what std::expected<T, error> of C++23 is, by its names, also without exceptions. Of a
/// `result<void>` there is no value, only that nothing went wrong.
///
///     if (auto p = hg::io::try_load<net>(file)) use(*p);
///     else std::puts(p.error().message().c_str());
///
/// value() of one that holds an error throws it as a format_error; where exceptions are switched off, it
/// prints the text and aborts.
template <class T>
class [[nodiscard]] result {
public:
    using value_type = T;
    using error_type = io::error;

    template <class U = T>
        requires(std::is_constructible_v<T, U> && !std::is_same_v<std::remove_cvref_t<U>, result> &&
                 !std::is_same_v<std::remove_cvref_t<U>, io::error>)
    result(U&& value) : value_(std::forward<U>(value)) {}
    result(io::error e) : error_(std::move(e)) {}

    bool has_value() const noexcept { return value_.has_value(); }
    explicit operator bool() const noexcept { return has_value(); }

    /// Only of one that has a value.
    T& operator*() & noexcept { return *value_; }
    const T& operator*() const& noexcept { return *value_; }
    T&& operator*() && noexcept { return std::move(*value_); }
    T* operator->() noexcept { return &*value_; }
    const T* operator->() const noexcept { return &*value_; }
    /// Only of one that has none.
    const io::error& error() const& noexcept { return error_; }
    io::error&& error() && noexcept { return std::move(error_); }

    T& value() & { return check(), *value_; }
    const T& value() const& { return check(), *value_; }
    T&& value() && { return check(), std::move(*value_); }
    template <class U>
    T value_or(U&& other) const& {
        return has_value() ? *value_ : static_cast<T>(std::forward<U>(other));
    }
    template <class U>
    T value_or(U&& other) && {
        return has_value() ? std::move(*value_) : static_cast<T>(std::forward<U>(other));
    }

    /// f(value), a result; or this error, as a result of the same type.
    template <class F>
    auto and_then(F&& f) && {
        using made = std::remove_cvref_t<std::invoke_result_t<F, T&&>>;
        return has_value() ? std::forward<F>(f)(std::move(*value_)) : made(std::move(error_));
    }
    /// A result of f(value), or this error.
    template <class F>
    auto transform(F&& f) && {
        using made = result<std::remove_cvref_t<std::invoke_result_t<F, T&&>>>;
        return has_value() ? made(std::forward<F>(f)(std::move(*value_))) : made(std::move(error_));
    }

private:
    void check() const {
        if (!has_value()) error_.raise();
    }

    std::optional<T> value_;
    io::error error_;
};

template <>
class [[nodiscard]] result<void> {
public:
    using value_type = void;
    using error_type = io::error;

    result() = default;
    result(io::error e) : error_(std::move(e)) {}

    bool has_value() const noexcept { return !error_.has_value(); }
    explicit operator bool() const noexcept { return has_value(); }
    const io::error& error() const& noexcept { return *error_; }
    io::error&& error() && noexcept { return std::move(*error_); }
    void value() const {
        if (error_) error_->raise();
    }

private:
    std::optional<io::error> error_;
};

} // namespace io
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
