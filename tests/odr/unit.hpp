/// What a translation unit tells about itself.
#pragma once

#include <fixed_work.hpp>

#include <cstdint>

namespace odr {

struct unit {
    int width;                         // of its vectors
    std::uintptr_t kernel, classifier; // where its code of two functions is
    fixed_work::results results;
};

unit wide();
unit narrow();

} // namespace odr
