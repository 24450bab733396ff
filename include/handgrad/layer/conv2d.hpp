/// The convolution of pictures with learned filters.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/kernel/column_sums.hpp>
#include <handgrad/kernel/product/gemm.hpp>
#include <handgrad/kernel/product/stack.hpp>
#include <handgrad/layer/affine.hpp>
#include <handgrad/layer/compose/stack.hpp>
#include <handgrad/layer/window/conv2d_arguments.hpp>
#include <handgrad/layer/window/patches.hpp>
#include <handgrad/optimizer/parameter_update.hpp>

namespace handgrad {
HANDGRAD_BEGIN_ISA

/// The weighted sums of each patch of a picture under a window, with the weights of each filter:
///
///     Y = sigma(A W + b)      Z: (B, H L C)   A: (B P, KH KL C)   W: (KH KL C, F)   b: (1, F)   Y: (B P, F)
///
/// Row (b, i, j) of A is the patch of picture b under the window at position (i, j): its number (h, l, c) is
/// Z_b(i SH - PH + h, j SL - PL + l, c), or zero if that is padding. There are P = OH OL positions,
/// OH = floor((H + 2 PH - KH) / SH) + 1 and OL likewise, and Y is the next picture, image<OH, OL, F>. (This
/// is the cross-correlation that libraries call convolution, PyTorch's Conv2d.) With G = dl/dY o sigma'(A W +
/// b):
///
///     dl/dW = A^T G     dl/db = 1^T G     dl/dA = G W^T     dl/dZ: each pixel the sum over its places in A
///
/// Options after the window, in any order: an activation (identity if none); no_bias; stride<SH, SL> (1);
/// padding<PH, PL> (0); one number is for both directions. Padding that no window reads is no mistake; pixels
/// that none reads, because the last window ends before them, are one. A stride larger than the window skips
/// pixels.
///
/// Parameters: W row by row, then b. W is PyTorch's weight (F, C, KH, KL) with its axes in the order 2, 3, 1,
/// 0. Weights begin as He's for a rectifier, else Glorot's, b as zero, where fan_in = KH KL C as in PyTorch,
/// and fan_out = F, not PyTorch's F KH KL. A frozen network keeps them as they are.
///
/// An element of Y is a sum as kernel/product/order.hpp defines it, over the KH KL C numbers of a patch, in
/// forward_chains(KH KL C, P F) chains: a window as large as the picture makes a dense layer, to the bit.
/// dl/dW and dl/db are chains over pictures and positions in order, dl/dA is one over the filters; dl/dz adds
/// up, from zero, what the windows that read z say, in the order of their positions.
///
/// A is never there as a whole: the patches of some lines of positions at a time are gathered in a panel, the
/// layer's scratch.
template <class Image = mistake::not_given, int Filters = 0, class Window = mistake::not_given,
          class... Options>
struct conv2d : detail::conv2d_arguments<Image, Filters, Window, Options...>::affine {
    /// What is wrong with the arguments; others stand for them here if something is.
    using verdict = typename detail::conv2d_verdict<conv2d, Image, Filters, Window, Options...>::type;

private:
    using arguments = detail::conv2d_arguments<Image, Filters, Window, Options...>;
    using base = typename arguments::affine;
    using typename base::sigma;
    using grid = typename arguments::grid;
    static constexpr int K = grid::patch, F = arguments::filters;
    static constexpr bool in_place = grid::tiles_in_place;
    static constexpr int chains = kernel::forward_chains(K, F* grid::positions);

public:
    using base::has_bias, base::parameter_count, base::weights, base::biases;
    using input_shape = typename grid::picture;
    using output_shape = image<grid::rows, grid::cols, F>;
    static constexpr int inputs = input_shape::size;
    static constexpr int outputs = output_shape::size;
    static constexpr long flops = 2L * K * outputs;
    static constexpr auto tensors = detail::weights_and_biases<has_bias>(
        {tensor_kind::kernel, 0, {grid::patch_lines, grid::window_width, input_shape::channels, F}}, F);
    template <int B>
    static constexpr int tape_size = needs_input<sigma> ? B* outputs : 0;

private:
    /// Columns of the panel: in vjp a column of ones gives dl/db as one more row of dl/dW.
    static constexpr int K_and_bias = K + (has_bias && !in_place);

    /// Lines of positions whose patches are together in the panel: a number that leaves no rest, if that is
    /// not far fewer.
    template <int B>
    static consteval int find_lines_at_once() {
        const int lines = B * grid::rows, most = detail::panel_lines(grid::cols * K_and_bias);
        if (in_place || most >= lines) return lines;
        for (int even = most; 2 * even > most; --even)
            if (lines % even == 0) return even;
        return most;
    }
    template <int B>
    static constexpr int lines_at_once = find_lines_at_once<B>();

    template <int B, class T>
    static consteval stack_arrays find_arrays() {
        stack_arrays all;
        for (const int lines : {lines_at_once<B>, B * grid::rows % lines_at_once<B>}) {
            const int rows = lines * grid::cols;
            if (rows == 0) continue;
            all.forward.add(kernel::nn_arrays_in_chains<T>(rows, K, F, chains));
            all.first_vjp.add(kernel::tn_arrays<T>(rows, K_and_bias, F));
            all.vjp.add(kernel::tn_arrays<T>(rows, K_and_bias, F));
            all.vjp.add(kernel::nt_arrays<T>(rows, K, F));
        }
        return all;
    }

public:
    template <int B>
    static constexpr int scratch_size = in_place ? 0 : lines_at_once<B>* grid::cols* K_and_bias;
    template <int B, class T>
    static constexpr stack_arrays arrays = find_arrays<B, T>();

    template <int B, class T, class Tape>
    static constexpr void forward(view<const T, B, inputs> z, view<const T, 1, parameter_count> p,
                                  [[maybe_unused]] Tape tape, view<T, B, outputs> y,
                                  view<T, 1, scratch_size<B>> scratch) {
        if constexpr (!is_well_formed<verdict>) {
            using reported [[maybe_unused]] = detail::report<decltype(verdict{})>;
        }
        for_each_panel<B>([&]<int Lines>(int first) {
            constexpr int M = Lines * grid::cols;
            const view<const T, M, K> a(patches<Lines, K>(z.data(), first, scratch.data()));
            const int at = first * grid::cols * F;
            const auto kept = [&] {
                if constexpr (is_discarded<Tape>)
                    return tape;
                else
                    return view<T, M, F>(tape.data() + (needs_input<sigma> ? at : 0));
            }();
            // Y = sigma(A W + b)
            kernel::gemm_nn_in_chains<chains>(a, weights(p), base::start_at_bias(p),
                                              base::finish_with_sigma(kept, view<T, M, F>(y.data() + at)));
        });
    }

    static constexpr bool steps_in_vjp = true;

    template <int B, write Write, class T, class GIn, class DP>
    static constexpr void vjp(view<const T, B, inputs> z, view<const T, B, outputs> y,
                              view<const T, 1, parameter_count> p, view<const T, 1, tape_size<B>> tape,
                              view<T, B, outputs> g, GIn g_in, DP dp, view<T, 1, scratch_size<B>> scratch) {
        if constexpr (detail::is_update<DP>) {
            // A sum goes over many panels: there is no step before the last.
            vjp<B, Write>(z, y, p, tape, g, g_in, view<T, 1, parameter_count>(dp.gradient), scratch);
            dp.template apply<0, parameter_count>();
        } else {
            if constexpr (Write == write::overwrite && !is_discarded<DP>)
                for (T& x : dp) x = 0;
            add_gradients<B>(z, y, p, tape, g, g_in, dp, scratch);
        }
    }

private:
    /// dl/dz, and dl/dp added to what is in dp.
    template <int B, class T, class GIn, class DP>
    static constexpr void add_gradients(view<const T, B, inputs> z, view<const T, B, outputs> y,
                                        view<const T, 1, parameter_count> p,
                                        view<const T, 1, tape_size<B>> tape, view<T, B, outputs> g, GIn g_in,
                                        [[maybe_unused]] DP dp, view<T, 1, scratch_size<B>> scratch) {
        for_each_panel<B>([&]<int Lines>(int first) {
            constexpr int M = Lines * grid::cols;
            const int at = first * grid::cols * F;
            const view<T, M, F> g_at(g.data() + at);
            base::times_derivative(y.data() + at, tape.data() + (needs_input<sigma> ? at : 0),
                                   g_at); // G = dl/dY o sigma'(A W + b)
            if constexpr (!is_discarded<DP>) {
                const view<const T, M, K_and_bias> a(
                    patches<Lines, K_and_bias>(z.data(), first, scratch.data()));
                // dl/dW = A^T G, dl/db = 1^T G
                const view<T, K_and_bias, F> dw(dp.data());
                gemm_tn(a, g_at, kernel::start_in<write::accumulate>(dw), kernel::finish_in(dw));
                if constexpr (has_bias && in_place) column_sums<write::accumulate>(g_at, biases(dp));
            }
            if constexpr (!is_discarded<GIn>) {
                // dl/dA = G W^T
                const view<T, M, K> da(in_place ? g_in.data() : scratch.data());
                gemm_nt(g_at, weights(p), kernel::start_zero{}, kernel::finish_in(da));
                if constexpr (!in_place)
                    simd::with_vector<T>([&]<class V>() HANDGRAD_INLINE_LAMBDA {
                        detail::patches<grid, K>::template put_back<V>(static_cast<const T*>(scratch.data()),
                                                                       first, Lines, g_in.data());
                    });
            }
        });
    }

    /// f.operator()<Lines>(first) for the lines of positions of B pictures, some at a time.
    template <int B, class Function>
    HANDGRAD_INLINE static constexpr void for_each_panel(Function f) {
        kernel::for_each<kernel::whole_tiles(B * grid::rows, lines_at_once<B>)>(f);
    }

    /// Rows of A, of Cols numbers, the last one 1 if that is one more than a patch has: gathered in the
    /// panel, unless the picture is A.
    template <int Lines, int Cols, class T>
    HANDGRAD_INLINE static constexpr const T* patches(const T* z, int first, [[maybe_unused]] T* panel) {
        if constexpr (in_place) {
            return z + first * grid::cols * K;
        } else {
            simd::with_vector<T>([&]<class V>() HANDGRAD_INLINE_LAMBDA {
                detail::patches<grid, Cols>::template gather<V>(z, first, Lines, panel);
            });
            if constexpr (Cols > K)
                for (int r = 0; r < Lines * grid::cols; ++r) panel[r * Cols + K] = 1;
            return panel;
        }
    }
};

HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
