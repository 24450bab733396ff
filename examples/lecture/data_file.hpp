/// The numbers of a picture, as text that gnuplot reads.
#pragma once

#include <cstdio>
#include <fstream>
#include <stdexcept>
#include <string>

namespace lecture {

/// <folder>/<name>.dat, if the program was given a folder before its options: `program folder --option ..`.
/// Else nothing is written.
class data_file {
public:
    data_file(int count, char** arguments, const std::string& name) {
        if (count < 2 || arguments[1][0] == '-') return;
        const std::string path = std::string(arguments[1]) + "/" + name + ".dat";
        out_.open(path);
        if (!out_) throw std::runtime_error(path + ": cannot be written");
    }

    /// One line of numbers.
    template <class... Numbers>
    void line(Numbers... numbers) {
        if (!out_.is_open()) return;
        const char* separator = "";
        ((out_ << separator << numbers, separator = " "), ...);
        out_ << '\n';
    }
    /// An empty line: between rows of a grid. Two of them separate gnuplot's data sets (index 0, 1, ..).
    void blank() {
        if (out_.is_open()) out_ << '\n';
    }

private:
    std::ofstream out_;
};

} // namespace lecture
