/// The safetensors format (Hugging Face, https://github.com/huggingface/safetensors): the length of the
/// header in eight bytes, the header in JSON, then the numbers of all tensors, little-endian, without a gap.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/io/result.hpp>
#include <handgrad/io/source.hpp>
#include <handgrad/io/tensor.hpp>
#include <handgrad/io/weights/safetensors_header.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace io {

/// A file of tensors. The numbers stay where they are, among the bytes that it was read from, which must
/// outlive it.
struct safetensors {
    std::vector<tensor> tensors; // in the order of the header
    std::vector<std::pair<std::string, std::string>> metadata;

    /// The text of an entry of the metadata; nullptr if there is none.
    const std::string* find_metadata(const std::string& key) const noexcept {
        for (const auto& [name, text] : metadata)
            if (name == key) return &text;
        return nullptr;
    }
};

namespace detail {

/// The bytes of the tensors follow one another from the first to the last of the data.
inline void check_offsets(const std::vector<tensor_entry>& entries, std::uint64_t data, error& errors) {
    std::vector<std::size_t> order(entries.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return std::pair(entries[a].begin, entries[a].end) < std::pair(entries[b].begin, entries[b].end);
    });
    std::uint64_t end = 0;
    for (const std::size_t i : order) {
        const tensor_entry& e = entries[i];
        if (e.begin != end)
            return errors.add(e.name, "its numbers begin at byte " + std::to_string(e.begin) +
                                          " of the data, expected " + std::to_string(end) +
                                          ", where those before it end");
        end = e.end;
    }
    if (end != data)
        errors.add("data", "found " + std::to_string(data) + " bytes" + (data < end ? " (truncated?)" : "") +
                               ", expected " + std::to_string(end) + ", those of all tensors");
}

} // namespace detail

/// Takes a file apart that keeps to the format by the letter: among others, no tensor has two entries, shapes
/// agree with the bytes that are there, no byte belongs to none. The complaint says what does not.
inline result<safetensors> try_read_safetensors(const source& file) {
    error errors(file.name);
    const std::uint64_t size = file.bytes.size();
    if (size < 8) {
        errors.add("header", "found " + std::to_string(size) + " bytes, expected 8 with its length");
        return errors;
    }
    if (file.bytes[0] == std::byte{'P'} && file.bytes[1] == std::byte{'K'} && file.bytes[2] == std::byte{3}) {
        errors.add("header",
                   "the file is a zip, as torch.save writes: expected one of safetensors.torch.save_file");
        return errors;
    }
    const std::uint64_t length = detail::little_endian<std::uint64_t>(file.bytes.data());
    if (length > size - 8) {
        errors.add("header", "its length is " + std::to_string(length) + " bytes, but only " +
                                 std::to_string(size - 8) + " are there (truncated?)");
        return errors;
    }
    const std::uint64_t data = size - 8 - length;
    const auto header_end = detail::in_memory(8 + length);
    detail::safetensors_header header(errors, data);
    header.read(file.bytes.subspan(8, detail::in_memory(length)));
    if (errors) return errors;
    detail::check_offsets(header.tensors, data, errors);
    if (errors) return errors;

    safetensors found;
    found.metadata = std::move(header.metadata);
    found.tensors.reserve(header.tensors.size());
    for (detail::tensor_entry& e : header.tensors)
        found.tensors.push_back({std::move(e.name), e.type, std::move(e.shape),
                                 file.bytes.subspan(header_end + detail::in_memory(e.begin),
                                                    detail::in_memory(e.end - e.begin))});
    return found;
}
inline safetensors read_safetensors(const source& file) { return try_read_safetensors(file).value(); }

/// The bytes of a file of these tensors, in their order, which must have names of their own, and of this
/// metadata. The numbers begin at a multiple of 64 bytes.
inline std::vector<std::byte>
write_safetensors(const std::vector<tensor>& tensors,
                  const std::vector<std::pair<std::string, std::string>>& metadata = {}) {
    const std::string header = detail::write_header(tensors, metadata);
    std::vector<std::byte> bytes(8 + header.size());
    detail::store_little_endian<std::uint64_t>(header.size(), bytes.data());
    std::memcpy(bytes.data() + 8, header.data(), header.size());
    std::size_t size = bytes.size();
    for (const tensor& t : tensors) size += t.bytes.size();
    bytes.reserve(size);
    for (const tensor& t : tensors) bytes.insert(bytes.end(), t.bytes.begin(), t.bytes.end());
    return bytes;
}

} // namespace io
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
