/// What a translation unit tells about itself.
#pragma once

#include <fixed_work.hpp>

#include <cstdint>

namespace odr {

struct unit {
    int width;                   // of its vectors
    std::uintptr_t kernel, work; // where its code of two functions is
    fixed_work::results results; // 0 of the parts that fall to another build
};

unit wide();
unit narrow();

} // namespace odr
