// triples [--count <n>]: a b + c of floats by every back end without an instruction for it, against the
// processor's, for n random triples (10^8 unless told) of several kinds, special numbers among them. Fails if
// one differs in one bit.
#include "triples.hpp"

#include <cstdio>
#include <cstdlib>
#include <string_view>

namespace {

/// Numbers of a kind: any bits; near each other; products near half of the last place of the addend; few
/// bits; tiny.
triple drawn(bench::word_source& source, int kind) {
    const auto as_float = [](std::uint32_t bits) { return __builtin_bit_cast(float, bits); };
    const auto with_exponent = [&](int lowest, int count) {
        const auto w = source();
        return as_float(
            (static_cast<std::uint32_t>(w) & 0x807fffff) |
            static_cast<std::uint32_t>(lowest + static_cast<int>((w >> 32) % static_cast<unsigned>(count)))
                << 23);
    };
    switch (kind) {
    case 0:
        return {as_float(static_cast<std::uint32_t>(source())),
                as_float(static_cast<std::uint32_t>(source())),
                as_float(static_cast<std::uint32_t>(source()))};
    case 1:
        return {with_exponent(120, 14), with_exponent(120, 14), with_exponent(113, 28)};
    case 2: { // (1 + x)(1 - x) or 1 + x^3 times half of c's last place: ties but for what a double cannot
              // hold
        const int e = static_cast<int>(source() % 6);
        const float x = as_float(static_cast<std::uint32_t>(127 - 20 + e) << 23), cube = 0x1p-11f;
        const bool more = (source() & 1) != 0, subnormal = (source() & 2) != 0;
        const float c = subnormal ? as_float(static_cast<std::uint32_t>(source() & 0x803fffff) | 0x00400000)
                                  : with_exponent(127 + 23, 1);
        const float a = more ? 1 + cube : 1 + x, b = more ? 1 - cube + cube * cube : 1 - x;
        return subnormal ? triple{a * 0x1p-75f, b * 0x1p-75f, c} : triple{a, b / 2, c};
    }
    case 3: { // few bits: ties again and again
        const auto few = [&](int lowest) {
            return as_float(__builtin_bit_cast(std::uint32_t, with_exponent(lowest, 24)) & 0xfff80000u);
        };
        return {few(115), few(115), with_exponent(118, 24)};
    }
    default:
        return {with_exponent(50, 20), with_exponent(50, 20), with_exponent(0, 3)};
    }
}

} // namespace

int main(int count_of_arguments, char** arguments) {
    long count = 100'000'000;
    if (count_of_arguments == 3 && std::string_view(arguments[1]) == "--count")
        count = std::atol(arguments[2]);
    if (count_of_arguments != 1 && (count_of_arguments != 3 || count <= 0)) {
        std::fprintf(stderr, "usage: triples [--count <n>]\n");
        return 2;
    }
    bench::word_source source{1};
    long wrong[3] = {}, ties = 0;
    constexpr int block = 1024;
    static triple of[block];
    static float expected[block], found[block];
    for (long done = 0; done < count; done += block) {
        for (int i = 0; i < block; ++i) of[i] = drawn(source, i % 5);
        by_processor(of, block, expected);
        backend* const all[] = {by_sse2, by_avx, by_scalar};
        for (int b = 0; b < 3; ++b) {
            all[b](of, block, found);
            for (int i = 0; i < block; ++i) wrong[b] += !same(found[i], expected[i]);
        }
        for (int i = 0; i < block; ++i)
            ties += !same(static_cast<float>(static_cast<double>(of[i].a) * static_cast<double>(of[i].b) +
                                             static_cast<double>(of[i].c)),
                          expected[i]);
    }
    std::printf("%ld triples, %ld of which rounded twice differ; wrong: SSE2 %ld, AVX %ld, scalar %ld\n",
                count, ties, wrong[0], wrong[1], wrong[2]);
    return wrong[0] + wrong[1] + wrong[2] != 0;
}
