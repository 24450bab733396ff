/// Directories on an example's command line: program [folder for data_file] [--mnist DIR] ...
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

namespace lecture {

/// The word that follows `option`, or nothing if the program was not given that option.
inline std::string directory_option(int count, char** arguments, std::string_view option) {
    for (int i = 1; i < count; ++i) {
        if (arguments[i] != option) continue;
        if (i + 1 == count) throw std::runtime_error(std::string(option) + " needs a directory");
        return arguments[i + 1];
    }
    return {};
}

} // namespace lecture
