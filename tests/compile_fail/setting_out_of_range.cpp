// A smoothing of the labels that is more than all of them.
// expect: setting_out_of_range.cpp
// expect: setting_is_out_of_range
// expect: softmax_cross_entropy: label_smoot
// expect: range::from_0_to_1
// expect: 1\.5
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

#ifdef WELL_FORMED
constexpr hg::softmax_cross_entropy loss{.label_smoothing = 0.15};
#else
constexpr hg::softmax_cross_entropy loss{.label_smoothing = 1.5};
#endif

int main() { return loss.label_smoothing > 0; }
