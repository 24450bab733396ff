/// Parameters of a network from a file of tensors.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/io/result.hpp>
#include <handgrad/io/safetensors.hpp>
#include <handgrad/io/source.hpp>
#include <handgrad/io/weights/example.hpp>
#include <handgrad/io/weights/expected_tensor.hpp>
#include <handgrad/io/weights/origin.hpp>
#include <handgrad/io/weights/place.hpp>
#include <handgrad/network/network.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace handgrad {
HANDGRAD_BEGIN_ISA

namespace mistake {

template <class Needed, class Budget>
struct loaded_parameters_exceed_stack;
template <std::size_t Needed, std::size_t Budget>
struct loaded_parameters_exceed_stack<needed_bytes<Needed>, budget_bytes<Budget>> {
    static_assert(Needed <= Budget,
                  "these parameters, on their way out of load, need more bytes of the stack than "
                  "HANDGRAD_STACK_BUDGET: load_into(p, file), p static or on the heap");
};

} // namespace mistake

namespace io {

/// How a file is read. By default it is the state_dict of an nn.Sequential of the same layers, each of its
/// numbers one of the network's type, with nothing else in it.
struct load_options {
    convention as = pytorch;
    std::string prefix = {}; // before each name: "model."
    std::vector<std::string> names =
        {}; // of the layers that have parameters, in order, inner ones in their place
    io::rounding rounding = rounding::refused; // of numbers between two of the network's type
    bool not_finite = false; // infinities and NaN may be read; what is too large is infinite
    bool others = false;     // tensors that the network has not are left alone
    bool any_origin = false; // whatever the file says of the network that it was written for
    example check = {};      // an input, and what the network should make of it
};

namespace detail {

/// A file that was compared with `Network`, tensor by tensor.
template <class Network, class T>
class fitted_file {
public:
    /// `said` is what the file says of its network, or nullptr. What is given must outlive this.
    fitted_file(const std::vector<tensor>& tensors, const origin* said, const std::string& file,
                const load_options& options)
        : errors_(file), options_(options), said_(options.any_origin ? nullptr : said),
          expected_(tensors_of_file<Network>(options.as, options.prefix, options.names, file)) {
        if (!expected_) {
            errors_ = expected_.error();
            return;
        }
        if (said_) said_->check_network(origin_of<Network>(), errors_);
        place_.emplace(tensors, *expected_, options.as,
                       conversions{options.rounding, options.not_finite, options.others}, errors_);
    }

    error& errors() noexcept { return errors_; }
    /// Whether there is something to compare when the numbers are there.
    bool may_still_fail() const noexcept {
        return said_ || !options_.check.input.empty() || !options_.check.output.empty();
    }
    /// If there is no error: parameters first .. first + count - 1, which must be a layer's, or all.
    void copy(int first, int count, T* to) {
        place_->copy(first, count, to);
        if (!said_) return;
        if (std::is_same_v<T, float> &&
            said_->number == name_of(number_type::f64)) { // digested before it is rounded
            std::vector<double> written(static_cast<std::size_t>(count));
            place_->copy(first, count, written.data());
            digest_.add(written.data(), written.size());
        } else {
            digest_.add(to, static_cast<std::size_t>(count));
        }
    }
    /// After all were copied, in order: whether they are those that were written.
    void check_digest() {
        if (said_) said_->check_digest(digest_.value(), errors_);
    }
    /// Whether the network makes of a row what the file, and the caller, say; run(x) is the output.
    template <class F>
    void check_examples(bool same_numbers, F run) {
        if (said_ && same_numbers && !errors_)
            check_example<Network, T>(said_->pair, "handgrad.output", errors_, run);
        if (!errors_) check_example<Network, T>(options_.check, "check", errors_, run);
    }

private:
    error errors_;
    const load_options& options_;
    const origin* said_;
    result<expected_tensors> expected_;
    std::optional<placement<T>> place_;
    digest digest_;
};

/// Whether numbers of the file lie where the parameters do.
template <class P>
bool overlap(const std::vector<tensor>& tensors, const P& p) noexcept {
    const auto begin = reinterpret_cast<std::uintptr_t>(&p), end = begin + sizeof(p);
    for (const tensor& t : tensors) {
        const auto from = reinterpret_cast<std::uintptr_t>(t.bytes.data());
        if (from < end && begin < from + t.bytes.size()) return true;
    }
    return false;
}

template <class Network, class T>
result<void> try_load(const std::vector<tensor>& tensors, const origin* said, const std::string& file,
                      const load_options& options, parameters<Network, T>& p) {
    fitted_file<Network, T> fitted(tensors, said, file, options);
    if (fitted.errors()) return fitted.errors();
    if (!fitted.may_still_fail() && !overlap(tensors, p)) {
        fitted.copy(0, p.size, p.data());
        return {};
    }
    const auto read = std::make_unique<parameters<Network, T>>();
    fitted.copy(0, read->size, read->data());
    fitted.check_digest();
    fitted.check_examples(true, [&](const std::vector<double>& x) { return output_of(*read, x); });
    if (fitted.errors()) return fitted.errors();
    p = *read;
    return {};
}

/// Calls f(tensors, said) with those of a safetensors file, and what it says of its network, or nullptr.
template <class T, class F>
auto with_tensors(const source& file, const load_options& options, F f) {
    using made = std::invoke_result_t<F, const std::vector<tensor>&, const origin*>;
    result<safetensors> read = try_read_safetensors(file);
    if (!read) return made(std::move(read).error());
    error errors(file.name);
    const origin said = read_origin<T>(*read, errors);
    if (errors && !options.any_origin) return made(std::move(errors));
    return f(read->tensors, said ? &said : nullptr);
}

} // namespace detail

/// The parameters of a network from tensors, whatever they were read from: p is written to if all of them
/// fit, and left as it is if one does not; the error says of each what was found and what was expected.
template <class Network, class T>
result<void> try_load_into(parameters<Network, T>& p, const std::vector<tensor>& tensors,
                           const load_options& options = {}, const std::string& file = "tensors") {
    return detail::try_load(tensors, nullptr, file, options, p);
}

/// The same from a safetensors file. If this library wrote it, it must have been written for the same
/// network, hold the numbers that were written, and give, to the bit, the output that it gave then for one
/// row.
template <class Network, class T>
result<void> try_load_into(parameters<Network, T>& p, const source& file, const load_options& options = {}) {
    return detail::with_tensors<T>(file, options,
                                   [&](const std::vector<tensor>& tensors, const origin* said) {
                                       return detail::try_load(tensors, said, file.name, options, p);
                                   });
}

/// The same as a value: parameters<Network, T>.
template <class Network, class T = float, class From>
result<parameters<Network, T>> try_load(const From& file, const load_options& options = {}) {
    using verdict = typename handgrad::detail::judge_bytes<2 * sizeof(parameters<Network, T>),
                                                           mistake::loaded_parameters_exceed_stack>::type;
    if constexpr (!is_well_formed<verdict>) {
        using reported [[maybe_unused]] = handgrad::detail::report<decltype(verdict{})>;
        return error();
    } else {
        result<parameters<Network, T>> p(parameters<Network, T>{});
        result<void> done = try_load_into(*p, file, options);
        if (!done) return std::move(done).error();
        return p;
    }
}

/// try_load, and what it complains of is thrown as a format_error:
///
///     const auto p = hg::io::load<net>(hg::io::read_file("digits.safetensors"));
template <class Network, class T = float, class From>
parameters<Network, T> load(const From& file, const load_options& options = {}) {
    return try_load<Network, T>(file, options).value();
}
/// The same into parameters that are static, or on the heap.
template <class Network, class T, class From>
void load_into(parameters<Network, T>& p, const From& file, const load_options& options = {}) {
    try_load_into(p, file, options).value();
}

} // namespace io
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
