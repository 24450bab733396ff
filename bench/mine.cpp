// Your network, beside Eigen and plain loops. Change the lines between the rules, then run
//
//     scripts/mine.sh
//
// which compiles this file with g++-12 and clang++-16 and prints what one call takes.
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

// ---- yours -----------------------------------------------------------------------------------------------

// Any stack of dense layers: hg::mlp<..>, or hg::network<hg::dense<16, 32, hg::gelu>, hg::dense<32, 4>>.
using mine = hg::mlp<hg::tanh, 16, 32, 32, 4>;

// Rows of the batch that is predicted, and of the one that is learned from.
constexpr int batch = 32;

// Or mean_squared_error, mean_absolute_error, huber, binary_cross_entropy_with_logits.
constexpr hg::softmax_cross_entropy loss{};

// Or sgd, momentum, adamw.
constexpr hg::adam optimizer{.rate = 1e-3};

// ----------------------------------------------------------------------------------------------------------

#include "mine/main.hpp"
