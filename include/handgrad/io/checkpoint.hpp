/// A training, as far as it is, to a file and back.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/verdict.hpp>
#include <handgrad/core/written.hpp>
#include <handgrad/io/result.hpp>
#include <handgrad/io/source.hpp>
#include <handgrad/io/training/checkpoint_file.hpp>
#include <handgrad/io/training/checkpoint_part.hpp>

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

namespace handgrad {
HANDGRAD_BEGIN_ISA

namespace mistake {

template <class Given>
struct not_a_part_of_a_checkpoint {
    static_assert(
        io::detail::is_checkpoint_part<Given>,
        "a checkpoint is of parameters<net>, an optimizer_state, a net::state, rng (that of a "
        "workspace is ws.random()), io::progress, and an optimizer and a schedule whose members are numbers");
};
template <int Networks>
struct parameters_of_more_networks {
    static_assert(Networks <= 1, "a checkpoint has the parameters of one network");
};
template <int Parts>
struct checkpoint_of_nothing {
    static_assert(Parts > 0, "a checkpoint has parts: parameters<net>, an optimizer_state, rng, ..");
};

} // namespace mistake

namespace io {
namespace detail {

template <bool Read, class Given>
consteval auto judge_part() {
    using handgrad::detail::verdict_is;
    if constexpr (!is_checkpoint_part<Given>)
        return verdict_is<mistake::not_a_part_of_a_checkpoint<std::remove_cvref_t<Given>>>;
    else if constexpr (Read && is_restored<Given> && std::is_const_v<std::remove_reference_t<Given>>)
        return verdict_is<mistake::read_only<std::remove_reference_t<Given>>>;
    else if constexpr (Read && is_restored<Given> && !std::is_lvalue_reference_v<Given>)
        return verdict_is<mistake::written_temporary<std::remove_reference_t<Given>>>;
    else
        return verdict_is<well_formed>;
}

template <class Given>
using part_of = checkpoint_part<std::remove_cvref_t<Given>>;

template <bool Read, class... Given>
consteval auto judge_parts() {
    using handgrad::detail::verdict_is;
    using each = typename handgrad::detail::first_mistake<decltype(judge_part<Read, Given>())...>::type;
    if constexpr (!is_well_formed<each>)
        return verdict_is<each>;
    else if constexpr (sizeof...(Given) == 0)
        return verdict_is<mistake::checkpoint_of_nothing<0>>;
    else if constexpr (constexpr int n = ((part_of<Given>::kind == "parameters") + ...); n > 1)
        return verdict_is<mistake::parameters_of_more_networks<n>>;
    else
        return verdict_is<well_formed>;
}
template <bool Read, class... Given>
using parts_verdict = typename decltype(judge_parts<Read, Given...>())::type;

/// "state", "random", "random2": that of each part.
template <class... Given>
std::vector<std::string> names_of_parts() {
    const std::array<std::string_view, sizeof...(Given)> kinds{part_of<Given>::kind...};
    std::vector<std::string> names;
    for (std::size_t i = 0; i < kinds.size(); ++i) {
        int number = 1;
        for (std::size_t k = 0; k < i; ++k) number += kinds[k] == kinds[i];
        names.push_back(std::string(kinds[i]) + (number > 1 ? std::to_string(number) : std::string()));
    }
    return names;
}
inline std::string in_metadata(const std::string& part) { return "handgrad." + part; }

template <class... Parts>
result<std::vector<std::byte>> save_checkpoint(const Parts&... parts) {
    checkpoint_writer to;
    const std::vector<std::string> names = names_of_parts<Parts...>();
    std::string all;
    for (const std::string& name : names) all += (all.empty() ? "" : " ") + name;
    std::size_t i = 0;
    (part_of<Parts>::write(to, parts, in_metadata(names[i++])), ...);
    return to.finish(all);
}

template <class... Parts>
result<void> load_checkpoint(const source& file, const resume_options& options, Parts&... parts) {
    const result<safetensors> read = try_read_safetensors(file);
    if (!read) return read.error();
    constexpr bool has_schedule = ((part_of<Parts>::kind == "schedule") || ...);
    checkpoint_reader from(*read, file.name, options, has_schedule);
    const std::vector<std::string> names = names_of_parts<Parts...>();
    if (!from.is_of(names)) return from.errors;
    // (In order: the elements of a list in braces are.)
    auto staged = [&]<std::size_t... I>(std::index_sequence<I...>) {
        return std::tuple<part_of<Parts>...>{part_of<Parts>(from, parts, in_metadata(names[I]))...};
    }
    (std::index_sequence_for<Parts...>{});
    if (!from.errors) from.complain_of_the_rest();
    if (from.errors) return from.errors;
    std::apply([&](auto&... part) { (part.commit(parts), ...); }, staged);
    return {};
}

} // namespace detail

/// The bytes of a checkpoint: all that a training must have to go on as if it had never stopped. Its parts,
/// in any order, are
///     parameters<net>                           of one network
///     optimizer_state<rule, n>                  its numbers and its steps
///     net::state<B>                             what it remembers of sequences
///     rng                                       also that of a workspace, ws.random(), where a layer draws
///     io::progress                              epoch, step, order of the samples, and what else is kept
///     the optimizer, the schedule               their types and settings, for resume to compare (of a lambda
///                                               as a schedule: only that it is a function)
/// There may be several of each, but of the parameters; which is which is told by their order. It is a
/// safetensors file: its tensors are the parameters, as save (io/save.hpp) writes them, and "handgrad.state",
/// "handgrad.memory", "handgrad.progress.order"; all else is text in its metadata, which has a digest of all.
/// Error: a text of the caller's that is no UTF-8.
template <class... Parts>
result<std::vector<std::byte>> try_save_checkpoint(const Parts&... parts) {
    using verdict = detail::parts_verdict<false, const Parts&...>;
    if constexpr (is_well_formed<verdict>) {
        return detail::save_checkpoint(parts...);
    } else {
        using reported [[maybe_unused]] = handgrad::detail::report<decltype(verdict{})>;
        return error();
    }
}

/// The parts from the bytes of a checkpoint that was written with the same ones: all of them, or, on any
/// error, none. What was not written with it, what it has more, a file with other bits than those that were
/// written, another network, optimizer or setting are errors. Where a schedule is a part, the rate that the
/// optimizer happens to have is not compared: the schedule sets it.
template <class... Parts>
result<void> try_load_checkpoint(const source& file, const resume_options& options, Parts&&... parts) {
    using verdict = detail::parts_verdict<true, Parts&&...>;
    if constexpr (is_well_formed<verdict>) {
        return detail::load_checkpoint(file, options, parts...);
    } else {
        using reported [[maybe_unused]] = handgrad::detail::report<decltype(verdict{})>;
        return error();
    }
}

} // namespace io
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
