#include <complaint.hpp>

#include <handgrad/io/npz.hpp>
#include <handgrad/io/write_npz.hpp>

#include <doctest/doctest.h>

#include <zip.h>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace io = handgrad::io;

namespace {

using bytes = std::vector<std::byte>;

/// A zip archive of these members, by libzip alone.
bytes zip_of(const std::vector<std::pair<std::string, bytes>>& members, int method = ZIP_CM_STORE,
             const char* password = nullptr) {
    zip_source_t* buffer = zip_source_buffer_create(nullptr, 0, 0, nullptr);
    zip_source_keep(buffer);
    zip_t* archive = zip_open_from_source(buffer, ZIP_TRUNCATE, nullptr);
    for (const auto& [name, content] : members) {
        const zip_int64_t i =
            zip_file_add(archive, name.c_str(), zip_source_buffer(archive, content.data(), content.size(), 0),
                         ZIP_FL_ENC_UTF_8);
        REQUIRE(i >= 0);
        REQUIRE(zip_set_file_compression(archive, static_cast<zip_uint64_t>(i), method, 0) == 0);
        if (password != nullptr)
            REQUIRE(zip_file_set_encryption(archive, static_cast<zip_uint64_t>(i), ZIP_EM_AES_128,
                                            password) == 0);
    }
    REQUIRE(zip_close(archive) == 0);
    zip_stat_t stat;
    REQUIRE(zip_source_stat(buffer, &stat) == 0);
    bytes file(static_cast<std::size_t>(stat.size));
    zip_source_open(buffer);
    REQUIRE(zip_source_read(buffer, file.data(), file.size()) == static_cast<zip_int64_t>(file.size()));
    zip_source_close(buffer);
    zip_source_free(buffer);
    return file;
}

bytes small_npy(float first = 1) {
    const float x[] = {first, 2, 3};
    return io::write_npy(std::span(x), {3});
}

std::string complaint_of(const bytes& file, std::uint64_t limit = io::default_unpacked_bytes) {
    const auto arrays = io::try_read_npz({file, "x.npz"}, limit);
    return arrays ? "" : arrays.error().message();
}

std::vector<float> ramp(std::size_t n) {
    std::vector<float> x(n);
    for (std::size_t i = 0; i < n; ++i) x[i] = static_cast<float>(i % 100);
    return x;
}

io::tensor tensor_of(std::string name, const std::vector<float>& x, io::extents shape) {
    return {std::move(name), io::number_type::f32, std::move(shape), std::as_bytes(std::span(x))};
}

/// Writes a little-endian number of 16 bits over what is there.
void put(bytes& file, std::size_t at, unsigned value) {
    file[at] = std::byte(value & 0xff);
    file[at + 1] = std::byte(value >> 8);
}

} // namespace

TEST_CASE("npz: what is written is read: names, order, shapes, bits; stored or deflated") {
    const std::vector<float> a = ramp(6), b = ramp(1000), none;
    const std::vector<io::tensor> tensors{tensor_of("0.weight", a, {2, 3}), tensor_of("0.bias", b, {1000}),
                                          tensor_of("\xc3\xa4/b c", none, {0, 7}), tensor_of("z", {}, {0})};
    const bytes stored = io::write_npz(tensors), deflated = io::write_npz(tensors, io::packing::deflated);
    CHECK(deflated.size() < stored.size() - 3000);
    CHECK(io::write_npz(tensors) == stored);
    for (const bytes& file : {stored, deflated}) {
        io::npz first = io::read_npz({file, "x.npz"});
        const io::npz arrays = std::move(first); // its arrays move along
        REQUIRE(arrays.arrays().size() == 4);
        for (std::size_t i = 0; i < 4; ++i) {
            CHECK(arrays.names()[i] == tensors[i].name);
            CHECK(arrays.arrays()[i].shape == tensors[i].shape);
            CHECK(arrays.arrays()[i].name == "x.npz: " + tensors[i].name);
        }
        CHECK(arrays.find("0.weight")->numbers<float>().value() == a);
        CHECK(arrays.at("0.bias").value().numbers<float>().value() == b);
        CHECK(arrays.find("1.bias") == nullptr);
        CHECK(arrays.at("1.bias").error().message() ==
              "x.npz: 1.bias: found no such array, expected one of: 0.weight, 0.bias, \xc3\xa4/b c, z");
        CHECK(arrays.at("0.weight").value().rows<4>().error().message() ==
              "x.npz: 0.weight: shape: found [2, 3], expected [any, 4]");
    }
    const io::npz none_written = io::read_npz(io::file{"x.npz", io::write_npz({})});
    CHECK(none_written.arrays().empty());
}

TEST_CASE("npz: what is no zip archive, or a damaged one") {
    const std::string whole = "`, expected a zip archive that is whole";
    CHECK(complaint_of(bytes()) == "x.npz: length: found 0 bytes, expected a zip archive");
    CHECK(complaint_of(small_npy()) == "x.npz: zip: found what libzip calls `Not a zip archive" + whole);
    const std::vector<float> a = ramp(300);
    for (const io::packing how : {io::packing::stored, io::packing::deflated}) {
        const bytes file = io::write_npz(std::vector{tensor_of("a", a, {300})}, how);
        for (std::size_t n = 1; n < file.size(); n += 7)
            CHECK(!complaint_of({file.begin(), file.begin() + static_cast<std::ptrdiff_t>(n)}).empty());
        bytes flipped = file;
        flipped[200] ^= std::byte{1};
        CHECK(complaint_of(flipped).starts_with("x.npz: a: found "));
    }
    bytes file = io::write_npz(std::vector{tensor_of("a", a, {300})});
    file[500] ^= std::byte{1};
    CHECK(complaint_of(file) == "x.npz: a: found what libzip calls `CRC error" + whole);
}

TEST_CASE("npz: members that are no arrays of numbers") {
    CHECK(complaint_of(zip_of({{"a.npy", small_npy()}, {"readme.txt", {}}, {"d/", {}}})) ==
          "x.npz: readme.txt: found a member that is no array, expected the ending .npy\n"
          "x.npz: d/: found a member that is no array, expected the ending .npy");
    bytes longer = small_npy();
    longer.push_back(std::byte{0});
    CHECK(complaint_of(zip_of({{"a.npy", longer}, {"b.npy", small_npy()}, {"c.npy", bytes(3)}})) ==
          "x.npz: a: length: found 141 bytes (trailing bytes?), expected 140 bytes (a header of 128, then "
          "[3] of "
          "float32)\n"
          "x.npz: c: beginning: found `???`, expected the bytes 93 'NUMPY'");
}

TEST_CASE("npz: a name that comes twice") {
    bytes file = zip_of({{"a.npy", small_npy()}, {"b.npy", small_npy()}});
    for (std::size_t i = 0; i + 5 < file.size(); ++i) // in both places of each name
        if (file[i] == std::byte{'b'} && file[i + 1] == std::byte{'.'} && file[i + 2] == std::byte{'n'})
            file[i] = std::byte{'a'};
    CHECK(complaint_of(file) == "x.npz: zip: found two members of one name, expected one of each");
    io::npz arrays("x.npz");
    CHECK(arrays.add("a", small_npy(1)).has_value());
    CHECK(arrays.add("a", small_npy(5)).error().message() ==
          "x.npz: a: name: found two arrays of it, expected one");
    CHECK(arrays.find("a")->numbers<float>().value()[0] == 1);
    CHECK(arrays.arrays().size() == 1);
}

TEST_CASE("npz: more bytes than the caller has room for, by one") {
    const std::vector<float> a = ramp(1000);
    const bytes file = io::write_npz(std::vector{tensor_of("a", a, {1000}), tensor_of("b", a, {1000})},
                                     io::packing::deflated);
    CHECK(complaint_of(file, 2 * 4128) == "");
    CHECK(complaint_of(file, 2 * 4128 - 1) == "x.npz: size: found members that unpack to more than 8255 "
                                              "bytes, expected that many at most (or another "
                                              "limit by the caller)");
    CHECK(complaint_of(file, 0).starts_with("x.npz: size: found members that unpack to more than 0 bytes"));
}

TEST_CASE("npz: a member that unpacks to more, or less, than it declares") {
    const bytes zeros(100000);
    const bytes file = zip_of({{"a.npy", zeros}}, ZIP_CM_DEFLATE);
    // The size stands at byte 22 of the local header, and at byte 24 of the central one, which begins at PK
    // 1 2.
    std::size_t central = 0;
    while (!(file[central] == std::byte{'P'} && file[central + 2] == std::byte{1})) ++central;
    for (const unsigned declared : {200u, 65535u}) {
        bytes liar = file;
        for (const std::size_t at : {std::size_t{22}, central + 24}) {
            put(liar, at, declared);
            put(liar, at + 2, 0);
        }
        CHECK(complaint_of(liar) == "x.npz: a: found more than " + std::to_string(declared) +
                                        " bytes, expected " + std::to_string(declared));
    }
    bytes liar = file;
    for (const std::size_t at : {std::size_t{22}, central + 24}) put(liar, at + 2, 0x3fff); // nearly 1 GiB
    CHECK(complaint_of(liar).starts_with("x.npz: a: found "));
}

TEST_CASE("npz: methods that NumPy does not use") {
    if (zip_encryption_method_supported(ZIP_EM_AES_128, 1) != 0)
        CHECK(complaint_of(zip_of({{"a.npy", small_npy()}}, ZIP_CM_STORE, "secret")) ==
              "x.npz: a: found an encrypted member, expected a plain one");
    if (zip_compression_method_supported(ZIP_CM_BZIP2, 1) != 0)
        CHECK(complaint_of(zip_of({{"a.npy", bytes(1000)}}, ZIP_CM_BZIP2)) ==
              "x.npz: a: found method 12, expected 0 (stored) or 8 (deflated)");
}

TEST_CASE("npz: what cannot be written") {
    const std::vector<float> a = ramp(3);
    const auto refused = [](const std::vector<io::tensor>& tensors) {
        const auto file = io::try_write_npz(tensors);
        return file ? "" : file.error().message();
    };
    CHECK(refused({tensor_of("a", a, {3}), tensor_of("", a, {3}), tensor_of("a", a, {4})}) ==
          "write_npz: name of tensor 1: found ``, expected a text without a zero byte\n"
          "write_npz: a: found two tensors of this name, expected one\n"
          "write_npz: a: length: found 12 bytes, expected 16 of [4] of float32");
    CHECK(refused({tensor_of(std::string("a\0b", 3), a, {3})}) ==
          "write_npz: name of tensor 0: found `a`, expected a text without a zero byte");
    CHECK(complaint<io::format_error>([&] {
              (void)io::write_npz(std::vector{tensor_of("\xff", a, {3})});
          }).starts_with("write_npz: "));
}
