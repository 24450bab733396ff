/// The program behind bench/mine.cpp.
#pragma once

#include "../peers/handgrad_network.hpp"
#include "../peers/loops.hpp"
#include "../peers/predicted_by_eigen.hpp"
#include "../peers/predicted_by_hand.hpp"
#include "../peers/trained_by_eigen.hpp"
#include "../peers/trained_by_hand.hpp"
#include "table.hpp"
#include "task.hpp"

#include <benchmark/benchmark.h>

#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

namespace bench {

/// A network that is ill-formed says so here, before anybody else asks it for something.
inline constexpr int inputs_of_mine = ::mine::inputs;

template <class Task>
using predicted_by_row_loops = predicted_by_hand<Task, row_loops>;
template <class Task>
using predicted_by_tile_loops = predicted_by_hand<Task, tile_loops>;
template <class Task>
using trained_by_row_loops = trained_by_hand<Task, row_loops>;
template <class Task>
using trained_by_tile_loops = trained_by_hand<Task, tile_loops>;

/// Eigen with sizes told at run time, for one row.
template <class Task>
class predicted_by_eigen_dynamic {
    struct of_one_row : Task {
        static constexpr int batch = 1;
    };

public:
    static constexpr const char* name = "eigen_dynamic";
    struct output {
        const float* y;
        const float* data() const { return y; }
    };

    explicit predicted_by_eigen_dynamic(const float* parameters) : network_(parameters) {}
    void predict(const float* x, output* y) const { y->y = network_.predict(x); }

private:
    mutable trained_by_eigen<of_one_row, false> network_;
};

template <class Chosen>
void enter_mine() {
    using row = task_list<mine_row<Chosen>>;
    enter_all<by_handgrad_row>(row{});
    enter_all<by_eigen_rows>(row{});
    enter_all<predicted_by_eigen_dynamic>(row{});
    enter_all<predicted_by_tile_loops>(row{});
    using batches = task_list<mine_forward<Chosen>, mine_step<Chosen>>;
    enter_all<by_handgrad>(batches{});
    enter_all<by_eigen_fixed>(batches{});
    enter_all<by_eigen_dynamic>(batches{});
    enter_all<trained_by_tile_loops>(batches{});
#if !defined(BENCH_SMOKE) // in inference/ and training/ it has them all
    enter_all<by_eigen_columns>(row{});
    enter_all<by_eigen_rows_lazy>(row{});
    enter_all<by_eigen_columns_lazy>(row{});
    enter_all<by_eigen_rows_summed>(row{});
    enter_all<predicted_by_row_loops>(row{});
    enter_all<trained_by_row_loops>(batches{});
#endif
}

/// What the table says of the network, above its lines.
template <class Chosen>
std::string title_of_mine() {
    using task = of_mine<Chosen>;
    return task::stack::name() + ", " + std::to_string(task::parameter_count) + " parameters";
}

struct chosen_in_mine {
    using net = ::mine;
    static constexpr int batch = ::batch;
    static constexpr auto loss = ::loss;
    static constexpr auto optimizer = ::optimizer;
};

/// --title, --legend: what is printed once above and below the lines of several compilers. --once: to see
/// that it runs.
template <class Chosen>
int run_mine(int argc, char** argv) {
    if constexpr (!can_be_compared<Chosen>()) {
        return 1;
    } else {
        bool title = false, legend = false, once = false;
        for (int i = 1; i < argc; ++i) {
            const std::string_view argument = argv[i];
            if (argument == "--title") {
                title = true;
            } else if (argument == "--legend") {
                legend = true;
            } else if (argument == "--once") {
                once = true;
            } else {
                std::fprintf(stderr, "usage: mine_bench [--title] [--legend] [--once]\n");
                return 2;
            }
        }
        enter_mine<Chosen>();
        register_all();
        std::vector<std::string> flags{argv[0], "--benchmark_enable_random_interleaving=true",
                                       once ? "--benchmark_min_time=0.0001" : "--benchmark_min_time=0.02",
                                       once ? "--benchmark_repetitions=1" : "--benchmark_repetitions=15"};
        std::vector<char*> pointers;
        for (auto& flag : flags) pointers.push_back(flag.data());
        int count = static_cast<int>(pointers.size());
        benchmark::Initialize(&count, pointers.data());
        mine_table table;
        benchmark::RunSpecifiedBenchmarks(&table);
        if (title) table.print_title(title_of_mine<Chosen>());
        table.print();
        if (legend) table.print_legend();
        return 0;
    }
}

} // namespace bench

int main(int argc, char** argv) { return bench::run_mine<bench::chosen_in_mine>(argc, argv); }
