/// Parameters of a network to a file of tensors.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/io/numbers/text.hpp>
#include <handgrad/io/result.hpp>
#include <handgrad/io/safetensors.hpp>
#include <handgrad/io/weights/expected_tensor.hpp>
#include <handgrad/io/weights/origin.hpp>
#include <handgrad/io/weights/place.hpp>

#include <bit>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace io {

/// How a file is written: by default so that PyTorch's load_state_dict of an nn.Sequential of the same layers
/// takes it.
struct save_options {
    convention as = pytorch;
    std::string prefix = {}; // before each name: "model."
    std::vector<std::string> names =
        {}; // of the layers that have parameters, in order, inner ones in their place
};

/// The tensors of the parameters, and the bytes that hold their numbers.
struct saved_tensors {
    std::vector<tensor> tensors;
    std::vector<std::byte> numbers;
};

namespace detail {

/// Whether a file that is written has this tensor.
inline bool is_written(const expected_tensor& e, const convention& as) {
    return !e.name.empty() && !(e.added && as.recurrent.products == biases_of_products::as_here);
}

/// Zero to the bit.
template <class T>
bool is_all_zero(const T* numbers, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i)
        if (std::bit_cast<word_of<T>>(numbers[i]) != 0) return false;
    return true;
}

} // namespace detail

/// The parameters of a network as tensors of the number type that they have.
template <class Network, class T>
result<saved_tensors> try_save_tensors(const parameters<Network, T>& p, const save_options& options = {}) {
    result<expected_tensors> expected =
        tensors_of_file<Network>(options.as, options.prefix, options.names, "the file to be written");
    if (!expected) return std::move(expected).error();
    for (const expected_tensor& e : expected->tensors)
        if (!detail::is_utf8(e.name))
            return error("the file to be written", "names", detail::in_quotes(e.name) + " is no UTF-8");
    error errors("the file to be written");
    std::size_t count = 0;
    for (const expected_tensor& e : expected->tensors) {
        if (detail::is_written(e, options.as))
            count += e.size();
        else if (!e.added && !detail::is_all_zero(p.data() + e.first, e.size()))
            errors.add("biases", e.layer + ", has two, " + options.as.name +
                                     " one: a layer with one_bias, or .as = io::handgrad");
    }
    if (errors) return errors;
    saved_tensors saved;
    saved.numbers.resize(count * sizeof(T)); // what is added to others remains zero
    std::byte* to = saved.numbers.data();
    for (expected_tensor& e : expected->tensors) {
        if (!detail::is_written(e, options.as)) continue;
        if (!e.added)
            detail::for_each_place(e, [&, from = p.data() + e.first](std::size_t here, std::size_t there) {
                detail::store_little_endian(std::bit_cast<detail::word_of<T>>(from[here]),
                                            to + there * sizeof(T));
            });
        const std::size_t bytes = e.size() * sizeof(T);
        if (e.first_there == 0)
            saved.tensors.push_back({std::move(e.name), number_type_of<T>, std::move(e.shape), {to, bytes}});
        else // it goes on
            saved.tensors.back().bytes = {saved.tensors.back().bytes.data(),
                                          e.first_there * sizeof(T) + bytes};
        to += bytes;
    }
    return saved;
}

/// The bytes of a safetensors file. Besides the numbers it says which network they are of, and what that
/// makes of one row: load (io/load.hpp) compares it.
template <class Network, class T>
result<std::vector<std::byte>> try_save(const parameters<Network, T>& p, const save_options& options = {}) {
    result<saved_tensors> saved = try_save_tensors(p, options);
    if (!saved) return std::move(saved).error();
    return write_safetensors(saved->tensors, detail::metadata_of(detail::origin_of(p)));
}

/// try_save, and what it complains of is thrown as a format_error:
///
///     hg::io::write_file("digits.safetensors", hg::io::save(p));
template <class Network, class T>
std::vector<std::byte> save(const parameters<Network, T>& p, const save_options& options = {}) {
    return try_save(p, options).value();
}

} // namespace io
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
