/// Puts back what push_macros.hpp holds off: last in each header of the library.
#if HANDGRAD_INNER == 0
#pragma GCC diagnostic pop
#include <handgrad/core/macros/pop.hpp>
#endif
#pragma pop_macro("HANDGRAD_INNER")
