// Real networks with reference outputs by independent programs, where the environment variable
// HANDGRAD_MODELS says that they lie. Tests of them are skipped, and say so, where it does not.
#pragma once

#include <handgrad/io/safetensors.hpp>

#include <doctest/doctest.h>

#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

namespace models {

namespace io = handgrad::io;

/// The folder, with a slash at its end; empty if there is none. Says what is skipped.
inline std::string folder(const char* test) {
    if (const char* where = std::getenv("HANDGRAD_MODELS")) return std::string(where) + "/";
    MESSAGE("skipped, HANDGRAD_MODELS is not set: ", test);
    return {};
}

inline io::file read(const std::string& path) {
    std::ifstream stream(path, std::ios::binary);
    REQUIRE_MESSAGE(stream, path);
    const std::string text((std::istreambuf_iterator<char>(stream)), {});
    io::file file{path.substr(path.rfind('/') + 1), {}};
    file.bytes.resize(text.size());
    std::memcpy(file.bytes.data(), text.data(), text.size());
    return file;
}

/// A file of references, and its tensors by name.
class references {
public:
    explicit references(const std::string& path) : file_(read(path)), tensors_(io::read_safetensors(file_)) {}

    const std::vector<io::tensor>& tensors() const { return tensors_.tensors; }
    const io::tensor& operator[](const std::string& name) const {
        for (const io::tensor& t : tensors_.tensors)
            if (t.name == name) return t;
        FAIL(file_.name << " has no tensor " << name);
        return tensors_.tensors.front();
    }
    std::vector<double> doubles(const std::string& name) const { return numbers<double>(name); }
    std::vector<float> floats(const std::string& name) const { return numbers<float>(name); }
    std::vector<int> ints(const std::string& name) const { return numbers<int>(name); }

private:
    template <class Number>
    std::vector<Number> numbers(const std::string& name) const {
        const io::tensor& t = (*this)[name];
        std::vector<Number> result(t.bytes.size() / size_of(t.type));
        for (std::size_t i = 0; i < result.size(); ++i) {
            const auto read_as = [&](auto number) {
                std::memcpy(&number, t.bytes.data() + i * sizeof(number), sizeof(number));
                result[i] = static_cast<Number>(number);
            };
            if (t.type == io::number_type::f64)
                read_as(double{});
            else if (t.type == io::number_type::f32)
                read_as(float{});
            else if (t.type == io::number_type::i64)
                read_as(std::int64_t{});
            else
                FAIL("of no known type: " << name);
        }
        return result;
    }

    io::file file_;
    io::safetensors tensors_;
};

/// The largest |a - b|, and the largest |b|.
struct difference {
    double largest = 0, scale = 0;
    template <class A, class B>
    difference(const A& a, const B& b) {
        REQUIRE(a.size() == b.size());
        for (std::size_t i = 0; i < a.size(); ++i) {
            const double x = static_cast<double>(a[i]), y = static_cast<double>(b[i]);
            const double d = x > y ? x - y : y - x;
            largest = d > largest || d != d ? d : largest;
            scale = (y < 0 ? -y : y) > scale ? (y < 0 ? -y : y) : scale;
        }
    }
};

} // namespace models
