// generate <seed> <number>: prints the source of one drawn network. The same two numbers give the same source
// everywhere.
//
// What must not be missed is dealt, not drawn: kinds of layers, activations, losses, optimizers and checks
// are decks of cards, of which a network takes the next ones, so that some twenty networks have had all of
// each. The decks of a round are shuffled by the seed and the number of the round alone: a network does not
// depend on those before it.
#include "artist.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <string>

int main(int argc, char** argv) {
    using namespace fuzz;
    if (argc != 3) {
        std::fprintf(stderr, "usage: generate <seed> <number>\n");
        return 2;
    }
    const std::uint64_t seed = std::strtoull(argv[1], nullptr, 10);
    const int number = std::atoi(argv[2]);
    artist a(seed, number);

    const loss& l = deal(losses, seed, number);
    const int outputs =
        std::max(a.once_in(3) ? a.width() : a.from(1, 20), l.weightable ? 2 : 1); // of classes
    const layer net = a.whole(outputs);
    const std::array chosen{deal(checks, seed, 2 * number), deal(checks, seed, 2 * number + 1)};
    const bool floats = std::any_of(chosen.begin(), chosen.end(), [](const std::string& c) {
        return c == "in_double" || c == "frozen_small";
    });
    const bool doubles = !floats && a.once_in(3);
    const int rows = net.mixes_rows ? a.from(2, 40) : a.from(1, 40);
    const int tile = a.once_in(4) ? a.from(9, 20) : a.from(1, 8);
    const char* const clip_norm = a.once_in(4) ? "0.5" : "0";
    const char* const clip_value = a.once_in(4) ? "0.01" : "0";
    // Of shards a sum says more (checks.hpp).
    const bool in_shards = std::find(chosen.begin(), chosen.end(), "shards"s) != chosen.end();
    const bool summed = a.once_in(in_shards ? 2 : 6);
    std::optional<int> ignored;
    const std::string loss_text = a.loss_expression(l, outputs, summed, ignored);

    std::printf("// Network %d of seed %llu.\n", number, static_cast<unsigned long long>(seed));
    std::printf("#include \"checks.hpp\"\n\n#include <cstdint>\n#include <optional>\n#include <ratio>\n\n");
    std::printf("namespace {\n\nnamespace hg = handgrad;\n\nstruct subject {\n");
    std::printf("    using net =\n        %s;\n", net.type.c_str());
    std::printf("    static_assert(net::parameter_count == %d);\n", net.parameters);
    std::printf("    using number = %s;\n", doubles ? "double" : "float");
    std::printf("    static constexpr int rows = %d, tile = %d, shards = %d;\n", rows, tile, a.from(1, 3));
    std::printf("    static auto loss() { return %s; }\n", loss_text.c_str());
    std::printf("    static auto rule() { %s }\n", a.rule_expression(deal(rules, seed, number)).c_str());
    std::printf("    static constexpr double clip_norm = %s, clip_value = %s;\n", clip_norm, clip_value);
    std::printf("    static constexpr std::optional<int> ignored{%s};\n",
                ignored ? to_string(*ignored).c_str() : "");
    std::printf("    static constexpr bool probabilities = %s, smooth = %s, summed = %s;\n",
                l.probabilities ? "true" : "false", net.smooth && l.smooth ? "true" : "false",
                summed ? "true" : "false");
    std::printf("    static constexpr int longest_sum = %d;\n", net.longest_sum + rows);
    std::printf("    static constexpr std::array<fuzz::weights_range, %zu> rounded{{", net.rounded.size());
    for (const auto& [first, count] : net.rounded) std::printf("{%d, %d}, ", first, count);
    std::printf("}};\n");
    std::printf("    static constexpr std::uint64_t seed = %llu;\n",
                static_cast<unsigned long long>(seed * 1000003 + static_cast<std::uint64_t>(number)));
    std::printf("    static constexpr unsigned checks = fuzz::chosen(fuzz::%s, fuzz::%s);\n", chosen[0],
                chosen[1]);
    std::printf("};\n\n} // namespace\n\nint main() { return fuzz::run<subject>(); }\n");
}
