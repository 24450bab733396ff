// A label that is none, in a build with assertions: it ends the program, and says why.
#undef NDEBUG
#include "loss_cases.hpp"

#include <last_words.hpp>

#include <handgrad/loss/hinge.hpp>
#include <handgrad/loss/negative_log_likelihood.hpp>
#include <handgrad/loss/softmax_cross_entropy.hpp>

#include <initializer_list>
#include <string>

namespace {

template <class Loss>
void check(const std::string& name) {
    const auto loss_of_label = [](int label) {
        return last_words([label] {
            loss_cases::batch<Loss, float, 1, 5> b(3);
            b.t(0, 0) = label;
            b.loss(0, 1);
        });
    };
    CHECK(loss_of_label(4) == "returned");
    for (int wrong : {-1, 5})
        CHECK(loss_of_label(wrong).find("handgrad: " + name +
                                        ": a label is outside 0 .. (number of classes - 1)") !=
              std::string::npos);
}

} // namespace

TEST_CASE("a label that is none ends a program that checks") {
    check<handgrad::softmax_cross_entropy>("softmax_cross_entropy");
    check<handgrad::negative_log_likelihood>("negative_log_likelihood");
    check<handgrad::hinge>("hinge");
}
