/// Which of several networks a file is of.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/io/load.hpp>

#include <string>
#include <utility>
#include <variant>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace io {

/// The parameters of the first of the networks that the file fits; or, of each, why it does not.
///
///     std::visit([&](const auto& p) { run(p); }, hg::io::load_any<narrow, wide>(file));
template <class... Networks>
result<std::variant<parameters<Networks>...>> try_load_any(const source& file,
                                                           const load_options& options = {}) {
    using made = std::variant<parameters<Networks>...>;
    error errors(file.name);
    std::optional<made> found;
    const auto attempt = [&]<class Network>(parameters<Network>*) {
        if (found) return;
        result<parameters<Network>> p = try_load<Network>(file, options);
        if (p)
            found = std::move(*p);
        else
            for (const std::string& complaint : p.error().complaints())
                errors.add("not " + spelling<Network>(), complaint);
    };
    (attempt(static_cast<parameters<Networks>*>(nullptr)), ...);
    if (found) return std::move(*found);
    return errors;
}
template <class... Networks>
std::variant<parameters<Networks>...> load_any(const source& file, const load_options& options = {}) {
    return try_load_any<Networks...>(file, options).value();
}

} // namespace io
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
