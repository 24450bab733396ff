/// Reading a whole file, compressed or not.
#pragma once

#include <zlib.h>

#include <cerrno>
#include <cstddef>
#include <cstring>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

namespace examples {

/// The content of a file, decompressed if it is a gzip file, of at most `limit` bytes: a small file can hold
/// more than the memory. Throws std::runtime_error naming the file and the reason. What is no file, such as a
/// pipe that nobody writes to, or /dev/zero, is not opened.
inline std::vector<std::byte> read_gz_file(const std::string& path,
                                           std::size_t limit = std::size_t{1} << 30) {
    const auto failed = [&](const std::string& reason) { return std::runtime_error(path + ": " + reason); };

    std::error_code wrong;
    const auto type = std::filesystem::status(path, wrong).type();
    if (type == std::filesystem::file_type::directory) throw failed("found a directory, expected a file");
    if (std::filesystem::exists(path, wrong) && type != std::filesystem::file_type::regular)
        throw failed("found a pipe or a device, expected a file");

    errno = 0;
    const std::unique_ptr<gzFile_s, int (*)(gzFile)> file(gzopen(path.c_str(), "rb"), gzclose);
    if (!file) throw failed(errno != 0 ? std::strerror(errno) : "out of memory");

    constexpr std::size_t chunk = std::size_t{1} << 20;
    std::vector<std::byte> bytes;
    std::size_t size = 0;
    while (true) {
        bytes.resize(size + chunk);
        errno = 0;
        const int n = gzread(file.get(), bytes.data() + size, static_cast<unsigned>(chunk));
        // A truncated file yields what could be decompressed: only gzerror tells.
        int code = Z_OK;
        const char* text = gzerror(file.get(), &code);
        if (code == Z_ERRNO) throw failed(std::strerror(errno));
        if (code == Z_BUF_ERROR) throw failed("the gzip data ends too early (truncated?)");
        if (n < 0 || code != Z_OK) throw std::runtime_error(text); // zlib puts the path before the reason
        if (n == 0) break;
        size += static_cast<std::size_t>(n);
        if (size > limit) throw failed("found more than " + std::to_string(limit) + " bytes");
    }
    bytes.resize(size);
    return bytes;
}

} // namespace examples
