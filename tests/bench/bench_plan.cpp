// The value optimiser beside the linear programme solvers, on the instances of docs/explanation/optimiser.md. One thread; CPU seconds. `bench_plan SEED`
// takes another seed than 42. What ours takes includes the check of the arrays, the hash, the whole plan and the exact bound.
#include <cmath>
#include <cstdlib>

#include "bench.hpp"
#include "colophon/value/solve.hpp"
#include "plan_peers.hpp"
#include "support/plan_recipe.hpp"

using namespace colophon;
using namespace colophon::bench;

namespace {

struct Run { value::Solution solution; double cpu = 0; };

Run best_of(int times, const value::Instance& in, const value::SolveOptions& options = {}) {
  Run run;
  run.cpu = least_cpu_seconds(times, [&] {
    auto solution = value::solve(in, options);
    if (!solution) { std::printf("FAILED: %s: %s\n", solution.error().field.c_str(), solution.error().detail.c_str()); std::exit(1); }
    run.solution = std::move(*solution);
  });
  SerialExecutor serial;
  const auto report = value::check_certificate(in, run.solution.shown, run.solution.certificate, serial);
  if (!report || !report->holds()) { std::printf("FAILED: the certificate does not hold\n"); std::exit(1); }
  return run;
}

std::string name_of(const char* variant, double items) {
  char text[64];
  std::snprintf(text, sizeof text, "plan %s %.0e x 10", variant, items);
  return text;
}

void gaps(std::uint64_t seed) {
  double small = 0;
  for (const std::size_t items : {1'000u, 10'000u, 100'000u, 1'000'000u, 10'000'000u}) {
    const auto arrays = tests::plan_recipe(items, seed, false);
    const Run run = best_of(items < 1'000'000 ? 3 : 1, arrays.view());
    const std::string name = name_of("A", static_cast<double>(items));
    print_line(name + ", integer gap", value::gap(run.solution.certificate), "");
    print_line(name + ", time", run.cpu, "s");
    if (items == 1'000) std::printf("%s, value: %s\n", name.c_str(), to_decimal(run.solution.certificate.value).c_str());
    if (items == 100'000) small = run.cpu;
    if (items == 10'000'000) print_line("growth of the time from 1e5 to 1e7, exponent", std::log(run.cpu / small) / std::log(100.0), "");
  }
}

void warm_starts(std::uint64_t seed) {
  for (const std::size_t items : {1'000u, 10'000u, 100'000u, 1'000'000u}) {
    auto arrays = tests::plan_recipe(items, seed, false);
    const Run old = best_of(1, arrays.view());
    for (const double part : {0.97, 1.03}) {
      auto moved = arrays;
      for (auto& b : moved.budget) b = static_cast<std::int64_t>(static_cast<double>(b) * part);
      value::SolveOptions options;
      options.search_work = 1;
      const Run cold = best_of(3, moved.view(), options);
      options.warm_price = old.solution.price;
      const Run warm = best_of(3, moved.view(), options);
      const std::string name = name_of("A", static_cast<double>(items)) + (part < 1 ? ", budgets -3%" : ", budgets +3%");
      print_line(name + ", passes, warm", warm.solution.work.passes + warm.solution.work.inner_passes, "", "cold", cold.solution.work.passes + cold.solution.work.inner_passes);
      print_line(name + ", time, warm", warm.cpu, "s", "cold", cold.cpu);
    }
  }
}

}  // namespace

int main(int count, char** words) {
  const std::uint64_t seed = count > 1 ? std::strtoull(words[1], nullptr, 10) : 42;
  {
    const auto arrays = tests::plan_recipe(100'000, seed, false);
    const Run ours = best_of(5, arrays.view());
    const auto lp = linear_programme(arrays.view());
    const PeerAnswer clp = clp_dual_simplex(lp), ipm = highs(lp, "ipm");
    if (!clp.solved || !ipm.solved) std::printf("a peer did not finish\n");
    print_line("plan A 1e5 x 10", ours.cpu, "s", "CLP dual simplex", clp.cpu_seconds);
    print_line("plan A 1e5 x 10", ours.cpu, "s", "HiGHS interior point", ipm.cpu_seconds);
    // Before it is rounded up to a whole unit.
    print_line("bound above CLP's optimum, relative", std::max(0.0, (static_cast<double>(ours.solution.certificate.bound) - 1 - clp.optimum) / clp.optimum), "");
  }
  {
    const auto arrays = tests::plan_recipe(100'000, seed, true);
    const Run ours = best_of(3, arrays.view());
    const PeerAnswer clp = clp_dual_simplex(linear_programme(arrays.view()));
    print_line("plan B 1e5 x 10, 20 floors", ours.cpu, "s", "CLP dual simplex", clp.cpu_seconds);
    print_line("plan B 1e5 x 10, integer gap", value::gap(ours.solution.certificate), "");
    print_line("plan B, bound above CLP's optimum, relative", std::max(0.0, (static_cast<double>(ours.solution.certificate.bound) - 1 - clp.optimum) / clp.optimum), "");
  }
  gaps(seed);
  warm_starts(seed);
  {
    const auto arrays = tests::sparse_recipe(100'000, 1'000, seed);
    const Run ours = best_of(2, arrays.view());
    const PeerAnswer ipm = highs(linear_programme(arrays.view()), "ipm");
    print_line("1e5 items, 1e3 channels, 1% dense", ours.cpu, "s", "HiGHS interior point", ipm.cpu_seconds);
    print_line("1e5 x 1e3 sparse, bound above HiGHS's optimum, relative", std::max(0.0, (static_cast<double>(ours.solution.certificate.bound) - 1 - ipm.optimum) / ipm.optimum), "");
    print_line("1e5 x 1e3 sparse, integer gap", value::gap(ours.solution.certificate), "");
  }
}
