/// Silence after the first error.
#pragma once

namespace handgrad::inline HANDGRAD_ISA {

/// What a call with a mistake in it gives, so that nothing that follows from the mistake is an error too: it
/// converts to anything and accepts every call.
struct anything {
    template <class... Ts>
    constexpr anything(const Ts&...) {}
    template <class T>
    constexpr operator T&() const;
    template <class... Ts>
    constexpr anything operator()(const Ts&...) const {
        return {};
    }
    template <class T>
    constexpr anything operator[](const T&) const {
        return {};
    }
};

} // namespace handgrad::inline HANDGRAD_ISA
