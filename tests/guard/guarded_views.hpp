/// Views of numbers between forbidden pages, and the widths at which somebody might step on one.
#pragma once

#include <bits.hpp>
#include <guarded_memory.hpp>
#include <handgrad/core/random.hpp>
#include <handgrad/core/view.hpp>
#include <share.hpp>

#include <algorithm>
#include <utility>
#include <vector>

namespace guard {

namespace hg = handgrad;

/// At which a vector, or a pair of them, is just not full, full, or just more than full.
inline constexpr int widths[] = {1, 3, 5, 7, 8, 9, 10, 15, 16, 17, 31, 33};

/// Calls f.operator()<I>() for those of the widths' numbers I = 0, Every, 2 Every .. 11 that fall to this
/// build.
template <int Every = 1, class F>
void for_each_width(F f) {
    [&]<int... I>(std::integer_sequence<int, I...>) { for_my_part<0, Every * I...>(f); }
    (std::make_integer_sequence<int, 12 / Every>{});
}

/// R x C numbers flush against either forbidden page, at first the same for the same seed wherever they lie.
template <class T, int R, int C>
class guarded {
public:
    guarded(flush side, std::uint64_t seed)
        : memory_(sizeof(T) * (R * C + 1)), data_(memory_.template place<T>(R * C, side)), before_(R * C) {
        hg::rng rng(seed);
        for (T& x : before_) x = static_cast<T>(rng.uniform<float>(-1, 1));
        std::copy(before_.begin(), before_.end(), data_);
    }

    hg::view<T, R, C> view() { return hg::view<T, R, C>(data_); }
    hg::view<const T, R, C> constant() const { return hg::view<const T, R, C>(data_); }

    /// Whether nothing outside was written.
    bool intact() const { return memory_.intact(); }
    /// Whether nothing was written at all.
    bool unchanged() const { return intact() && std::equal(before_.begin(), before_.end(), data_); }

    bool same_as(const guarded& other) const {
        return std::equal(data_, data_ + R * C, other.data_, [](T a, T b) { return same_bits(a, b); });
    }

private:
    guarded_memory memory_;
    T* data_;
    std::vector<T> before_;
};

} // namespace guard
