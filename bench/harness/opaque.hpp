/// A barrier for the optimizer.
#pragma once

namespace bench {

/// Afterwards the compiler knows nothing about where the pointer leads or what is there. (Google
/// Benchmark 1.7 has DoNotOptimize for this, but g++ 12 loses the value of a variable given to it.)
template <class T>
inline void make_opaque(T*& pointer) {
    asm volatile("" : "+r"(pointer) : : "memory");
}

/// Afterwards the compiler must have written all memory, and must read it again.
inline void touch_memory() { asm volatile("" : : : "memory"); }

} // namespace bench
