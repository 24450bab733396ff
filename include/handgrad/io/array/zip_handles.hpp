/// libzip's handles as owners, and its complaints as errors. (Link libzip: in CMake libzip::zip.)
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/io/error.hpp>

#include <zip.h>

#include <memory>
#include <string>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace io::detail {

/// What libzip allocates, closed or freed at the end. An archive that is not closed by name is discarded:
/// nothing of it is written.
struct zip_closer {
    void operator()(zip_t* archive) const noexcept { zip_discard(archive); }
    void operator()(zip_file_t* member) const noexcept { zip_fclose(member); }
    void operator()(zip_source_t* source) const noexcept { zip_source_free(source); }
};
template <class Handle>
using zip_handle = std::unique_ptr<Handle, zip_closer>;

/// A zip_error_t that is cleaned up.
class zip_status {
public:
    zip_status() { zip_error_init(&error_); }
    ~zip_status() { zip_error_fini(&error_); }
    zip_status(const zip_status&) = delete;
    zip_status& operator=(const zip_status&) = delete;

    zip_error_t* get() { return &error_; }
    /// libzip's own sentence.
    std::string text() { return zip_error_strerror(&error_); }

private:
    zip_error_t error_;
};

/// file: zip: found what libzip calls `Zip archive inconsistent`, expected a zip archive that is whole
inline error zip_complaint(const std::string& file, const std::string& what, const char* sentence) {
    return {file, what,
            std::string("found what libzip calls `") + sentence + "`, expected a zip archive that is whole"};
}

} // namespace io::detail
HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
