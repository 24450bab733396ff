/// NumPy's .npz: named arrays in one file, each an .npy in a zip archive. (Link libzip: in CMake
/// libzip::zip.)
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/io/array/zip_handles.hpp>
#include <handgrad/io/npy.hpp>
#include <handgrad/io/result.hpp>
#include <handgrad/io/source.hpp>

#include <zip.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace io {

/// The bytes that the arrays of an .npz may unpack to unless the caller says otherwise: 1 GiB, five times
/// MNIST as floats. (A zip file of 1 MB can hold 1 GB of zeros.)
inline constexpr std::uint64_t default_unpacked_bytes = std::uint64_t{1} << 30;

/// The arrays of an .npz file, in its order, and their bytes. Moved, not copied.
class npz {
public:
    explicit npz(std::string name) : name_(std::move(name)) {}

    /// The arrays, each with the name of the file and its own: "x.npz: weights".
    const std::vector<npy_array>& arrays() const& noexcept { return arrays_; }
    /// Their own names: "weights".
    const std::vector<std::string>& names() const& noexcept { return names_; }
    void arrays() const&& = delete; // the bytes of a temporary would be gone: name what was read first

    /// The array of that name, or null.
    const npy_array* find(std::string_view name) const& noexcept {
        for (std::size_t i = 0; i < names_.size(); ++i)
            if (names_[i] == name) return &arrays_[i];
        return nullptr;
    }
    /// The array of that name; an error that lists all there are if there is none.
    result<npy_array> at(std::string_view name) const& {
        if (const npy_array* array = find(name)) return *array;
        std::string all;
        for (const std::string& each : names_) all += (all.empty() ? "" : ", ") + each;
        return error(name_, std::string(name),
                     "found no such array, expected one of: " + (all.empty() ? "none" : all));
    }
    void find(std::string_view) const&& = delete; // the bytes of a temporary would be gone: name it first
    void at(std::string_view) const&& = delete;   // the bytes of a temporary would be gone: name it first

    /// Adds an .npy file, which becomes its own; or says what is wrong with it.
    result<void> add(std::string name, std::vector<std::byte> npy) {
        if (find(name) != nullptr)
            return error(name_ + ": " + name, "name", "found two arrays of it, expected one");
        auto array = try_read_npy({npy, name_ + ": " + name});
        if (!array) return std::move(array).error();
        files_.push_back(std::move(npy)); // the bytes stay where they are
        arrays_.push_back(*std::move(array));
        names_.push_back(std::move(name));
        return {};
    }

private:
    std::string name_;
    std::vector<std::string> names_;
    std::vector<npy_array> arrays_;
    std::vector<std::vector<std::byte>> files_;
};

namespace detail {

/// The unpacked bytes of a member, which must be as many as it says, and no more than `room`.
inline result<std::vector<std::byte>> unpack(zip_t* archive, const zip_stat_t& member,
                                             std::size_t packed_bytes, const std::string& file,
                                             const std::string& name) {
    const zip_handle<zip_file_t> open(zip_fopen_index(archive, member.index, 0));
    if (!open) return zip_complaint(file, name, zip_strerror(archive));
    // No deflated byte becomes more than 1032: what is declared beyond that is not believed before it is
    // seen.
    const std::uint64_t believed = 1032 * std::uint64_t{packed_bytes} + 1;
    std::vector<std::byte> bytes(static_cast<std::size_t>(member.size < believed ? member.size : believed));
    std::size_t count = 0;
    for (;;) { // to the end, where libzip compares the checksum
        std::byte beyond{};
        const bool full = count == bytes.size();
        const zip_int64_t n = full ? zip_fread(open.get(), &beyond, 1)
                                   : zip_fread(open.get(), bytes.data() + count, bytes.size() - count);
        if (n < 0) return zip_complaint(file, name, zip_file_strerror(open.get()));
        if (n == 0 && count == member.size) return bytes;
        if (n == 0 || full)
            return error(file, name,
                         "found " + std::string(full ? "more than " : "") + std::to_string(count) +
                             " bytes, expected " + std::to_string(member.size));
        count += static_cast<std::size_t>(n);
    }
}

/// The name of the array that a member of an archive holds; the errors of it.
inline std::string array_name(const zip_stat_t& member, bool known, error& complaint) {
    constexpr zip_uint64_t needed = ZIP_STAT_NAME | ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE |
                                    ZIP_STAT_COMP_METHOD | ZIP_STAT_ENCRYPTION_METHOD;
    if (!known || (member.valid & needed) != needed) {
        complaint.add("zip", "found a member without a name, a size or a method, expected all of them");
        return "";
    }
    std::string_view name(member.name);
    if (!name.ends_with(".npy")) {
        complaint.add(std::string(name), "found a member that is no array, expected the ending .npy");
        return "";
    }
    name.remove_suffix(4);
    if (member.encryption_method != ZIP_EM_NONE)
        complaint.add(std::string(name), "found an encrypted member, expected a plain one");
    if (member.comp_method != ZIP_CM_STORE && member.comp_method != ZIP_CM_DEFLATE)
        complaint.add(std::string(name), "found method " + std::to_string(member.comp_method) +
                                             ", expected 0 (stored) or 8 (deflated)");
    return std::string(name);
}

} // namespace detail

/// Unpacks an .npz file. An error if it is damaged, has a member that is no .npy (see try_read_npy) or two of
/// one name, or if all members together unpack to more than `unpacked_bytes`: asked of what they declare
/// before anything is unpacked, and they must unpack to what they declare.
inline result<npz> try_read_npz(const source& from, std::uint64_t unpacked_bytes = default_unpacked_bytes) {
    if (from.bytes.empty()) // to libzip, an archive of no members
        return error(from.name, "length", "found 0 bytes, expected a zip archive");
    detail::zip_status status;
    detail::zip_handle<zip_source_t> buffer(
        zip_source_buffer_create(from.bytes.data(), from.bytes.size(), 0, status.get()));
    if (!buffer) return detail::zip_complaint(from.name, "zip", status.text().c_str());
    const detail::zip_handle<zip_t> archive(
        zip_open_from_source(buffer.get(), ZIP_RDONLY | ZIP_CHECKCONS, status.get()));
    if (!archive && zip_error_code_zip(status.get()) == ZIP_ER_EXISTS)
        return error(from.name, "zip", "found two members of one name, expected one of each");
    if (!archive) return detail::zip_complaint(from.name, "zip", status.text().c_str());
    (void)buffer.release(); // the archive's now

    error complaint(from.name);
    std::vector<zip_stat_t> members(static_cast<std::size_t>(zip_get_num_entries(archive.get(), 0)));
    std::vector<std::string> names;
    std::uint64_t total = 0;
    for (std::size_t i = 0; i < members.size(); ++i) {
        zip_stat_t& member = members[i];
        zip_stat_init(&member);
        const bool known = zip_stat_index(archive.get(), i, ZIP_FL_ENC_RAW, &member) == 0;
        names.push_back(detail::array_name(member, known, complaint));
        if (member.size > unpacked_bytes - total) {
            complaint.add("size", "found members that unpack to more than " + std::to_string(unpacked_bytes) +
                                      " bytes, expected that many at most (or another limit by the caller)");
            break;
        }
        total += member.size;
    }
    if (complaint) return complaint;

    npz arrays(from.name);
    for (std::size_t i = 0; i < members.size(); ++i) {
        const std::uint64_t packed = members[i].comp_size;
        auto bytes =
            detail::unpack(archive.get(), members[i],
                           packed < from.bytes.size() ? static_cast<std::size_t>(packed) : from.bytes.size(),
                           from.name, names[i]);
        if (!bytes) return std::move(bytes).error();
        if (auto added = arrays.add(names[i], *std::move(bytes)); !added)
            for (const std::string& each : added.error().complaints()) complaint.add(names[i], each);
    }
    if (complaint) return complaint;
    return arrays;
}

/// The same, which throws a format_error.
inline npz read_npz(const source& from, std::uint64_t unpacked_bytes = default_unpacked_bytes) {
    return try_read_npz(from, unpacked_bytes).value();
}

} // namespace io
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
