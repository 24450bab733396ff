/// Keeping the compiler from leaving out what is timed.
#pragma once

namespace examples {

/// The compiler must take it that somebody reads, and may have changed, what `p` points to: a call that
/// computed it cannot be left out, a call that reads it cannot be done once for all.
inline void observe(const void* p) { asm volatile("" : : "r"(p) : "memory"); }

} // namespace examples
