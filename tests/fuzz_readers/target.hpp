/// A target of libFuzzer: a program that reads a file of random bytes, and with --seeds <folder> writes files
/// for it to begin with. A target includes this and defines the two functions below.
#pragma once

#include <handgrad/io/source.hpp>

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <span>
#include <string>
#include <vector>

using files = std::vector<std::vector<std::byte>>;

/// Reads a file, which must end well, with an error or without. What was read must keep its laws: hold(law).
void read(const handgrad::io::source& from);
/// Files that the reader takes.
files seeds();

/// Ends the program where a law does not hold, for libFuzzer to keep the file.
inline void hold(bool law) {
    if (!law) std::abort();
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    read({std::as_bytes(std::span(data, size)), "fuzz"});
    return 0;
}

extern "C" int LLVMFuzzerInitialize(int* count, char*** words) {
    if (*count != 3 || std::string((*words)[1]) != "--seeds") return 0;
    const std::string folder = (*words)[2];
    int number = 0;
    for (const std::vector<std::byte>& seed : seeds())
        std::ofstream(folder + "/seed_" + std::to_string(number++), std::ios::binary)
            .write(reinterpret_cast<const char*>(seed.data()), static_cast<std::streamsize>(seed.size()));
    std::exit(0);
}
