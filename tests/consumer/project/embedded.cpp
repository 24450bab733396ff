// A network of a file, built into a program.
#include <swap.hpp>

namespace hg = handgrad;
constexpr auto y = swap::network::forward(swap::parameters, hg::row(3.0f, 4.0f));
static_assert(y(0, 0) == 4.0f && y(0, 1) == 3.5f);

int main() { return swap::network::forward(swap::parameters, hg::row(1.0f, 2.0f))(0, 0) == 2.0f ? 0 : 1; }
