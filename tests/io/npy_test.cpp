#include "some_numbers.hpp"

#include <complaint.hpp>
#include <numbers.hpp>

#include <handgrad/core/random.hpp>
#include <handgrad/io/npy.hpp>
#include <handgrad/io/write_npy.hpp>

#include <doctest/doctest.h>

#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace hg = handgrad;
namespace io = handgrad::io;

namespace {

using bytes = std::vector<std::byte>;

bytes bytes_of(std::string_view text) {
    const auto part = std::as_bytes(std::span(text));
    return {part.begin(), part.end()};
}

/// An .npy file of this dictionary, without any padding, and of zeros.
bytes file_of(std::string dictionary, std::size_t zeros, char version = 1) {
    dictionary += '\n';
    std::string text = std::string("\x93NUMPY") + version + std::string(1, '\0');
    text += static_cast<char>(dictionary.size() & 0xff);
    text += static_cast<char>(dictionary.size() >> 8);
    if (version > 1) text += std::string(2, '\0');
    bytes file = bytes_of(text + dictionary);
    file.resize(file.size() + zeros);
    return file;
}

std::string complaint_of(const bytes& file) {
    const auto array = io::try_read_npy({file, "x.npy"});
    return array ? "" : array.error().message();
}
std::string complaint_of(const std::string& dictionary, std::size_t zeros = 0) {
    return complaint_of(file_of(dictionary, zeros));
}

template <class T>
bool same_bits(const std::vector<T>& a, const std::vector<T>& b) {
    return a.size() == b.size() && (a.empty() || std::memcmp(a.data(), b.data(), a.size() * sizeof(T)) == 0);
}

/// Written, read and compared: numbers of every kind.
template <class T>
void round_trip(std::vector<T> numbers) {
    for (const io::extents& shape :
         {io::extents{numbers.size()}, {1, numbers.size()}, {numbers.size() / 2, 2, 1}}) {
        numbers.resize(numbers.size() & ~std::size_t{1});
        const bytes file =
            io::write_npy(std::span(numbers), shape.size() == 3 ? shape : io::extents{numbers.size()});
        const io::npy_array array = io::read_npy({file});
        CHECK(array.type == io::detail::type_of<T>());
        CHECK(array.size() == numbers.size());
        CHECK(same_bits(array.numbers<T>().value(), numbers));
        CHECK((file.size() - array.bytes.size()) % 64 == 0);
        CHECK(array.as_tensor().value().bytes.data() == file.data() + (file.size() - array.bytes.size()));
    }
}

} // namespace

TEST_CASE("npy: what is written is read, every type, equal bits") {
    round_trip(all_floats<double>());
    round_trip(all_floats<float>());
    round_trip(random_integers<std::int64_t>());
    round_trip(random_integers<std::int32_t>());
    round_trip(random_integers<std::int16_t>());
    round_trip(random_integers<std::int8_t>());
    round_trip(random_integers<std::uint64_t>());
    round_trip(random_integers<std::uint32_t>());
    round_trip(random_integers<std::uint16_t>());
    round_trip(random_integers<std::uint8_t>());
}

TEST_CASE("npy: a matrix, a view and rows are written with their shape, and read back") {
    hg::matrix<double, 3, 2> a{{1, 2}, {3, 4}, {5, 6}}, b;
    const bytes file = io::write_npy(a);
    CHECK(io::write_npy(a.view()) == file);
    CHECK(io::write_npy(hg::rows<const double, 2>(a.data(), 3)) == file);
    const io::npy_array array = io::read_npy({file});
    CHECK(array.shape == io::extents{3, 2});
    CHECK(array.copy_to(b.view()).has_value());
    CHECK(a == b);
    const auto rows = io::read_rows<2, double>({file});
    CHECK(rows.count() == 3);
    CHECK(rows.rows()[2](0, 1) == 6);
    CHECK(io::read_rows<2>({file}).data()[5] == 6.0f); // whole numbers of 64 bits are floats, too
}

TEST_CASE("npy: the header is what NumPy writes, byte for byte but for the padding") {
    const float x[] = {1};
    const auto header = [&](const io::extents& shape) {
        const bytes file =
            io::write_npy(std::span<const float>(x, shape == io::extents{0, 7} ? 0u : 1u), shape);
        const std::string text(reinterpret_cast<const char*>(file.data()), 128);
        CHECK(text.substr(0, 10) == std::string("\x93NUMPY\1\0\x76\0", 10));
        return text.substr(10, text.find('}') - 9);
    };
    CHECK(header({}) == "{'descr': '<f4', 'fortran_order': False, 'shape': (), }");
    CHECK(header({1}) == "{'descr': '<f4', 'fortran_order': False, 'shape': (1,), }");
    CHECK(header({1, 1}) == "{'descr': '<f4', 'fortran_order': False, 'shape': (1, 1), }");
    CHECK(header({0, 7}) == "{'descr': '<f4', 'fortran_order': False, 'shape': (0, 7), }");
}

TEST_CASE("npy: Fortran's order of axes and the other order of bytes are put right") {
    // Place (i, j, k) of 2 x 3 x 4 holds 100 i + 10 j + k.
    std::vector<std::uint16_t> expected;
    for (int i = 0; i < 2; ++i)
        for (int j = 0; j < 3; ++j)
            for (int k = 0; k < 4; ++k) expected.push_back(static_cast<std::uint16_t>(100 * i + 10 * j + k));
    for (const bool fortran : {false, true})
        for (const bool big : {false, true}) {
            std::string dictionary = big ? "{'descr': '>u2'" : "{'descr': '<u2'";
            dictionary += fortran ? ", 'fortran_order': True" : ", 'fortran_order': False";
            bytes file = file_of(dictionary + ", 'shape': (2, 3, 4)}", 0);
            const auto put = [&](int i, int j, int k) {
                const int x = 100 * i + 10 * j + k;
                for (const int shift : {big ? 8 : 0, big ? 0 : 8})
                    file.push_back(std::byte(x >> shift & 0xff));
            };
            for (int n = 0; n < 24; ++n)
                if (fortran)
                    put(n % 2, n / 2 % 3, n / 6);
                else
                    put(n / 12, n / 4 % 3, n % 4);
            const io::npy_array array = io::read_npy({file, "x.npy"});
            CHECK(array.numbers<std::uint16_t>().value() == expected);
            const auto tensor = array.as_tensor();
            CHECK(tensor.has_value() == (!fortran && !big));
            if (fortran && big)
                CHECK(tensor.error().message() ==
                      "x.npy: byte order: found big-endian, expected little-endian\n"
                      "x.npy: order: found Fortran's (fortran_order: True), expected C's");
        }
}

TEST_CASE("npy: versions, quotes, order of keys and spaces") {
    const std::string plain = "{'descr': '<f4', 'fortran_order': False, 'shape': (1, 2), }";
    for (const char version : {'\1', '\2', '\3'}) CHECK(complaint_of(file_of(plain, 8, version)) == "");
    for (const char* other :
         {"{\"shape\":(1,2),\"descr\":\"<f4\",\"fortran_order\":False}",
          "  {  'fortran_order'  :  False  , 'shape' : ( 1 , 2 , ) ,'descr': '<f4' , }   "})
        CHECK(complaint_of(other, 8) == "");
    CHECK(complaint_of(file_of(plain, 8, 4)) == "x.npy: version: found 4.0, expected 1.0, 2.0 or 3.0");
    CHECK(complaint_of("{'descr': '|u1', 'fortran_order': False, 'shape': (2,)}", 2) == "");
    CHECK(complaint_of("{'descr': '>u1', 'fortran_order': True, 'shape': ()}", 1) == "");
}

TEST_CASE("npy: a type that is not one of numbers is refused by its name") {
    const auto refused = [](const std::string& descr) {
        return complaint_of("{'descr': '" + descr + "', 'fortran_order': False, 'shape': (1,)}", 8);
    };
    const std::string expected =
        ", expected < or > (or | of one byte), then f8, f4, f2, i8, i4, i2, i1, u8, u4, u2, "
        "u1 or b1";
    CHECK(refused("|O") == "x.npy: descr: found '|O' (Python objects)" + expected);
    CHECK(refused("|S5") == "x.npy: descr: found '|S5' (strings of bytes)" + expected);
    CHECK(refused("<U5") == "x.npy: descr: found '<U5' (strings)" + expected);
    CHECK(refused("|V8") == "x.npy: descr: found '|V8' (raw bytes)" + expected);
    CHECK(refused("<c8") == "x.npy: descr: found '<c8' (complex numbers)" + expected);
    CHECK(refused("<M8[D]") == "x.npy: descr: found '<M8[D]' (dates)" + expected);
    CHECK(refused("<m8[s]") == "x.npy: descr: found '<m8[s]' (differences of times)" + expected);
    for (const char* descr : {"<f16", "|f4", "=f4", "f4", "<f3", "<b2", "", "<f4 ", "<F4"})
        CHECK(refused(descr) == std::string("x.npy: descr: found '") + descr + "'" + expected);
    CHECK(complaint_of("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,)}") ==
          "x.npy: descr: found a list (records of named fields), expected a type such as '<f4'");
}

TEST_CASE("npy: a header that is not quite one") {
    const auto says = [](const std::string& dictionary, const char* text) {
        CHECK(complaint_of(dictionary, 4) == std::string("x.npy: header") + text);
    };
    const char* keys = ", expected descr, fortran_order and shape, each once";
    says("", ", byte 0: found the end, expected {");
    says("{'descr': '<f4', 'shape': ()}", ": found no key 'fortran_order', expected it");
    says("{}",
         ": found no key 'descr', expected it\nx.npy: header: found no key 'fortran_order', expected it\n"
         "x.npy: header: found no key 'shape', expected it");
    says("{'descr': '<f4', 'descr': '<f4'}", (std::string(": found the key 'descr' twice") + keys).c_str());
    says("{'strides': (4,)}", (std::string(": found the key 'strides'") + keys).c_str());
    says("{'shape': (1,), 'descr': '<f4', 'fortran_order': False} 1",
         ", byte 56: found `1`, expected nothing more");
    says("{'shape': (1,) 'descr': '<f4'}", ", byte 15: found `'descr': '<f4'}`, expected }");
    says("{'shape': 1}", ", byte 10: found `1}`, expected a tuple of numbers");
    says("{'shape': (1)}", ", byte 12: found `)}`, expected a comma: (1) is a number, (1,) is a tuple");
    says("{'shape': (1 2)}", ", byte 13: found `2)}`, expected a comma: (1) is a number, (1,) is a tuple");
    says("{'shape': (1, 2 3)}", ", byte 16: found `3)}`, expected , or )");
    says("{'shape': (-1,)}", ", byte 11: found `-1,)}`, expected a number");
    says("{'shape': (,)}", ", byte 11: found `,)}`, expected a number");
    says("{'shape': (04,)}",
         ", byte 11: found `04,)}`, expected a number below 2^64, without a zero in front");
    says("{'shape': (18446744073709551616,)}",
         ", byte 11: found `1844674407370955`, expected a number below 2^64, without a zero in front");
    says("{'shape': (4L,)}", ", byte 12: found `L,)}`, expected a comma: (1) is a number, (1,) is a tuple");
    says("{'fortran_order': 0}", ", byte 18: found `0}`, expected True or False");
    says("{'fortran_order': true}", ", byte 18: found `true}`, expected True or False");
    says("{'descr': '<\\x66'}",
         ", byte 10: found `'<\\x66'}`, expected a string that ends, without an escape");
    says("{'descr': '<f4}", ", byte 10: found `'<f4}`, expected a string that ends, without an escape");
    says("{descr: '<f4'}", ", byte 1: found `descr: '<f4'}`, expected a string");
    says("{'descr' '<f4'}", ", byte 9: found `'<f4'}`, expected :");
    says("{\t'descr': '<f4'}", ", byte 1: found `?'descr': '<f4'}`, expected a string");
    std::string axes = "{'shape': (";
    for (int i = 0; i < 65; ++i) axes += "1,";
    CHECK(complaint_of(axes + ")}").ends_with("expected 64 numbers at most"));
    bytes file = file_of("{'descr': '<f4', 'fortran_order': False, 'shape': ()}", 4);
    file[file.size() - 5] = std::byte{' '};
    CHECK(complaint_of(file) == "x.npy: header: found no line break as its last byte, expected one");
}

TEST_CASE("npy: all that is wrong is told") {
    CHECK(complaint_of("{'descr': '|O', 'shape': (1,)}").find("'fortran_order', expected it") !=
          std::string::npos);
    CHECK(complaint_of("{'descr': '|O', 'shape': (1,)}").find("(Python objects)") != std::string::npos);
}

TEST_CASE("npy: too short, too long, and not one at all") {
    const bytes whole = file_of("{'descr': '<i2', 'fortran_order': False, 'shape': (2, 3)}", 12);
    for (std::size_t n = 0; n < whole.size(); ++n) {
        const std::string text =
            complaint_of(bytes{whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(n)});
        const std::string count = std::to_string(n);
        if (n < 6)
            CHECK(text.starts_with("x.npy: beginning: found "));
        else if (n < 10)
            CHECK(text == "x.npy: length: found " + count + " bytes (truncated?), expected " +
                              (n == 6 ? "12" : "10") + " bytes before the header");
        else if (n < whole.size() - 12)
            CHECK(text == "x.npy: header: found " + std::to_string(n - 10) +
                              " bytes (truncated?), expected 58 bytes");
        else
            CHECK(text == "x.npy: length: found " + count +
                              " bytes (truncated?), expected 80 bytes (a header of 68, "
                              "then [2, 3] of int16)");
    }
    bytes longer = whole;
    longer.push_back(std::byte{0});
    CHECK(complaint_of(longer) ==
          "x.npy: length: found 81 bytes (trailing bytes?), expected 80 bytes (a header of "
          "68, then [2, 3] of int16)");
    CHECK(complaint_of(bytes_of("PK\3\4......")) ==
          "x.npy: beginning: found PK (a zip file: an .npz?), expected the bytes 93 'NUMPY'");
    CHECK(complaint_of(bytes{}) == "x.npy: beginning: found the end, expected the bytes 93 'NUMPY'");
}

TEST_CASE("npy: shapes whose product overflows, and those with a zero in them") {
    const auto shaped = [](const std::string& shape) {
        return complaint_of("{'descr': '<f4', 'fortran_order': True, 'shape': " + shape + "}");
    };
    CHECK(
        shaped("(4294967296, 4294967296)") ==
        "x.npy: shape: found [4294967296, 4294967296], expected fewer than 2^62 bytes"); // 2^66: 0 in 64 bits
    CHECK(shaped("(4611686018427387904,)") ==
          "x.npy: shape: found [4611686018427387904], expected fewer than 2^62 bytes");
    CHECK(shaped("(18446744073709551615,)") ==
          "x.npy: shape: found [18446744073709551615], expected fewer than 2^62 bytes");
    CHECK(shaped("(18446744073709551615, 18446744073709551615, 0)") == "");
    const bytes empty = file_of("{'descr': '<f4', 'fortran_order': True, 'shape': (3, 0)}", 0);
    CHECK(io::read_npy({empty}).numbers<float>().value().empty());
    const bytes no_rows = file_of("{'descr': '<f4', 'fortran_order': True, 'shape': (0, 3)}", 0);
    CHECK(io::read_rows<3>({no_rows}).count() == 0);
}

TEST_CASE("npy: truth values are 0 or 1") {
    bytes file = file_of("{'descr': '|b1', 'fortran_order': False, 'shape': (2,)}", 2);
    file.back() = std::byte{1};
    CHECK(io::read_npy({file}).numbers<int>().value() == std::vector<int>{0, 1});
    file.back() = std::byte{2};
    CHECK(complaint_of(file) == "x.npy: truth value: found 2, expected 0 or 1");
}

TEST_CASE("npy: rows and matrices of another shape") {
    const std::vector<float> x(1600);
    const bytes file = io::write_npy(std::span(x), {100, 16});
    CHECK(io::try_read_rows<64>({file, "x.npy"}).error().message() ==
          "x.npy: shape: found [100, 16], expected [any, 64]");
    hg::matrix<float, 16, 100> to;
    CHECK(io::read_npy({file, "x.npy"}).copy_to(to.view()).error().message() ==
          "x.npy: shape: found [100, 16], expected [16, 100]");
    const bytes cube = io::write_npy(std::span(x), {10, 10, 16});
    CHECK(io::try_read_rows<16>({cube, "x.npy"}).error().message() ==
          "x.npy: shape: found [10, 10, 16], expected [any, 16]");
    CHECK(complaint<io::format_error>([&] {
              (void)io::read_rows<64>({file, "x.npy"});
          }) == "x.npy: shape: found [100, 16], expected [any, 64]");
}

TEST_CASE("npy: what cannot be written") {
    const bytes data(6);
    CHECK(io::try_write_npy({"w", io::number_type::bf16, {3}, data}).error().message() ==
          "w: type: found bfloat16, expected one that NumPy has");
    CHECK(io::try_write_npy({"w", io::number_type::f32, {3}, data}).error().message() ==
          "w: length: found 6 bytes, expected 12 of [3] of float32");
    CHECK(io::try_write_npy({"w", io::number_type::u8, io::extents(65, 1), bytes(1)}).error().message() ==
          "w: shape: found 65 axes, expected 64 at most");
    const float x[] = {1, 2};
    CHECK(complaint<io::format_error>([&] { (void)io::write_npy(std::span(x), {3}); }) ==
          "write_npy: length: found 8 bytes, expected 12 of [3] of float32");
}
