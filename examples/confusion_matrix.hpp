/// Which classes a classifier mistakes for which.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdio>
#include <vector>

namespace examples {

/// The place of the largest number in a row; the first of them if there are several.
template <class Row>
int argmax(const Row& row) {
    return static_cast<int>(std::max_element(row.begin(), row.end()) - row.begin());
}

/// How often each class was taken for each class.
class confusion_matrix {
public:
    explicit confusion_matrix(int classes)
        : classes_(classes), counts_(static_cast<std::size_t>(classes * classes)) {}

    void add(int label, int predicted) { ++at(label, predicted); }

    int total() const {
        int sum = 0;
        for (const int n : counts_) sum += n;
        return sum;
    }
    int right() const {
        int sum = 0;
        for (int k = 0; k < classes_; ++k) sum += at(k, k);
        return sum;
    }
    double accuracy() const { return static_cast<double>(right()) / total(); }

    /// A line for each true class, a column for each prediction, and the share of the class that was
    /// recognized.
    void print() const {
        std::printf("true \\ predicted");
        for (int k = 0; k < classes_; ++k) std::printf("%5d", k);
        std::puts("   recognized");
        for (int label = 0; label < classes_; ++label) {
            int sum = 0;
            std::printf("%16d", label);
            for (int k = 0; k < classes_; ++k) {
                sum += at(label, k);
                if (at(label, k) != 0)
                    std::printf("%5d", at(label, k));
                else
                    std::printf("%5s", ".");
            }
            std::printf("%11.1f %%\n", sum == 0 ? 0.0 : 100.0 * at(label, label) / sum);
        }
    }

private:
    std::size_t place(int label, int predicted) const {
        return static_cast<std::size_t>(label * classes_ + predicted);
    }
    int& at(int label, int predicted) { return counts_[place(label, predicted)]; }
    int at(int label, int predicted) const { return counts_[place(label, predicted)]; }

    int classes_;
    std::vector<int> counts_;
};

} // namespace examples
