// A call that promises not to throw prints a sentence about arguments that overlap, and ends the program.
#include "arguments.hpp"

#include <doctest/doctest.h>

#include <string>

#if defined(__linux__)

#include <last_words.hpp>

using namespace failure;

namespace {

constexpr hg::mean_squared_error squares;
constexpr hg::softmax_cross_entropy cross_entropy;
using batch = hg::view<const float, rows, width>;
using room = hg::view<float, rows, width>;

struct refused_call {
    std::string call, one, other;
    void (*run)(arguments&);
};

} // namespace

TEST_CASE("overlapping arguments of a call that must not throw end the program with a sentence") {
    const refused_call all[] = {
        // forward uses a part of the workspace
        {"forward", "the workspace", "the batch",
         [](arguments& a) { net::forward(a.p, batch(a.ws.scratch().data() + 3), a.ws); }},

        {"forward", "the workspace", "the batch",
         [](arguments& a) { a.frozen.forward(batch(a.ws.scratch().data()), a.ws); }},
        {"forward", "the results", "the batch", [](arguments& a) { net::forward(a.p, a.x, a.ws, a.x); }},
        {"forward", "the results", "the batch",
         [](arguments& a) { net::forward(a.p, batch(a.more.data() + 5), a.ws, room(a.more.data())); }},
        {"forward", "the results", "the parameters",
         [](arguments& a) { net::forward(a.p, a.x, a.ws, room(a.p.data() + 1)); }},
        {"forward", "the results", "the workspace",
         [](arguments& a) { net::forward(a.p, a.x, a.ws, room(a.ws.scratch().data() + 1)); }},
        {"forward", "the results", "the batch", [](arguments& a) { a.integers.forward(a.x, a.ws, a.x); }},
        {"forward", "the results", "the frozen network",
         [](arguments& a) { a.frozen.forward(a.x, a.ws, room(reinterpret_cast<float*>(&a.frozen))); }},

        {"value_and_gradient", "the gradient", "the parameters",
         [](arguments& a) { net::value_and_gradient(squares, a.p, a.x, a.t, a.p, a.ws); }},
        {"value_and_gradient", "the input gradient", "the batch",
         [](arguments& a) { net::value_and_gradient(squares, a.p, a.x, a.t, a.gradient, a.ws, a.x); }},
        {"value_and_gradient", "the input gradient", "the batch",
         [](arguments& a) {
             net::value_and_gradient(cross_entropy, a.p, batch(a.more.data() + 3), std::array<int, rows>{},
                                     a.gradient, a.ws, room(a.more.data()));
         }},
        {"value_and_gradient", "the input gradient", "the targets",
         [](arguments& a) { net::value_and_gradient(squares, a.p, a.x, a.t, a.gradient, a.tile, a.t); }},
        {"value_and_gradient", "the workspace", "the batch",
         [](arguments& a) {
             const batch x(a.ws.activation<4>());
             net::value_and_gradient(squares, a.p, x, a.t, a.gradient, a.ws);
         }},
        {"value_and_gradient", "the workspace", "the parameters",
         [](arguments& a) {
             net::value_and_gradient(squares, a.ws.parameter_gradient(), a.x, a.t, a.gradient, a.ws);
         }},
        {"value_and_gradient", "the input gradient", "the targets",
         [](arguments& a) { hg::vjp(a.p, a.x, a.t, a.t, a.gradient); }},

        {"train_step", "the parameters", "the batch",
         [](arguments& a) {
             net::train_step(squares, hg::adam{}, a.p, batch(a.p.data() + 5), a.t, a.ws, a.state);
         }},
        {"train_step", "the workspace", "the parameters",
         [](arguments& a) {
             net::train_step(squares, hg::sgd{}, a.ws.parameter_gradient(), a.x, a.t, a.ws);
         }},

        {"jvp", "the workspace", "the batch",
         [](arguments& a) {
             const batch x(reinterpret_cast<const float*>(&a.dual) + 8);
             hg::jvp(a.p, a.gradient, x, a.t, a.dual);
         }},
        {"jvp", "the workspace", "the tangent of the batch",
         [](arguments& a) {
             const batch dx(reinterpret_cast<const float*>(&a.dual) - 1);
             hg::jvp(a.p, hg::zero_tangent{}, a.x, dx, a.dual);
         }},

        {"jvp", "the workspace", "the outputs",
         [](arguments& a) {
             hg::jvp(a.p, a.gradient, a.x, a.t, a.dual, room(reinterpret_cast<float*>(&a.dual)), a.y);
         }},
        {"jvp", "the outputs", "their tangent",
         [](arguments& a) { hg::jvp(a.p, a.gradient, a.x, a.t, a.dual, a.y, a.y); }},

        {"an optimizer's step", "the gradient", "the parameters",
         [](arguments& a) {
             hg::view<float, 1, 20> p(a.p.data());
             const hg::view<const float, 1, 20> gradient(a.p.data() + 3);
             hg::sgd{}(p, gradient);
         }},
        {"an optimizer's step", "the optimizer's state", "the gradient",
         [](arguments& a) {
             const hg::view<const float, 1, net::parameter_count> gradient(a.state.data());
             hg::adam{}(a.p, gradient, a.state);
         }},
        {"an optimizer's step", "the optimizer's state", "the parameters",
         [](arguments& a) {
             hg::view<float, 1, net::parameter_count> p(a.state.data() + 7);
             hg::adam{}(p, a.gradient, a.state);
         }},
    };
    const auto a = std::make_unique<arguments>();
    for (const refused_call& c : all) {
        CAPTURE(c.call);
        CAPTURE(c.one);
        CAPTURE(c.other);
        CHECK(last_words([&] { c.run(*a); }) == "handgrad: " + c.call + ": " + c.one + " and " + c.other +
                                                    " overlap, expected memory of its own for each\n");
    }
}

TEST_CASE("shards on threads that must not throw are refused, too") {
    const auto a = std::make_unique<arguments>();
    CHECK(last_words([&] {
              const auto team = [](int count, const auto& f) noexcept { arguments::serial(count, f); };
              parallel::value_and_gradient(team, squares, a->p, a->x, a->t, a->p, a->shards);
          }) ==
          "handgrad: data_parallel: the gradient and the parameters overlap, expected memory of its own "
          "for each\n");
}

#if !defined(NDEBUG)
TEST_CASE("an assert finds products and losses whose result overlaps what they read") {
    const auto a = std::make_unique<arguments>();
    const auto product_says = [](const std::string& name, auto f) {
        CHECK(last_words(f).find("handgrad: gemm_" + name + ": the result overlaps a factor") !=
              std::string::npos);
    };
    hg::matrix<float, 16, 8> m;
    float* const from = m.data();
    using square = hg::view<float, 8, 8>;
    const square whole(from), behind(from + 64), over(from + 3), end(from + 63);
    for (const square out : {whole, over, end}) {
        product_says("nn", [=] { hg::gemm_nn(whole, behind, out); });
        product_says("nn", [=] { hg::gemm_nn<hg::write::accumulate>(behind, whole, out); });
        product_says("tn", [=] { hg::gemm_tn(whole, behind, out); });
        product_says("tn", [=] { hg::gemm_tn(behind, whole, out); });
        product_says("nt", [=] { hg::gemm_nt(whole, behind, out); });
        product_says("nt", [=] { hg::gemm_nt<hg::write::accumulate>(behind, whole, out); });
    }

    const auto loss_says = [](auto f) {
        CHECK(last_words(f).find("handgrad: a loss: g overlaps") != std::string::npos);
    };
    const auto numbers_loss = [&](auto loss) {
        loss_says([&] { loss(0.f, batch(a->x), batch(a->t), 1.f, a->t.view()); });
        loss_says([&] { loss(0.f, batch(a->more.data() + 3), batch(a->t), 1.f, room(a->more.data())); });
        loss_says(
            [&] { loss(0.f, batch(a->more.data()), batch(a->more.data() + 1), 1.f, room(a->more.data())); });
    };
    numbers_loss(hg::mean_squared_error{});
    numbers_loss(hg::mean_absolute_error{});
    numbers_loss(hg::huber{});
    numbers_loss(hg::smooth_l1{});
    numbers_loss(hg::binary_cross_entropy_with_logits{});
    numbers_loss(hg::soft_cross_entropy{});
    const auto labels_loss = [&](auto loss) {
        const hg::view<const int, rows, 1> label(a->label.data());
        loss_says([&] { loss(0.f, batch(a->more.data() + 3), label, 1.f, room(a->more.data())); });
        loss_says([&] {
            loss(0.f, batch(a->x), label, 1.f, room(reinterpret_cast<float*>(a->label.data()) - 47));
        });
    };
    labels_loss(hg::softmax_cross_entropy{});
    labels_loss(hg::negative_log_likelihood{});
    labels_loss(hg::hinge{});
}
#endif

#else

TEST_CASE("refused calls") { MESSAGE("skipped: needs Linux"); }

#endif
