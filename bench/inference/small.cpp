// Networks whose parameters fit the first or second level of cache.
#include "contest.hpp"

namespace bench {

[[maybe_unused]] static const bool entered[] = {
    contest<perceptron<hg::tanh, 16, 16, 1>>(), contest<perceptron<hg::relu, 8, 64, 64, 4>>(),
    contest<perceptron<hg::relu, 32, 32, 32, 8>>(),
    contest<perceptron<hg::relu, 16, 64, 32, 32, 5>>(), // the jet tagger of the LHC experiments
};

} // namespace bench
