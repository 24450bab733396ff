#include <complaint.hpp>
#include <sanitized.hpp>

#include <handgrad/io/labeled_images.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <vector>

#include <sys/mman.h>
#include <sys/resource.h>

namespace io = handgrad::io;

namespace {

std::vector<std::byte> bytes(std::initializer_list<int> values) {
    std::vector<std::byte> result;
    for (const int value : values) result.push_back(static_cast<std::byte>(value));
    return result;
}

const auto two_images = bytes({0, 0,  8,   3,   0,   0,   0,   2, 0, 0, 0, 2, 0, 0, 0, 3, // 2 x 2 x 3
                               0, 51, 102, 153, 204, 255, 255, 1, 2, 3, 4, 0});
const auto two_labels = bytes({0, 0, 8, 1, 0, 0, 0, 2, 9, 0});

/// The first bytes of a file of images.
std::array<std::byte, 16> header_of(std::uint32_t count, std::uint32_t height, std::uint32_t width) {
    std::array<std::byte, 16> result{std::byte{0}, std::byte{0}, std::byte{8}, std::byte{3}};
    for (std::size_t i = 0; i < 4; ++i) {
        const auto shift = static_cast<int>(24 - 8 * i);
        result[4 + i] = static_cast<std::byte>(count >> shift);
        result[8 + i] = static_cast<std::byte>(height >> shift);
        result[12 + i] = static_cast<std::byte>(width >> shift);
    }
    return result;
}

} // namespace

static_assert(std::is_base_of_v<std::runtime_error, io::format_error>);

TEST_CASE("labeled images: pixels are divided by 255") {
    const io::images set = io::parse_images(two_images, "images");
    CHECK(set.name == "images");
    CHECK(set.count == 2);
    CHECK(set.height == 2);
    CHECK(set.width == 3);
    REQUIRE(set.pixels.size() == 12);
    CHECK(set.pixels[0] == 0.0f);
    CHECK(set.pixels[1] == 0.2f);
    CHECK(set.pixels[5] == 1.0f);
    CHECK(set.pixels[7] == 1.0f / 255.0f);
}

TEST_CASE("labeled images: the extents are the number of images, their rows and their columns") {
    const io::images set =
        io::parse_images(bytes({0, 0, 8, 3, 0, 0, 0, 3, 0, 0, 0, 2, 0, 0, 0, 1, 1, 2, 3, 4, 5, 6}), "images");
    CHECK(set.count == 3);
    CHECK(set.height == 2);
    CHECK(set.width == 1);
}

namespace {

/// While this lives, what would take gigabytes of memory fails. (A sanitizer takes more by itself.)
class no_more_memory {
public:
    no_more_memory() {
        getrlimit(RLIMIT_DATA, &before_);
        rlimit now = before_;
        now.rlim_cur = rlim_t{1} << 30;
        if (!sanitized) setrlimit(RLIMIT_DATA, &now);
    }
    no_more_memory(const no_more_memory&) = delete;
    no_more_memory& operator=(const no_more_memory&) = delete;
    ~no_more_memory() { setrlimit(RLIMIT_DATA, &before_); }

private:
    rlimit before_{};
};

} // namespace

TEST_CASE("labeled images: an image of more pixels than an int can count is refused") {
    // A file of two gigabytes of zeros, of which only the first page is ever touched.
    constexpr std::uint32_t side = 46341; // its square is the first that is too large
    constexpr std::size_t bytes = 16 + std::size_t{side} * side;
    constexpr int how = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE;
    void* memory = mmap(nullptr, bytes, PROT_NONE, how, -1, 0);
    if (memory == MAP_FAILED) {
        MESSAGE("skipped: this system reserves no two gigabytes of addresses");
        return;
    }
    REQUIRE(mprotect(memory, 4096, PROT_READ | PROT_WRITE) == 0);
    const auto header = header_of(1, side, side);
    std::copy(header.begin(), header.end(), static_cast<std::byte*>(memory));
    const no_more_memory guard;
    CHECK(complaint<io::format_error>([&] {
              io::parse_images({static_cast<const std::byte*>(memory), bytes}, "images");
          }) == "images: rows x columns: found 46341 x 46341, expected at most 2147483647");
    munmap(memory, bytes);
}

TEST_CASE("labeled images: the rows of a batch are the images") {
    const io::images set = io::parse_images(two_images, "images");
    const handgrad::rows<const float, 6> batch = set.rows<6>();
    CHECK(batch.count() == 2);
    CHECK(batch[1](0, 0) == 1.0f);
    CHECK(complaint<io::format_error>([&] { set.rows<7>(); }) ==
          "images: pixels of an image: found 2 x 3 = 6, expected 7");
}

TEST_CASE("labeled images: labels") {
    CHECK(io::parse_labels(two_labels, "labels", 10) == std::vector<int>{9, 0});
    CHECK(complaint<io::format_error>([] { io::parse_labels(two_labels, "labels", 9); }) ==
          "labels: label 0: found 9, expected 0 to 8");
    CHECK(complaint<io::format_error>([] {
              io::parse_labels(bytes({0, 0, 8, 1, 0, 0, 0, 3, 1, 2, 255}), "labels", 255);
          }) == "labels: label 2: found 255, expected 0 to 254");
}

TEST_CASE("labeled images: a file of the other kind") {
    CHECK(complaint<io::format_error>([] { io::parse_images(two_labels, "labels"); }) ==
          "labels: magic number: found 0x00000801 (IDX, unsigned byte, 1 dimension), "
          "expected 0x00000803 (IDX, unsigned byte, 3 dimensions)");
    CHECK(complaint<io::format_error>([] { io::parse_labels(two_images, "images", 10); }) ==
          "images: magic number: found 0x00000803 (IDX, unsigned byte, 3 dimensions), "
          "expected 0x00000801 (IDX, unsigned byte, 1 dimension)");
}

TEST_CASE("labeled images: every truncation is noticed, and one byte more") {
    for (std::size_t n = 0; n < two_images.size(); ++n) {
        const std::vector<std::byte> part(two_images.begin(),
                                          two_images.begin() + static_cast<std::ptrdiff_t>(n));
        CHECK(complaint<io::format_error>([&] { io::parse_images(part, "images"); }).find("(truncated?)") !=
              std::string::npos);
    }
    auto longer = two_images;
    longer.push_back(std::byte{0});
    CHECK(complaint<io::format_error>([&] { io::parse_images(longer, "images"); }) ==
          "images: length: found 29 bytes (trailing bytes?), expected 28 bytes "
          "(a header of 16, then 2 x 2 x 3 unsigned bytes)");
}

TEST_CASE("labeled images: extents of zero, and too large for int") {
    CHECK(complaint<io::format_error>([] {
              io::parse_images(bytes({0, 0, 8, 3, 0, 0, 0, 0, 0, 0, 0, 28, 0, 0, 0, 28}), "images");
          }) == "images: number of images: found 0, expected 1 to 2147483647");
    CHECK(complaint<io::format_error>([] {
              io::parse_images(bytes({0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 28}), "images");
          }) == "images: rows: found 0, expected 1 to 2147483647");
    CHECK(complaint<io::format_error>([] {
              io::parse_images(bytes({0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 28, 0, 0, 0, 0}), "images");
          }) == "images: columns: found 0, expected 1 to 2147483647");
    CHECK(complaint<io::format_error>([] {
              io::parse_images(bytes({0, 0, 8, 3, 255, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}), "images");
          }) == "images: number of images: found 4278190080, expected 1 to 2147483647");
}

TEST_CASE("labeled images: as many labels as images; on error the target of an assignment is as it was") {
    const auto good = io::parse_labeled_images(two_images, "images", two_labels, "labels", 10);
    CHECK(good.count == 2);
    CHECK(good.labels == std::vector<int>{9, 0});

    auto kept = good;
    CHECK(complaint<io::format_error>([&] {
              kept = io::parse_labeled_images(two_images, "images", bytes({0, 0, 8, 1, 0, 0, 0, 1, 9}),
                                              "labels", 10);
          }) == "labels: number of labels: found 1, expected 2 (the images in images)");
    CHECK(complaint<io::format_error>([&] {
              kept = io::parse_labeled_images(bytes({0, 0, 8}), "images", two_labels, "labels", 10);
          }) == "images: magic number: found 3 bytes (truncated?), expected 4 bytes");
    CHECK(kept == good);
}
