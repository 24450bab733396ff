/// The tensors that a file of a network has: names, shapes, and where their numbers belong.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/activation/identity.hpp>
#include <handgrad/io/convention.hpp>
#include <handgrad/io/result.hpp>
#include <handgrad/io/spelling.hpp>
#include <handgrad/io/tensor.hpp>
#include <handgrad/io/weights/number_order.hpp>
#include <handgrad/io/weights/recurrent_tensors.hpp>
#include <handgrad/layer/compose/picture.hpp>
#include <handgrad/network/inner_layer.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace io {

/// A tensor of the parameters of a network, as a file of some convention has it.
struct expected_tensor {
    std::string name;           // empty: the file has none, and these parameters are zero
    extents shape, other_shape; // of some there are two shapes for the same numbers; else empty
    std::string layer;          // "dense<128, 10>, layer 2 of 2"
    /// Where its first number is among the parameters, and its extents there, 1 where it has fewer than four.
    /// Axis k of the file's, before some are joined to one, is axis order[k] of these.
    int first = 0;
    std::array<int, 4> extent{1, 1, 1, 1};
    std::array<int, 4> order{0, 1, 2, 3};
    /// The last axis here is so many blocks of columns, which lie in another order there.
    detail::gate_places gates = {};

    // Of the biases of a recurrent layer:
    /// The first number of it that is of this: several may be of one name, one after the other.
    std::size_t first_there = 0;
    /// If the file has none, the parameters are zero.
    bool optional = false;
    /// It is added to the one before it in the list, which is of the same parameters; and this block of
    /// columns, if any, must be zero, as its sum would say something else.
    bool added = false;
    int apart = -1;
    /// Why a file may have another shape.
    const char* advice = "";

    std::size_t size() const noexcept {
        std::size_t size = 1;
        for (const int e : extent) size *= static_cast<std::size_t>(e);
        return size;
    }
};

/// All tensors of a network, by the names that a convention, or who asks, has for its layers.
struct expected_tensors {
    std::vector<expected_tensor> tensors;
    std::vector<std::string> counters; // tensors that may be there, too
};

namespace detail {

/// How many modules of an nn.Sequential a layer is: its activation is one of its own.
template <class L>
consteval int count_modules() {
    if constexpr (L::parameter_count > 0 && !is_recurrent<L> && requires { typename L::activation_type; })
        return std::is_same_v<typename L::activation_type, identity> ? 1 : 2;
    else
        return 1;
}

/// The picture that the inputs of a layer lie as, if they do.
struct picture_extents {
    int height = 0, width = 0, channels = 0;
};
template <class Order>
consteval picture_extents extents_of() {
    if constexpr (handgrad::detail::is_image<Order>)
        return {Order::height, Order::width, Order::channels};
    else
        return {};
}

/// Goes through the layers of a network in order and lists their tensors.
class tensor_lister {
public:
    tensor_lister(const convention& as, const std::string& prefix, const std::vector<std::string>& names)
        : as_(as), prefix_(prefix), names_(names) {}

    template <class Network>
    void list() {
        using layers = as_layer<Network>;
        list_chain<handgrad::detail::picture_before<layers>, order_before<layers>, layers>(0, {}, nullptr,
                                                                                           {});
    }

    const expected_tensors& found() const noexcept { return found_; }
    /// How many layers with parameters there are, and what they are.
    const std::vector<std::string>& layers() const noexcept { return layers_; }
    /// Layers of which it is not known where each number of theirs belongs.
    const std::vector<std::string>& unknown() const noexcept { return unknown_; }
    /// Layers that the convention's library does not have, though it has one whose tensors look the same.
    const std::vector<std::string>& strange() const noexcept { return strange_; }

private:
    // Picture is that before a layer, or void, and Order how its inputs lie (number_order.hpp).

    /// Layers in sequence: the next module's number goes on from *number, if given.
    template <class Picture, class Order, class Chain>
    void list_chain(int first, const std::string& path, int* number, const std::string& within) {
        int own_number = as_.numbering == numbering::layers ? 1 : 0;
        list_from<1, Picture, Order, Chain>(first, path, number ? *number : own_number, within);
    }
    template <int I, class Picture, class Order, class Chain>
    void list_from(int first, const std::string& path, int& number, const std::string& within) {
        if constexpr (I <= Chain::depth) {
            using layer = typename Chain::template layer_type<I>;
            const std::string where = "layer " + std::to_string(I) + " of " + std::to_string(Chain::depth) +
                                      (within.empty() ? "" : " in " + within);
            list_layer<Picture, Order, layer>(first + Chain::template parameter_offset<I>, path, number,
                                              where);
            list_from<I + 1, handgrad::detail::picture_after<layer, Picture>, order_after<layer, Order>,
                      Chain>(first, path, number, within);
        }
    }

    template <class Picture, class Order, class Layer>
    void list_layer(int first, const std::string& path, int& number, const std::string& where) {
        using handgrad::detail::wraps_layer;
        if constexpr (wraps_layer<Layer>) {
            list_layer<Picture, Order, as_layer<typename Layer::wrapped>>(first, path, number, where);
        } else if constexpr (handgrad::detail::is_bare_chain<Layer>) {
            list_chain<Picture, Order, Layer>(first, path, &number, where);
        } else if constexpr (made_of_parts<Layer>) {
            const std::string inner = path + std::to_string(number) + ".";
            const std::string what = spelling<Layer>() + ", " + where;
            if constexpr (handgrad::detail::is_sequence<Layer>) {
                list_chain<Picture, Order, Layer>(first, inner, nullptr, what);
            } else {
                int part = as_.numbering == numbering::layers ? 1 : 0;
                list_parts<1, Picture, Order, Layer>(first, inner, part, what);
                if constexpr (adds_parts<Layer> && std::is_same_v<order_after<Layer, Order>, unknown_order>)
                    unknown_.push_back(what + ", which adds pictures to other numbers");
            }
            ++number;
        } else {
            const std::string what = spelling<Layer>() + ", " + where;
            if constexpr (handgrad::detail::says_input_shape<Layer>) {
                using expected = typename order_of<typename Layer::input_shape>::type;
                if constexpr (std::is_same_v<Order, same_order> && !std::is_same_v<expected, same_order>)
                    unknown_.push_back(what + ", which makes pictures of other numbers");
            } else if constexpr ((std::is_same_v<Order, unknown_order> && Layer::parameter_count > 0) ||
                                 (!std::is_same_v<Order, same_order> && has_other_tensors<Layer>)) {
                unknown_.push_back(what + ", before which there are pictures");
            }
            if (as_.numbering == numbering::modules && !std::is_void_v<Picture> && is_product<Layer>)
                ++number; // nn.Flatten
            if constexpr (Layer::parameter_count > 0) {
                const std::string name = name_of_layer(path + std::to_string(number));
                layers_.push_back(what);
                bool norm = false;
                count_in_module(gates_of<Layer>.order, name);
                if (as_.recurrent.products == biases_of_products::two && resets_before_product<Layer>)
                    strange_.push_back(what);
                for (const parameter_tensor& t : tensors_of<Layer>) {
                    if (t.kind == tensor_kind::recurrent_biases) continue;
                    add(t, extents_of<Order>(), first, name, what);
                    if (t.kind == tensor_kind::biases && *t.gates.order)
                        add_recurrent_biases(t, first, find_recurrent_biases<Layer>(), name);
                    norm = norm || t.kind == tensor_kind::means;
                }
                if (norm && as_.counter) found_.counters.push_back(name + "." + as_.counter);
            }
            number += as_.numbering == numbering::modules ? count_modules<Layer>() : 1;
        }
    }
    template <int I, class Picture, class Order, class Layer>
    void list_parts(int first, const std::string& path, int& number, const std::string& within) {
        if constexpr (I <= Layer::depth) {
            list_layer<Picture, Order, typename Layer::template layer_type<I>>(
                first + Layer::template parameter_offset<I>, path, number,
                "branch " + std::to_string(I) + " of " + std::to_string(Layer::depth) + " in " + within);
            list_parts<I + 1, Picture, Order, Layer>(first, path, number, within);
        }
    }
    std::string name_of_layer(const std::string& by_number) {
        if (names_.empty()) return prefix_ + by_number;
        const std::size_t i = layers_.size();
        return prefix_ + (i < names_.size() ? names_[i] : std::string());
    }

    /// Layers of one kind and name, one after the other, have numbers in what some take for one module.
    void count_in_module(const char* gates, const std::string& name) {
        const bool same = *gates && name == module_ && gates == module_gates_;
        number_in_module_ = same ? number_in_module_ + 1 : 0;
        module_ = name;
        module_gates_ = gates;
    }
    std::string name_of_tensor(const parameter_tensor& t) const {
        std::string name = as_.name_of(t);
        const bool initial = t.kind == tensor_kind::initial_output || t.kind == tensor_kind::initial_cell;
        if (as_.recurrent.counted && (*t.gates.order || (initial && number_in_module_ > 0)))
            name += "_l" + std::to_string(number_in_module_);
        return name;
    }

    inline void add(const parameter_tensor& t, picture_extents picture, int first, const std::string& name,
                    const std::string& layer);
    inline void add_recurrent_biases(const parameter_tensor& biases, int first, int offset,
                                     const std::string& name);

    const convention& as_;
    const std::string& prefix_;
    const std::vector<std::string>& names_;
    expected_tensors found_;
    std::vector<std::string> layers_, unknown_, strange_;
    std::string module_; // of recurrent layers: the last one's name and gates, and its number in the module
    std::string_view module_gates_;
    int number_in_module_ = 0;
};

inline void tensor_lister::add(const parameter_tensor& t, picture_extents picture, int first,
                               const std::string& name, const std::string& layer) {
    expected_tensor e;
    e.name = name + "." + name_of_tensor(t);
    e.layer = layer;
    e.first = first + t.first;
    e.extent = t.extents;
    e.order = {0, 1, 2, 3};
    const int height = picture.height, width = picture.width, channels = picture.channels;
    const bool of_pictures =
        height * width * channels == t.extents[0] && height * width > 0 && !as_.channels_last;
    const auto extent = [&](int i) {
        return static_cast<std::uint64_t>(t.extents[static_cast<std::size_t>(i)]);
    };
    e.gates = places_of_gates(t.gates.order, as_);
    switch (t.kind) {
    case tensor_kind::weights:
    case tensor_kind::recurrent_weights:
        e.extent = {1, 1, t.extents[0], t.extents[1]};
        e.shape = {extent(0), extent(1)};
        if (!as_.inputs_first) {
            e.shape = {extent(1), extent(0)};
            e.order = {3, 2, 0, 1};
        }
        if (of_pictures && t.kind == tensor_kind::weights) {
            e.extent = {height, width, channels, t.extents[1]};
            if (as_.inputs_first)
                e.order = {2, 0, 1, 3};
            else
                e.order = {3, 2, 0, 1};
        }
        break;
    case tensor_kind::kernel:
        e.shape = {extent(0), extent(1), extent(2), extent(3)};
        if (!as_.inputs_first) {
            e.shape = {extent(3), extent(2), extent(0), extent(1)};
            e.order = {3, 2, 0, 1};
        }
        break;
    case tensor_kind::initial_output:
    case tensor_kind::initial_cell:
        e.shape = {extent(0)};
        e.other_shape = {1, 1, extent(0)}; // as for a batch, and so a parameter of a module
        break;
    default:
        for (int i = 0; i < 4 && extent(i) > 0; ++i) e.shape.push_back(extent(i));
        if (of_pictures && t.kind != tensor_kind::other && t.kind != tensor_kind::biases &&
            e.shape.size() == 1) {
            e.extent = {height, width, channels, 1};
            e.order = {2, 0, 1, 3};
            e.other_shape = {static_cast<std::uint64_t>(channels), static_cast<std::uint64_t>(height),
                             static_cast<std::uint64_t>(width)};
        }
        if (e.gates.count > 1) e.extent = {1, 1, 1, t.extents[0]};
    }
    for (int& n : e.extent) n = n > 0 ? n : 1;
    found_.tensors.push_back(std::move(e));
}

/// What else there is of a recurrent layer's biases, whose first are the last in the list; `offset` is where
/// the layer has its second, or -1.
inline void tensor_lister::add_recurrent_biases(const parameter_tensor& biases, int first, int offset,
                                                const std::string& name) {
    expected_tensor& one = found_.tensors.back();
    expected_tensor other = one;
    const std::string_view gates = biases.gates.order;
    const bool apart = biases.gates.apart != 0;
    other.name =
        name + "." + name_of_tensor({tensor_kind::recurrent_biases, 0, biases.extents, "", biases.gates});
    other.optional = as_.recurrent.products != biases_of_products::two;
    if (offset >= 0) {
        other.first = first + offset;
    } else {
        other.added = true;
        if (apart) other.apart = static_cast<int>(gates.find(biases.gates.apart));
    }
    if (as_.recurrent.products == biases_of_products::one) {
        if (apart) { // both are there, as two rows
            one.shape.insert(one.shape.begin(), 2);
            one.advice = "; that of reset_after=False is gru_v1";
            other.shape = one.shape;
            other.name = one.name;
            other.first_there = one.size();
            other.optional = false;
        } else {
            one.advice = "; that of reset_after=True is gru";
            if (offset < 0) return;
            other.name.clear();
        }
    }
    found_.tensors.push_back(std::move(other));
}

} // namespace detail

/// The tensors of a file of the network, in the order of its layers. `names` are those of its layers that
/// have parameters, in order, inner ones in their place; none: the convention's numbers.
template <class Network>
result<expected_tensors> tensors_of_file(const convention& as, const std::string& prefix,
                                         const std::vector<std::string>& names, const std::string& file) {
    detail::tensor_lister lister(as, prefix, names);
    lister.list<Network>();
    if (names.empty() ? as.numbering == numbering::none && !lister.layers().empty()
                      : names.size() != lister.layers().size()) {
        std::string wanted;
        for (const std::string& layer : lister.layers()) wanted += (wanted.empty() ? "" : "; ") + layer;
        return error(file, "names",
                     "found " + std::to_string(names.size()) + ", expected " +
                         std::to_string(lister.layers().size()) +
                         ", one for each layer that has parameters: " + wanted);
    }
    error errors(file);
    if (!as.channels_last)
        for (const std::string& layer : lister.unknown())
            errors.add(
                "order",
                layer + ": " + as.name +
                    " counts the numbers of a picture in another order, and which of them is which is "
                    "not known here; if they lie in the file as here, (height, width, channels), say .as "
                    "= io::channels_last(io::pytorch), or .as = io::handgrad");
    for (const std::string& layer : lister.strange())
        errors.add("layer",
                   layer + ": " + as.name +
                       " has no such layer: the tensors of its GRU look the same, but that has the reset "
                       "gate after the product, which is hg::gru; if the file's network has it before, "
                       "say .as = io::keras, or .as = io::handgrad");
    std::vector<const expected_tensor*> by_name;
    for (const expected_tensor& e : lister.found().tensors)
        if (!e.name.empty() && e.first_there == 0) by_name.push_back(&e);
    std::sort(by_name.begin(), by_name.end(),
              [](const expected_tensor* a, const expected_tensor* b) { return a->name < b->name; });
    for (std::size_t i = 1; i < by_name.size(); ++i)
        if (by_name[i - 1]->name == by_name[i]->name)
            errors.add("names", "\"" + by_name[i]->name + "\" stands for two tensors: of " +
                                    by_name[i - 1]->layer + ", and of " + by_name[i]->layer);
    if (errors) return errors;
    return lister.found();
}

} // namespace io
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
