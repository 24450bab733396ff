// Bytes that are gone before they are read.
// expect: = delete; // bytes that would be gone: name them first
#include <handgrad/handgrad.hpp>
#include <handgrad/io/safetensors.hpp>

namespace io = handgrad::io;

std::vector<std::byte> bytes() { return std::vector<std::byte>(100); }

int main() {
#ifdef WELL_FORMED
    const auto named = bytes();
    const io::source file(named);
#else
    const io::source file(bytes());
#endif
    return io::try_read_safetensors(file).has_value();
}
