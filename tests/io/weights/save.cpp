// Writes random parameters twice into the folder that it is run in: saved.safetensors, and all numbers in the
// library's order as parameters.npy.
#include <handgrad/handgrad.hpp>
#include <handgrad/io/file.hpp>
#include <handgrad/io/save.hpp>
#include <handgrad/io/write_npy.hpp>

#include <cstdint>
#include <span>

namespace hg = handgrad;
namespace io = handgrad::io;

int main() {
    using net = hg::mlp<hg::relu, 64, 32, 10>;
    static hg::parameters<net> p;
    hg::rng random{3};
    for (float& x : p) x = random.normal<float>();
    io::write_file("saved.safetensors", io::save(p));
    io::write_file("parameters.npy",
                   io::write_npy(std::span<const float>(p), {static_cast<std::uint64_t>(p.size)}));
}
