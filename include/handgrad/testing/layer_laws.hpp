/// The laws of a layer, checked: for the library's own layers and for yours.
#pragma once

#include <handgrad/core/random.hpp>
#include <handgrad/layer/options.hpp>
#include <handgrad/simd/infinity.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace handgrad {
HANDGRAD_BEGIN_ISA

namespace testing {

/// Which law a layer breaks, and where; none if `broken` is null.
struct law_report {
    const char* broken = nullptr;
    int element = 0; // of the result that is wrong, counted row by row
    double found = 0, expected = 0;

    constexpr bool holds() const { return broken == nullptr; }
    constexpr explicit operator bool() const { return holds(); }

    /// One sentence: the law, the element, what was found and what was expected.
    std::string explain() const {
        if (holds()) return "the laws of a layer hold";
        return std::string(broken) + ": element " + std::to_string(element) + ": found " +
               std::to_string(found) + ", expected " + std::to_string(expected);
    }
};

namespace detail {

/// An array whose surroundings tell whether somebody wrote past its ends.
template <class T>
class guarded {
public:
    constexpr explicit guarded(int size, T fill = math::not_a_number<T>)
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

/// The state of one proof: inputs, and the results of a forward and a backward pass over B rows at once.
template <layer L, int B, class T>
class proof {
    static constexpr int in = L::inputs, out = L::outputs, count = L::parameter_count;
    template <int Rows>
    static constexpr int tape_of = L::template tape_size<Rows>;
    static constexpr std::uint64_t key = 7;

    guarded<T> p{count}, z{B * in}, g{B * out};
    guarded<T> y{B * out}, tape{tape_of<B>}, g_in{B * in}, dp{count}, scratch{scratch_size_of<L, B>};
    law_report report{};

public:
    constexpr law_report run(rng& r, double tolerance) {
        const rng before = r;
        L::initialize(p.template as<1, count>(), r);
        guarded<T> again{count};
        rng repeated = before;
        L::initialize(again.template as<1, count>(), repeated);
        same("initialize must set every parameter, the same from the same seed", p, again);

        // Where a layer begins may be a special place (zero biases): prove it at another.
        for (int i = 0; i < count; ++i) p.data()[i] += r.uniform<T>(T(-0.5), T(0.5));
        z.fill_uniform(r);
        g.fill_uniform(r);

        forward<B>(0, tape, y);
        guarded<T> spent = g;
        vjp<B, write::overwrite>(0, y, tape, spent, g_in.template as<B, in>(), dp);
        if constexpr (!mixes_rows<L>) row_by_row();
        forward_without_tape();
        without_input_gradient();
        inside("forward and vjp must not write past the ends of their arguments",
               {&p, &z, &y, &tape, &g_in, &dp, &spent, &scratch});
        differences("vjp must give dl/dz: compared with central differences", z, {0, B * in}, g_in,
                    tolerance);
        int learned_from = 0;
        for (const parameter_range range : learned_parameters<L>) {
            no_gradient(learned_from, range.first);
            differences("vjp must give dl/dp: compared with central differences", p, range, dp, tolerance);
            learned_from = range.first + range.count;
        }
        no_gradient(learned_from, count);
        return report;
    }

private:
    template <int Rows>
    constexpr view<const T, Rows, in> const_z(int row) {
        return view<const T, Rows, in>(z.data() + row * in);
    }
    constexpr view<const T, 1, count> const_p() { return p.template as_const<1, count>(); }

    /// Rows `row` .. row + Rows - 1, as in training.
    template <int Rows>
    constexpr void forward(int row, guarded<T>& to_tape, guarded<T>& to_y) {
        const view<T, 1, tape_of<Rows>> kept(to_tape.data());
        if constexpr (draws<L>) L::template draw<Rows>(kept, key, row);
        handgrad::detail::run_forward<L, Rows, T>(
            const_z<Rows>(row), const_p(), kept, view<T, Rows, out>(to_y.data() + row * out), scratch.data());
    }
    template <int Rows, class Y>
    constexpr void infer(int row, Y to_y) {
        handgrad::detail::run_forward<L, Rows, T>(const_z<Rows>(row), const_p(), discard{}, to_y,
                                                  scratch.data());
    }
    template <int Rows, write W, class GIn>
    constexpr void vjp(int row, guarded<T>& of_y, guarded<T>& of_tape, guarded<T>& spent, GIn to_g_in,
                       guarded<T>& to_dp) {
        handgrad::detail::run_vjp<L, Rows, W, T>(
            const_z<Rows>(row), view<const T, Rows, out>(of_y.data() + row * out), const_p(),
            view<const T, 1, tape_of<Rows>>(of_tape.data()), view<T, Rows, out>(spent.data() + row * out),
            to_g_in, to_dp.template as<1, count>(), scratch.data());
    }

    constexpr void same(const char* law, guarded<T>& found, guarded<T>& expected) {
        for (int i = 0; i < found.size() && report.holds(); ++i)
            if (!(found.data()[i] == expected.data()[i]))
                report = {law, i, static_cast<double>(found.data()[i]),
                          static_cast<double>(expected.data()[i])};
    }

    constexpr void inside(const char* law, std::initializer_list<const guarded<T>*> arrays) {
        for (const guarded<T>* a : arrays)
            if (report.holds() && !a->intact()) report = {law, a->size(), 0, 0};
    }

    constexpr void forward_without_tape() {
        guarded<T> bare{B * out}, rows_y{B * out};
        infer<B>(0, bare.template as<B, out>());
        if constexpr (!trains_differently<L>)
            same("forward without a tape must give the bits of forward with one", bare, y);
        for (int r = 0; r < B; ++r) infer<1>(r, view<T, 1, out>(rows_y.data() + r * out));
        same("forward of a batch must give the bits of forward of its rows", bare, rows_y);
    }

    constexpr void without_input_gradient() {
        guarded<T> spent = g, other{count};
        vjp<B, write::overwrite>(0, y, tape, spent, discard{}, other);
        same("vjp without g_in must give the same dl/dp", other, dp);
    }

    /// One row at a time, its dl/dp added to that of the rows before: the same bits as all rows at once.
    constexpr void row_by_row() {
        guarded<T> rows_y{B * out}, rows_g_in{B * in}, rows_dp{count, T(0)}, spent = g;
        for (int r = 0; r < B; ++r) {
            guarded<T> row_tape{tape_of<1>};
            forward<1>(r, row_tape, rows_y);
            vjp<1, write::accumulate>(r, rows_y, row_tape, spent, view<T, 1, in>(rows_g_in.data() + r * in),
                                      rows_dp);
        }
        same("forward of a batch must give the bits of forward of its rows", y, rows_y);
        same("dl/dz of a batch must have the bits of dl/dz of its rows", g_in, rows_g_in);
        same("dl/dp of a batch must have the bits of dl/dp accumulated over its rows", dp, rows_dp);
    }

    /// sum(g o f(z, p)), whose derivatives vjp claims to know.
    constexpr T weighted_output() {
        guarded<T> result{B * out}, kept{tape_of<B>};
        forward<B>(0, kept, result);
        T sum = 0;
        for (int i = 0; i < B * out; ++i) sum += g.data()[i] * result.data()[i];
        return sum;
    }

    constexpr void no_gradient(int begin, int end) {
        for (int i = begin; i < end && report.holds(); ++i)
            if (!(dp.data()[i] == 0))
                report = {"dl/dp of a parameter that is not learned must be 0", i,
                          static_cast<double>(dp.data()[i]), 0};
    }

    constexpr void differences(const char* law, guarded<T>& variable, parameter_range range,
                               guarded<T>& claimed, double tolerance) {
        constexpr T step = T(1e-5);
        for (int i = range.first; i < range.first + range.count && report.holds(); ++i) {
            T& x = variable.data()[i];
            const T kept = x;
            x = kept + step;
            const T up = x, above = weighted_output();
            x = kept - step;
            const T down = x, below = weighted_output();
            x = kept;
            const double expected = static_cast<double>((above - below) / (up - down));
            const double found = static_cast<double>(claimed.data()[i]);
            const double error = found > expected ? found - expected : expected - found;
            const double size = std::max({1.0, found, -found});
            if (!(error <= tolerance * size)) report = {law, i, found, expected};
        }
    }
};

} // namespace detail

/// Whether L is a layer as layer/concept.hpp defines it, tried on a random batch of B rows in double:
///   - vjp agrees with central differences in every element, to `tolerance` (relative, absolute below 1), and
///     gives 0 for parameters that are not learned;
///   - forward, dl/dz and dl/dp of a batch have the bits of those of its rows, one after the other (in
///     training too, unless the layer says that it mixes rows);
///   - nothing depends on whether a tape is kept (but in a layer that trains differently, see
///     layer/options.hpp) or dl/dz is wanted, and nothing is written past an end;
///   - initialize is reproducible.
/// A kink within 1e-5 of a value that was drawn is taken for a mistake: try another seed. Works in constant
/// expressions if the layer does. Uses the heap.
template <layer L, int B = 5>
constexpr law_report layer_laws(rng r = rng{1}, double tolerance = 1e-6) {
    return testing::detail::proof<L, B, double>{}.run(r, tolerance);
}

} // namespace testing

HANDGRAD_END_ISA
} // namespace handgrad
