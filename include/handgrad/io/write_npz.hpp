/// Named arrays written as NumPy's .npz. (Link libzip: in CMake libzip::zip.)
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/io/array/zip_handles.hpp>
#include <handgrad/io/result.hpp>
#include <handgrad/io/tensor.hpp>
#include <handgrad/io/write_npy.hpp>

#include <zip.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace io {

/// How the arrays of an .npz lie in it: as numpy.savez has them, or as numpy.savez_compressed.
enum class packing : std::uint8_t { stored, deflated };

/// The tensors as an .npz file, in their order, under their names; the same bytes for the same tensors at any
/// time. An error if a name is empty, has a zero byte or comes twice, if NumPy has no such type, or if a
/// tensor has not as many bytes as its shape says.
inline result<std::vector<std::byte>> try_write_npz(std::span<const tensor> tensors,
                                                    packing how = packing::stored) {
    const std::string file = "write_npz";
    error complaint(file);
    std::vector<std::vector<std::byte>> members; // outlive the archive, which does not copy them
    for (std::size_t i = 0; i < tensors.size(); ++i) {
        const std::string& name = tensors[i].name;
        if (name.empty() || name.find('\0') != std::string::npos)
            complaint.add("name of tensor " + std::to_string(i),
                          "found `" + name.substr(0, name.find('\0')) +
                              "`, expected a text without a zero byte");
        for (std::size_t k = 0; k < i; ++k)
            if (tensors[k].name == name) complaint.add(name, "found two tensors of this name, expected one");
        auto npy = try_write_npy(tensors[i]);
        if (!npy)
            for (const std::string& each : npy.error().complaints()) complaint.add(name, each);
        members.push_back(npy ? *std::move(npy) : std::vector<std::byte>());
    }
    if (complaint) return complaint;
    if (members.empty()) { // libzip writes none: the record that ends an archive, without members
        std::vector<std::byte> none(22);
        for (std::size_t i = 0; i < 4; ++i) none[i] = static_cast<std::byte>("PK\5\6"[i]);
        return none;
    }

    detail::zip_status status;
    const auto failed = [&](const char* text) { return detail::zip_complaint(file, "zip", text); };
    const detail::zip_handle<zip_source_t> buffer(zip_source_buffer_create(nullptr, 0, 0, status.get()));
    if (!buffer) return failed(status.text().c_str());
    zip_source_keep(buffer.get()); // for its bytes to outlive the archive
    detail::zip_handle<zip_t> archive(zip_open_from_source(buffer.get(), ZIP_TRUNCATE, status.get()));
    if (!archive) {
        zip_source_free(buffer.get());
        return failed(status.text().c_str());
    }
    for (std::size_t i = 0; i < members.size(); ++i) {
        detail::zip_handle<zip_source_t> member(
            zip_source_buffer(archive.get(), members[i].data(), members[i].size(), 0));
        if (!member) return failed(zip_strerror(archive.get()));
        const zip_int64_t index =
            zip_file_add(archive.get(), (tensors[i].name + ".npy").c_str(), member.get(), ZIP_FL_ENC_UTF_8);
        if (index < 0) return failed(zip_strerror(archive.get()));
        (void)member.release(); // the archive's now
        const auto at = static_cast<zip_uint64_t>(index);
        const bool done =
            zip_set_file_compression(archive.get(), at,
                                     how == packing::stored ? ZIP_CM_STORE : ZIP_CM_DEFLATE, 0) == 0 &&
            zip_file_set_dostime(archive.get(), at, 0, 1 << 5 | 1, 0) == 0; // 1980-01-01, as NumPy
        if (!done) return failed(zip_strerror(archive.get()));
    }
    if (zip_close(archive.get()) != 0) return failed(zip_strerror(archive.get()));
    (void)archive.release(); // closed

    zip_stat_t written;
    zip_stat_init(&written);
    if (zip_source_stat(buffer.get(), &written) != 0 || zip_source_open(buffer.get()) != 0)
        return failed(zip_error_strerror(zip_source_error(buffer.get())));
    const zip_uint64_t size = written.size;
    std::vector<std::byte> bytes(static_cast<std::size_t>(size));
    const zip_int64_t count = zip_source_read(buffer.get(), bytes.data(), bytes.size());
    zip_source_close(buffer.get());
    if (count < 0 || static_cast<std::size_t>(count) != bytes.size())
        return failed(zip_error_strerror(zip_source_error(buffer.get())));
    return bytes;
}

/// The same, which throws a format_error.
inline std::vector<std::byte> write_npz(std::span<const tensor> tensors, packing how = packing::stored) {
    return try_write_npz(tensors, how).value();
}

} // namespace io
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
