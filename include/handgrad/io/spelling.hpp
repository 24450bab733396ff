/// placeholder
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/network/fingerprint.hpp>
#include <string>
namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace io {
template <class Type>
std::string spelling() {
    std::string t(handgrad::detail::written_name<Type>());
    for (std::size_t i; (i = t.find("handgrad::")) != t.npos;) t.erase(i, 10);
    for (std::size_t i; (i = t.find("isa_")) != t.npos;) t.erase(i, t.find("::", i) + 2 - i);
    return t;
}
} // namespace io
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
