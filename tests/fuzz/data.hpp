/// The numbers that a drawn network is given.
#pragma once

#include <handgrad/core/random.hpp>
#include <handgrad/layer/options.hpp>

#include <cstdint>
#include <limits>
#include <type_traits>

namespace fuzz {

namespace hg = handgrad;

/// Of all kinds but the first, many numbers are ordinary too, so that not everything becomes one NaN or zero.
enum class data_kind { ordinary, special, huge, denormal, zeros };
inline constexpr data_kind all_kinds[] = {data_kind::ordinary, data_kind::special, data_kind::huge,
                                          data_kind::denormal, data_kind::zeros};
constexpr const char* name_of(data_kind kind) {
    constexpr const char* names[] = {"ordinary", "nan_and_inf", "1e20", "denormal", "signed_zero"};
    return names[static_cast<int>(kind)];
}

/// What makes a kind what it is.
template <class T>
T odd_number(data_kind kind, hg::rng& random) {
    using limits = std::numeric_limits<T>;
    const T ordinary = random.normal<T>();
    const std::uint32_t choice = random.below(4);
    switch (kind) {
    case data_kind::special:
        return choice == 0 ? limits::infinity() : choice == 1 ? -limits::infinity() : limits::quiet_NaN();
    case data_kind::huge:
        return ordinary * (std::is_same_v<T, float> ? T(1e20) : T(1e180));
    case data_kind::denormal:
        return choice == 0 ? limits::denorm_min() : ordinary * limits::min() / 16;
    case data_kind::zeros:
        return choice % 2 == 0 ? T(0) : -T(0);
    case data_kind::ordinary:
        break;
    }
    return ordinary;
}

/// Every second number is of the kind; but of NaN and infinities there is one in every second row.
template <class Block>
void fill_batch(Block& x, data_kind kind, hg::rng& random) {
    using T = typename Block::value_type;
    for (T& value : x) {
        value = random.normal<T>();
        if (kind != data_kind::special && random.below(2) == 0) value = odd_number<T>(kind, random);
    }
    if (kind == data_kind::special)
        for (int r = 0; r < Block::rows; r += 2)
            x.data()[r * Block::cols +
                     static_cast<int>(random.below(static_cast<std::uint32_t>(Block::cols)))] =
                odd_number<T>(kind, random);
}

/// Parameters as the network begins, but with biases and the like not all equal. One block in two holds a NaN
/// or an infinity; every third number is of the other kinds. A running variance stays as it is.
template <class Net, class P>
void fill_parameters(P& p, data_kind kind, hg::rng& random) {
    using T = typename P::value_type;
    Net::initialize(p, random);
    const int odds = kind == data_kind::special ? 2 * (P::size + 1) : 3;
    for (const hg::parameter_range range : P::learned)
        for (int i = range.first; i < range.first + range.count; ++i) {
            p[i] += T(0.125) * random.normal<T>();
            if (random.below(static_cast<std::uint32_t>(odds)) == 0 && kind != data_kind::huge)
                p[i] = odd_number<T>(kind, random);
        }
}

} // namespace fuzz
