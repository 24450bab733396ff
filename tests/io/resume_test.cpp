// Checkpoints in a file: whenever the process that writes them is killed, there is one to go on from.
#include "killed.hpp"
#include "temporary_folder.hpp"

#include <handgrad/handgrad.hpp>
#include <handgrad/io/resume.hpp>

#include <complaint.hpp>

#include <doctest/doctest.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <numeric>
#include <string>
#include <vector>

namespace hg = handgrad;
namespace io = handgrad::io;
namespace fs = std::filesystem;

namespace {

using net = hg::mlp<hg::tanh, 60, 80, 40>;

/// What a training has that is at a step; all of it depends on which.
struct training {
    hg::parameters<net> p;
    hg::optimizer_state<hg::adam, net::parameter_count> state;
    hg::rng random{1};
    io::progress at;

    explicit training(std::uint64_t step = 0) : random(step) {
        net::initialize(p, random);
        std::copy(p.begin(), p.end(), state.begin());
        state.set_steps(step);
        at.step = static_cast<std::int64_t>(step);
        at.order.resize(1000);
        std::iota(at.order.begin(), at.order.end(), 0);
        hg::shuffle(at.order, random);
    }
    bool operator==(const training& other) const {
        return p == other.p && std::equal(state.begin(), state.end(), other.state.begin()) &&
               state.steps() == other.state.steps() && random == other.random && at == other.at;
    }
};

} // namespace

TEST_CASE("resume: killed at 100 moments of a training, there is one whole checkpoint") {
    const auto found = std::make_unique<training>();
    killed::check_versions(
        [](const std::string& path, std::uint64_t version) {
            const auto written = std::make_unique<training>(version);
            return io::try_write_checkpoint(path, written->p, written->state, written->random, written->at)
                .has_value();
        },
        [&](const std::string& path) {
            const auto read = io::try_resume(path, found->p, found->state, found->random, found->at);
            REQUIRE_MESSAGE(read, read.error().message());
            REQUIRE(*read);
            const auto step = static_cast<std::uint64_t>(found->at.step);
            REQUIRE(*found == *std::make_unique<training>(step));
            return step;
        });
}

TEST_CASE("resume: where there is no file yet, training begins; every other mistake is told") {
    const temporary_folder in;
    const std::string path = in.path() + "/run";
    hg::rng random{1};
    const hg::sgd slow{.rate = 0.1}, fast{.rate = 0.2};
    CHECK_FALSE(io::resume(path, random, slow));
    CHECK_FALSE(fs::exists(path));
    CHECK(random == hg::rng{1});

    io::write_checkpoint(path, random, slow);
    hg::rng other{2};
    CHECK(io::resume(path, other, slow));
    CHECK(other == random);
    other = hg::rng{2};
    CHECK(complaint<io::format_error>([&] { io::resume(path, other, fast); }) ==
          path + ": handgrad.rule: the checkpoint was written with sgd: rate = 0.1, expected sgd: rate = 0.2 "
                 "(or .other_settings = true)");
    CHECK(other == hg::rng{2});
    CHECK(io::resume(path, {.other_settings = true}, other, fast));
    CHECK(other == random);
    const io::resume_options options{.other_settings = true};
    CHECK(*io::try_resume(path, options, other, fast));

    const std::string nowhere = in.path() + "/nowhere/run";
    CHECK(complaint<io::format_error>([&] { io::resume(nowhere, other); }) ==
          nowhere + ": cannot be opened: its folder " + in.path() + "/nowhere: No such file or directory");
    CHECK(complaint<io::format_error>([&] {
              io::write_checkpoint(nowhere, other);
          }).starts_with(nowhere + ": cannot be written"));
    CHECK(complaint<io::format_error>([&] { io::resume(in.path(), other); }) ==
          in.path() + ": cannot be read: it is a folder");
    fs::create_symlink("gone", in.path() + "/link");
    CHECK(complaint<io::format_error>([&] { io::resume(in.path() + "/link", other); }) ==
          in.path() + "/link: cannot be opened: No such file or directory");
    io::write_file(path, {});
    CHECK(complaint<io::format_error>([&] { io::resume(path, other); }) ==
          path + ": header: found 0 bytes, expected 8 with its length");
    io::progress bad{.texts = {{"note", "\xff"}}};
    CHECK(complaint<io::format_error>([&] { io::write_checkpoint(path, bad); }) ==
          path + ": handgrad.progress.text.note: is no UTF-8, as which texts are written");
    CHECK(fs::file_size(path) == 0);
}
