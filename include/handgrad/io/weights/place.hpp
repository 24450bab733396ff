/// The numbers of tensors into the parameters of a network, and out of them.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/io/error.hpp>
#include <handgrad/io/number_type.hpp>
#include <handgrad/io/numbers/exact_number.hpp>
#include <handgrad/io/numbers/text.hpp>
#include <handgrad/io/tensor.hpp>
#include <handgrad/io/weights/expected_tensor.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace io {

/// Which numbers may be read that are not the network's to the bit. None, unless said.
struct conversions {
    io::rounding rounding = rounding::refused; // of those between two numbers of the network's type
    bool not_finite = false;                   // infinities and NaN, and as infinity those that are too large
    bool others = false;                       // tensors that the network has not, which are left alone
};

namespace detail {

/// f(here, there) for each number of the tensor, in blocks that stay in a cache: its place among the
/// parameters, and in the file.
template <class F>
HANDGRAD_INLINE void for_each_place(const expected_tensor& e, F f) {
    // Steps in the file, of the axes of the parameters.
    std::array<std::size_t, 4> step{};
    std::size_t size = 1;
    for (int k = 3; k >= 0; --k) {
        const auto axis = static_cast<std::size_t>(e.order[static_cast<std::size_t>(k)]);
        step[axis] = size;
        size *= static_cast<std::size_t>(e.extent[axis]);
    }
    std::array<std::size_t, 4> extent{};
    for (std::size_t k = 0; k < 4; ++k) extent[k] = static_cast<std::size_t>(e.extent[k]);
    const std::array<std::size_t, 4> here_step{extent[1] * extent[2] * extent[3], extent[2] * extent[3],
                                               extent[3], 1};
    // Columns that lie in other places there: so many further, from one block of them to the next.
    const std::size_t gate = extent[3] / static_cast<std::size_t>(e.gates.count);
    // In blocks of a matrix: its columns are the last axis here, its rows the one whose numbers lie closest
    // there.
    std::size_t row = 2;
    for (std::size_t axis = 0; axis < 3; ++axis)
        if (extent[axis] > 1 && (extent[row] == 1 || step[axis] < step[row])) row = axis;
    const std::size_t a = row == 0 ? 1 : 0, b = row == 2 ? 1 : 2; // the other two
    constexpr std::size_t block = 32;
    for (std::size_t k = 0; k < extent[a] * extent[b]; ++k) {
        const std::size_t at_a = k / extent[b], at_b = k % extent[b];
        const std::size_t here = at_a * here_step[a] + at_b * here_step[b],
                          there = at_a * step[a] + at_b * step[b];
        for (std::size_t i_begin = 0; i_begin < extent[row]; i_begin += block)
            for (std::size_t g = 0; g < static_cast<std::size_t>(e.gates.count); ++g) {
                const std::size_t g_begin = g * gate, g_end = g_begin + gate,
                                  g_there = static_cast<std::size_t>(e.gates.place[g]) * gate;
                for (std::size_t j_begin = g_begin; j_begin < g_end; j_begin += block) {
                    const std::size_t i_end = std::min(i_begin + block, extent[row]),
                                      j_end = std::min(j_begin + block, g_end);
                    for (std::size_t i = i_begin; i < i_end; ++i)
                        for (std::size_t j = j_begin; j < j_end; ++j)
                            f(here + i * here_step[row] + j,
                              there + i * step[row] + (j - g_begin + g_there) * step[3]);
                }
            }
    }
}

/// Says which numbers of a tensor are none that T may have, and how many of them there are.
template <class T>
void check_numbers(const expected_tensor& e, const tensor& t, const conversions& allowed, error& errors) {
    with_float_type(t.type, [&]<number_type Type>() {
        using number = loaded<Type>;
        const std::byte* const from = t.bytes.data() + e.first_there * size_of(Type);
        const auto at = [&](std::size_t i) { return stored<Type>::load(from + i * size_of(Type)); };
        const auto fits = [not_finite = allowed.not_finite, how = allowed.rounding](number x)
                              HANDGRAD_INLINE_LAMBDA {
                                  const T here = static_cast<T>(x);
                                  return is_finite(here) ? converts<T>(x, how) : not_finite;
                              };
        std::size_t how_many = 0, first = 0;
        for (std::size_t i = 0; i < e.size(); ++i) how_many += !fits(at(i)); // no branch: nearly always none
        if (how_many == 0) return;
        while (fits(at(first))) ++first;
        const number x = at(first);
        const std::string type(name_of(number_type_of<T>));
        std::string sentence =
            "number " + describe_place(t.shape, e.first_there + first) + " is " + text_of(x);
        if (!is_finite(x))
            sentence += ", expected finite numbers (or .not_finite = true)";
        else if (!is_finite(static_cast<T>(x)))
            sentence += ", too large for " + type + " (or .not_finite = true)";
        else
            sentence += ", which is no " + type + " (or .rounding = io::rounding::to_nearest)";
        if (how_many > 1) sentence += "; so are, or the like, " + std::to_string(how_many - 1) + " more";
        errors.add(e.name, sentence);
    });
}

template <class T>
void copy_numbers(const expected_tensor& e, const tensor& t, T* to) {
    with_float_type(t.type, [&]<number_type Type>() {
        const std::byte* const from = t.bytes.data() + e.first_there * size_of(Type);
        for_each_place(e, [&](std::size_t here, std::size_t there) HANDGRAD_INLINE_LAMBDA {
            to[here] = static_cast<T>(stored<Type>::load(from + there * size_of(Type)));
        });
    });
}

/// The numbers of a tensor in its order in the file.
inline std::vector<double> numbers_of(const expected_tensor& e, const tensor& t) {
    std::vector<double> numbers(e.size());
    with_float_type(t.type, [&]<number_type Type>() {
        const std::byte* const from = t.bytes.data() + e.first_there * size_of(Type);
        for (std::size_t i = 0; i < numbers.size(); ++i)
            numbers[i] = static_cast<double>(stored<Type>::load(from + i * size_of(Type)));
    });
    return numbers;
}

/// The numbers of two tensors of the same parameters: their sum in double, rounded once. Where nothing is
/// added the first is left to the bit.
template <class T>
class sum_of_tensors {
public:
    sum_of_tensors(const expected_tensor& first_expected, const tensor& first,
                   const expected_tensor& second_expected, const tensor& second)
        : e_(second_expected), a_(numbers_of(first_expected, first)),
          b_(numbers_of(second_expected, second)) {}

    /// Complains of what is no sum.
    void check(const conversions& allowed, const std::string& name, error& errors) const {
        bool zero = true;
        for (std::size_t i = 0; i < b_.size(); ++i)
            if (e_.apart >= 0 && is_of_gate(i)) zero = zero && b_[i] == 0;
        if (!zero)
            errors.add(name,
                       "is not all zero for the last of three gates; " + e_.layer +
                           ", has one bias, which cannot be the sum of two: a gru with `bias` has both");
        for (std::size_t i = 0; i < a_.size() && !allowed.not_finite; ++i)
            if (is_finite(a_[i]) && is_finite(b_[i]) && !is_finite(static_cast<T>(a_[i] + b_[i])))
                return errors.add(name,
                                  "number " + std::to_string(i) + ", added to that of the other bias, is " +
                                      text_of(a_[i] + b_[i]) + ", too large for " +
                                      std::string(name_of(number_type_of<T>)) + " (or .not_finite = true)");
    }
    template <class U>
    void copy(U* to) const {
        for_each_place(e_, [&](std::size_t here, std::size_t there) {
            if (b_[there] != 0) to[here] = static_cast<U>(a_[there] + b_[there]);
        });
    }

private:
    bool is_of_gate(std::size_t i) const {
        const std::size_t gate = b_.size() / static_cast<std::size_t>(e_.gates.count);
        return i / gate == static_cast<std::size_t>(e_.gates.place[static_cast<std::size_t>(e_.apart)]);
    }

    const expected_tensor& e_;
    std::vector<double> a_, b_; // in the file's order
};

/// The tensors of a file by their names.
class names_of_file {
public:
    explicit names_of_file(const std::vector<tensor>& file) : by_name_(file.size()) {
        for (std::size_t i = 0; i < file.size(); ++i) by_name_[i] = &file[i];
        std::sort(by_name_.begin(), by_name_.end(),
                  [](const tensor* a, const tensor* b) { return a->name < b->name; });
    }

    /// nullptr if there is none; marks it as wanted.
    const tensor* find(const std::string& name, std::vector<bool>& wanted) const {
        const auto at = std::lower_bound(by_name_.begin(), by_name_.end(), name,
                                         [](const tensor* t, const std::string& n) { return t->name < n; });
        if (at == by_name_.end() || (*at)->name != name) return nullptr;
        wanted[static_cast<std::size_t>(at - by_name_.begin())] = true;
        return *at;
    }

    void complain_of_others(const std::vector<bool>& wanted, error& errors) const {
        constexpr std::size_t most = 20; // a file may have millions
        std::size_t others = 0;
        for (std::size_t i = 0; i < by_name_.size(); ++i) {
            if (wanted[i] || ++others > most) continue;
            errors.add(by_name_[i]->name, "the file has it, with shape " + describe(by_name_[i]->shape) +
                                              "; the network has no such tensor (or .others = true)");
        }
        if (others > most)
            errors.add("names", std::to_string(others - most) + " more tensors that the network has not");
    }

    /// Where none has the name that was expected: what may be said so that each has.
    void suggest(const std::vector<expected_tensor>& expected, const std::vector<tensor>& file,
                 error& errors) const {
        if (file.size() > 1000) return; // what compares each with each takes no time of a hostile file
        const auto layer_of = [](const std::string& name) { return name.substr(0, name.rfind('.')); };
        std::vector<std::string> found, wanted;
        const auto add = [&](std::vector<std::string>& layers, const std::string& layer) {
            if (std::find(layers.begin(), layers.end(), layer) == layers.end()) layers.push_back(layer);
        };
        for (const tensor& t : file) add(found, layer_of(t.name));
        for (const expected_tensor& e : expected)
            if (!e.name.empty()) add(wanted, layer_of(e.name));
        if (found.empty()) return;
        const std::string& first = expected.front().name;
        for (const tensor* t : by_name_)
            if (t->name.size() > first.size() && t->name.ends_with(first)) {
                const std::string prefix = t->name.substr(0, t->name.size() - first.size());
                bool all = true;
                for (const tensor* other : by_name_) all = all && other->name.starts_with(prefix);
                if (all)
                    return errors.add("names", "each of the file's begins with \"" + prefix +
                                                   "\": say .prefix = \"" + prefix + "\"");
            }
        if (found.size() != wanted.size()) return;
        std::string all, quoted;
        for (const std::string& layer : found) {
            all += (all.empty() ? "" : ", ") + layer;
            quoted += (quoted.empty() ? "\"" : ", \"") + layer + "\"";
        }
        errors.add("names",
                   "the file's are " + all + ": say .names = {" + quoted + "}, in the order of layers");
    }

private:
    std::vector<const tensor*> by_name_;
};

/// Complains of a shape or type that is not what the network needs.
inline bool check_tensor(const expected_tensor& e, const tensor& t, const convention& as, error& errors) {
    if (t.shape != e.shape && (e.other_shape.empty() || t.shape != e.other_shape)) {
        errors.add(e.name, "the file has shape " + describe(t.shape) + " (" + std::string(name_of(t.type)) +
                               "); " + e.layer + ", expects " + describe(e.shape) + " in " + as.name +
                               "'s order" + e.advice);
        return false;
    }
    if (!is_float(t.type)) {
        errors.add(e.name, "the file has " + std::string(name_of(t.type)) + "; " + e.layer +
                               ", expects float64, float32, float16 or bfloat16");
        return false;
    }
    return true;
}

/// The tensors of a file that are those of a network.
template <class T>
class placement {
public:
    /// Complaints about each tensor that does not fit go to `errors`. (Two tensors of one name are a matter
    /// of the format.) What is given must outlive this.
    placement(const std::vector<tensor>& file, const expected_tensors& expected, const convention& as,
              const conversions& allowed, error& errors)
        : expected_(expected.tensors) {
        const names_of_file names(file);
        std::vector<bool> wanted(file.size());
        bool fits = false;
        for (const expected_tensor& e : expected_) {
            const tensor* const t = e.name.empty() ? nullptr : names.find(e.name, wanted);
            const bool one_before_fits = fits;
            if (e.first_there == 0) fits = t && check_tensor(e, *t, as, errors);
            if (fits) {
                check_numbers<T>(e, *t, allowed, errors);
                if (e.added && one_before_fits)
                    sum_of_tensors<T>((&e)[-1], *found_.back(), e, *t).check(allowed, e.name, errors);
            } else if (!t && !e.optional && e.first_there == 0) {
                errors.add(e.name,
                           "is not in the file; " + e.layer + ", expects it with shape " + describe(e.shape));
            }
            found_.push_back(t);
        }
        for (const std::string& counter : expected.counters) names.find(counter, wanted);
        if (!allowed.others) names.complain_of_others(wanted, errors);
        const bool none =
            std::find_if(found_.begin(), found_.end(), [](const tensor* t) { return t; }) == found_.end();
        if (none && !found_.empty()) names.suggest(expected_, file, errors);
    }

    /// Parameters first .. first + count - 1, a layer's, if there was no complaint.
    template <class U>
    void copy(int first, int count, U* to) const {
        for (std::size_t i = 0; i < found_.size(); ++i) {
            const expected_tensor& e = expected_[i];
            if (e.first < first || e.first >= first + count) continue;
            U* const here = to + (e.first - first);
            if (!found_[i] && !e.added)
                std::fill_n(here, e.size(), U(0));
            else if (found_[i] && e.added)
                sum_of_tensors<U>(expected_[i - 1], *found_[i - 1], e, *found_[i]).copy(here);
            else if (found_[i])
                copy_numbers(e, *found_[i], here);
        }
    }

private:
    const std::vector<expected_tensor>& expected_;
    std::vector<const tensor*> found_;
};

} // namespace detail
} // namespace io
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
