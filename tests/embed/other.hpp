// What the second unit has of the embedded networks.
#pragma once

#include "made.hpp"

const handgrad::parameters<made::small>* other_small();
const handgrad::parameters<made::large>* other_large();
