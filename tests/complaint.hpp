/// What a call says as it fails.
#pragma once

#include <stdexcept>
#include <string>

/// The text of the Error that `call` throws, or none.
template <class Error = std::invalid_argument, class F>
std::string complaint(F&& call) {
    try {
        call();
    } catch (const Error& error) {
        return error.what();
    }
    return "";
}
