/// A type as its user writes it, the same for every compiler.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/network/fingerprint.hpp>

#include <array>
#include <climits>
#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace io {

namespace detail {

using handgrad::detail::written_name;

// Compilers write the arguments of a template as they please, and each one otherwise: with those that are
// defaults, or without, or with some; and each has its own names for some types and numbers. So only names
// are taken from what a compiler writes, and arguments are spelled one by one.

constexpr bool is_of_name(char c) {
    return ('a' <= c && c <= 'z') || ('A' <= c && c <= 'Z') || ('0' <= c && c <= '9') || c == '_';
}

/// How long the word of an instruction set's namespace is that a text begins with, "isa_v3::"; 0 if it does
/// not.
constexpr std::size_t isa_word(std::string_view text) {
    if (!text.starts_with("isa_")) return 0;
    std::size_t n = 4;
    while (n < text.size() && is_of_name(text[n])) ++n;
    return text.substr(n).starts_with("::") ? n + 2 : 0;
}

/// What of the names of namespaces is left out of a text that begins with them, how long it is: the
/// library's, the instruction set's, and what compilers write for one without a name.
constexpr std::size_t unwritten_namespaces(std::string_view text) {
    for (const std::string_view nameless : {"{anonymous}::", "(anonymous namespace)::"})
        if (text.starts_with(nameless)) return nameless.size();
    if (!text.starts_with("handgrad::")) return isa_word(text);
    std::size_t n = 10;
    n += isa_word(text.substr(n));
    if (text.substr(n).starts_with("detail::")) n += 8;
    return n;
}

/// Without these namespaces, and what compilers write as "> >", " *" and "1ul" alike.
inline std::string normalized(std::string_view text) {
    std::string result;
    bool in_number = false;
    while (!text.empty()) {
        const bool after_name = !result.empty() && is_of_name(result.back());
        const std::size_t unwritten = after_name ? 0 : unwritten_namespaces(text);
        if (unwritten > 0) {
            text.remove_prefix(unwritten);
            continue;
        }
        const char c = text.front();
        text.remove_prefix(1);
        if (c == ' ' && !text.empty() && (text.front() == '>' || text.front() == '*')) continue;
        if (in_number && (c == 'u' || c == 'U' || c == 'l' || c == 'L')) continue;
        in_number = '0' <= c && c <= '9' && (in_number || !after_name);
        result += c;
    }
    return result;
}

template <class Type>
std::string spell();

/// An argument that is no type, as one.
template <auto Number>
struct value {
    static constexpr auto number = Number;
};
template <class Type>
inline constexpr bool is_value = false;
template <auto Number>
inline constexpr bool is_value<value<Number>> = true;

template <class Value>
std::string spell_value() {
    using type = std::remove_cv_t<decltype(Value::number)>;
    if constexpr (std::is_same_v<type, bool>) {
        return Value::number ? "true" : "false";
    } else if constexpr (std::is_integral_v<type>) {
        return std::to_string(Value::number);
    } else {
        constexpr std::string_view text = written_name<Value>();
        constexpr std::size_t begin = text.find('<') + 1;
        return normalized(text.substr(begin, text.rfind('>') - begin));
    }
}

/// "int", "float"; of other integers the name that <cstdint> has for one of their size.
template <class Number>
std::string spell_number() {
    if constexpr (std::is_floating_point_v<Number> || std::is_same_v<Number, int> ||
                  std::is_same_v<Number, bool> || std::is_same_v<Number, char>)
        return std::string(written_name<Number>());
    else
        return (std::is_signed_v<Number> ? "std::int" : "std::uint") +
               std::to_string(sizeof(Number) * CHAR_BIT) + "_t";
}

// A template of some kinds of arguments, the first of them given; `with` gives it the others.
template <template <class...> class Template>
struct of_types {
    template <class... Types>
    using with = Template<Types...>;
};
template <template <auto...> class Template>
struct of_values {
    template <class... Values>
    using with = Template<Values::number...>;
};
template <template <auto, class...> class Template, auto First>
struct of_value_and_types {
    template <class... Types>
    using with = Template<First, Types...>;
};
template <template <auto, auto, class...> class Template, auto First, auto Second>
struct of_two_values_and_types {
    template <class... Types>
    using with = Template<First, Second, Types...>;
};
template <template <class, auto, class...> class Template, class First, auto Second>
struct of_type_value_and_types {
    template <class... Types>
    using with = Template<First, Second, Types...>;
};

template <class Type, class Template, class... Arguments>
concept is_template_with = std::is_same_v<typename Template::template with<Arguments...>, Type>;

/// Whether the first of some arguments are enough, as the others are defaults.
template <class Type, class Template, class... Arguments>
struct defaults_after {
    template <std::size_t... I>
    static consteval bool first(std::index_sequence<I...>) {
        return is_template_with<Type, Template, std::tuple_element_t<I, std::tuple<Arguments...>>...>;
    }
};

/// How many of some arguments say it all.
template <class Type, class Template, std::size_t Count, class... Arguments>
consteval std::size_t count_needed() {
    if constexpr (Count == 0)
        return 0;
    else if constexpr (defaults_after<Type, Template, Arguments...>::first(
                           std::make_index_sequence<Count - 1>{}))
        return count_needed<Type, Template, Count - 1, Arguments...>();
    else
        return Count;
}

/// A template's name and its arguments: `given`, and as many of `Arguments` as are needed.
template <class Type, class Template, class... Arguments>
std::string spell_template(std::initializer_list<std::string> given) {
    constexpr std::string_view written = written_name<Type>();
    std::string text = normalized(written.substr(0, written.find('<'))) + "<";
    const auto add = [&](const std::string& argument) {
        text += (text.back() == '<' ? "" : ", ") + argument;
    };
    for (const std::string& argument : given) add(argument);
    std::size_t needed = count_needed<Type, Template, sizeof...(Arguments), Arguments...>();
    ((needed > 0 ? (--needed, add(spell<Arguments>())) : void()), ...);
    return text + ">";
}

// Of what fits more than one the first is taken.
template <int Rank>
struct rank : rank<Rank - 1> {};
template <>
struct rank<0> {};

template <class Type, template <class...> class Template, class... Types>
std::string spell(std::type_identity<Template<Types...>>, rank<5>) {
    return spell_template<Type, of_types<Template>, Types...>({});
}
template <class Type, template <auto...> class Template, auto... Values>
std::string spell(std::type_identity<Template<Values...>>, rank<4>) {
    return spell_template<Type, of_values<Template>, value<Values>...>({});
}
template <class Type, template <auto, class...> class Template, auto First, class... Types>
std::string spell(std::type_identity<Template<First, Types...>>, rank<3>) {
    return spell_template<Type, of_value_and_types<Template, First>, Types...>({spell<value<First>>()});
}
template <class Type, template <auto, auto, class...> class Template, auto First, auto Second, class... Types>
std::string spell(std::type_identity<Template<First, Second, Types...>>, rank<2>) {
    return spell_template<Type, of_two_values_and_types<Template, First, Second>, Types...>(
        {spell<value<First>>(), spell<value<Second>>()});
}
template <class Type, template <class, auto, class...> class Template, class First, auto Second,
          class... Types>
std::string spell(std::type_identity<Template<First, Second, Types...>>, rank<1>) {
    return spell_template<Type, of_type_value_and_types<Template, First, Second>, Types...>(
        {spell<First>(), spell<value<Second>>()});
}
template <class Type>
std::string spell(std::type_identity<Type>, rank<0>) {
    return normalized(written_name<Type>());
}

/// The library's names for some of its templates with certain arguments.
inline std::string with_short_names(std::string text) {
    struct name {
        std::string_view whole, one;
    };
    constexpr std::array names{
        name{"leaky_relu_with<std::ratio<1, 100>>", "leaky_relu"}, name{"elu_with<std::ratio<1>>", "elu"},
        name{"celu_with<std::ratio<1>>", "celu"}, name{"softplus_with<std::ratio<1>>", "softplus"}};
    for (const name& n : names)
        if (text == n.whole) return std::string(n.one);
    if (text.starts_with("activate<") && text.ends_with(", identity>"))
        return "skip<" + text.substr(9, text.size() - 20) + ">";
    return text;
}

template <class Type>
std::string spell() {
    if constexpr (is_value<Type>)
        return spell_value<Type>();
    else if constexpr (std::is_arithmetic_v<Type>)
        return spell_number<Type>();
    else
        return with_short_names(spell<Type>(std::type_identity<Type>{}, rank<5>{}));
}

} // namespace detail

/// "network<dense<784, 128, relu>, dense<128, 10>>": a type as its user would write it, without the namespace
/// of the library and of the instruction set, and without arguments that are defaults. The same for every
/// compiler, for the layers and the options of the library and for other templates whose arguments are types
/// alone, or numbers, of which one or two come first, or one after the first type.
template <class Type>
std::string spelling() {
    return detail::spell<Type>();
}

} // namespace io
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
