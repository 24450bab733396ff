// BLASFEO on operands that were packed into its panels before, and a result that stays in panels: what a
// kernel can reach if it need not pack.
#include <tasks.hpp>

#include <blasfeo.h>

namespace bench {

template <class T>
struct blasfeo;

template <>
struct blasfeo<float> {
    using matrix = blasfeo_smat;
    static constexpr auto allocate = blasfeo_allocate_smat;
    static constexpr auto release = blasfeo_free_smat;
    static constexpr auto pack = blasfeo_pack_smat, pack_transposed = blasfeo_pack_tran_smat;
    static constexpr auto unpack_transposed = blasfeo_unpack_tran_smat;
    static constexpr auto multiply = blasfeo_sgemm_nt;
};

template <>
struct blasfeo<double> {
    using matrix = blasfeo_dmat;
    static constexpr auto allocate = blasfeo_allocate_dmat;
    static constexpr auto release = blasfeo_free_dmat;
    static constexpr auto pack = blasfeo_pack_dmat, pack_transposed = blasfeo_pack_tran_dmat;
    static constexpr auto unpack_transposed = blasfeo_unpack_tran_dmat;
    static constexpr auto multiply = blasfeo_dgemm_nt;
};

/// Its best product is that of A and a transposed B. It wants columns: our rows are those of the transposed.
template <class Product>
class by_blasfeo_packed {
public:
    static constexpr const char* name = "blasfeo_packed";
    using T = typename Product::number;

    by_blasfeo_packed() {
        with::allocate(M, K, &a_);
        with::allocate(N, K, &b_);
        with::allocate(M, N, &out_);
    }
    by_blasfeo_packed(const by_blasfeo_packed&) = delete;
    by_blasfeo_packed& operator=(const by_blasfeo_packed&) = delete;
    ~by_blasfeo_packed() {
        with::release(&a_);
        with::release(&b_);
        with::release(&out_);
    }

    void prepare(const T* a, const T* b, T*) {
        pack<Product::transposed_a, M>(a, a_);
        pack<!Product::transposed_b, N>(b, b_);
    }
    void multiply(const T*, const T*, T*) {
        with::multiply(M, N, K, T(1), &a_, 0, 0, &b_, 0, 0, T(0), &out_, 0, 0, &out_, 0, 0);
    }
    void finish(T* out) { with::unpack_transposed(M, N, &out_, 0, 0, out, N); }

private:
    static constexpr int M = Product::m, N = Product::n, K = Product::k;
    using with = blasfeo<T>;

    template <bool InColumns, int Rows>
    static void pack(const T* from, typename with::matrix& to) {
        T* start = const_cast<T*>(from); // only read
        if constexpr (InColumns)
            with::pack(Rows, K, start, Rows, &to, 0, 0);
        else
            with::pack_transposed(K, Rows, start, K, &to, 0, 0);
    }

    typename with::matrix a_, b_, out_;
};

[[maybe_unused]] static const bool entered = enter_all<by_blasfeo_packed>(tasks{});

} // namespace bench
