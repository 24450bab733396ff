#include "target.hpp"

#include <handgrad/io/nnet.hpp>

#include <string_view>

namespace io = handgrad::io;

void read(const io::source& from) {
    (void)io::try_read_nnet<double>(from);
    const auto net = io::try_read_nnet(from);
    if (!net) return hold(net.error().complaints().size() == 1);
    std::size_t bytes = 0;
    for (const io::tensor& t : net->tensors()) bytes += t.bytes.size();
    hold(bytes == net->numbers.size() && bytes <= 4 * from.bytes.size());
    std::vector<float> x(2 * net->sizes.front(), 1.0f);
    net->normalization.normalize(std::span(x));
    net->normalization.denormalize(std::span(x));
}

files seeds() {
    files list;
    for (const std::string_view text :
         {"// two layers\n2,2,1,3,\n2,3,1,\n0,\n-1.0,0.0,\n1.0,10.0,\n0.5,5.0,2.5,\n"
          "2.0,10.0,4.0,\n1,2,\n3,4.5e0,\n-5,6,\n0.1,\n0.2,\n0.3,\n7,8,9,\n-1e-3,\n",
          "1,1,1,1\r\n1,1\r\n0\r\n0\r\n1\r\n0,0\r\n1,1\r\n2e1\r\n-3"}) {
        const auto part = std::as_bytes(std::span(text));
        list.emplace_back(part.begin(), part.end());
    }
    return list;
}
