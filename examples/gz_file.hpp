/// Reading a whole file, compressed or not.
#pragma once

#include <zlib.h>

#include <cerrno>
#include <cstddef>
#include <cstring>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

namespace examples {

/// The content of a file, decompressed if it is a gzip file. Throws std::runtime_error naming the file and
/// the reason.
inline std::vector<std::byte> read_gz_file(const std::string& path) {
    const auto failed = [&](const std::string& reason) { return std::runtime_error(path + ": " + reason); };

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
    }
    bytes.resize(size);
    return bytes;
}

} // namespace examples
