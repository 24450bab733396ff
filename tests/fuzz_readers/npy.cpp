#include "target.hpp"

#include <handgrad/io/npy.hpp>
#include <handgrad/io/write_npy.hpp>

namespace io = handgrad::io;

void read(const io::source& from) {
    const auto array = io::try_read_npy(from);
    if (!array) return hold(!array.error().message().empty());
    hold(array->bytes.size() < from.bytes.size() &&
         array->size() * io::size_of(array->type) == array->bytes.size());
    const auto doubles =
        array->numbers<double>(io::rounding::to_nearest); // each of these types fits or is rounded
    hold(doubles.has_value() && doubles->size() == array->size());
    (void)array->numbers<float>();
    (void)array->numbers<std::int8_t>();
    (void)array->rows<3, double>(io::rounding::to_nearest);
    // What is plain is written and read again with equal bits.
    if (const auto tensor = array->as_tensor()) {
        const auto file = io::try_write_npy(*tensor).value();
        const io::npy_array again = io::read_npy({file});
        hold(again.shape == array->shape && again.type == array->type &&
             again.bytes.size() == array->bytes.size() &&
             std::memcmp(again.bytes.data(), array->bytes.data(), again.bytes.size()) == 0);
    }
}

files seeds() {
    const double x[] = {1, -2.5, 3e300, 0.1, 5, 6};
    const std::int16_t y[] = {1, -2, 3, 4};
    const std::uint8_t z[] = {0, 1, 255};
    files list{io::write_npy(std::span(x), {2, 3}), io::write_npy(std::span(y), {4}),
               io::write_npy(std::span(z), {3, 1})};
    for (const std::size_t i : {0u, 1u}) { // in Fortran's order: True and a space in place of False
        std::vector<std::byte> file = list[i];
        const std::string_view text(reinterpret_cast<const char*>(file.data()), file.size());
        const std::size_t at = text.find("False");
        for (std::size_t k = 0; k < 5; ++k) file[at + k] = static_cast<std::byte>("True "[k]);
        list.push_back(file);
    }
    list.back()[list.back().size() - 8 - 128 + 21] = std::byte{'>'};
    return list;
}
