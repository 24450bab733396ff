// oneDNN: a primitive for each layer, made before the clock starts, which adds the bias and activates.
#include <tasks.hpp>

#include "../../peers/onednn.hpp"

#include <oneapi/dnnl/dnnl.hpp>

#include <algorithm>
#include <array>
#include <type_traits>
#include <vector>

namespace bench {

/// Weights in the order that oneDNN wants them for one row.
class onednn_network {
public:
    onednn_network(const float* parameters, const int* widths, int depth, dnnl::algorithm activation) {
        for (int l = 0; l < depth; ++l) {
            z_.push_back(vector(widths[l]));
            const float *w = parameters, *b = w + widths[l] * widths[l + 1];
            parameters = b + widths[l + 1];
            add_layer(w, b, widths[l], widths[l + 1], l + 1 < depth ? activation : dnnl::algorithm::undef);
        }
        z_.push_back(vector(widths[depth]));
        for (int l = 0; l < depth; ++l) {
            auto& of = layers_[static_cast<std::size_t>(l)];
            of.arguments = {{{DNNL_ARG_SRC, z(l).get()},
                             {DNNL_ARG_WEIGHTS, of.w.get()},
                             {DNNL_ARG_BIAS, of.b.get()},
                             {DNNL_ARG_DST, z(l + 1).get()}}};
        }
    }

    /// Through the interface of C: that of C++ builds a map and a vector in each call.
    void predict(const float* x, float* y) const {
        dnnl_memory_set_data_handle(z_.front().get(), const_cast<float*>(x));
        dnnl_memory_set_data_handle(z_.back().get(), y);
        for (const auto& l : layers_)
            dnnl_primitive_execute(l.run.get(), stream_.get(), static_cast<int>(l.arguments.size()),
                                   l.arguments.data());
    }

private:
    struct layer {
        dnnl::memory w, b;
        dnnl::inner_product_forward run;
        std::array<dnnl_exec_arg_t, 4> arguments;
    };

    static constexpr auto f32 = dnnl::memory::data_type::f32;
    using tag = dnnl::memory::format_tag;

    dnnl::memory vector(int size) const { return {{{1, size}, f32, tag::ab}, engine_}; }
    const dnnl::memory& z(int l) const { return z_[static_cast<std::size_t>(l)]; }

    void add_layer(const float* w, const float* b, int inputs, int outputs, dnnl::algorithm activation) {
        dnnl::primitive_attr attributes;
        if (activation != dnnl::algorithm::undef) {
            dnnl::post_ops after;
            after.append_eltwise(1.0f, activation, 0.0f, 0.0f);
            attributes.set_post_ops(after);
        }
        const dnnl::inner_product_forward::primitive_desc chosen({dnnl::prop_kind::forward_inference,
                                                                  {{1, inputs}, f32, tag::ab},
                                                                  {{outputs, inputs}, f32, tag::any},
                                                                  {{outputs}, f32, tag::a},
                                                                  {{1, outputs}, f32, tag::ab}},
                                                                 attributes, engine_);
        // Its weights are those of outputs x inputs: ours, row by row, are its "ba".
        dnnl::memory given({{outputs, inputs}, f32, tag::ba}, engine_, const_cast<float*>(w));
        dnnl::memory wanted(chosen.weights_desc(), engine_), bias({{outputs}, f32, tag::a}, engine_);
        dnnl::stream stream(engine_);
        dnnl::reorder(given, wanted).execute(stream, given, wanted);
        stream.wait();
        std::copy(b, b + outputs, static_cast<float*>(bias.get_data_handle()));
        layers_.push_back({wanted, bias, dnnl::inner_product_forward(chosen), {}});
    }

    dnnl::engine engine_{dnnl::engine::kind::cpu, 0};
    dnnl::stream stream_{engine_};
    std::vector<layer> layers_;
    std::vector<dnnl::memory> z_; // Z_1 .. Z_{L+1}
};

template <class Task>
class by_onednn : public onednn_network {
public:
    static constexpr const char* name = "onednn";
    using output = hg::matrix<float, 1, Task::outputs>;

    explicit by_onednn(const float* parameters)
        : onednn_network(parameters, Task::widths, Task::depth,
                         std::is_same_v<typename Task::template activation<0>, hg::tanh>
                             ? dnnl::algorithm::eltwise_tanh
                             : dnnl::algorithm::eltwise_relu) {}

    void predict(const float* x, output* y) const { onednn_network::predict(x, y->data()); }
};

[[maybe_unused]] static const bool entered = enter_all<by_onednn>(tasks{});

} // namespace bench
