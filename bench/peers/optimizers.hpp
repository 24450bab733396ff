/// The library's optimizers as others write them: for a number of a plain loop, or for an array of Eigen.
#pragma once

#include <handgrad/handgrad.hpp>

#include <cmath>
#include <cstdint>
#include <type_traits>

namespace bench {

namespace hg = handgrad;

/// Plain gradient descent: the gradient times -rate is added to the parameters, which a product can do.
template <class Task>
inline constexpr bool descends_plainly = [] {
    if constexpr (std::is_same_v<std::remove_cv_t<decltype(Task::optimizer)>, hg::sgd>)
        return Task::optimizer.weight_decay == 0;
    else
        return false;
}();

/// What depends on the step alone is computed once for all parameters; `states` arrays beside them begin as
/// zero.
template <class Task, class Rule = std::remove_cv_t<decltype(Task::optimizer)>>
class step_by_hand;

template <class Task>
class step_by_hand<Task, hg::sgd> {
    static constexpr hg::sgd rule = Task::optimizer;
    static constexpr float rate = static_cast<float>(rule.rate),
                           decay = static_cast<float>(rule.weight_decay);

public:
    static constexpr int states = 0;
    void begin() {}
    void operator()(auto&& p, const auto& g) const { p -= rate * (g + decay * p); }
};

template <class Task>
class step_by_hand<Task, hg::momentum> {
    static constexpr hg::momentum rule = Task::optimizer;
    static constexpr float rate = static_cast<float>(rule.rate), mu = static_cast<float>(rule.momentum),
                           decay = static_cast<float>(rule.weight_decay);

public:
    static constexpr int states = 1;
    void begin() {}
    void operator()(auto&& p, const auto& g, auto&& u) const {
        if constexpr (rule.weight_decay == 0)
            u = mu * u + g;
        else
            u = mu * u + (g + decay * p);
        if constexpr (!rule.nesterov)
            p -= rate * u;
        else if constexpr (rule.weight_decay == 0)
            p -= rate * (g + mu * u);
        else
            p -= rate * (g + decay * p + mu * u);
    }
};

/// Adam, and AdamW, whose weights decay by themselves.
template <class Task, class Rule>
    requires(std::is_same_v<Rule, hg::adam> || std::is_same_v<Rule, hg::adamw>)
class step_by_hand<Task, Rule> {
    static constexpr Rule rule = Task::optimizer;
    static constexpr float beta1 = static_cast<float>(rule.beta1), beta2 = static_cast<float>(rule.beta2),
                           epsilon = static_cast<float>(rule.epsilon),
                           decay = static_cast<float>(rule.weight_decay),
                           kept = static_cast<float>(1 - rule.rate * rule.weight_decay);

public:
    static constexpr int states = 2;
    void begin() {
        const double t = static_cast<double>(++t_);
        rate_ = static_cast<float>(rule.rate / (1 - std::pow(static_cast<double>(rule.beta1), t)));
        inverse_root_ = static_cast<float>(1 / std::sqrt(1 - std::pow(static_cast<double>(rule.beta2), t)));
    }
    void operator()(auto&& p, const auto& g, auto&& m, auto&& v) const {
        using std::sqrt;
        constexpr bool decays = rule.weight_decay != 0;
        if constexpr (decays && std::is_same_v<Rule, hg::adam>) {
            m = beta1 * m + (1 - beta1) * (g + decay * p);
            v = beta2 * v + (1 - beta2) * (g + decay * p) * (g + decay * p);
        } else {
            m = beta1 * m + (1 - beta1) * g;
            v = beta2 * v + (1 - beta2) * g * g;
        }
        if constexpr (decays && std::is_same_v<Rule, hg::adamw>)
            p = kept * p - rate_ * m / (sqrt(v) * inverse_root_ + epsilon);
        else
            p -= rate_ * m / (sqrt(v) * inverse_root_ + epsilon);
    }

private:
    std::int64_t t_ = 0;
    float rate_ = 0, inverse_root_ = 0;
};

} // namespace bench
