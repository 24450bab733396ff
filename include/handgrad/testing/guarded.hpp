/// Arrays that know whether somebody wrote past their ends.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/random.hpp>
#include <handgrad/core/view.hpp>
#include <handgrad/simd/infinity.hpp>

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <vector>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace testing::detail {

template <class T>
inline constexpr T unset = math::not_a_number<T>;
template <std::integral T>
inline constexpr T unset<T> = 0;

/// An array whose surroundings tell whether somebody wrote past its ends.
template <class T>
class guarded {
public:
    constexpr explicit guarded(int size, T fill = unset<T>)
        : size_(size), storage_(static_cast<std::size_t>(size + 2 * margin), canary) {
        std::fill(data(), data() + size, fill);
    }

    constexpr T* data() { return storage_.data() + margin; }
    constexpr int size() const { return size_; }

    template <int R, int C>
    constexpr view<T, R, C> as() {
        return view<T, R, C>(data());
    }
    template <int R, int C>
    constexpr view<const T, R, C> as_const() {
        return view<const T, R, C>(data());
    }

    constexpr bool intact() const {
        const auto is_canary = [](T x) { return x == canary; };
        return std::all_of(storage_.begin(), storage_.begin() + margin, is_canary) &&
               std::all_of(storage_.end() - margin, storage_.end(), is_canary);
    }

    constexpr void fill_uniform(rng& r) {
        for (int i = 0; i < size_; ++i) data()[i] = r.uniform<T>(T(-1), T(1));
    }

private:
    static constexpr int margin = 17; // odd, so that the array is not aligned as a matrix is
    static constexpr T canary = T(-12345.625);
    int size_;
    std::vector<T> storage_;
};

} // namespace testing::detail
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
