/// What the library wants to know of a machine.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/config.hpp>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace simd {

/// A value: what plans a product takes one, and knows of no other. Sizes are in bytes.
struct machine {
    const char* name;

    int register_bytes; // of a vector; 0 where there are no vectors that the library knows
    int registers;      // that a tile may fill: with all in use compilers begin to spill
    int accumulators;   // of them, that add up: more than hide the latency of a multiply-add

    int panel_bytes;  // of an operand copied together, which is to stay in L1
    int direct_bytes; // an operand of this size stays in L1 as it lies, and is not worth a copy
    int page_bytes;   // numbers so far apart compete for the same lines of L1
    int strip_rows;   // of an operand that lies so, copied at a time

    /// A matrix this large, used for one row, comes from L3 or from beyond: it is read a few whole rows at a
    /// time, as the hardware that fetches ahead wants it.
    int streamed_bytes;
    int streamed_rows;
};

} // namespace simd
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
