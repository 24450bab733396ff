// Eigen, by hand: matrices of static size, the inputs of all steps in one product.
#include <tasks.hpp>

#include "../../peers/eigen.hpp"

#include <algorithm>

namespace bench {

template <class Task>
class streaming_by_eigen {
    template <int Rows, int Cols>
    using matrix = Eigen::Matrix<float, Rows, Cols, row_major<Rows, Cols>>;
    static constexpr int H = policy::hidden, G = policy::gates;
    using hidden_rows = matrix<Task::voices, H>;

public:
    static constexpr const char* name = "eigen";

    explicit streaming_by_eigen(const float* p) {
        const auto take = [&p](auto& to) {
            std::copy_n(p, to.size(), to.data());
            p += to.size();
        };
        take(w_1_), take(b_1_), take(w_x_), take(b_x_), take(w_h_), take(b_h_), take(w_2_), take(b_2_);
        h_.setZero();
    }

    void run(const float* x, float* y) {
        const Eigen::Map<const matrix<Task::rows, policy::inputs>> in(x);
        Eigen::Map<matrix<Task::rows, policy::outputs>> out(y);
        hidden_.noalias() = in * w_1_;
        hidden_ = (hidden_.rowwise() + b_1_).cwiseMax(0.0f);
        a_.noalias() = hidden_ * w_x_;
        a_.rowwise() += b_x_;
        for (int t = 0; t < Task::steps; ++t) {
            c_.noalias() = h_ * w_h_;
            c_.rowwise() += b_h_;
            const auto a = a_.template middleRows<Task::voices>(t); // one voice, or one step
            const hidden_rows r = (a.template leftCols<H>() + c_.template leftCols<H>()).array().logistic();
            const hidden_rows z =
                (a.template middleCols<H>(H) + c_.template middleCols<H>(H)).array().logistic();
            const hidden_rows n =
                (a.template rightCols<H>().array() + r.array() * c_.template rightCols<H>().array()).tanh();
            h_ = n.array() + z.array() * (h_ - n).array();
            hidden_.template middleRows<Task::voices>(t) = h_;
        }
        out.noalias() = hidden_ * w_2_;
        out.rowwise() += b_2_;
    }

private:
    matrix<policy::inputs, H> w_1_;
    matrix<H, G> w_x_, w_h_;
    matrix<H, policy::outputs> w_2_;
    Eigen::Matrix<float, 1, H> b_1_;
    Eigen::Matrix<float, 1, G> b_x_, b_h_;
    Eigen::Matrix<float, 1, policy::outputs> b_2_;
    matrix<Task::rows, H> hidden_;
    matrix<Task::rows, G> a_;
    matrix<Task::voices, G> c_;
    hidden_rows h_;
};

[[maybe_unused]] static const bool entered = enter_all<streaming_by_eigen>(tasks{});

} // namespace bench
