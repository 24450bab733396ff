/// What a smaller storage of the weights changes in a network's outputs.
#pragma once

#include <handgrad/core/push_macros.hpp>

// First, so that the compiler's message about a mistake need not say by which headers it comes here.
#include <handgrad/layer/verdict.hpp>

#include <handgrad/core/fail.hpp>
#include <handgrad/frozen/frozen.hpp>
#include <handgrad/kernel/running_sum.hpp>
#include <handgrad/network/call_check.hpp>
#include <handgrad/network/call_verdict.hpp>
#include <handgrad/network/network.hpp>

#include <bit>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <type_traits>
#include <vector>

namespace handgrad {
HANDGRAD_BEGIN_ISA

namespace mistake {

template <class Given>
struct not_a_frozen_network {
    static_assert(detail::holds<Given>, "freeze_report(p, f, x) compares p with a frozen network: "
                                        "f = freeze<bfloat16>(p), or a frozen<Net, std::int8_t>");
};

} // namespace mistake

/// How far the outputs of a frozen network are from those of the network itself, on some rows: what
/// freeze_report finds.
struct frozen_deviation {
    std::ptrdiff_t rows = 0;
    int outputs = 0;
    /// The largest difference of two outputs, and the mean of all. Infinite if one of the two is infinite or
    /// NaN, and the other something else.
    double largest = 0, mean = 0;
    /// Where the largest is, the first of them, and what it is between: of the network and of the frozen one.
    std::ptrdiff_t row = 0;
    int output = 0;
    double expected = 0, found = 0;
    /// Rows whose largest output, the first of them, is another: classes that are predicted otherwise.
    std::ptrdiff_t rows_decided_otherwise = 0;

    bool operator==(const frozen_deviation&) const = default;

    /// "1000 rows of 10 outputs: differences of 0.00121 in the mean, at most 0.00683 (row 12, output 3: 1.25,
    /// frozen 1.26); 5 rows have another largest output"
    std::string text() const {
        std::string all = std::to_string(rows) + (rows == 1 ? " row of " : " rows of ") +
                          std::to_string(outputs) + (outputs == 1 ? " output: " : " outputs: ");
        if (largest == 0) return all + "no difference";
        all += "differences of " + rounded(mean) + " in the mean, at most " + rounded(largest) + " (row " +
               std::to_string(row) + ", output " + std::to_string(output) + ": " + rounded(expected) +
               ", frozen " + rounded(found) + ")";
        if (outputs > 1)
            all += "; " + std::to_string(rows_decided_otherwise) +
                   (rows_decided_otherwise == 1 ? " row has" : " rows have") + " another largest output";
        return all;
    }

private:
    /// To three digits, the same in every locale.
    static std::string rounded(double x) {
        char digits[32];
        return {digits, std::to_chars(digits, digits + sizeof digits, x, std::chars_format::general, 3).ptr};
    }
};

namespace detail {

template <class F>
concept frozen_network = requires {
    typename F::network_type;
    typename F::weight_type;
    typename F::value_type;
};

template <class P, class F, class X>
consteval auto judge_freeze_report() {
    if constexpr (!frozen_network<F>)
        return verdict_is<mistake::not_a_frozen_network<F>>;
    else
        return std::type_identity<
            typename first_mistake<std::type_identity<input_verdict<typename F::network_type, P, X>>,
                                   judge_number<P, typename F::value_type>>::type>{};
}
template <class P, class F, class X>
using freeze_report_verdict = typename decltype(judge_freeze_report<P, F, X>())::type;

/// Adds up how far rows of outputs are from others.
template <class T, int Outputs>
class deviation_so_far {
public:
    void add(rows<const T, Outputs> expected, rows<const T, Outputs> found) {
        for (std::ptrdiff_t r = 0; r < expected.count(); ++r) add(expected[r].data(), found[r].data());
    }
    frozen_deviation value() const {
        frozen_deviation result = worst_;
        result.mean = sum_.over(result.rows * Outputs);
        return result;
    }

private:
    void add(const T* expected, const T* found) {
        for (int i = 0; i < Outputs; ++i) {
            const double d = difference(static_cast<double>(expected[i]), static_cast<double>(found[i]));
            sum_ += d;
            if (d > worst_.largest) {
                worst_.largest = d;
                worst_.row = worst_.rows;
                worst_.output = i;
                worst_.expected = static_cast<double>(expected[i]);
                worst_.found = static_cast<double>(found[i]);
            }
        }
        worst_.rows_decided_otherwise += largest_of(expected) != largest_of(found);
        ++worst_.rows;
    }

    /// By their bits: some builds suppose that there are no infinities.
    static double difference(double a, double b) {
        constexpr double infinity = std::numeric_limits<double>::infinity();
        constexpr auto magnitude = [](double x) { return std::bit_cast<std::uint64_t>(x) << 1; };
        const std::uint64_t of_a = magnitude(a), of_b = magnitude(b), infinite = magnitude(infinity);
        if (of_a < infinite && of_b < infinite) return a < b ? b - a : a - b;
        const bool same = (of_a > infinite && of_b > infinite) ||
                          std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b);
        return same ? 0 : infinity;
    }
    /// The number of the first of the largest outputs.
    static int largest_of(const T* y) {
        int best = 0;
        for (int i = 1; i < Outputs; ++i)
            if (y[i] > y[best]) best = i;
        return best;
    }

    frozen_deviation worst_{.outputs = Outputs};
    running_sum<double> sum_;
};

template <class P, class F, class X, class... Workspace>
frozen_deviation deviation_of_rows(const P& p, const F& f, const X& x, Workspace&... ws) {
    using network = typename F::network_type;
    using T = typename F::value_type;
    const auto all = as_rows(x);
    constexpr std::ptrdiff_t at_once = [] {
        if constexpr (sizeof...(Workspace) > 0)
            return (Workspace::batch, ...);
        else
            return largest_tile;
    }();
    const std::ptrdiff_t most = at_once < all.count() ? at_once : all.count();
    std::vector<T> outputs(static_cast<std::size_t>(2 * most * network::outputs));
    deviation_so_far<T, network::outputs> sum;
    for (std::ptrdiff_t first = 0; first < all.count(); first += most) {
        const std::ptrdiff_t n = most < all.count() - first ? most : all.count() - first;
        const rows<T, network::outputs> y(outputs.data(), n);
        const rows<T, network::outputs> of_frozen(outputs.data() + n * network::outputs, n);
        network::predict(p, all.subrows(first, n), ws..., y);
        f.predict(all.subrows(first, n), ws..., of_frozen);
        sum.add(y, of_frozen);
    }
    return sum.value();
}

/// The same of whole sequences.
template <class P, class F, class X, class... Workspace>
frozen_deviation deviation_of_sequences(const P& p, const F& f, const X& x, Workspace&... ws) {
    using network = typename F::network_type;
    using T = typename F::value_type;
    const std::ptrdiff_t steps = as_rows(x).count() / larger(sequences_of<X>, 1);
    const std::ptrdiff_t n = rows_made<network>(x, steps);
    std::vector<T> outputs(static_cast<std::size_t>(2 * n * network::outputs));
    const rows<T, network::outputs> y(outputs.data(), n), of_frozen(outputs.data() + n * network::outputs, n);
    if constexpr (goes_on_from_state<X>) {
        auto state = *x.state, of_frozen_state = *x.state;
        network::predict(p, going_on(plain_batch(x), state), ws..., y);
        f.predict(going_on(plain_batch(x), of_frozen_state), ws..., of_frozen);
    } else {
        network::predict(p, x, ws..., y);
        f.predict(x, ws..., of_frozen);
    }
    deviation_so_far<T, network::outputs> sum;
    sum.add(y, of_frozen);
    return sum.value();
}

} // namespace detail

/// How far f.predict(x) is from Network::predict(p, x), on the rows of x, at least one: f is the network with
/// these parameters p, frozen with a smaller storage of the weights (freeze<bfloat16>(p)). The rows are
/// worked on some at a time, on the stack but for the outputs; where one row is too big for that, the last
/// argument is a Network::workspace<B>, as of predict. Of a network that looks from step to step, x is
/// sequences<B>(x), or going_on(x, state), whose state stays as it is; outputs are then counted by the rows
/// that the network makes.
///
///     std::puts(hg::freeze_report(p, small, x).text().c_str());
template <class P, class F, class X, class... Workspace>
frozen_deviation freeze_report(const P& p, const F& f, const X& x, Workspace&... ws) {
    using verdict = detail::freeze_report_verdict<P, F, X>;
    if constexpr (!is_well_formed<verdict>) {
        using reported [[maybe_unused]] = detail::report<decltype(verdict{})>;
        return {};
    } else {
        using network = typename F::network_type;
        if (detail::as_rows(x).count() == 0) fail("freeze_report: found 0 rows, expected at least one");
        if constexpr (looks_at_steps<network>)
            return detail::deviation_of_sequences(p, f, x, ws...);
        else
            return detail::deviation_of_rows(p, f, x, ws...);
    }
}

HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
