// The preprocessor prints this unit's instruction set.
#include <handgrad/core/isa.hpp>
named HANDGRAD_ISA only
