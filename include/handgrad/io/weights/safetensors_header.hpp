/// The header of a safetensors file: JSON of two levels, read as it comes, so that no depth of it takes
/// stack.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/io/error.hpp>
#include <handgrad/io/tensor.hpp>

#include <nlohmann/json.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>
#include <vector>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace io {
namespace detail {

/// What the header says of a tensor.
struct tensor_entry {
    std::string name;
    number_type type{};
    extents shape;
    std::uint64_t begin = 0, end = 0; // bytes of the data
};

struct dtype_name {
    std::string_view name;
    number_type type;
};
inline constexpr std::array<dtype_name, 15> dtype_names{{{"F64", number_type::f64},
                                                         {"F32", number_type::f32},
                                                         {"F16", number_type::f16},
                                                         {"BF16", number_type::bf16},
                                                         {"I64", number_type::i64},
                                                         {"I32", number_type::i32},
                                                         {"I16", number_type::i16},
                                                         {"I8", number_type::i8},
                                                         {"U64", number_type::u64},
                                                         {"U32", number_type::u32},
                                                         {"U16", number_type::u16},
                                                         {"U8", number_type::u8},
                                                         {"BOOL", number_type::boolean},
                                                         {"F8_E4M3", number_type::f8_e4m3},
                                                         {"F8_E5M2", number_type::f8_e5m2}}};

/// The product of the extents and of the bytes of a number; false if it has more than 64 bits.
inline bool count_bytes(const extents& shape, number_type type, std::uint64_t& bytes) {
    bytes = size_of(type);
    for (const std::uint64_t extent : shape) {
        if (extent != 0 && bytes > std::numeric_limits<std::uint64_t>::max() / extent) return false;
        bytes *= extent;
    }
    return true;
}

/// Reads the header, called by the parser for each piece of it. What it does not expect ends the reading.
class safetensors_header {
public:
    std::vector<tensor_entry> tensors;
    std::vector<std::pair<std::string, std::string>> metadata;

    /// Of a file with so many bytes of data; complaints go to `errors`.
    safetensors_header(error& errors, std::uint64_t data) : errors_(errors), data_(data) {}

    void read(std::span<const std::byte> text) {
        const char* begin = reinterpret_cast<const char*>(text.data());
        if (text.empty() || *begin != '{') return errors_.add("header", "does not begin with {");
        const bool whole = nlohmann::json::sax_parse(begin, begin + text.size(), this,
                                                     nlohmann::json::input_format_t::json, true);
        if (!whole && !errors_) errors_.add("header", "is no JSON");
    }

    // What the parser calls: true to go on.

    bool null() { return unexpected("null"); }
    bool boolean(bool) { return unexpected("true or false"); }
    bool number_integer(std::int64_t number) { return unexpected(std::to_string(number)); }
    bool number_float(double, const std::string& text) { return unexpected(text); }
    bool binary(const std::vector<std::uint8_t>&) { return unexpected("bytes"); }
    bool number_unsigned(std::uint64_t number) {
        switch (place_) {
        case place::shape:
            tensors.back().shape.push_back(number);
            return true;
        case place::offsets:
            if (offsets_ == 2) return unexpected("a third number");
            (offsets_++ == 0 ? tensors.back().begin : tensors.back().end) = number;
            return true;
        default:
            return unexpected(std::to_string(number));
        }
    }
    bool string(std::string& text) {
        if (place_ == place::metadata) {
            metadata.emplace_back(key_, text);
            return true;
        }
        if (place_ != place::entry || key_ != "dtype") return unexpected('"' + text + '"');
        for (const dtype_name& d : dtype_names) {
            if (d.name == text) {
                tensors.back().type = d.type;
                return true;
            }
        }
        return complain(tensors.back().name, "dtype is \"" + text +
                                                 "\", expected F64, F32, F16, BF16, F8_E4M3, " +
                                                 "F8_E5M2, I64, I32, I16, I8, U64, U32, U16, U8 or BOOL");
    }
    bool key(std::string& name) {
        if (!(place_ == place::top ? names_ : keys_).insert(name).second)
            return complain(place_ == place::entry ? tensors.back().name : "header",
                            "has \"" + name + "\" twice");
        if (place_ == place::entry && name != "dtype" && name != "shape" && name != "data_offsets")
            return complain(tensors.back().name,
                            "has a field \"" + name + "\", expected dtype, shape and data_offsets");
        key_ = name;
        return true;
    }
    bool start_object(std::size_t) {
        if (place_ == place::nothing) {
            place_ = place::top;
        } else if (place_ == place::top) {
            keys_.clear();
            if (key_ == "__metadata__") {
                place_ = place::metadata;
            } else {
                place_ = place::entry;
                tensors.emplace_back().name = key_;
            }
        } else {
            return unexpected("an object");
        }
        return true;
    }
    bool end_object() {
        if (place_ == place::entry && !check_entry(tensors.back())) return false;
        place_ = place_ == place::top ? place::nothing : place::top;
        return true;
    }
    bool start_array(std::size_t) {
        if (place_ != place::entry || key_ == "dtype") return unexpected("an array");
        place_ = key_ == "shape" ? place::shape : place::offsets;
        offsets_ = 0;
        return true;
    }
    bool end_array() {
        if (place_ == place::offsets && offsets_ != 2)
            return complain(tensors.back().name, "data_offsets has " + std::to_string(offsets_) +
                                                     " numbers, expected 2: begin and end");
        place_ = place::entry;
        return true;
    }
    bool parse_error(std::size_t position, const std::string&, const nlohmann::detail::exception&) {
        return complain("header", "is no JSON at byte " + std::to_string(position));
    }

private:
    enum class place { nothing, top, metadata, entry, shape, offsets };

    bool complain(const std::string& what, const std::string& sentence) {
        errors_.add(what, sentence);
        return false;
    }
    bool unexpected(const std::string& found) {
        switch (place_) {
        case place::nothing:
            return complain("header", "found " + found + ", expected an object");
        case place::top:
            return complain(key_, "found " + found + ", expected an object");
        case place::metadata:
            return complain("__metadata__", "\"" + key_ + "\" is " + found + ", expected a text");
        case place::shape:
            return complain(tensors.back().name, "shape has " + found + ", expected whole numbers from 0 on");
        case place::offsets:
            return complain(tensors.back().name,
                            "data_offsets has " + found + ", expected two whole numbers");
        default:
            return complain(tensors.back().name, key_ + " is " + found + ", expected " +
                                                     (key_ == "dtype" ? "a text" : "an array of numbers"));
        }
    }
    /// All fields are there, and agree with one another and with the data.
    bool check_entry(const tensor_entry& e) {
        for (const char* field : {"dtype", "shape", "data_offsets"})
            if (!keys_.contains(field)) return complain(e.name, std::string("has no ") + field);
        if (e.begin > e.end)
            return complain(e.name, "data_offsets are " + std::to_string(e.begin) + " and " +
                                        std::to_string(e.end) + ", which is before");
        if (e.end > data_)
            return complain(e.name, "data_offsets are " + std::to_string(e.begin) + " and " +
                                        std::to_string(e.end) + ", the data has " + std::to_string(data_) +
                                        " bytes (truncated?)");
        std::uint64_t bytes = 0;
        if (!count_bytes(e.shape, e.type, bytes))
            return complain(e.name, "shape " + describe(e.shape) + " is of more than 2^64 bytes");
        if (bytes != e.end - e.begin)
            return complain(e.name, "shape " + describe(e.shape) + " of " + std::string(name_of(e.type)) +
                                        " is " + std::to_string(bytes) + " bytes, data_offsets say " +
                                        std::to_string(e.end - e.begin));
        return true;
    }

    error& errors_;
    std::uint64_t data_;
    place place_ = place::nothing;
    std::string key_;
    std::unordered_set<std::string> names_, keys_; // of the header; of a tensor or the metadata
    int offsets_ = 0;
};

/// The header of a file of these tensors, filled with spaces so that the data begin at a multiple of 64
/// bytes.
inline std::string write_header(const std::vector<tensor>& tensors,
                                const std::vector<std::pair<std::string, std::string>>& metadata) {
    nlohmann::ordered_json header = nlohmann::ordered_json::object();
    if (!metadata.empty()) {
        nlohmann::ordered_json& texts = header["__metadata__"] = nlohmann::ordered_json::object();
        for (const auto& [key, text] : metadata) texts[key] = text;
    }
    std::uint64_t end = 0;
    for (const tensor& t : tensors) {
        const std::uint64_t begin = end;
        end += t.bytes.size();
        std::string dtype;
        for (const dtype_name& d : dtype_names)
            if (d.type == t.type) dtype = d.name;
        header[t.name] = {{"dtype", dtype}, {"shape", t.shape}, {"data_offsets", {begin, end}}};
    }
    std::string text = header.dump();
    text.resize((8 + text.size() + 63) / 64 * 64 - 8, ' ');
    return text;
}

} // namespace detail
} // namespace io
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
