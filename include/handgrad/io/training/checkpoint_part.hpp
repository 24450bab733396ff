/// What a checkpoint consists of, and how each part is written and read.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/random.hpp>
#include <handgrad/core/sequence_state.hpp>
#include <handgrad/core/state_block.hpp>
#include <handgrad/io/load.hpp>
#include <handgrad/io/progress.hpp>
#include <handgrad/io/random_text.hpp>
#include <handgrad/io/save.hpp>
#include <handgrad/io/training/checkpoint_file.hpp>
#include <handgrad/io/training/settings.hpp>
#include <handgrad/optimizer/concept.hpp>
#include <handgrad/schedule/concept.hpp>

#include <bit>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace io {
namespace detail {

/// A part of a checkpoint has a name for its kind, is written by write(to, part, name), and is read in two
/// steps, so that nothing is changed unless all parts are fine: an object of it is made of reader, part and
/// name, and complains; then its commit(part) cannot fail. `name` begins the keys of its texts and tensors,
/// and is another one for each part of a checkpoint.
template <class Type>
struct checkpoint_part;

/// As save (io/save.hpp) writes them, so that load finds them in a checkpoint, too (.others = true).
template <class Network, class T>
struct checkpoint_part<parameters<Network, T>> {
    static constexpr std::string_view kind = "parameters";

    static void write(checkpoint_writer& to, const parameters<Network, T>& p, const std::string&) {
        result<saved_tensors> saved = try_save_tensors(p, {.as = names()});
        if (!saved) {
            for (const std::string& complaint : saved.error().complaints())
                to.errors.add("parameters", complaint);
            return;
        }
        to.add_tensors(std::move(saved->tensors), std::move(saved->numbers));
        to.add_texts(metadata_of(origin_of(p)));
    }

    checkpoint_part(checkpoint_reader& from, const parameters<Network, T>&, const std::string&)
        : read_(std::make_unique<parameters<Network, T>>()) {
        const std::size_t before = from.errors.complaints().size();
        for (const char* key : {"handgrad.version", "handgrad.network", "handgrad.fingerprint",
                                "handgrad.number", "handgrad.digest", "handgrad.input", "handgrad.output"})
            static_cast<void>(from.text(key));
        if (from.errors.complaints().size() != before) return;
        const origin said = read_origin<T>(from.file(), from.errors);
        const std::string_view type = name_of(number_type_of<T>);
        if (said.number != type)
            from.errors.add("handgrad.number",
                            "the parameters are " + said.number + ", expected " + std::string(type));
        if (from.errors.complaints().size() != before) return;
        // Numbers that a training went astray with, too.
        const result<void> done = try_load(from.foreign_tensors(), &said, from.name(),
                                           load_options{.as = names(), .not_finite = true}, *read_);
        if (!done) from.errors.add(done.error());
    }
    void commit(parameters<Network, T>& p) const noexcept { p = *read_; }

private:
    /// PyTorch's, but of a network whose order of numbers it would not know.
    static convention names() {
        return tensors_of_file<Network>(pytorch, {}, {}, {}) ? pytorch : handgrad::io::handgrad;
    }

    std::unique_ptr<parameters<Network, T>> read_;
};

/// The numbers of an optimizer's state, in their order, its steps, and whose state it is.
template <class T, int Size, std::uint64_t Rule>
struct checkpoint_part<state_block<T, Size, Rule>> {
    using state = state_block<T, Size, Rule>;
    static constexpr std::string_view kind = "state";

    static void write(checkpoint_writer& to, const state& s, const std::string& name) {
        std::vector<word_of<T>> words;
        for (const T number : s) words.push_back(std::bit_cast<word_of<T>>(number));
        to.add_tensor(name, number_type_of<T>, words);
        to.add_text(name + ".rule", hex_of(Rule));
        to.add_text(name + ".steps", text_of(s.steps()));
    }

    checkpoint_part(checkpoint_reader& from, const state&, const std::string& name)
        : words_(from.words<word_of<T>>(name, number_type_of<T>)),
          steps_(from.number<std::int64_t>(name + ".steps")) {
        const std::string rule = from.text(name + ".rule");
        if (rule != hex_of(Rule)) from.errors.add(name, "the file has the state of another optimizer");
        if (words_ && words_->size() != static_cast<std::size_t>(Size))
            from.errors.add(name, "the file has " + std::to_string(words_->size()) + " numbers, expected " +
                                      std::to_string(Size));
        if (steps_ < 0) from.errors.add(name + ".steps", "found " + text_of(steps_) + ", expected 0 or more");
    }
    void commit(state& s) const noexcept {
        for (std::size_t i = 0; i < words_->size(); ++i) s.data()[i] = std::bit_cast<T>((*words_)[i]);
        s.set_steps(steps_);
    }

private:
    std::optional<std::vector<word_of<T>>> words_;
    std::int64_t steps_;
};

/// What a network remembers of sequences, and the steps that each of them has made.
template <class T, int Sequences, int Size, std::uint64_t Fingerprint>
struct checkpoint_part<sequence_state<T, Sequences, Size, Fingerprint>> {
    using state = sequence_state<T, Sequences, Size, Fingerprint>;
    static constexpr std::string_view kind = "memory";

    static void write(checkpoint_writer& to, const state& s, const std::string& name) {
        std::vector<word_of<T>> words;
        for (const T number : s.numbers()) words.push_back(std::bit_cast<word_of<T>>(number));
        std::vector<std::uint64_t> steps;
        for (int b = 0; b < Sequences; ++b) steps.push_back(static_cast<std::uint64_t>(s.steps(b)));
        to.add_tensor(name, number_type_of<T>, words);
        to.add_tensor(name + ".steps", number_type::i64, steps);
        to.add_text(name + ".fingerprint", hex_of(Fingerprint));
    }

    checkpoint_part(checkpoint_reader& from, const state&, const std::string& name) { read(from, name); }
    void commit(state& s) const noexcept { s = *read_; }

private:
    void read(checkpoint_reader& from, const std::string& name) {
        if (from.text(name + ".fingerprint") != hex_of(Fingerprint))
            return from.errors.add(name, "the file has the state of another network");
        const auto words = from.words<word_of<T>>(name, number_type_of<T>);
        const auto steps = from.words<std::uint64_t>(name + ".steps", number_type::i64);
        if (!words || !steps) return;
        if (steps->size() != std::size_t{Sequences})
            return from.errors.add(name, "the file has " + std::to_string(steps->size()) +
                                             " sequences, expected " + std::to_string(Sequences));
        if (words->size() != static_cast<std::size_t>(Sequences * Size))
            return from.errors.add(name, "the file has " + std::to_string(words->size()) +
                                             " numbers, expected " + std::to_string(Sequences * Size));
        read_ = std::make_unique<state>();
        for (std::size_t i = 0; i < words->size(); ++i)
            read_->numbers().data()[i] = std::bit_cast<T>((*words)[i]);
        for (int b = 0; b < Sequences; ++b) {
            const auto made = static_cast<std::int64_t>((*steps)[static_cast<std::size_t>(b)]);
            if (made < 0)
                return from.errors.add(name + ".steps", "found " + text_of(made) + ", expected 0 or more");
            read_->set_steps(b, made);
        }
    }

    std::unique_ptr<state> read_;
};

template <>
struct checkpoint_part<rng> {
    static constexpr std::string_view kind = "random";

    static void write(checkpoint_writer& to, const rng& random, const std::string& name) {
        to.add_text(name, io::text_of(random));
    }

    checkpoint_part(checkpoint_reader& from, const rng&, const std::string& name) {
        const result<rng> read = try_rng_of_text(from.text(name), from.name());
        if (read)
            read_ = *read;
        else
            from.errors.add(read.error());
    }
    void commit(rng& random) const noexcept { random = *read_; }

private:
    std::optional<rng> read_;
};

template <>
struct checkpoint_part<progress> {
    static constexpr std::string_view kind = "progress";

    static void write(checkpoint_writer& to, const progress& p, const std::string& name) {
        to.add_text(name + ".epoch", text_of(p.epoch));
        to.add_text(name + ".step", text_of(p.step));
        for (const auto& [key, number] : p.numbers) to.add_text(name + ".number." + key, text_of(number));
        for (const auto& [key, text] : p.texts) to.add_text(name + ".text." + key, text);
        std::vector<std::uint64_t> order;
        for (const std::int64_t i : p.order) order.push_back(static_cast<std::uint64_t>(i));
        to.add_tensor(name + ".order", number_type::i64, order);
    }

    checkpoint_part(checkpoint_reader& from, const progress& now, const std::string& name) {
        read_.epoch = from.number<std::int64_t>(name + ".epoch");
        read_.step = from.number<std::int64_t>(name + ".step");
        from.for_each_text(name + ".number.", [&](const std::string& key, const std::string&) {
            read_.numbers[key] = from.number<double>(name + ".number." + key);
        });
        from.for_each_text(name + ".text.",
                           [&](const std::string& key, const std::string& text) { read_.texts[key] = text; });
        const auto words = from.words<std::uint64_t>(name + ".order", number_type::i64);
        if (!words) return;
        for (const std::uint64_t word : *words) {
            const auto number = static_cast<std::int64_t>(word);
            read_.order.push_back(static_cast<int>(number));
            if (std::in_range<int>(number)) continue;
            from.errors.add(name + ".order", text_of(number) + " is in it, which is no int");
            break;
        }
        if (!now.order.empty() && now.order.size() != read_.order.size())
            from.errors.add(name + ".order", "the file has that of " + std::to_string(read_.order.size()) +
                                                 " samples, expected " + std::to_string(now.order.size()));
    }
    void commit(progress& p) noexcept { p = std::move(read_); }

private:
    progress read_;
};

/// What a rule or a schedule is and is set to, which is compared, and never changed.
template <class Type>
struct compared_part {
    static void write(checkpoint_writer& to, const Type& x, const std::string& name) {
        std::string all;
        for (const std::string& setting : settings_of(x)) all += (all.empty() ? "" : "; ") + setting;
        to.add_text(name, spell());
        to.add_text(name + ".settings", all);
    }

    compared_part(checkpoint_reader& from, const Type& now, const std::string& name) {
        const std::string type = from.text(name), all = from.text(name + ".settings");
        if (type != spell())
            from.errors.add(name, "the checkpoint was written with " + type + ", expected " + spell());
        else if (!from.takes_other_settings())
            compare(from, now, name, all);
    }
    void commit(const Type&) const noexcept {}

private:
    static void compare(checkpoint_reader& from, const Type& now, const std::string& name,
                        std::string_view rest) {
        for (const std::string& setting : settings_of(now)) {
            const std::string_view found = rest.substr(0, rest.find("; "));
            rest.remove_prefix(found.size() + 2 < rest.size() ? found.size() + 2 : rest.size());
            if (found == setting) continue;
            if (optimizer<Type> && from.has_schedule() && is_rate(found) && is_rate(setting)) continue;
            from.errors.add(name, "the checkpoint was written with " + std::string(found) + ", expected " +
                                      setting + " (or .other_settings = true)");
        }
        if (!rest.empty())
            from.errors.add(name, "the checkpoint was written with " + std::string(rest) + ", which " +
                                      spell() + " has not");
    }
    static std::string spell() {
        if constexpr (handgrad::detail::has_name<Type>)
            return Type::name;
        else if constexpr (std::is_aggregate_v<Type>)
            return spelling<Type>();
        else
            return "a function"; // compilers have names of their own for a lambda's type
    }
    static bool is_rate(std::string_view setting) {
        return setting.substr(0, setting.find(" = ")).ends_with(": rate");
    }
};

template <class Type>
    requires(optimizer<Type>&& can_be_listed<Type>())
struct checkpoint_part<Type> : compared_part<Type> {
    static constexpr std::string_view kind = "rule";
    using compared_part<Type>::compared_part;
};
template <class Type>
    requires(schedule<Type> && !optimizer<Type> && can_be_listed<Type>())
struct checkpoint_part<Type> : compared_part<Type> {
    static constexpr std::string_view kind = "schedule";
    using compared_part<Type>::compared_part;
};

template <class Type>
inline constexpr bool is_checkpoint_part = requires {
    checkpoint_part<std::remove_cvref_t<Type>>::kind;
};
/// Whether it is read, not only compared.
template <class Type>
inline constexpr bool is_restored =
    !optimizer<std::remove_cvref_t<Type>> && !schedule<std::remove_cvref_t<Type>>;

} // namespace detail
} // namespace io
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
