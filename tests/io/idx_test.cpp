#include <handgrad/io/idx.hpp>

#include <doctest/doctest.h>

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <vector>

namespace io = handgrad::io;

namespace {

std::vector<std::byte> bytes(std::initializer_list<int> values) {
    std::vector<std::byte> result;
    for (const int value : values) result.push_back(static_cast<std::byte>(value));
    return result;
}

/// What the parser says about a file; empty if it has nothing to say.
std::string complaint(const std::vector<std::byte>& file) {
    try {
        io::parse_idx(file, "file");
    } catch (const io::format_error& e) {
        return e.what();
    }
    return "";
}

std::string complaint(const std::vector<std::byte>& file, io::idx_type type, int dimensions) {
    try {
        io::parse_idx(file, "file", type, dimensions);
    } catch (const io::format_error& e) {
        return e.what();
    }
    return "";
}

constexpr const char* any_idx =
    ", expected 0x0000TTDD (IDX; TT is the type: 08, 09, 0b, 0c, 0d or 0e; DD counts the dimensions)";

std::string found(const char* beginning) { return std::string(beginning).append(any_idx); }

} // namespace

TEST_CASE("idx: a matrix of unsigned bytes is taken apart") {
    const auto file = bytes({0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 3, 1, 2, 3, 4, 5, 255});
    const io::idx_array array = io::parse_idx(file, "file");
    CHECK(array.type == io::idx_type::u8);
    CHECK(array.extents == std::vector<std::uint32_t>{2, 3});
    CHECK(array.size() == 6);
    CHECK(array.payload.data() == file.data() + 12);
    CHECK(array[0] == 1);
    CHECK(array[5] == 255);
}

TEST_CASE("idx: extents are 32 bits, the largest byte first") {
    std::vector<std::byte> file = bytes({0, 0, 8, 1, 0, 1, 2, 3});
    file.resize(8 + 0x010203);
    CHECK(io::parse_idx(file, "file").extents == std::vector<std::uint32_t>{0x010203});
}

TEST_CASE("idx: every element type, big-endian") {
    CHECK(io::parse_idx(bytes({0, 0, 0x09, 1, 0, 0, 0, 2, 0x80, 0x7f}), "file")[0] == -128);
    CHECK(io::parse_idx(bytes({0, 0, 0x0b, 1, 0, 0, 0, 2, 0x01, 0x02, 0xff, 0xfe}), "file")[0] == 258);
    CHECK(io::parse_idx(bytes({0, 0, 0x0b, 1, 0, 0, 0, 2, 0x01, 0x02, 0xff, 0xfe}), "file")[1] == -2);
    CHECK(io::parse_idx(bytes({0, 0, 0x0c, 1, 0, 0, 0, 1, 0x80, 0, 0, 1}), "file")[0] == -2147483647.0);
    CHECK(io::parse_idx(bytes({0, 0, 0x0d, 1, 0, 0, 0, 1, 0xbf, 0xc0, 0, 0}), "file")[0] == -1.5);
    CHECK(io::parse_idx(bytes({0, 0, 0x0e, 1, 0, 0, 0, 1, 0x40, 0x09, 0x21, 0xfb, 0x54, 0x44, 0x2d, 0x18}),
                        "file")[0] == 3.141592653589793);
    CHECK(io::parse_idx(bytes({0, 0, 0x0b, 1, 0, 0, 0, 2, 0, 0, 0, 0}), "file").size() == 2);
}

TEST_CASE("idx: no dimensions is one element, an extent of zero is none") {
    CHECK(io::parse_idx(bytes({0, 0, 8, 0, 7}), "file")[0] == 7);
    CHECK(io::parse_idx(bytes({0, 0, 8, 2, 0, 0, 0, 0, 255, 255, 255, 255}), "file").size() == 0);
    CHECK(io::parse_idx(bytes({0, 0, 0x0e, 3, 255, 255, 255, 255, 255, 255, 255, 255, 0, 0, 0, 0}), "file")
              .size() == 0);
}

TEST_CASE("idx: files of another format are recognized by their magic number") {
    CHECK(complaint(bytes({})) == "file: magic number: found 0 bytes (truncated?), expected 4 bytes");
    CHECK(complaint(bytes({0, 0, 8})) == "file: magic number: found 3 bytes (truncated?), expected 4 bytes");
    CHECK(complaint(bytes({0x1f, 0x8b, 8, 0, 0})) ==
          found("file: magic number: found 0x1f8b0800 (a gzip file?)"));
    CHECK(complaint(bytes({'P', 'K', 3, 4, 0})) ==
          found("file: magic number: found 0x504b0304 (a zip file?)"));
    CHECK(complaint(bytes({'<', 'h', 't', 'm', 'l'})) ==
          found("file: magic number: found 0x3c68746d (a web page?)"));
    CHECK(complaint(bytes({1, 0, 8, 1, 0, 0, 0, 0})) == found("file: magic number: found 0x01000801"));
    CHECK(complaint(bytes({0, 1, 8, 1, 0, 0, 0, 0})) == found("file: magic number: found 0x00010801"));
    for (const int type : {0x00, 0x07, 0x0a, 0x0f, 0xff})
        CHECK(complaint(bytes({0, 0, type, 1, 0, 0, 0, 0})).starts_with("file: magic number: found 0x0000"));
}

TEST_CASE("idx: another type or number of dimensions than asked for") {
    CHECK(complaint(bytes({0x1f, 0x8b, 8, 0}), io::idx_type::u8, 3) ==
          "file: magic number: found 0x1f8b0800 (a gzip file?), "
          "expected 0x00000803 (IDX, unsigned byte, 3 dimensions)");
    CHECK(complaint(bytes({0, 0, 8, 1, 0, 0, 0, 0}), io::idx_type::u8, 3) ==
          "file: magic number: found 0x00000801 (IDX, unsigned byte, 1 dimension), "
          "expected 0x00000803 (IDX, unsigned byte, 3 dimensions)");
    CHECK(complaint(bytes({0, 0, 0x0d, 1, 0, 0, 0, 0}), io::idx_type::f64, 1) ==
          "file: magic number: found 0x00000d01 (IDX, 32-bit float, 1 dimension), "
          "expected 0x00000e01 (IDX, 64-bit float, 1 dimension)");
    CHECK(complaint(bytes({0, 0}), io::idx_type::u8, 1) ==
          "file: magic number: found 2 bytes (truncated?), expected 4 bytes");
    CHECK(complaint(bytes({0, 0, 8, 1, 0, 0, 0, 0}), io::idx_type::u8, 1).empty());
}

TEST_CASE("idx: too short and too long") {
    const auto whole = bytes({0, 0, 0x0b, 2, 0, 0, 0, 2, 0, 0, 0, 1, 1, 2, 3, 4});
    CHECK(complaint(whole).empty());
    for (std::size_t n = 4; n < 12; ++n)
        CHECK(complaint({whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(n)}) ==
              "file: header: found " + std::to_string(n) + " bytes (truncated?), expected 12 bytes");
    for (std::size_t n = 12; n < whole.size(); ++n)
        CHECK(complaint({whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(n)}) ==
              "file: length: found " + std::to_string(n) +
                  " bytes (truncated?), expected 16 bytes (a header of 12, then 2 x 1 16-bit integers)");
    auto longer = whole;
    longer.push_back(std::byte{0});
    CHECK(complaint(longer) == "file: length: found 17 bytes (trailing bytes?), expected 16 bytes "
                               "(a header of 12, then 2 x 1 16-bit integers)");
}

TEST_CASE("idx: extents whose product overflows") {
    CHECK(complaint(bytes({0, 0, 8, 3, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255})) ==
          "file: extents: found 4294967295 x 4294967295 x 4294967295, expected fewer than 2^62 bytes");
    // 2^64 bytes: 0 in 64 bits, which would match the empty payload.
    CHECK(complaint(bytes({0, 0, 8, 3, 128, 0, 0, 0, 128, 0, 0, 0, 0, 0, 0, 4})) ==
          "file: extents: found 2147483648 x 2147483648 x 4, expected fewer than 2^62 bytes");
    CHECK(complaint(bytes({0, 0, 0x0e, 2, 128, 0, 0, 0, 64, 0, 0, 0})) ==
          "file: extents: found 2147483648 x 1073741824, expected fewer than 2^62 bytes");
}
