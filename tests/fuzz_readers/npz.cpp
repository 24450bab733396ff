// links -lzip
#include "target.hpp"

#include <handgrad/io/npz.hpp>
#include <handgrad/io/write_npz.hpp>

namespace io = handgrad::io;

void read(const io::source& from) {
    constexpr std::uint64_t limit = 1 << 16;
    const auto arrays = io::try_read_npz(from, limit);
    if (!arrays) return hold(!arrays.error().message().empty());
    std::uint64_t total = 0;
    for (std::size_t i = 0; i < arrays->arrays().size(); ++i) {
        const io::npy_array& array = arrays->arrays()[i];
        total += array.bytes.size();
        hold(arrays->find(arrays->names()[i]) == &array);
        hold(array.numbers<double>(io::rounding::to_nearest).has_value());
    }
    hold(total <= limit);
}

files seeds() {
    std::vector<double> x(200);
    for (std::size_t i = 0; i < x.size(); ++i) x[i] = static_cast<double>(i % 7);
    const std::vector<io::tensor> tensors{
        {"0.weight", io::number_type::f64, {20, 10}, std::as_bytes(std::span(x))},
        {"0.bias", io::number_type::f32, {3, 1}, std::as_bytes(std::span(x)).first(12)},
        {"mask", io::number_type::u8, {0}, {}},
    };
    return {io::write_npz(tensors), io::write_npz(tensors, io::packing::deflated), io::write_npz({})};
}
