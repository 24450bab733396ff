/// The library's activations as others write them: once, for the numbers of plain loops and for the arrays of
/// Eigen.
#pragma once

#include <handgrad/handgrad.hpp>

#include <ratio>

namespace bench {

namespace hg = handgrad;

template <class Ratio>
inline constexpr float ratio = static_cast<float>(Ratio::num) / static_cast<float>(Ratio::den);

/// formula<sigma> offers
///     value<M>(z)                 sigma(z), a number or an expression of arrays
///     times_slope<M>(v, g)        g *= sigma', v being z or sigma(z), whichever the library's sigma asks for
///     bool reads_once             value looks at z only once, which may then be a product not yet computed
/// M is the arithmetic: exp, tanh, .. of what z is; positive(z) = max(z, 0), negative(z) = min(z, 0), clamp;
/// where(c, x) is x where c holds and 0 elsewhere; once(x) computes an expression that is used twice.
template <class Sigma>
struct formula;

template <>
struct formula<hg::identity> {
    static constexpr bool reads_once = true;
    template <class M, class Z>
    static const Z& value(const Z& z) {
        return z;
    }
    template <class M>
    static void times_slope(const auto&, auto&&) {}
};

template <>
struct formula<hg::relu> {
    static constexpr bool reads_once = true;
    template <class M>
    static auto value(const auto& z) {
        return M::positive(z);
    }
    template <class M>
    static void times_slope(const auto& y, auto&& g) {
        g = M::where(y > 0.0f, g);
    }
};

template <class Slope>
struct formula<hg::leaky_relu_with<Slope>> {
    static constexpr bool reads_once = false;
    template <class M>
    static auto value(const auto& z) {
        return M::positive(z) + ratio<Slope> * M::negative(z);
    }
    template <class M>
    static void times_slope(const auto& y, auto&& g) {
        g *= ratio<Slope> + M::where(y > 0.0f, 1 - ratio<Slope>);
    }
};

template <>
struct formula<hg::relu6> {
    static constexpr bool reads_once = true;
    template <class M>
    static auto value(const auto& z) {
        return M::clamp(z, 0, 6);
    }
    template <class M>
    static void times_slope(const auto& y, auto&& g) {
        g = M::where(y > 0.0f && y < 6.0f, g);
    }
};

template <class Alpha>
struct formula<hg::elu_with<Alpha>> {
    static constexpr bool reads_once = false;
    template <class M>
    static auto value(const auto& z) {
        return M::positive(z) + ratio<Alpha> * M::expm1(M::negative(z));
    }
    template <class M>
    static void times_slope(const auto& y, auto&& g) {
        g *= M::negative(y) + ratio<Alpha> + M::where(y > 0.0f, 1 - ratio<Alpha>);
    }
};

template <class Alpha>
struct formula<hg::celu_with<Alpha>> {
    static constexpr bool reads_once = false;
    template <class M>
    static auto value(const auto& z) {
        return M::positive(z) + ratio<Alpha> * M::expm1(M::negative(z) * (1 / ratio<Alpha>));
    }
    template <class M>
    static void times_slope(const auto& y, auto&& g) {
        g *= 1.0f + M::negative(y) * (1 / ratio<Alpha>);
    }
};

template <>
struct formula<hg::selu> {
    static constexpr bool reads_once = false;
    static constexpr float scale = 1.05070098735548f, scale_alpha = 1.75809934084738f;
    template <class M>
    static auto value(const auto& z) {
        return scale * M::positive(z) + scale_alpha * M::expm1(M::negative(z));
    }
    template <class M>
    static void times_slope(const auto& y, auto&& g) {
        g *= M::negative(y) + scale_alpha + M::where(y > 0.0f, scale - scale_alpha);
    }
};

template <>
struct formula<hg::gelu> {
    static constexpr bool reads_once = false;
    static constexpr float root_of_half = 0.707106781f, root_of_2_pi = 2.50662827f;
    template <class M>
    static auto value(const auto& z) {
        return z * (0.5f + 0.5f * M::erf(z * root_of_half));
    }
    template <class M>
    static void times_slope(const auto& z, auto&& g) {
        g *= 0.5f + 0.5f * M::erf(z * root_of_half) + z * M::exp(-0.5f * z * z) * (1 / root_of_2_pi);
    }
};

template <>
struct formula<hg::gelu_tanh> {
    static constexpr bool reads_once = false;
    static constexpr float linear = 1.59576912f, cubic = 0.0713548163f; // 2 u = linear z + cubic z^3
    template <class M>
    static auto value(const auto& z) {
        return z * M::logistic(z * (linear + cubic * z * z));
    }
    template <class M>
    static void times_slope(const auto& z, auto&& g) {
        const auto s = M::once(M::logistic(z * (linear + cubic * z * z)));
        g *= s * (1.0f + z * (1.0f - s) * (linear + 3 * cubic * z * z));
    }
};

struct silu_formula {
    static constexpr bool reads_once = false;
    template <class M>
    static auto value(const auto& z) {
        return z * M::logistic(z);
    }
    template <class M>
    static void times_slope(const auto& z, auto&& g) {
        const auto s = M::once(M::logistic(z));
        g *= s * (1.0f + z * (1.0f - s));
    }
};
template <>
struct formula<hg::silu> : silu_formula {};
template <>
struct formula<hg::fast::silu> : silu_formula {};

template <>
struct formula<hg::mish> {
    static constexpr bool reads_once = false;
    template <class M>
    static auto value(const auto& z) {
        return z * M::tanh(M::log1p(M::exp(M::clamp(z, -80, 20))));
    }
    template <class M>
    static void times_slope(const auto& z, auto&& g) {
        const auto e = M::once(M::exp(M::clamp(z, -80, 20)));
        const auto r = M::once(1.0f / (e * (e + 2.0f) + 2.0f));
        g *= e * r * (e + 2.0f + 4.0f * z * (e + 1.0f) * r);
    }
};

struct sigmoid_formula {
    static constexpr bool reads_once = true;
    template <class M>
    static auto value(const auto& z) {
        return M::logistic(z);
    }
    template <class M>
    static void times_slope(const auto& y, auto&& g) {
        g *= y * (1.0f - y);
    }
};
template <>
struct formula<hg::sigmoid> : sigmoid_formula {};
template <>
struct formula<hg::fast::sigmoid> : sigmoid_formula {};

struct tanh_formula {
    static constexpr bool reads_once = true;
    template <class M>
    static auto value(const auto& z) {
        return M::tanh(z);
    }
    template <class M>
    static void times_slope(const auto& y, auto&& g) {
        g *= 1.0f - y * y;
    }
};
template <>
struct formula<hg::tanh> : tanh_formula {};
template <>
struct formula<hg::fast::tanh> : tanh_formula {};

template <class Beta>
struct formula<hg::softplus_with<Beta>> {
    static constexpr bool reads_once = false;
    template <class M>
    static auto value(const auto& z) {
        return M::positive(z) + M::log1p(M::exp(M::abs(z) * -ratio<Beta>)) * (1 / ratio<Beta>);
    }
    template <class M>
    static void times_slope(const auto& y, auto&& g) {
        g *= 1.0f - M::exp(y * -ratio<Beta>);
    }
};

template <>
struct formula<hg::softsign> {
    static constexpr bool reads_once = false;
    template <class M>
    static auto value(const auto& z) {
        return z / (1.0f + M::abs(z));
    }
    template <class M>
    static void times_slope(const auto& y, auto&& g) {
        g *= (1.0f - M::abs(y)) * (1.0f - M::abs(y));
    }
};

template <>
struct formula<hg::hard_sigmoid> {
    static constexpr bool reads_once = true;
    template <class M>
    static auto value(const auto& z) {
        return M::clamp(z + 3.0f, 0, 6) * (1.0f / 6);
    }
    template <class M>
    static void times_slope(const auto& y, auto&& g) {
        g = M::where(y > 0.0f && y < 1.0f, g * (1.0f / 6));
    }
};

template <>
struct formula<hg::hard_swish> {
    static constexpr bool reads_once = false;
    template <class M>
    static auto value(const auto& z) {
        return z * (M::clamp(z + 3.0f, 0, 6) * (1.0f / 6));
    }
    template <class M>
    static void times_slope(const auto& z, auto&& g) {
        g *= M::where(z > 3.0f, 1.0f) + M::where(z >= -3.0f && z <= 3.0f, z * (1.0f / 3) + 0.5f);
    }
};

template <>
struct formula<hg::sin> {
    static constexpr bool reads_once = true;
    template <class M>
    static auto value(const auto& z) {
        return M::sin(z);
    }
    template <class M>
    static void times_slope(const auto& z, auto&& g) {
        g *= M::cos(z);
    }
};

template <>
struct formula<hg::cos> {
    static constexpr bool reads_once = true;
    template <class M>
    static auto value(const auto& z) {
        return M::cos(z);
    }
    template <class M>
    static void times_slope(const auto& z, auto&& g) {
        g *= -M::sin(z);
    }
};

template <>
struct formula<hg::exp> {
    static constexpr bool reads_once = true;
    template <class M>
    static auto value(const auto& z) {
        return M::exp(z);
    }
    template <class M>
    static void times_slope(const auto& y, auto&& g) {
        g *= y;
    }
};

template <>
struct formula<hg::square> {
    static constexpr bool reads_once = false;
    template <class M>
    static auto value(const auto& z) {
        return z * z;
    }
    template <class M>
    static void times_slope(const auto& z, auto&& g) {
        g *= 2.0f * z;
    }
};

} // namespace bench
