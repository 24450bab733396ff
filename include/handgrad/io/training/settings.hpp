/// What an optimizer or a schedule is set to, as text.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/by_name.hpp>
#include <handgrad/core/setting.hpp>
#include <handgrad/io/numbers/text.hpp>

#include <string>
#include <type_traits>
#include <vector>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace io {
namespace detail {

// The members of an aggregate are counted by trying how many of these it can be made of.
template <class Aggregate>
struct any_object {
    template <class Object>
        requires(std::is_class_v<Object> && !std::is_base_of_v<Object, Aggregate>)
    operator Object() const;
};
struct any_number {
    template <class Number>
        requires(std::is_arithmetic_v<Number> || std::is_enum_v<Number>)
    operator Number() const;
};

template <class Aggregate, class... Members>
consteval int count_members() {
    using handgrad::detail::by_name;
    using object = any_object<Aggregate>;
    if constexpr (requires { Aggregate{Members{}..., object{}}; })
        return count_members<Aggregate, Members..., object>();
    else if constexpr (requires { Aggregate{Members{}..., by_name{}}; })
        return count_members<Aggregate, Members..., by_name>();
    else if constexpr (requires { Aggregate{Members{}..., any_number{}}; })
        return count_members<Aggregate, Members..., any_number>();
    else
        return sizeof...(Members);
}

inline constexpr int most_members = 10;

/// f(member) for each.
template <class Aggregate, class F>
void for_each_member(const Aggregate& x, F f) {
    constexpr int count = count_members<Aggregate>();
    const auto all = [&](const auto&... member) { (f(member), ...); };
    if constexpr (count == 1) {
        const auto& [a] = x;
        all(a);
    } else if constexpr (count == 2) {
        const auto& [a, b] = x;
        all(a, b);
    } else if constexpr (count == 3) {
        const auto& [a, b, c] = x;
        all(a, b, c);
    } else if constexpr (count == 4) {
        const auto& [a, b, c, d] = x;
        all(a, b, c, d);
    } else if constexpr (count == 5) {
        const auto& [a, b, c, d, e] = x;
        all(a, b, c, d, e);
    } else if constexpr (count == 6) {
        const auto& [a, b, c, d, e, g] = x;
        all(a, b, c, d, e, g);
    } else if constexpr (count == 7) {
        const auto& [a, b, c, d, e, g, h] = x;
        all(a, b, c, d, e, g, h);
    } else if constexpr (count == 8) {
        const auto& [a, b, c, d, e, g, h, i] = x;
        all(a, b, c, d, e, g, h, i);
    } else if constexpr (count == 9) {
        const auto& [a, b, c, d, e, g, h, i, j] = x;
        all(a, b, c, d, e, g, h, i, j);
    } else if constexpr (count == most_members) {
        const auto& [a, b, c, d, e, g, h, i, j, k] = x;
        all(a, b, c, d, e, g, h, i, j, k);
    }
}

template <class Type>
inline constexpr bool is_setting = false;
template <handgrad::detail::setting_name Name, class Range, class Number>
inline constexpr bool is_setting<setting<Name, Range, Number>> = true;

/// Whether add_settings can list all that the type keeps: numbers, and aggregates of what can be listed.
template <class Type>
consteval bool can_be_listed() {
    if constexpr (is_setting<Type> || std::is_arithmetic_v<Type> || std::is_enum_v<Type> ||
                  std::is_empty_v<Type>)
        return true;
    else if constexpr (std::is_aggregate_v<Type> && std::is_class_v<Type>)
        // (One that is derived, or has arrays, is not made of one part for each member.)
        return count_members<Type>() >= 1 && count_members<Type>() <= most_members;
    else
        return false;
}

template <handgrad::detail::setting_name Name, class Range, class Number>
void add_settings(std::vector<std::string>& list, const std::string&, const setting<Name, Range, Number>& x) {
    list.push_back(std::string(Name.characters) + " = " + text_of(Number{x}));
}
template <class Type>
void add_settings(std::vector<std::string>& list, const std::string& name, const Type& x) {
    if constexpr (std::is_enum_v<Type>) {
        add_settings(list, name, static_cast<std::underlying_type_t<Type>>(x));
    } else if constexpr (std::is_same_v<Type, bool>) {
        list.push_back(name + " = " + (x ? "true" : "false"));
    } else if constexpr (std::is_arithmetic_v<Type>) {
        list.push_back(name + " = " + text_of(x));
    } else if constexpr (!std::is_empty_v<Type>) {
        int number = 0;
        for_each_member(x, [&](const auto& member) {
            add_settings(list, (name.empty() ? "member " : name + ".") + std::to_string(++number), member);
        });
    }
}

/// "adam: rate = 0.001" for each setting, "member 8 = true" for what has no name.
template <class Type>
std::vector<std::string> settings_of(const Type& x) {
    std::vector<std::string> list;
    add_settings(list, "", x);
    return list;
}

} // namespace detail
} // namespace io
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
