/// How far gradients are from central differences, and where.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/config.hpp>

#include <array>
#include <cstddef>
#include <cstdio>
#include <string>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace testing {

/// Of the gradient with respect to one layer's parameters, or to x, the element that is farthest from its
/// difference.
struct gradient_deviation {
    int layer = 0;    // 1 .. depth; 0 for dl/dx
    char name = 'x';  // x, W or b; p in a layer without weights
    int row = 0;      // of x and W
    int col = 0;      // of x and W, else the index
    int compared = 0; // elements; those that are not learned are not
    int kinks = 0;    // elements that are not judged, for the loss has a kink within a step of them
    double found = 0, expected = 0;
    double error = 0; // relative: see gradient_check

    /// As "layer 2, W(3, 1)", or "dl/dx(0, 4)".
    std::string place() const {
        const std::string at = name == 'x' || name == 'W' ? std::to_string(row) + ", " : std::string();
        const std::string begin = layer == 0 ? "dl/d" : "layer " + std::to_string(layer) + ", ";
        return begin + name + "(" + at + std::to_string(col) + ")";
    }
};

/// What gradient_check has found.
template <int Depth>
struct gradient_report {
    double loss = 0;
    std::array<gradient_deviation, std::size_t{Depth} + 1> deviations{}; // 0: of dl/dx

    constexpr const gradient_deviation& input() const { return deviations[0]; }
    /// I = 1 .. depth.
    constexpr const gradient_deviation& layer(int i) const { return deviations[static_cast<std::size_t>(i)]; }

    /// The largest of all.
    constexpr const gradient_deviation& worst() const {
        const gradient_deviation* worst = &deviations[0];
        for (const gradient_deviation& d : deviations)
            if (d.error > worst->error) worst = &d;
        return *worst;
    }
    constexpr int kinks() const {
        int sum = 0;
        for (const gradient_deviation& d : deviations) sum += d.kinks;
        return sum;
    }

    constexpr bool holds(double tolerance = 1e-6) const { return worst().error <= tolerance; }

    /// One sentence: the worst element, what was found and what was expected.
    std::string explain(double tolerance = 1e-6) const {
        const gradient_deviation& w = worst();
        std::string text = holds(tolerance) ? "the gradients agree with central differences"
                                            : "a gradient disagrees with central differences";
        text += formatted(": %s: found %.9g, expected %.9g, relative error %.1e", w.place().c_str(), w.found,
                          w.expected, w.error);
        if (kinks() > 0) text += formatted(" (%d elements not judged: the loss has a kink there)", kinks());
        return text;
    }

    /// The worst element of each layer, a line each.
    std::string table() const {
        std::string text = formatted("%-22s %15s %15s %9s %9s %6s\n", "worst element", "found", "expected",
                                     "error", "compared", "kinks");
        for (const gradient_deviation& d : deviations)
            text += d.compared == 0 ? formatted("layer %-16d nothing is learned\n", d.layer)
                                    : formatted("%-22s %15.9f %15.9f %9.1e %9d %6d\n", d.place().c_str(),
                                                d.found, d.expected, d.error, d.compared, d.kinks);
        return text;
    }

private:
    [[gnu::format(printf, 1, 2)]] static std::string formatted(const char* format, ...) {
        char line[256];
        __builtin_va_list arguments;
        __builtin_va_start(arguments, format);
        const int length = std::vsnprintf(line, sizeof line, format, arguments);
        __builtin_va_end(arguments);
        return std::string(line, length < 0                          ? 0
                                 : std::size_t(length) < sizeof line ? std::size_t(length)
                                                                     : sizeof line - 1);
    }
};

} // namespace testing
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
