/// The laws of an initializer, checked: for the library's own and for yours.
#pragma once

#include <handgrad/core/push_macros.hpp>

#include <handgrad/core/matrix.hpp>
#include <handgrad/core/random.hpp>
#include <handgrad/initializer/concept.hpp>
#include <handgrad/simd/infinity.hpp>
#include <handgrad/testing/law_report.hpp>

#include <cstdint>

namespace handgrad {
HANDGRAD_BEGIN_ISA
namespace testing {

/// Whether `scheme` does what initializer/concept.hpp asks for, of 6 x 5 weights and their biases: every
/// number is set, to a finite one, and to the same one by the same seed.
template <initializer Scheme>
law_report initializer_laws(const Scheme& scheme, std::uint64_t seed = 1) {
    constexpr int In = 6, Out = 5;
    matrix<float, In + 1, Out> first, second;
    for (matrix<float, In + 1, Out>* m : {&first, &second}) {
        for (float& x : *m) x = math::not_a_number<float>;
        rng r(seed);
        initialize_weights_and_biases(scheme, view<float, In, Out>(m->data()), m->row(In), r);
    }
    for (int i = 0; i < first.size; ++i) {
        const float found = first.data()[i], again = second.data()[i];
        if (!(found - found == 0))
            return {"every weight must be set, to a finite number", i, double(found), 0};
        if (!(found == again))
            return {"the same seed must give the same numbers", i, double(again), double(found)};
    }
    return {};
}

} // namespace testing

HANDGRAD_END_ISA
} // namespace handgrad

#include <handgrad/core/pop_macros.hpp>
