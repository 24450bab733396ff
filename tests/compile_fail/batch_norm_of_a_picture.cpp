// A normalization of each pixel by itself.
// expect: batch_norm normalizes each column of a batch by itself: of a picture each pixel
// expect: picture_by_pixels<.*layer_number<2>, .*batch_norm<1024
#include <handgrad/handgrad.hpp>

namespace hg = handgrad;

using picture = hg::image<8, 8>;
using convolution = hg::conv2d<picture, 16, hg::window<3>, hg::padding<1>>;
#ifdef WELL_FORMED
using net = hg::network<convolution, hg::dense<1024, 10>, hg::batch_norm<10>>;
#else
using net = hg::network<convolution, hg::batch_norm<1024>, hg::dense<1024, 10>>;
#endif

hg::parameters<net> p;
