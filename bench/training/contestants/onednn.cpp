// A training step written by hand around oneDNN's products.
#include <tasks.hpp>

#include "../../peers/onednn.hpp"
#include "../../peers/trained_by_hand.hpp"

namespace bench {

template <int Batch, int Inputs, int Outputs>
struct onednn_products {
    static constexpr const char* name = "onednn";

    template <class Activation>
    static void forward(const float* z, const float* w, const float* b, float* out) {
        dnnl_sgemm('N', 'N', Batch, Outputs, Inputs, 1.0f, z, Inputs, w, Outputs, 0.0f, out, Outputs);
        add_bias_and_activate<Activation, Batch, Outputs>(out, b);
    }
    static void add_gradient(const float* z, const float* g, float* w) {
        dnnl_sgemm('T', 'N', Inputs, Outputs, Batch, 1.0f, z, Inputs, g, Outputs, 1.0f, w, Outputs);
    }
    static void backward(const float* g, const float* w, float* out) {
        dnnl_sgemm('N', 'T', Batch, Inputs, Outputs, 1.0f, g, Outputs, w, Outputs, 0.0f, out, Inputs);
    }
};

template <class Task>
using by_onednn = trained_by_hand<Task, onednn_products>;

[[maybe_unused]] static const bool entered = enter_all<by_onednn>(tasks{});

} // namespace bench
