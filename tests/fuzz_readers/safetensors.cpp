#include "target.hpp"

#include <handgrad/handgrad.hpp>
#include <handgrad/io/load.hpp>
#include <handgrad/io/save.hpp>

#include <algorithm>

namespace hg = handgrad;
namespace io = handgrad::io;

namespace {

using dense = hg::network<hg::dense<2, 3, hg::tanh>, hg::dense<3, 1>>;
using pictures = hg::network<hg::conv2d<hg::image<3, 3, 2>, 2, hg::window<2>, hg::relu>, hg::layer_norm<8>,
                             hg::dense<8, 4>, hg::residual<hg::dense<4, 4, hg::gelu>>, hg::dense<4, 2>>;

/// What is read is written and read again with equal bits; where nothing is read, nothing is changed.
template <class Net, class T>
void load(const io::source& from, const io::load_options& options) {
    hg::parameters<Net, T> p;
    std::fill(p.begin(), p.end(), T(2));
    const auto result = io::try_load_into(p, from, options);
    if (!result) {
        hold(!result.error().message().empty() &&
             std::all_of(p.begin(), p.end(), [](T x) { return x == 2; }));
        return;
    }
    const auto bytes = io::save(p);
    hg::parameters<Net, T> again;
    hold(io::try_load_into(again, io::source(bytes), {.not_finite = true}).has_value());
    hold(std::memcmp(p.data(), again.data(), sizeof(T) * p.size) == 0);
}

} // namespace

void read(const io::source& from) {
    const auto file = io::try_read_safetensors(from);
    if (!file) return hold(!file.error().message().empty());
    std::size_t bytes = 0;
    for (const io::tensor& t : file->tensors) {
        bytes += t.bytes.size();
        std::size_t size = io::size_of(t.type);
        for (const std::uint64_t extent : t.shape) size *= extent;
        hold(size == t.bytes.size());
    }
    hold(bytes + 8 <= from.bytes.size());
    for (const io::convention& as : {io::pytorch, io::keras, io::handgrad}) {
        io::load_options all{.as = as,
                             .rounding = io::rounding::to_nearest,
                             .not_finite = true,
                             .others = true,
                             .any_origin = true};
        if (as.numbering == io::numbering::none) all.names = {"0", "2"};
        load<dense, float>(from, all);
        load<dense, double>(from, all);
        all.prefix = "0.";
        load<dense, float>(from, all);
        all.prefix = {}, all.check = {.input = {1, -1}, .output = {0}, .tolerance = 1};
        load<dense, float>(from, all);
        all.check = {};
        if (as.numbering == io::numbering::none) all.names = {"0", "2", "3", "5"};
        load<pictures, float>(from, all);
    }
    load<dense, float>(from, {});
    load<pictures, double>(from, {.rounding = io::rounding::to_nearest});
}

files seeds() {
    hg::rng random{1};
    hg::parameters<dense> p;
    hg::parameters<pictures> q;
    for (float& x : p) x = random.normal<float>();
    for (float& x : q) x = random.normal<float>();
    return {io::save(p), io::save(q), io::write_safetensors(io::try_save_tensors(p)->tensors)};
}
