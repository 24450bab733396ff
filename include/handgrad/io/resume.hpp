/// Training that stops and goes on: checkpoints (io/checkpoint.hpp) in a file.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/verdict.hpp>
#include <handgrad/io/checkpoint.hpp>
#include <handgrad/io/file.hpp>
#include <handgrad/io/result.hpp>

#include <cstddef>
#include <string>
#include <type_traits>
#include <vector>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace io {

namespace detail {

/// Whether a file of this name is still to be made, in a folder that is there.
inline result<bool> is_still_to_be_made(const std::string& path) {
    struct ::stat about {};
    if (::lstat(path.c_str(), &about) == 0 || errno != ENOENT) return false;
    const replaced made(path, 0, false);
    if (::stat(made.folder.c_str(), &about) == 0) return true;
    return error(path, "cannot be opened", "its folder " + made.folder + ": " + reason());
}

template <class... Parts>
result<void> write_checkpoint(const std::string& path, const Parts&... parts) {
    const result<std::vector<std::byte>> bytes = save_checkpoint(parts...);
    if (bytes) return try_write_file(path, *bytes);
    error errors(path);
    errors.add(bytes.error());
    return errors;
}

template <class... Parts>
result<bool> resume(const std::string& path, const resume_options& options, Parts&... parts) {
    const result<bool> begins = is_still_to_be_made(path);
    if (!begins) return begins.error();
    if (*begins) return false;
    const result<file> read = try_read_file(path);
    if (!read) return read.error();
    const result<void> done = load_checkpoint(*read, options, parts...);
    if (!done) return done.error();
    return true;
}

} // namespace detail

/// Makes or replaces the file of a checkpoint of these parts (try_save_checkpoint, io/checkpoint.hpp), as a
/// whole: whenever the process or the machine stops, the path names the last one or the one before
/// (try_write_file, io/file.hpp).
template <class... Parts>
result<void> try_write_checkpoint(const std::string& path, const Parts&... parts) {
    using verdict = detail::parts_verdict<false, const Parts&...>;
    if constexpr (is_well_formed<verdict>) {
        return detail::write_checkpoint(path, parts...);
    } else {
        using reported [[maybe_unused]] = handgrad::detail::report<decltype(verdict{})>;
        return {};
    }
}
/// The same; throws a format_error.
template <class... Parts>
void write_checkpoint(const std::string& path, const Parts&... parts) {
    using verdict = detail::parts_verdict<false, const Parts&...>;
    if constexpr (is_well_formed<verdict>) {
        return detail::write_checkpoint(path, parts...).value();
    } else {
        using reported [[maybe_unused]] = handgrad::detail::report<decltype(verdict{})>;
    }
}

/// Reads the parts from the file (try_load_checkpoint, io/checkpoint.hpp), and is true; false, and they are
/// as they were, if there is no file of that name yet: training begins. On any error they are as they were,
/// too.
template <class... Parts>
result<bool> try_resume(const std::string& path, const resume_options& options, Parts&&... parts) {
    using verdict = detail::parts_verdict<true, Parts&&...>;
    if constexpr (is_well_formed<verdict>) {
        return detail::resume(path, options, parts...);
    } else {
        using reported [[maybe_unused]] = handgrad::detail::report<decltype(verdict{})>;
        return false;
    }
}
template <class First, class... Parts>
    requires(!std::is_same_v<std::remove_cvref_t<First>, resume_options>)
result<bool> try_resume(const std::string& path, First&& first, Parts&&... parts) {
    using verdict = detail::parts_verdict<true, First&&, Parts&&...>;
    if constexpr (is_well_formed<verdict>) {
        return detail::resume(path, resume_options{}, first, parts...);
    } else {
        using reported [[maybe_unused]] = handgrad::detail::report<decltype(verdict{})>;
        return false;
    }
}

/// The same; what it complains of is thrown as a format_error:
///
///     hg::io::progress at{.order = order_of(samples)};
///     if (!hg::io::resume("digits.checkpoint", p, state, random, at, step)) net::initialize(p, random);
///     while (at.epoch < 40) {
///         hg::shuffle(at.order, random);
///         ...
///         ++at.epoch;
///         hg::io::write_checkpoint("digits.checkpoint", p, state, random, at, step);
///     }
template <class... Parts>
bool resume(const std::string& path, const resume_options& options, Parts&&... parts) {
    using verdict = detail::parts_verdict<true, Parts&&...>;
    if constexpr (is_well_formed<verdict>) {
        return detail::resume(path, options, parts...).value();
    } else {
        using reported [[maybe_unused]] = handgrad::detail::report<decltype(verdict{})>;
        return false;
    }
}
template <class First, class... Parts>
    requires(!std::is_same_v<std::remove_cvref_t<First>, resume_options>)
bool resume(const std::string& path, First&& first, Parts&&... parts) {
    using verdict = detail::parts_verdict<true, First&&, Parts&&...>;
    if constexpr (is_well_formed<verdict>) {
        return detail::resume(path, resume_options{}, first, parts...).value();
    } else {
        using reported [[maybe_unused]] = handgrad::detail::report<decltype(verdict{})>;
        return false;
    }
}

} // namespace io
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
