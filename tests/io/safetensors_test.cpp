// The safetensors format by the letter: what must be refused, what must be read, and that nothing else is
// read out of a file than is in it.
#include "models.hpp"

#include <handgrad/handgrad.hpp>
#include <handgrad/io/load.hpp>
#include <handgrad/io/safetensors.hpp>

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstring>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace hg = handgrad;
namespace io = handgrad::io;

namespace {

/// A file of this header and so many bytes of data.
std::vector<std::byte> file_of(const std::string& header, std::size_t data, std::size_t length_off = 0) {
    std::vector<std::byte> bytes(8 + header.size() + data);
    io::detail::store_little_endian<std::uint64_t>(header.size() + length_off, bytes.data());
    std::memcpy(bytes.data() + 8, header.data(), header.size());
    for (std::size_t i = 0; i < data; ++i) bytes[8 + header.size() + i] = static_cast<std::byte>(i * 37);
    return bytes;
}
std::string complaint_about(const std::vector<std::byte>& bytes) {
    const auto read = io::try_read_safetensors(io::source(bytes, "f"));
    return read ? "" : read.error().message();
}
std::string complaint_about(const std::string& header, std::size_t data) {
    return complaint_about(file_of(header, data));
}

/// What a second reader, which has nothing of the first but the syntax of JSON, finds in a file: shapes,
/// types and bytes by names; nothing in a file that it does not take.
using found = std::map<std::string, std::pair<std::string, std::vector<std::byte>>>;
std::optional<found> second_reader(const std::vector<std::byte>& bytes) {
    using nlohmann::json;
    if (bytes.size() < 8) return {};
    std::uint64_t length = 0;
    for (std::size_t i = 8; i-- > 0;) length = length << 8 | std::to_integer<std::uint64_t>(bytes[i]);
    if (length > bytes.size() - 8) return {};
    const std::string text(reinterpret_cast<const char*>(bytes.data()) + 8, static_cast<std::size_t>(length));
    if (!text.starts_with("{")) return {};
    std::vector<std::set<std::string>> keys;
    bool twice = false;
    const json header = json::parse(
        text,
        [&](int, json::parse_event_t event, json& value) {
            if (event == json::parse_event_t::object_start) keys.emplace_back();
            if (event == json::parse_event_t::object_end) keys.pop_back();
            if (event == json::parse_event_t::key)
                twice = twice || !keys.back().insert(value.get<std::string>()).second;
            return true;
        },
        false);
    if (header.is_discarded() || twice) return {};
    const std::map<std::string, std::uint64_t> sizes{{"F64", 8},     {"I64", 8},     {"U64", 8}, {"F32", 4},
                                                     {"I32", 4},     {"U32", 4},     {"F16", 2}, {"BF16", 2},
                                                     {"I16", 2},     {"U16", 2},     {"I8", 1},  {"U8", 1},
                                                     {"F8_E4M3", 1}, {"F8_E5M2", 1}, {"BOOL", 1}};
    found all;
    std::vector<std::pair<std::uint64_t, std::uint64_t>> ranges;
    const std::uint64_t data = bytes.size() - 8 - length;
    for (const auto& [name, entry] : header.items()) {
        if (!entry.is_object()) return {};
        if (name == "__metadata__") {
            for (const auto& text_of_key : entry)
                if (!text_of_key.is_string()) return {};
            continue;
        }
        if (entry.size() != 3 || !entry.contains("dtype") || !entry.contains("shape") ||
            !entry.contains("data_offsets"))
            return {};
        const json &dtype = entry["dtype"], &shape = entry["shape"], &offsets = entry["data_offsets"];
        if (!dtype.is_string() || !sizes.contains(dtype) || !shape.is_array() || !offsets.is_array() ||
            offsets.size() != 2)
            return {};
        std::uint64_t size = sizes.at(dtype);
        for (const json& extent : shape) {
            if (!extent.is_number_unsigned()) return {};
            const auto n = extent.get<std::uint64_t>();
            if (n != 0 && size > ~std::uint64_t{0} / n) return {};
            size *= n;
        }
        if (!offsets[0].is_number_unsigned() || !offsets[1].is_number_unsigned()) return {};
        const auto begin = offsets[0].get<std::uint64_t>(), end = offsets[1].get<std::uint64_t>();
        if (begin > end || end > data || end - begin != size) return {};
        ranges.emplace_back(begin, end);
        const auto at = bytes.begin() + static_cast<std::ptrdiff_t>(8 + length + begin);
        all[name] = {dtype.get<std::string>() + shape.dump(), {at, at + static_cast<std::ptrdiff_t>(size)}};
    }
    std::sort(ranges.begin(), ranges.end());
    std::uint64_t at = 0;
    for (const auto& [begin, end] : ranges) {
        if (begin != at) return {};
        at = end;
    }
    if (at != data) return {};
    return all;
}

/// The same of the library's.
std::optional<found> first_reader(const std::vector<std::byte>& bytes) {
    const auto read = io::try_read_safetensors(io::source(bytes));
    if (!read) return {};
    found all;
    for (const io::tensor& t : read->tensors) {
        std::string type;
        for (const io::detail::dtype_name& d : io::detail::dtype_names)
            if (d.type == t.type) type = d.name;
        all[t.name] = {type + nlohmann::json(t.shape).dump(), {t.bytes.begin(), t.bytes.end()}};
    }
    return all;
}

const std::string good =
    R"({"a":{"dtype":"F32","shape":[2,1],"data_offsets":[0,8]},"b":{"dtype":"U8","shape":[],"data_offsets":[8,9]}})";

} // namespace

TEST_CASE("safetensors: tensors and metadata as they are in the file, wherever it begins") {
    const std::string header =
        R"({"__metadata__":{"format":"pt","\u00e4":"\ud83d\ude00"},)" + good.substr(1) + "  ";
    const auto bytes = file_of(header, 9);
    for (std::size_t off = 0; off < 8; ++off) {
        std::vector<std::byte> moved(bytes.size() + off);
        std::copy(bytes.begin(), bytes.end(), moved.begin() + static_cast<std::ptrdiff_t>(off));
        const auto read = io::read_safetensors(std::span<const std::byte>(moved).subspan(off));
        REQUIRE(read.tensors.size() == 2);
        CHECK(read.tensors[0].name == "a");
        CHECK(read.tensors[0].type == io::number_type::f32);
        CHECK(read.tensors[0].shape == io::extents{2, 1});
        CHECK(read.tensors[0].bytes.data() == moved.data() + off + 8 + header.size());
        CHECK(read.tensors[1].shape.empty());
        CHECK(read.tensors[1].bytes.size() == 1);
        CHECK(*read.find_metadata("format") == "pt");
        CHECK(*read.find_metadata("\xc3\xa4") == "\xf0\x9f\x98\x80");
        CHECK(read.find_metadata("a") == nullptr);
    }
}

TEST_CASE("safetensors: what is written is read") {
    const std::array<std::byte, 6> numbers{std::byte{1}, std::byte{2}, std::byte{3},
                                           std::byte{4}, std::byte{5}, std::byte{6}};
    const std::span<const std::byte> bytes(numbers);
    const std::vector<io::tensor> tensors{{"x \"1\"", io::number_type::f16, {1, 2}, bytes.subspan(0, 4)},
                                          {"\xc3\xa4", io::number_type::i8, {0, 5}, {}},
                                          {"y", io::number_type::u16, {}, bytes.subspan(4)}};
    const auto file = io::write_safetensors(tensors, {{"key", "line\nline"}});
    const auto read = io::read_safetensors(io::source(file));
    REQUIRE(read.tensors.size() == 3);
    for (std::size_t i = 0; i < 3; ++i) {
        CHECK(read.tensors[i].name == tensors[i].name);
        CHECK(read.tensors[i].type == tensors[i].type);
        CHECK(read.tensors[i].shape == tensors[i].shape);
        CHECK(std::equal(read.tensors[i].bytes.begin(), read.tensors[i].bytes.end(), tensors[i].bytes.begin(),
                         tensors[i].bytes.end()));
    }
    CHECK(*read.find_metadata("key") == "line\nline");
    CHECK((read.tensors[0].bytes.data() - file.data()) % 64 == 0);
    CHECK(io::read_safetensors(io::file{"file", io::write_safetensors({})}).tensors.empty());
}

TEST_CASE("safetensors: each way not to be one has its sentence") {
    const auto about = [](std::string header, const std::string& from, const std::string& to,
                          std::size_t data = 9) {
        header.replace(header.find(from), from.size(), to);
        return complaint_about(header, data);
    };
    CHECK(complaint_about(good, 9) == "");
    CHECK(complaint_about(std::vector<std::byte>(7)) ==
          "f: header: found 7 bytes, expected 8 with its length");
    CHECK(complaint_about(file_of("{}", 0, 1)) ==
          "f: header: its length is 3 bytes, but only 2 are there (truncated?)");
    CHECK(complaint_about(std::vector<std::byte>(8, std::byte{255})) ==
          "f: header: its length is 18446744073709551615 bytes, but only 0 are there (truncated?)");
    CHECK(complaint_about("", 0) == "f: header: does not begin with {");
    CHECK(complaint_about(" {}", 0) == "f: header: does not begin with {");
    CHECK(complaint_about("[]", 0) == "f: header: does not begin with {");
    CHECK(complaint_about("{}x", 0) == "f: header: is no JSON at byte 3");
    CHECK(complaint_about("{}{}", 0) == "f: header: is no JSON at byte 3");
    CHECK(complaint_about("{'a':1}", 0) == "f: header: is no JSON at byte 2");
    CHECK(complaint_about("{}", 1) == "f: data: found 1 bytes, expected 0, those of all tensors");
    CHECK(complaint_about(good, 8) == "f: b: data_offsets are 8 and 9, the data has 8 bytes (truncated?)");
    CHECK(complaint_about(good, 10) == "f: data: found 10 bytes, expected 9, those of all tensors");
    CHECK(about(good, R"("a")", R"("b")") == "f: header: has \"b\" twice");
    CHECK(about(good, R"("shape":[2,1])", R"("shape":[2,1],"shape":[2])") == "f: a: has \"shape\" twice");
    CHECK(about(good, R"("shape":[2,1],)", "") == "f: a: has no shape");
    CHECK(about(good, R"("dtype":"F32",)", "") == "f: a: has no dtype");
    CHECK(about(good, "F32", "f32") ==
          "f: a: dtype is \"f32\", expected F64, F32, F16, BF16, F8_E4M3, F8_E5M2, I64, I32, "
          "I16, I8, U64, U32, U16, U8 or BOOL");
    CHECK(about(good, R"("F32")", "null") == "f: a: dtype is null, expected a text");
    CHECK(about(good, "F32", "F16") == "f: a: shape [2, 1] of float16 is 4 bytes, data_offsets say 8");
    CHECK(about(good, "[2,1]", "[-2,-1]") == "f: a: shape has -2, expected whole numbers from 0 on");
    CHECK(about(good, "[2,1]", "[2.0,1]") == "f: a: shape has 2.0, expected whole numbers from 0 on");
    CHECK(about(good, "[2,1]", R"(["2",1])") == "f: a: shape has \"2\", expected whole numbers from 0 on");
    CHECK(about(good, "[2,1]", "[02,1]") == "f: header: is no JSON at byte 31");
    CHECK(about(good, "[2,1]", "[[2],1]") == "f: a: shape has an array, expected whole numbers from 0 on");
    CHECK(about(good, "[2,1]", "2") == "f: a: shape is 2, expected an array of numbers");
    CHECK(about(good, "[2,1]", "[4294967296,4294967296]") ==
          "f: a: shape [4294967296, 4294967296] is of more than 2^64 bytes");
    CHECK(about(good, "[0,8]", "[0]") == "f: a: data_offsets has 1 numbers, expected 2: begin and end");
    CHECK(about(good, "[0,8]", "[0,8,8]") ==
          "f: a: data_offsets has a third number, expected two whole numbers");
    CHECK(about(good, "[0,8]", "[8,0]") == "f: a: data_offsets are 8 and 0, which is before");
    CHECK(about(good, "[0,8]", "[1,9]") ==
          "f: a: its numbers begin at byte 1 of the data, expected 0, where those before "
          "it end");
    CHECK(about(good, R"("data_offsets":[8,9])", R"("data_offsets":[8,9],"stride":1)") ==
          "f: b: has a field \"stride\", expected dtype, shape and data_offsets");
    CHECK(about(good, R"("b":)", R"("c":1,"b":)") == "f: c: found 1, expected an object");
    CHECK(about(good, R"("b":)", R"("__metadata__":[],"b":)") ==
          "f: __metadata__: found an array, expected an object");
    CHECK(about(good, R"("b":)", R"("__metadata__":{"k":1},"b":)") ==
          "f: __metadata__: \"k\" is 1, expected a text");
    CHECK(about(good, R"("b":)", R"("__metadata__":{"k":{}},"b":)") ==
          "f: __metadata__: \"k\" is an object, expected a text");
    CHECK(about(good, R"("b":)", R"("__metadata__":{"k":"","k":""},"b":)") == "f: header: has \"k\" twice");
    CHECK(about(good, R"("b":)", "\"\xff\":") == "f: header: is no JSON at byte 58");
    // A reader that calls itself for each bracket would need more stack than there is.
    CHECK(complaint_about("{\"a\":" + std::string(1000000, '['), 0) ==
          "f: a: found an array, expected an object");
}

TEST_CASE("safetensors: odd files of others are refused or read as their list says") {
    const std::string folder = models::folder("safetensors/malformed");
    if (folder.empty()) return;
    const auto list = models::read(folder + "safetensors/malformed/manifest.json");
    const auto manifest =
        nlohmann::json::parse(reinterpret_cast<const char*>(list.bytes.data()),
                              reinterpret_cast<const char*>(list.bytes.data()) + list.bytes.size());
    const models::references reference(folder + "safetensors/malformed/reference.safetensors");
    using net = hg::network<hg::dense<2, 4, hg::tanh>, hg::dense<4, 3>>;
    int files = 0, models_named = 0;
    for (const auto& entry : manifest["files"]) {
        const std::string name = entry["file"], kind = entry["class_"];
        CAPTURE(name);
        const io::file file = models::read(folder + "safetensors/malformed/" + name);
        const auto p = io::try_load<net>(file);
        ++files;
        if (kind == "accept") {
            REQUIRE_MESSAGE(p, p.error().message());
            const std::vector<float> x = reference.floats("x");
            std::vector<float> y(15);
            net::predict(*p, hg::rows<const float, 2>(x.data(), 5), hg::rows<float, 3>(y.data(), 5));
            CHECK(models::difference(y, reference.doubles("out_f64")).largest <= 2e-6);
        } else if (kind != "lenient") {
            CHECK_FALSE(p);
            CHECK(io::try_read_safetensors(file).has_value() == (kind != "format"));
            if (kind == "model" || kind == "value") {
                ++models_named;
                const std::string said = p.error().message();
                const bool names = said.find("weight: ") != std::string::npos ||
                                   said.find("bias: ") != std::string::npos ||
                                   said.find("the network has no such tensor") != std::string::npos;
                CHECK_MESSAGE(names, said);
            }
            if (name == "transposed.safetensors")
                CHECK(p.error().message() ==
                      "transposed.safetensors: 0.weight: the file has shape [2, 4] (float32); "
                      "dense<2, 4, tanh>, layer 1 of 2, expects [4, 2] in PyTorch's order");
        }
    }
    CHECK(files == 57);
    CHECK(models_named >= 9);
}

TEST_CASE("safetensors: changed files of others are refused, or read as a second reader does") {
    const std::string header =
        R"({"__metadata__":{"format":"pt"},"0.weight":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]},)"
        R"("0.bias":{"dtype":"F16","shape":[2],"data_offsets":[24,28]},"e":{"dtype":"I8","shape":[0],"data_offsets":[28,28]}})";
    const auto bytes = file_of(header, 28);
    REQUIRE(first_reader(bytes) == second_reader(bytes));
    const std::vector<std::string> words{"F32",
                                         "F16",
                                         "BF16",
                                         "U8",
                                         "[2,3]",
                                         "[3,2]",
                                         "[6]",
                                         "[]",
                                         "0",
                                         "24",
                                         "28",
                                         "2",
                                         "-1",
                                         "1e2",
                                         "null",
                                         "true",
                                         "{}",
                                         "[",
                                         "]",
                                         "}",
                                         "\"",
                                         ",",
                                         ":",
                                         "dtype",
                                         "shape",
                                         "e",
                                         "0.weight",
                                         "\\u0030",
                                         " ",
                                         "\n",
                                         "18446744073709551616",
                                         "__metadata__"};
    hg::rng r{57};
    const auto below = [&](std::size_t n) {
        return static_cast<std::size_t>(r.below(static_cast<std::uint32_t>(n)));
    };
    int read = 0;
    for (int i = 0; i < 20000; ++i) {
        std::string changed = header;
        for (int n = static_cast<int>(below(3)); n >= 0; --n) {
            const std::string& word = words[below(words.size())];
            const std::string& other = words[below(words.size())];
            const std::size_t at = changed.find(other, below(changed.size()));
            if (at == std::string::npos) continue;
            if (below(4) == 0)
                changed.insert(at, word);
            else
                changed.replace(at, other.size(), word);
        }
        auto file = file_of(changed, 28);
        if (below(4) == 0) file[below(8)] ^= static_cast<std::byte>(1u << below(8));
        const auto one = first_reader(file), other = second_reader(file);
        REQUIRE_MESSAGE(one == other, changed);
        read += one.has_value();
    }
    CHECK(read > 200); // there is something to compare
}
