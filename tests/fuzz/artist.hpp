/// Draws layers, networks of them, and the expressions of what they are trained with.
#pragma once

#include "cards.hpp"

#include <handgrad/core/random.hpp>

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace fuzz {

using std::to_string;
using std::string_literals::operator""s;

struct picture {
    int height, width, channels;
    int size() const { return height * width * channels; }
    std::string type() const {
        return "hg::image<" + to_string(height) + ", " + to_string(width) + ", " + to_string(channels) + ">";
    }
};

/// A layer, and what is known of it without a compiler.
struct layer {
    std::string type;
    int inputs, outputs;
    int parameters = 0;
    std::vector<std::pair<int, int>> rounded{}; // first and count of the weights that bfloat16 rounds
    bool mixes_rows = false;
    bool smooth = true;
    int longest_sum = 1;
    std::optional<picture> shape{}; // of the outputs
};

class artist {
    std::uint64_t seed_;
    int number_, activations_dealt_ = 0;
    hg::rng random_;

public:
    artist(std::uint64_t seed, int number)
        : seed_(seed), number_(number),
          random_(seed * 0x9e3779b97f4a7c15u + static_cast<std::uint64_t>(number)) {}

    int below(int n) { return static_cast<int>(random_.below(static_cast<std::uint32_t>(n))); }
    int from(int first, int last) { return first + below(last - first + 1); }
    bool once_in(int n) { return below(n) == 0; }

    /// 1 to 70: small, around the width of a vector, or any.
    int width() {
        constexpr std::array edges{7, 8, 9, 15, 16, 17, 24, 31, 32, 33, 47, 48, 49, 63, 64, 65};
        switch (below(3)) {
        case 0:
            return from(1, 12);
        case 1:
            return edges[static_cast<std::size_t>(below(static_cast<int>(edges.size())))];
        default:
            return from(1, 70);
        }
    }

    const activation& next_activation() {
        return deal(activations, seed_, 6 * number_ + activations_dealt_++);
    }

    layer dense(int in, int out) {
        const activation& a = next_activation();
        const bool bias = !once_in(4);
        layer l{"hg::dense<" + to_string(in) + ", " + to_string(out) + ", hg::" + a.name +
                    (bias ? ">" : ", hg::no_bias>"),
                in, out, in * out + (bias ? out : 0)};
        if (out > 16) l.rounded = {{0, in * out}};
        l.smooth = a.smooth;
        l.longest_sum = in + out;
        return l;
    }

    /// A layer that keeps the width and has no other layer in it.
    layer keeping(kind k, int n) {
        const std::string width = to_string(n);
        layer l{"", n, n};
        switch (k) {
        case kind::activate: {
            const activation& a = next_activation();
            l.type = "hg::activate<" + width + ", hg::" + a.name + ">";
            l.smooth = a.smooth;
            break;
        }
        case kind::prelu:
            l.parameters = once_in(2) ? 1 : n;
            l.type = "hg::prelu<" + width + ", " + to_string(l.parameters) + ">";
            l.smooth = false;
            break;
        case kind::softmax:
            l.type = "hg::softmax<" + width + ">";
            break;
        case kind::log_softmax:
            l.type = "hg::log_softmax<" + width + ">";
            break;
        case kind::dropout:
            l.type = "hg::dropout<" + width +
                     (once_in(2) ? ">" : ", std::ratio<1, " + to_string(from(2, 9)) + ">>");
            break;
        case kind::layer_norm:
            l.type = "hg::layer_norm<" + width + (once_in(2) ? ">" : ", std::ratio<1, 1000>>");
            l.parameters = 2 * n;
            break;
        default: {
            const activation& a = next_activation();
            l.type = "hg::batch_norm<" + width + ", hg::" + a.name +
                     (once_in(2) ? ">" : ", std::ratio<1, 4>, std::ratio<1, 1000>>");
            l.parameters = 4 * n;
            l.mixes_rows = true;
            l.smooth = a.smooth;
        }
        }
        l.longest_sum = n;
        return l;
    }

    /// A window that reads every pixel of a line or column of `length`: its size, and how far it moves.
    std::pair<int, int> covering_window(int length) {
        for (;;) {
            const int size = from(1, std::min(length, 3)), step = from(1, 3);
            if ((length - size) % step == 0 && step <= size) return {size, step};
        }
    }

    layer convolution(picture p) {
        const activation& a = next_activation();
        const int filters = from(1, 9);
        const bool bias = !once_in(4), padded = once_in(3);
        const auto [height, down] = covering_window(p.height);
        const auto [width, across] = covering_window(p.width);
        const int padding = padded && down == 1 && across == 1 ? 1 : 0;
        const picture next{(p.height + 2 * padding - height) / down + 1,
                           (p.width + 2 * padding - width) / across + 1, filters};
        const int patch = height * width * p.channels;
        layer l{"hg::conv2d<" + p.type() + ", " + to_string(filters) + ", hg::window<" + to_string(height) +
                    ", " + to_string(width) + ">, hg::stride<" + to_string(down) + ", " + to_string(across) +
                    ">" + (padding > 0 ? ", hg::padding<1>" : "") + ", hg::" + a.name +
                    (bias ? ">" : ", hg::no_bias>"),
                p.size(), next.size(), patch * filters + (bias ? filters : 0)};
        l.smooth = a.smooth;
        l.longest_sum = patch + next.size();
        l.shape = next;
        return l;
    }

    layer pool(kind k, picture p) {
        const auto [height, down] = covering_window(p.height);
        const auto [width, across] = covering_window(p.width);
        const picture next{(p.height - height) / down + 1, (p.width - width) / across + 1, p.channels};
        layer l{(k == kind::max_pool2d ? "hg::max_pool2d<"s : "hg::average_pool2d<"s) + p.type() +
                    ", hg::window<" + to_string(height) + ", " + to_string(width) + ">, hg::stride<" +
                    to_string(down) + ", " + to_string(across) + ">>",
                p.size(), next.size()};
        l.smooth = k != kind::max_pool2d;
        l.longest_sum = height * width;
        l.shape = next;
        return l;
    }

    /// Layers one after the other, or side by side, as the arguments of `name`.
    static layer put_together(const std::string& name, const std::vector<layer>& parts, int outputs) {
        layer all{name + "<", parts.front().inputs, outputs};
        for (const layer& part : parts) {
            all.type += (&part == &parts.front() ? "" : ", ") + part.type;
            for (const auto& [first, count] : part.rounded)
                all.rounded.emplace_back(all.parameters + first, count);
            all.parameters += part.parameters;
            all.mixes_rows = all.mixes_rows || part.mixes_rows;
            all.smooth = all.smooth && part.smooth;
            all.longest_sum += part.longest_sum;
        }
        all.type += ">";
        return all;
    }

    /// A layer without a picture, of any kind, from `in` numbers on to `out`, or to any number if it is 0.
    /// `inner`: it is within another, which is then made of small things.
    layer any(kind k, int in, int out, bool inner) {
        const int wanted = out > 0 ? out : inner ? from(1, 24) : width();
        switch (k) {
        case kind::residual: {
            const int middle = from(1, 30);
            return put_together("hg::residual", {simple(in, middle), simple(middle, in)}, in);
        }
        case kind::projected_residual: {
            layer l = put_together("hg::projected_residual", {dense(in, wanted)}, wanted);
            if (wanted > 16) l.rounded.emplace_back(l.parameters, in * wanted);
            l.parameters += in * wanted;
            l.longest_sum += in;
            return l;
        }
        case kind::add: {
            std::vector<layer> branches{dense(in, wanted), simple(in, wanted)};
            if (in == wanted) branches.push_back({"hg::skip<" + to_string(in) + ">", in, in});
            return put_together("hg::add", branches, wanted);
        }
        case kind::concatenate: {
            const int first = from(1, 20), second = from(1, 20);
            std::vector<layer> branches{dense(in, first), simple(in, second)};
            if (once_in(2)) branches.push_back({"hg::skip<" + to_string(in) + ">", in, in});
            int outputs = 0;
            for (const layer& branch : branches) outputs += branch.outputs;
            return put_together("hg::concatenate", branches, outputs);
        }
        case kind::checkpoint: {
            const int middle = from(1, 30);
            return put_together("hg::checkpoint", {simple(in, middle, false), dense(middle, wanted)}, wanted);
        }
        case kind::fixed:
            return put_together("hg::fixed", {simple(in, wanted)}, wanted);
        case kind::network: {
            const int middle = from(1, 30);
            return put_together("hg::network", {dense(in, middle), simple(middle, wanted)}, wanted);
        }
        case kind::dense:
        case kind::conv2d:
        case kind::max_pool2d:
        case kind::average_pool2d:
            return dense(in, wanted);
        default:
            return keeping(k, in);
        }
    }

    /// A layer within another: mostly dense.
    layer simple(int in, int out, bool may_mix_rows = true) {
        if (in != out || once_in(2)) return dense(in, out);
        constexpr std::array kinds{kind::activate, kind::prelu, kind::dropout, kind::layer_norm,
                                   kind::batch_norm};
        return keeping(kinds[static_cast<std::size_t>(below(may_mix_rows ? 5 : 4))], in);
    }

    /// The whole network. One of its layers is of the kind whose turn it is.
    layer whole(int outputs) {
        const kind dealt = deal(all_kinds, seed_, number_);
        std::vector<layer> layers;
        const bool of_pictures =
            dealt == kind::conv2d || dealt == kind::max_pool2d || dealt == kind::average_pool2d;
        if (of_pictures) {
            const picture p{from(1, 6), from(1, 6), from(1, 3)};
            const bool convolve = dealt == kind::conv2d || once_in(2);
            if (convolve) layers.push_back(convolution(p));
            if (dealt != kind::conv2d || once_in(3))
                layers.push_back(pool(dealt == kind::conv2d ? kind::max_pool2d : dealt,
                                      convolve ? *layers.back().shape : p));
        } else {
            const int in = width();
            if (once_in(2)) layers.push_back(dense(in, width()));
            layers.push_back(any(dealt, layers.empty() ? in : layers.back().outputs, 0, false));
        }
        if (once_in(3)) {
            constexpr std::array kinds{kind::activate,   kind::prelu, kind::dropout,
                                       kind::layer_norm, kind::dense, kind::softmax};
            layers.push_back(any(kinds[static_cast<std::size_t>(below(static_cast<int>(kinds.size())))],
                                 layers.back().outputs, 0, true));
        }
        // The losses that take logits refuse a sigmoid at the end.
        layer last = dense(layers.back().outputs, outputs);
        while (last.type.find("::sigmoid") != std::string::npos) last = dense(layers.back().outputs, outputs);
        layers.push_back(last);
        if (dealt == kind::log_softmax) layers.push_back(keeping(kind::log_softmax, outputs));
        return put_together("hg::network", layers, outputs);
    }

    std::string loss_expression(const loss& l, int outputs, bool summed, std::optional<int>& ignored) {
        std::string options;
        if (l.option != nullptr && once_in(2)) options += l.option;
        if (l.ignores && once_in(2)) {
            ignored = once_in(2) ? -100 : below(outputs);
            options += (options.empty() ? "" : ", ") + ".ignore_index = "s + to_string(*ignored);
        }
        if (summed) options += (options.empty() ? "" : ", ") + ".reduction = hg::reduction::sum"s;
        const std::string plain = "hg::"s + l.name + "{" + options + "}";
        if (!l.weightable || !once_in(2)) return plain;
        std::string weights;
        for (int c = 0; c < outputs; ++c) {
            const int tenths = once_in(8) ? 0 : from(1, 99);
            weights += (c > 0 ? ", " : "") + to_string(tenths / 10) + "." + to_string(tenths % 10);
        }
        return "hg::class_weighted(" + plain + ", {" + weights + "})";
    }

    std::string rule_expression(const rule& r) {
        std::string body = " r.rate = 0.0"s + to_string(from(1, 9)) + ";";
        if (r.option != nullptr && once_in(2)) body += " r"s + r.option + ";";
        if (once_in(2)) body += " r.weight_decay = 0.01;";
        return "hg::"s + r.name + " r;" + body + " return r;";
    }
};

} // namespace fuzz
