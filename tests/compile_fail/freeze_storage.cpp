// Weights cannot be stored as 16-bit integers.
// expect: weights can be stored as what the parameters are, or, if that is float, as bfloat16 or as
// expect: std::int8_t
// expect: no_storage_of_weights<.*has<short.*wants<float>
#include <handgrad/handgrad.hpp>

#include <cstdint>

namespace hg = handgrad;

using net = hg::mlp<hg::relu, 2, 32, 4>;

int main() {
    const hg::parameters<net> p;
#ifdef WELL_FORMED
    const auto f = hg::freeze<std::int8_t>(p);
#else
    const auto f = hg::freeze<std::int16_t>(p);
#endif
    return f.forward(hg::row(0.5f, 0.5f))(0, 3) > 0;
}
