// What check_symbols.sh must find: a function that both units define, with different instructions.
#include <array>

namespace handgrad {

inline float sum(const std::array<float, 8>& x) {
    float s = 0;
    for (const float v : x) s += v;
    return s;
}

} // namespace handgrad

float HANDGRAD_ODR_UNIT(const std::array<float, 8>& x);
float HANDGRAD_ODR_UNIT(const std::array<float, 8>& x) { return handgrad::sum(x); }
