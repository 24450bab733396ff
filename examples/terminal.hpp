/// Small pictures and a progress line for a text terminal.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdio>
#include <span>
#include <string>

#include <unistd.h>

namespace examples {

/// A grey image with pixels in [0, 1], row-major, that belongs to somebody else.
struct picture {
    const float* pixels;
    int height;
    int width;
    std::string caption;
};

/// One line of a picture, made of shades. Small pictures get two characters a pixel, wide ones one character
/// for two pixels above each other: either way a pixel is about square.
inline std::string picture_line(const picture& p, int line) {
    constexpr std::array shades{" ", "░", "▒", "▓", "█"};
    const auto pixel = [&](int r, int c) { return r < p.height ? p.pixels[r * p.width + c] : 0.0f; };
    const bool small = p.width <= 16;
    std::string text;
    for (int c = 0; c < p.width; ++c) {
        const float grey = small ? pixel(line, c) : (pixel(2 * line, c) + pixel(2 * line + 1, c)) / 2;
        const int shade = std::clamp(static_cast<int>(grey * 4 + 0.5f), 0, 4);
        for (int i = 0; i < (small ? 2 : 1); ++i) text += shades[static_cast<std::size_t>(shade)];
    }
    return text;
}

/// Draws pictures of one size side by side, with their captions below, as many in a line as fit into
/// `columns`.
inline void print_pictures(std::span<const picture> pictures, int columns = 80) {
    if (pictures.empty()) return;
    constexpr int gap = 2;
    const bool small = pictures[0].width <= 16;
    const int cell = (small ? 2 * pictures[0].width : pictures[0].width) + gap;
    const int lines = small ? pictures[0].height : (pictures[0].height + 1) / 2;
    const auto per_line = static_cast<std::size_t>(std::max(1, columns / cell));
    for (; !pictures.empty(); pictures = pictures.subspan(std::min(per_line, pictures.size()))) {
        const auto shown = pictures.first(std::min(per_line, pictures.size()));
        for (int line = 0; line < lines; ++line) {
            for (const picture& p : shown) std::printf("%s%*s", picture_line(p, line).c_str(), gap, "");
            std::puts("");
        }
        for (const picture& p : shown) std::printf("%-*.*s", cell, cell - 1, p.caption.c_str());
        std::puts("\n");
    }
}

/// A line that is rewritten while something goes on; shown only if a person is watching.
class progress_line {
public:
    /// "label [#####.....] done/total"
    void show(const char* label, int done, int total) {
        constexpr int width = 30;
        if (!watched_ || total <= 0) return;
        const int bar = static_cast<int>(static_cast<long long>(done) * width / total);
        if (bar == bar_) return;
        bar_ = bar;
        std::printf("\r%s [%s%s] %d/%d", label, std::string(static_cast<std::size_t>(bar), '#').c_str(),
                    std::string(static_cast<std::size_t>(width - bar), '.').c_str(), done, total);
        std::fflush(stdout);
    }

    /// Takes the line away, so that the next output starts at its beginning.
    void clear() {
        if (watched_) std::printf("\r\033[K");
        bar_ = -1;
    }

private:
    bool watched_ = isatty(STDOUT_FILENO) != 0;
    int bar_ = -1;
};

} // namespace examples
