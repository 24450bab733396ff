/// What an example of the lecture claims, checked.
#pragma once

#include <cstdio>

namespace lecture {

/// Prints each claim with what was found, and remembers whether all of them hold.
class claims {
public:
    [[gnu::format(printf, 3, 4)]] void check(bool holds, const char* format, ...) {
        std::printf("%s  ", holds ? "holds " : "FAILS ");
        __builtin_va_list arguments;
        __builtin_va_start(arguments, format);
        std::vprintf(format, arguments);
        __builtin_va_end(arguments);
        std::puts("");
        all_hold_ = all_hold_ && holds;
    }

    /// What main returns.
    int exit_code() const { return all_hold_ ? 0 : 1; }

private:
    bool all_hold_ = true;
};

} // namespace lecture
