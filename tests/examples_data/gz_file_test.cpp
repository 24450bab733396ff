// Reading a file ends, whatever the file is.
#include "../../examples/gz_file.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <vector>

#include <sys/stat.h>
#include <zlib.h>

namespace {

/// A directory that is gone at the end.
class directory {
public:
    directory() {
        std::string name = (std::filesystem::temp_directory_path() / "handgrad_gz_file_XXXXXX").string();
        if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary directory");
        path_ = name;
    }
    directory(const directory&) = delete;
    directory& operator=(const directory&) = delete;
    ~directory() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    std::string file(const std::string& name) const { return path_ + "/" + name; }

private:
    std::string path_;
};

template <class... Limit>
std::string complaint(const std::string& path, Limit... limit) {
    try {
        examples::read_gz_file(path, limit...);
    } catch (const std::runtime_error& e) {
        return e.what();
    }
    return "";
}

/// `count` zeros, in few bytes.
void write_zeros(const std::string& path, std::size_t count) {
    const std::vector<char> zeros(count);
    const gzFile file = gzopen(path.c_str(), "wb");
    REQUIRE(file != nullptr);
    REQUIRE(gzwrite(file, zeros.data(), static_cast<unsigned>(count)) == static_cast<int>(count));
    REQUIRE(gzclose(file) == Z_OK);
}

} // namespace

TEST_CASE("files are read, compressed or not") {
    const directory d;
    std::ofstream(d.file("plain")) << "twelve bytes";
    const std::vector<std::byte> plain = examples::read_gz_file(d.file("plain"));
    CHECK(std::string(reinterpret_cast<const char*>(plain.data()), plain.size()) == "twelve bytes");
    write_zeros(d.file("zeros.gz"), 3'000'000);
    const std::vector<std::byte> zeros = examples::read_gz_file(d.file("zeros.gz"));
    CHECK(zeros.size() == 3'000'000);
    CHECK(std::count(zeros.begin(), zeros.end(), std::byte{0}) == 3'000'000);
    std::ofstream(d.file("empty"));
    CHECK(examples::read_gz_file(d.file("empty")).empty());
    std::filesystem::create_symlink(d.file("plain"), d.file("link"));
    CHECK(examples::read_gz_file(d.file("link")) == plain);
}

TEST_CASE("a file that becomes too long is refused") {
    const directory d;
    const std::string path = d.file("zeros.gz");
    write_zeros(path, 3'000'000);
    CHECK(std::filesystem::file_size(path) < 10'000);
    CHECK(complaint(path, std::size_t{3'000'000}) == "");
    CHECK(complaint(path, std::size_t{2'999'999}) == path + ": found more than 2999999 bytes");
    CHECK(complaint(path, std::size_t{0}) == path + ": found more than 0 bytes");
}

TEST_CASE("what is no file is refused, not waited for") {
    const directory d;
    const std::string pipe = d.file("pipe"), none = d.file("none");
    REQUIRE(mkfifo(pipe.c_str(), 0600) == 0); // nobody writes to it
    CHECK(complaint(pipe) == pipe + ": found a pipe or a device, expected a file");
    CHECK(complaint("/dev/zero") == "/dev/zero: found a pipe or a device, expected a file");
    CHECK(complaint(d.file(".")) == d.file(".") + ": found a directory, expected a file");
    CHECK(complaint(none) == none + ": No such file or directory");
    std::filesystem::create_symlink(pipe, d.file("link"));
    CHECK(complaint(d.file("link")) == d.file("link") + ": found a pipe or a device, expected a file");
}
