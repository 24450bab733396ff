/// The calls that must neither allocate, lock, throw nor enter the system, and do with so much stack.
#pragma once

#include <cstddef>
#include <span>

struct call {
    const char* name;
    std::size_t stack_bytes;
    void (*run)();
};

/// Those whose number of rows the compiler knows: they have no path on which they could throw, either.
std::span<const call> static_calls();

/// The same of layers with a memory.
std::span<const call> stream_calls();

/// Those that count their rows at run time.
std::span<const call> run_time_calls();
