// A second unit with the same two headers: nothing is defined twice.
#include "other.hpp"

#include <large.hpp>
#include <small.hpp>

const handgrad::parameters<made::small>* other_small() { return &small::parameters; }
const handgrad::parameters<made::large>* other_large() { return &large::parameters; }
