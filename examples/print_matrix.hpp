/// Matrices as text.
#pragma once

#include <cstdio>

namespace examples {

/// "name (2 x 3)", then its rows. A name may stand for a matrix or a view.
template <class Matrix>
void print(const char* name, const Matrix& m) {
    std::printf("%s (%d x %d)\n", name, Matrix::rows, Matrix::cols);
    for (int r = 0; r < Matrix::rows; ++r) {
        std::printf("   ");
        for (int c = 0; c < Matrix::cols; ++c) std::printf(" %8.4g", static_cast<double>(m(r, c)));
        std::puts("");
    }
}

} // namespace examples
