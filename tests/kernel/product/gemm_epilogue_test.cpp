#include "gemm_cases.hpp"

#include <array>
#include <cstddef>
#include <span>

using namespace gemm_cases;

// Operands, bias, result and what is kept of it are all flush against forbidden pages.

namespace {

/// What happens to a product on its way in and out of the registers.
enum class around { bias, bias_activation, bias_activation_kept, multiplied };

/// An activation that the plain loop can repeat to the last bit.
struct halve_negative {
    template <class V>
    static constexpr V value(V z) {
        using T = typename V::value_type;
        return select(z < V(T(0)), z * V(T(0.5)), z);
    }
};

/// What else one may do with a product: out = sum (1 - other^2), a gradient times tanh' from its value.
template <class T>
struct finish_multiplied {
    T* out;
    const T* other;
    std::ptrdiff_t cols;

    template <class V, int Count>
    constexpr void end(std::ptrdiff_t row, std::ptrdiff_t col, V sum) const {
        const V y = V::template load_first<Count>(other + row * cols + col);
        (sum * fnma(y, y, V(1))).template store_first<Count>(out + row * cols + col);
    }
    constexpr finish_multiplied at(std::ptrdiff_t row, std::ptrdiff_t col) const {
        return {out + row * cols + col, other + row * cols + col, cols};
    }
    constexpr finish_multiplied shared() const { return *this; }
};

template <class T>
struct operands {
    const T *a, *b, *bias, *other;
    T *out, *kept;
};

template <class T, form F, around E, shape S>
void run(operands<T> o) {
    const auto product = [&](auto start, auto finish) {
        if constexpr (F == form::nn)
            hg::gemm_nn(left<T, F, S>(o.a), right<T, F, S>(o.b), start, finish);
        else if constexpr (F == form::tn)
            hg::gemm_tn(left<T, F, S>(o.a), right<T, F, S>(o.b), start, finish);
        else
            hg::gemm_nt(left<T, F, S>(o.a), right<T, F, S>(o.b), start, finish);
    };
    const hg::kernel::start_row<T> bias{o.bias};
    if constexpr (E == around::bias)
        product(bias, hg::kernel::finish_store<T, hg::kernel::fixed<S.cols>>{o.out});
    else if constexpr (E == around::bias_activation)
        product(bias, hg::kernel::finish_apply<halve_negative, T, hg::kernel::fixed<S.cols>>{o.out});
    else if constexpr (E == around::bias_activation_kept)
        product(bias,
                hg::kernel::finish_apply<halve_negative, T, hg::kernel::fixed<S.cols>, T*>{o.out, o.kept});
    else
        product(hg::kernel::start_zero{}, finish_multiplied<T>{o.out, o.other, S.cols});
}

template <class T>
struct fused_product {
    form f;
    around e;
    shape s;
    void (*run)(operands<T>);
};

template <class T>
void check(std::span<const fused_product<T>> products, std::uint64_t seed) {
    guarded_memory a(1 << 18), b(1 << 18), bias(1 << 12), other(1 << 18), out(1 << 18), kept(1 << 18);
    hg::rng rng(seed);
    for (const auto& p : products)
        for (const numbers kind : {numbers::plain, numbers::special, numbers::not_finite}) {
            CAPTURE(name(p.f));
            CAPTURE(static_cast<int>(p.e));
            CAPTURE(p.s.rows);
            CAPTURE(p.s.depth);
            CAPTURE(p.s.cols);
            const flush side = kind == numbers::special ? flush::front : flush::back;
            const auto sa = placed<T>(a, p.s.rows, p.s.depth, side),
                       sb = placed<T>(b, p.s.depth, p.s.cols, side),
                       sbias = placed<T>(bias, 1, p.s.cols, side),
                       sother = placed<T>(other, p.s.rows, p.s.cols, side),
                       sout = placed<T>(out, p.s.rows, p.s.cols, side),
                       skept = placed<T>(kept, p.s.rows, p.s.cols, side);
            for (const auto s : {sa, sb, sbias, sother, skept}) fill(s, kind, rng);

            auto sums = plain_product(p.f, p.s, sa.data(), sb.data(), [&](int, int col) {
                return p.e == around::multiplied ? T(0) : sbias[static_cast<std::size_t>(col)];
            });
            std::vector<T> expected_kept(skept.begin(), skept.end());
            if (p.e == around::bias_activation_kept) expected_kept = sums;
            for (std::size_t i = 0; i < sums.size(); ++i) {
                T& x = sums[i];
                if (p.e == around::multiplied)
                    x *= std::fma(-sother[i], sother[i], T(1));
                else if (p.e != around::bias && x < 0)
                    x *= T(0.5);
            }

            p.run({sa.data(), sb.data(), sbias.data(), sother.data(), sout.data(), skept.data()});
            CHECK(first_difference<T>(sout.data(), sums) == -1);
            CHECK(first_difference<T>(skept.data(), expected_kept) == -1);
            for (const auto* memory : {&a, &b, &bias, &other, &out, &kept}) CHECK(memory->intact());
        }
}

/// The widths at which a vector, or a pair of them, is just not full, full, or just more than full.
constexpr int widths[] = {1, 3, 5, 7, 8, 9, 10, 15, 16, 17, 31, 33};

/// As cols each of the widths that fall to this build; each time with another depth and another number of
/// rows.
constexpr shape of_width(int i, int k) {
    return {widths[(i + 5 * k + 1) % 12], widths[(7 * i + k + 3) % 12], widths[i]};
}

template <class T, form F, around E, int Shift>
constexpr auto each_width() {
    static_assert(12 % all_shares == 0);
    constexpr int first = (my_share + Shift) % all_shares;
    return []<int... I>(std::integer_sequence<int, I...>) {
        return std::array{fused_product<T>{F, E, of_width(all_shares * I + first, Shift),
                                           &run<T, F, E, of_width(all_shares * I + first, Shift)>}...};
    }
    (std::make_integer_sequence<int, 12 / all_shares>{});
}

/// Products in several parts: the unfinished sums lie where the result will.
template <class T, form F, shape S>
constexpr auto each_epilogue() {
    return std::array{
        fused_product<T>{F, around::bias, S, &run<T, F, around::bias, S>},
        fused_product<T>{F, around::bias_activation, S, &run<T, F, around::bias_activation, S>},
        fused_product<T>{F, around::bias_activation_kept, S, &run<T, F, around::bias_activation_kept, S>},
        fused_product<T>{F, around::multiplied, S, &run<T, F, around::multiplied, S>}};
}

} // namespace

TEST_CASE("gemm: a bias and an activation in registers") {
    check<float>(each_width<float, form::nn, around::bias, 0>(), 1);
    check<float>(each_width<float, form::nn, around::bias_activation, 1>(), 2);
    check<double>(each_width<double, form::nn, around::bias_activation, 2>(), 3);
    check<float>(each_width<float, form::tn, around::bias, 3>(), 4);
    check<float>(each_width<float, form::nt, around::bias_activation, 4>(), 5);
}

TEST_CASE("gemm: a pre-activation that is kept") {
    check<float>(each_width<float, form::nn, around::bias_activation_kept, 0>(), 6);
    check<float>(each_width<float, form::nn, around::bias_activation_kept, 5>(), 7);
    check<double>(each_width<double, form::nn, around::bias_activation_kept, 7>(), 8);
    check<float>(each_width<float, form::nt, around::bias_activation_kept, 8>(), 9);
}

TEST_CASE("gemm: a gradient times the derivative of an activation") {
    check<float>(each_width<float, form::nt, around::multiplied, 0>(), 10);
    check<double>(each_width<double, form::nt, around::multiplied, 9>(), 11);
    check<float>(each_width<float, form::nn, around::multiplied, 10>(), 12);
    check<float>(each_width<float, form::tn, around::multiplied, 11>(), 13);
}

TEST_CASE("gemm: an epilogue after a sum in several parts") {
    if constexpr (is_mine(0)) check<float>(each_epilogue<float, form::nn, shape{13, 520, 34}>(), 14);
    if constexpr (is_mine(1)) check<float>(each_epilogue<float, form::tn, shape{14, 300, 41}>(), 15);
    if constexpr (is_mine(2)) check<float>(each_epilogue<float, form::nt, shape{7, 520, 33}>(), 16);
    if constexpr (is_mine(3)) check<double>(each_epilogue<double, form::nt, shape{13, 300, 9}>(), 17);
}
