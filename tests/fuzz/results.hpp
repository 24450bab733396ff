/// What one drawn network gives, as lines of text that builds of it can be compared by, and what it was held
/// against within one build.
#pragma once

#include <bits.hpp>
#include <handgrad/simd/select.hpp>

#include <cinttypes>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <string>

namespace fuzz {

/// The bits that results are compared by: all NaNs are one, for which of two an instruction passes on, and
/// with what sign it makes one, depends on the order of its operands and is not promised. Nothing else is
/// made equal: the sign of a zero is promised, and so is where a NaN stands.
template <class T>
constexpr bits_of<T> canonical(T x) {
    return is_nan(x) ? ~bits_of<T>{0} : __builtin_bit_cast(bits_of<T>, x);
}

/// Prints, a line each,
///     digest <kind of data>/<result> <16 digits>      to be the same in every build
///     failed <kind of data>/<comparison>: ...         what is wrong within this one
///     compared <comparison> <how often>               at the end, so that nothing is left out unseen
class results {
public:
    /// Of which data the next results are.
    void begin(const char* kind) { kind_ = kind; }

    template <class T>
    void record(const char* what, const T* numbers, int count) {
        digest d;
        for (int i = 0; i < count; ++i) d.add(canonical(numbers[i]));
        std::printf("digest %s/%s %016" PRIx64 "\n", kind_, what, d.value() + planted_);
        ++compared_["digests"];
    }
    template <class Block>
    void record(const char* what, const Block& block) {
        record(what, block.data(), static_cast<int>(block.end() - block.begin()));
    }

    /// To the last bit.
    template <class T>
    void equal(const char* what, const T* found, const T* expected, int count) {
        ++compared_[what];
        for (int i = 0; i < count; ++i) {
            if (canonical(found[i]) == canonical(expected[i])) continue;
            fail(what);
            std::printf("number %d of %d: found %a, expected %a\n", i, count, double(found[i]),
                        double(expected[i]));
            return;
        }
    }
    template <class Block, class Expected>
    void equal(const char* what, const Block& found, const Expected& expected) {
        equal(what, found.data(), expected.data(), static_cast<int>(found.end() - found.begin()));
    }

    /// Up to a distance, which the caller judges.
    [[gnu::noinline]] void near(const char* what, bool holds, double distance, double tolerance) {
        ++compared_[what];
        if (holds) return;
        fail(what);
        std::printf("a distance of %.3g, tolerated are %.3g\n", distance, tolerance);
    }
    [[gnu::noinline]] void holds(const char* what, bool truth, const std::string& sentence) {
        ++compared_[what];
        if (truth) return;
        fail(what);
        std::printf("%s\n", sentence.c_str());
    }
    /// A comparison that says nothing here, and why.
    [[gnu::noinline]] void skipped(const char* what, const char* why) {
        ++compared_[std::string("(not compared, ") + why + ") " + what];
    }

    /// The exit code.
    [[gnu::noinline]] int end() const {
        for (const auto& [what, count] : compared_) std::printf("compared %d %s\n", count, what.c_str());
        std::printf("%d failures\n", failures_);
        return failures_ != 0;
    }

private:
    [[gnu::noinline]] void fail(const char* what) {
        ++failures_;
        std::printf("failed %s/%s: ", kind_, what);
    }

    const char* kind_ = "";
    int failures_ = 0;
    std::map<std::string, int> compared_;
    // Moves the digests of the builds for one instruction set, so that a test can see the difference found.
    std::uint64_t planted_ = [] {
        const char* const set = std::getenv("HANDGRAD_FUZZ_PLANT");
        return set != nullptr && handgrad::simd::native_machine.name == std::string(set);
    }();
};

} // namespace fuzz
