// int8 [--rows <n>]: the integers that rows and weights become, and a layer of them, by the machine's
// vectors, by the specification of one lane, and by the documented formula, for n random rows. Fails if any
// two differ.
#include "../../tests/frozen/documented_int8.hpp"
#include "rows.hpp"

#include <handgrad/core/matrix.hpp>

#include <bits.hpp>

#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string_view>
#include <utility>

namespace {

using namespace bench;

struct tally {
    long rows = 0, wrong = 0;  // rows of which any two of the three ways differ
    long lower = 0, upper = 0; // rows with a number that only the bounds of q keep from -1, from 128
};

/// Rows of K numbers, and layers of N outputs whose weights change now and then.
template <int K, int N = 17>
class comparison {
public:
    void run(long rows, std::uint64_t seed, tally (&found)[kind_count]) {
        hg::rng random{seed};
        for (long i = 0; i < rows; ++i) {
            if (i % 1024 == 0) choose_weights(random);
            const int kind = static_cast<int>(i % kind_count);
            float z[K];
            fill_row(kind, random, z);
            const documented::row<K> expected(z);
            tally& t = found[kind];
            ++t.rows;
            t.lower += expected.beyond[0] > 0;
            t.upper += expected.beyond[1] > 0;
            t.wrong += !(agrees<hg::simd::native_vector<float>>(z, expected) &&
                         agrees<hg::simd::scalar_vector<float>>(z, expected));
        }
    }

private:
    template <class V>
    bool agrees(const float* z, const documented::row<K>& expected) const {
        if (!(documented::row_by<V, K>(z) == expected)) return false;
        float y[N], y_expected[N];
        documented::layer_by<V, 1>(z, weights_->integers, b_, y);
        weights_->formula.forward(expected, b_, y_expected);
        return std::equal(y, y + N, y_expected, [](float a, float b) { return same_bits(a, b); });
    }

    /// A column of weights is a row of any kind.
    void choose_weights(hg::rng& random) {
        hg::matrix<float, K, N> w;
        for (int o = 0; o < N; ++o) {
            float column[K];
            fill_row(o < 8 ? 0 : o - 8 < kind_count ? o - 8 : 1, random, column);
            for (int k = 0; k < K; ++k) w(k, o) = column[k];
        }
        for (float& b : b_) b = random.uniform(-1.0f, 1.0f);
        weights_ = std::make_unique<both>(
            both{hg::kernel::detail::quantized_weights<K, N>(w.view()), documented::layer<K, N>(w.data())});
    }

    struct both {
        hg::kernel::detail::quantized_weights<K, N> integers;
        documented::layer<K, N> formula;
    };
    std::unique_ptr<both> weights_;
    float b_[N] = {};
};

/// As many rows of each width.
template <int... K>
void compare(long rows, tally (&found)[kind_count], std::integer_sequence<int, K...>) {
    constexpr long widths = sizeof...(K);
    (comparison<K>().run((rows + widths - 1) / widths, static_cast<std::uint64_t>(K), found), ...);
}

} // namespace

int main(int argc, char** argv) {
    long rows = 10'000'000;
    if (argc == 3 && std::string_view(argv[1]) == "--rows") rows = std::atol(argv[2]);
    if (argc == 2 || argc > 3 || rows <= 0) {
        std::fputs("usage: int8 [--rows <n>]\n", stderr);
        return EXIT_FAILURE;
    }
    tally found[kind_count];
    compare(rows, found, std::integer_sequence<int, 1, 2, 3, 8, 15, 31, 32, 33, 64, 100>{});

    std::printf("%-14s %10s %10s %10s %10s\n", "rows", "", "differ", "else -1", "else 128");
    long wrong = 0;
    for (int i = 0; i < kind_count; ++i) {
        const tally& t = found[i];
        std::printf("%-14s %10ld %10ld %10ld %10ld\n", kinds[i], t.rows, t.wrong, t.lower, t.upper);
        wrong += t.wrong;
    }
    if (wrong == 0) return EXIT_SUCCESS;
    std::fputs("\nRows became other integers than the documented ones.\n", stderr);
    return EXIT_FAILURE;
}
