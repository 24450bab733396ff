// A folder of a test's own, which is gone at the end.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <vector>

#include <unistd.h>

class temporary_folder {
public:
    // mkdtemp puts six letters of its own in the place of these.
    temporary_folder() : path_((std::filesystem::temp_directory_path() / "handgrad_test_XXXXXX").string()) {
        if (mkdtemp(path_.data()) == nullptr) throw std::runtime_error("no temporary directory");
    }
    temporary_folder(const temporary_folder&) = delete;
    temporary_folder& operator=(const temporary_folder&) = delete;
    ~temporary_folder() { std::filesystem::remove_all(path_); }

    std::string operator/(const char* name) const { return path_ + "/" + name; }
    const std::string& path() const { return path_; }

    std::vector<std::string> names() const {
        std::vector<std::string> all;
        for (const auto& entry : std::filesystem::directory_iterator(path_))
            all.push_back(entry.path().filename().string());
        return all;
    }

private:
    std::string path_;
};
