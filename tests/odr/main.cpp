// One program, the library in it twice: each translation unit must run its own code, and both get the same
// bits.
#include "crossing.hpp"
#include "unit.hpp"

#include <algorithm>
#include <cstdio>

namespace {

namespace hg = handgrad;

/// What comes of some steps of training by the units in turn, each of which goes on with the numbers of the
/// one before.
struct outcome {
    odr::net::block<> p, gradient;
    odr::state state;
    hg::matrix<float, 8, 3> predicted, y;
    float losses = 0, value = 0;

    bool operator==(const outcome& other) const {
        return p == other.p && gradient == other.gradient && predicted == other.predicted && y == other.y &&
               losses == other.losses && value == other.value && state.steps() == other.state.steps() &&
               std::equal(state.begin(), state.end(), other.state.begin());
    }
};

outcome trained_by(const odr::work& one, const odr::work& other) {
    outcome o;
    hg::rng r(5);
    one.initialize(o.p, r);
    hg::matrix<float, 8, 5> x;
    for (float& number : x) number = r.normal<float>();
    const hg::matrix<int, 8, 1> label{{0}, {1}, {2}, {0}, {2}, {1}, {1}, {0}};
    for (int step = 0; step < 6; ++step)
        o.losses += (step % 2 == 0 ? one : other).train(o.p, x, label, o.state);
    o.value = other.gradient(o.p, x, label, o.gradient);
    one.predict(o.p, x, o.predicted);
    o.y = other.forward(o.p, x);
    return o;
}

} // namespace

int main() {
    int failures = 0;
    const auto expect = [&](bool truth, const char* what) {
        if (truth) return;
        std::printf("failed: %s\n", what);
        ++failures;
    };
    const odr::unit wide = odr::wide();
    const odr::unit narrow = odr::narrow();
    expect(wide.width == 8, "the wide unit uses vectors of 8");
    expect(narrow.width == 4, "the narrow unit uses vectors of 4");
    expect(wide.kernel != narrow.kernel, "each unit has its own kernel");
    expect(wide.work != narrow.work, "each unit has its own networks");
    int parts = 0;
    for (std::size_t i = 0; i < wide.results.size(); ++i) {
        if (wide.results[i] == 0 && narrow.results[i] == 0) continue;
        ++parts;
        expect(wide.results[i] == narrow.results[i], fixed_work::names[i]);
        expect(wide.results[i] == fixed_work::expected[i], fixed_work::names[i]);
    }
    expect(parts > 0, "a part of the work is done");

    const odr::work wide_work = odr::wide_work(), narrow_work = odr::narrow_work();
    expect(wide_work.train != narrow_work.train, "each unit has its own step");
    const outcome by_one = trained_by(wide_work, wide_work);
    expect(by_one.losses > 0 && by_one.y == by_one.predicted && by_one.state.steps() == 6, "a unit trains");
    expect(trained_by(narrow_work, narrow_work) == by_one, "the other trains to the same bits");
    expect(trained_by(wide_work, narrow_work) == by_one, "the numbers go to the other and back");
    expect(trained_by(narrow_work, wide_work) == by_one, "so they do the other way round");
    std::printf("%d parts, %d failures\n", parts, failures);
    return failures != 0;
}
