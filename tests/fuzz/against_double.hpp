/// The results of floats beside those of doubles.
#pragma once

#include "subject.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>
#include <vector>

namespace fuzz {

/// By backward analysis, what floats give is what exact arithmetic gives for parameters and inputs that are
/// moved by at most gamma = (the longest sum + the error of the functions) 2^-24 of themselves, and then
/// rounded. How far such moves move the results, eight random ones show up to a small factor: it is taken
/// as 4.
template <class Subject>
class against_double {
    using net = typename Subject::net;
    static constexpr int B = Subject::rows;
    static constexpr double gamma = (Subject::longest_sum + 32) * 0x1p-24;

    struct point {
        hg::parameters<net, double> p;
        block<double, B, net::inputs> x;
        targets<Subject, double> target;
    };
    struct outcome {
        hg::matrix<double, B, net::outputs> y;
        std::unique_ptr<gradient<Subject, double>> g;

        explicit outcome(const point& at) : y(net::forward(at.p, at.x.view())) {
            if constexpr (Subject::smooth)
                g = gradient<Subject, double>::template in<B>(at.p, at.x.view(), at.target.view());
        }
    };

    std::unique_ptr<point> exact_ = std::make_unique<point>();
    std::vector<std::unique_ptr<outcome>> outcomes_; // the first is of the point itself

    template <class From, class To>
    static void copy(const From& from, To& to) {
        auto next = to.begin();
        for (const auto v : from) *next++ = static_cast<typename To::value_type>(v);
    }
    /// The largest; infinite if one of two numbers is NaN.
    static double distance(const auto& a, const auto& b) {
        double largest = 0;
        auto other = b.begin();
        for (const double v : a) {
            const double w = *other++, d = std::abs(v - w);
            if (!is_nan(v) || !is_nan(w)) largest = std::max(largest, d >= 0 ? d : HUGE_VAL);
        }
        return largest;
    }

    /// `of` takes from an outcome what is compared.
    void judge(results& out, const char* what, const auto& found, auto of) const {
        const auto& expected = of(*outcomes_.front());
        double moves = 0, scale = 0;
        for (const auto& o : outcomes_) moves = std::max(moves, distance(of(*o), expected));
        for (const double v : expected) scale = std::max(scale, std::abs(v));
        if (!(scale < 1e15 && moves < 1e15)) return out.skipped(what, "large numbers");
        const double tolerance = 4 * moves + gamma * scale + 1e-37, d = distance(found, expected);
        out.near(what, d <= tolerance, d, tolerance);
    }

public:
    against_double(const auto& p, const auto& x, const auto& target) {
        copy(p, exact_->p);
        copy(x, exact_->x);
        copy(target, exact_->target);
        outcomes_.push_back(std::make_unique<outcome>(*exact_));
        hg::rng random{Subject::seed};
        const auto move = [&](auto& block) {
            for (double& v : block) v = v * (1 + gamma * random.uniform(-1.0, 1.0));
        };
        for (int k = 0; k < 8; ++k) {
            const auto moved = std::make_unique<point>();
            moved->p = exact_->p;
            copy(exact_->x, moved->x);
            copy(exact_->target, moved->target);
            move(moved->p);
            move(moved->x);
            outcomes_.push_back(std::make_unique<outcome>(*moved));
        }
    }

    void compare(results& out, const auto& y, const gradient<Subject, float>& g) const {
        judge(
            out, "floats are doubles: forward", y, [](const outcome& o) -> auto& { return o.y; });
        if constexpr (Subject::smooth) {
            judge(
                out, "floats are doubles: dl/dp", g.dp, [](const outcome& o) -> auto& { return o.g->dp; });
            judge(
                out, "floats are doubles: dl/dx", g.dx, [](const outcome& o) -> auto& { return o.g->dx; });
            judge(out, "floats are doubles: loss", std::array{g.loss},
                  [](const outcome& o) { return std::array{o.g->loss}; });
        }
    }
};

} // namespace fuzz
