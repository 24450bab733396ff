/// Eigen, set up as somebody would who knows it: the peer of every benchmark.
#pragma once

#ifdef EIGEN_CORE_H
#error "include bench/peers/eigen.hpp, not Eigen's own headers: the limit below must come first"
#endif

/// Eigen refuses fixed-size objects above this size, and takes the panels of its products from the heap. 0
/// would lift the refusal, but then every product of run-time size calls malloc.
#define EIGEN_STACK_ALLOCATION_LIMIT (4 << 20)

// g++ 12 sees an endless loop in Eigen's product of a matrix and a vector where there is none.
#if !defined(__clang__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Waggressive-loop-optimizations"
#endif
#include <Eigen/Dense>
#if !defined(__clang__)
#pragma GCC diagnostic pop
#endif

namespace bench {

/// Eigen wants column vectors to be column-major.
template <int Rows, int Cols>
inline constexpr int row_major = Cols == 1 && Rows != 1 ? Eigen::ColMajor : Eigen::RowMajor;

template <int Rows, int Cols, class T = float>
using fixed_map = Eigen::Map<Eigen::Matrix<T, Rows, Cols, row_major<Rows, Cols>>, Eigen::Aligned64>;
template <int Rows, int Cols, class T = float>
using fixed_const_map =
    Eigen::Map<const Eigen::Matrix<T, Rows, Cols, row_major<Rows, Cols>>, Eigen::Aligned64>;

template <class T>
using dynamic_matrix = Eigen::Matrix<T, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
template <class T>
using dynamic_map = Eigen::Map<dynamic_matrix<T>, Eigen::Aligned64>;
template <class T>
using dynamic_const_map = Eigen::Map<const dynamic_matrix<T>, Eigen::Aligned64>;

} // namespace bench
