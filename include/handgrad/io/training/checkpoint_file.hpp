/// A checkpoint as a file of tensors: names for what is in it, and a digest of all.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/io/numbers/digest.hpp>
#include <handgrad/io/numbers/text.hpp>
#include <handgrad/io/result.hpp>
#include <handgrad/io/safetensors.hpp>

#include <cstddef>
#include <cstdint>
#include <list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace io {

/// How a checkpoint is read.
struct resume_options {
    /// Of the rule and the schedule only the types must be those of the file: what they are set to now
    /// counts.
    bool other_settings = false;
};

namespace detail {

// In the metadata, besides what the parts of a checkpoint write (io/training/checkpoint_part.hpp).
inline constexpr const char *checkpoint_format = "handgrad.checkpoint",
                            *checkpoint_parts = "handgrad.checkpoint.parts",
                            *checkpoint_digest = "handgrad.checkpoint.digest", *checkpoint_version = "1";

/// Of all tensors, and of all texts but its own.
inline std::uint64_t digest_of(const std::vector<tensor>& tensors,
                               const std::vector<std::pair<std::string, std::string>>& metadata) {
    digest sum;
    for (const auto& [key, text] : metadata) {
        if (key == checkpoint_digest) continue;
        sum.add(key);
        sum.add(text);
    }
    for (const tensor& t : tensors) {
        sum.add(t.name);
        sum.add(name_of(t.type));
        sum.add(describe(t.shape));
        sum.add(t.bytes);
    }
    return sum.value();
}

/// What is to be written, part after part.
class checkpoint_writer {
public:
    error errors{"the checkpoint"};

    void add_text(std::string key, std::string text) {
        if (!is_utf8(key) || !is_utf8(text))
            errors.add(is_utf8(key) ? std::move(key) : "a text's name",
                       "is no UTF-8, as which texts are written");
        else
            metadata_.emplace_back(std::move(key), std::move(text));
    }
    void add_texts(std::vector<std::pair<std::string, std::string>> texts) {
        for (auto& [key, text] : texts) add_text(std::move(key), std::move(text));
    }
    /// Keeps the numbers.
    void add_tensors(std::vector<tensor> tensors, std::vector<std::byte> numbers) {
        numbers_.push_back(std::move(numbers));
        for (tensor& t : tensors) tensors_.push_back(std::move(t));
    }
    /// A tensor of one dimension.
    template <class Word>
    void add_tensor(std::string name, number_type type, const std::vector<Word>& words) {
        std::vector<std::byte>& bytes = numbers_.emplace_back(words.size() * sizeof(Word));
        for (std::size_t i = 0; i < words.size(); ++i)
            store_little_endian(words[i], bytes.data() + i * sizeof(Word));
        tensors_.push_back({std::move(name), type, {words.size()}, bytes});
    }

    result<std::vector<std::byte>> finish(const std::string& parts) {
        add_text(checkpoint_format, checkpoint_version);
        add_text(checkpoint_parts, parts);
        if (errors) return errors;
        add_text(checkpoint_digest, hex_of(digest_of(tensors_, metadata_)));
        return write_safetensors(tensors_, metadata_);
    }

private:
    std::vector<std::pair<std::string, std::string>> metadata_;
    std::vector<tensor> tensors_;
    std::list<std::vector<std::byte>> numbers_;
};

/// What was read, part after part: each takes what is its own.
class checkpoint_reader {
public:
    error errors;

    checkpoint_reader(const safetensors& file, const std::string& name, resume_options options,
                      bool has_schedule)
        : errors(name), options_(options), has_schedule_(has_schedule), file_(file),
          text_taken_(file.metadata.size()), tensor_taken_(file.tensors.size()) {}

    const std::string& name() const noexcept { return errors.file(); }
    const safetensors& file() const noexcept { return file_; }
    bool takes_other_settings() const noexcept { return options_.other_settings; }
    /// Whether a schedule is a part, which sets the rate of the rule.
    bool has_schedule() const noexcept { return has_schedule_; }

    /// Whether the file is a checkpoint, as it was written, of these parts; if not, it says why.
    bool is_of(const std::vector<std::string>& parts) {
        const std::string* const format = file_.find_metadata(checkpoint_format);
        if (!format) {
            errors.add("checkpoint", "this is none: its metadata has no \"handgrad.checkpoint\" (files of "
                                     "parameters alone are read by io::load)");
            return false;
        }
        if (*format != checkpoint_version) {
            errors.add(checkpoint_format, "found \"" + *format + "\", expected \"" + checkpoint_version +
                                              "\": another version of the library wrote it");
            return false;
        }
        const std::string found = hex_of(digest_of(file_.tensors, file_.metadata));
        if (text(checkpoint_digest) != found && !errors)
            errors.add(checkpoint_digest, "that of what is in the file is " + found + ", expected " +
                                              text(checkpoint_digest) + ": it is not what was written");
        const std::string all = text(checkpoint_parts);
        static_cast<void>(text(checkpoint_format));
        if (!errors) compare_parts(all, parts);
        return !errors;
    }

    /// The text of a key, which must be there.
    std::string text(const std::string& key) {
        for (std::size_t i = 0; i < file_.metadata.size(); ++i) {
            if (file_.metadata[i].first != key) continue;
            text_taken_[i] = true;
            return file_.metadata[i].second;
        }
        errors.add(key, "is not in the metadata of the file");
        return {};
    }
    template <class Number>
    Number number(const std::string& key) {
        Number read{};
        const std::size_t before = errors.complaints().size();
        const std::string found = text(key);
        if (errors.complaints().size() == before && !read_number(std::string_view(found), read))
            errors.add(key, "found \"" + found + "\", expected a number");
        return read;
    }
    /// f(rest of the key, text) for all keys that begin like this.
    template <class F>
    void for_each_text(std::string_view beginning, F f) {
        for (std::size_t i = 0; i < file_.metadata.size(); ++i) {
            const auto& [key, text] = file_.metadata[i];
            if (!key.starts_with(beginning)) continue;
            text_taken_[i] = true;
            f(key.substr(beginning.size()), text);
        }
    }
    /// The words of a tensor of one dimension, of this type, which must be there.
    template <class Word>
    std::optional<std::vector<Word>> words(const std::string& name, number_type type) {
        for (std::size_t i = 0; i < file_.tensors.size(); ++i) {
            const tensor& t = file_.tensors[i];
            if (t.name != name) continue;
            tensor_taken_[i] = true;
            if (t.type != type || t.shape.size() != 1) {
                errors.add(name, "the file has shape " + describe(t.shape) + " (" +
                                     std::string(name_of(t.type)) + "), expected one dimension (" +
                                     std::string(name_of(type)) + ")");
                return std::nullopt;
            }
            std::vector<Word> words(t.bytes.size() / sizeof(Word));
            for (std::size_t k = 0; k < words.size(); ++k)
                words[k] = little_endian<Word>(t.bytes.data() + k * sizeof(Word));
            return words;
        }
        errors.add(name, "is not in the file");
        return std::nullopt;
    }
    /// The tensors whose names are not of this library.
    std::vector<tensor> foreign_tensors() {
        std::vector<tensor> found;
        for (std::size_t i = 0; i < file_.tensors.size(); ++i) {
            if (file_.tensors[i].name.starts_with("handgrad.")) continue;
            tensor_taken_[i] = true;
            found.push_back(file_.tensors[i]);
        }
        return found;
    }

    void complain_of_the_rest() {
        for (std::size_t i = 0; i < text_taken_.size(); ++i)
            if (!text_taken_[i]) errors.add(file_.metadata[i].first, "is in the file, and of no part of it");
        for (std::size_t i = 0; i < tensor_taken_.size(); ++i)
            if (!tensor_taken_[i]) errors.add(file_.tensors[i].name, "is in the file, and of no part of it");
    }

private:
    /// `all` are those of the file, a blank between two.
    void compare_parts(const std::string& all, const std::vector<std::string>& wanted) {
        const std::string found = " " + all + " ";
        for (const std::string& part : wanted)
            if (found.find(" " + part + " ") == found.npos)
                errors.add(part, "is not in the file, which has " + all);
        for (std::size_t from = 1; from < found.size();) {
            const std::size_t end = found.find(' ', from);
            const std::string part = found.substr(from, end - from);
            bool is_wanted = false;
            for (const std::string& w : wanted) is_wanted = is_wanted || w == part;
            if (!is_wanted) errors.add(part, "is in the file, but nothing was given that it goes to");
            from = end + 1;
        }
    }

    resume_options options_;
    bool has_schedule_;
    const safetensors& file_;
    std::vector<bool> text_taken_, tensor_taken_;
};

} // namespace detail
} // namespace io
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
