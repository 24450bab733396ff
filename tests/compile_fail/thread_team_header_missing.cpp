// A team without its header, which the one for all leaves out.
// expect: in_train_thread_team_hpp::thread_team<2>
// expect-gcc: has incomplete type
// expect-clang: implicit instantiation of undefined template
// expect-clang: class thread_team; // #include <handgrad/train/thread_team.hpp>
#include <handgrad/handgrad.hpp>
#ifdef WELL_FORMED
#include <handgrad/train/thread_team.hpp>
#endif

namespace hg = handgrad;

int main() {
    hg::thread_team<2> team;
    static_cast<void>(team);
}
