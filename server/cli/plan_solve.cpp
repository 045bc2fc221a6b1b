// colophon plan solve: the optimiser on raw arrays.
#include <sys/resource.h>
#include <unistd.h>

#include <fstream>

#include "cli/commands.hpp"
#include "cli/output.hpp"
#include "colophon/value/solve.hpp"
#include "jobs/accelerator.hpp"
#include "jobs/raw_instance.hpp"
#include "jobs/threads.hpp"
#include "store/try.hpp"

namespace colophon::cli {
namespace {

template <class T>
Result<void> write_numbers(const std::filesystem::path& path, const std::vector<T>& numbers) {
  return write_file(path, {reinterpret_cast<const char*>(numbers.data()), numbers.size() * sizeof(T)});
}

Result<std::vector<double>> read_prices(const std::filesystem::path& path, std::size_t rows) {
  std::ifstream in(path);
  std::vector<double> prices;
  for (double price = 0; in >> price;) prices.push_back(price);
  if (!in.eof()) return fail(Errc::invalid_argument, "--warm", "'" + path.string() + "' is not a list of numbers, one a line");
  if (prices.size() != rows) {
    return fail(Errc::invalid_argument, "--warm", "'" + path.string() + "' has " + std::to_string(prices.size()) + " prices; budgets, floors and caps are " + std::to_string(rows));
  }
  for (std::size_t r = 0; r < rows; ++r) {
    if (!(prices[r] >= 0)) return fail(Errc::invalid_argument, "--warm", "the price on line " + std::to_string(r + 1) + " is not a number that is at least 0");
  }
  return prices;
}

Result<void> write_solution(const value::Instance& in, const value::Solution& solution, const std::filesystem::path& out) {
  std::error_code error;
  std::filesystem::create_directories(out, error);
  if (error) return fail(Errc::unavailable, "--out", "cannot make '" + out.string() + "': " + error.message());
  if (value::is_assignment(in)) COLOPHON_TRY(write_numbers(out / "assignment.u8", value::assignment_of(in, solution.shown)));
  else COLOPHON_TRY(write_numbers(out / "plan.u32", value::pairs_of(in, solution.shown)));
  std::string duals;
  for (const auto price : solution.certificate.price) duals += value::price_decimal(price, solution.certificate.price_bits) + "\n";
  COLOPHON_TRY(write_file(out / "duals.txt", duals));
  return write_file(out / "certificate.json", canonical_json(value::certificate_json(in, solution.certificate)) + "\n");
}

/// What the process has taken of the machine so far.
struct Taken { double cpu_seconds, memory_mib; };
Taken taken() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& t) { return static_cast<double>(t.tv_sec) + 1e-6 * static_cast<double>(t.tv_usec); };
  return {seconds(usage.ru_utime) + seconds(usage.ru_stime), static_cast<double>(usage.ru_maxrss) / 1'024};
}

std::string scientific(double x) {
  char text[32];
  std::snprintf(text, sizeof text, "%.3g", x);
  return text;
}

Result<int> run(const Options& options) {
  const auto threads = COLOPHON_TRY(integer_option(options, "--threads", jobs::Threads::all(), 1, 1'024));
  const auto raw = COLOPHON_TRY(jobs::RawInstance::open(options.arguments()[0]));
  const auto& in = raw.instance();
  jobs::Threads executor(static_cast<unsigned>(threads));
  value::SolveOptions how;
  how.executor = &executor;
  const auto accelerator = COLOPHON_TRY(jobs::load_accelerator(options.value("--accelerator", "auto"), in));
  how.accelerator = accelerator.table;
  how.search_work = static_cast<std::size_t>(COLOPHON_TRY(integer_option(options, "--search", 0, 0, 1'000'000'000'000)));
  how.seed = static_cast<std::uint64_t>(COLOPHON_TRY(integer_option(options, "--seed", 1, 0, std::numeric_limits<std::int64_t>::max())));
  how.memory_bytes_max = static_cast<std::uint64_t>(sysconf(_SC_PHYS_PAGES)) * static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
  how.passed = [&](std::size_t begin, std::size_t end) { raw.release(begin, end); };
  std::vector<double> warm;
  if (options.has("--warm")) warm = COLOPHON_TRY(read_prices(options.value("--warm"), in.rows()));
  how.warm_price = warm;
  const auto say = progress("plan");
  how.progress = [&](double part) { return say(static_cast<std::int64_t>(part * 100), 100, "percent").has_value(); };
  const auto solution = COLOPHON_TRY(value::solve(in, how));
  end_progress();
  if (options.has("--out")) COLOPHON_TRY(write_solution(in, solution, options.value("--out")));
  const auto& certificate = solution.certificate;
  if (options.json()) {
    print_json(JsonObject{{"items", static_cast<std::int64_t>(in.items)}, {"channels", static_cast<std::int64_t>(in.channels)},
                          {"value", to_decimal(certificate.value)}, {"bound", to_decimal(certificate.bound)}, {"gap_e12", value::gap_e12(certificate.value, certificate.bound)},
                          {"passes", static_cast<std::int64_t>(solution.work.passes)}, {"inner_passes", fixed(solution.work.inner_passes, 3)},
                          {"accelerated_passes", static_cast<std::int64_t>(solution.work.accelerated)}, {"accelerator", accelerator.says},
                          {"steps", static_cast<std::int64_t>(solution.work.steps)}, {"cpu_seconds", fixed(taken().cpu_seconds, 3)},
                          {"memory_mib", fixed(taken().memory_mib, 1)}});
    return kDone;
  }
  print("value " + to_decimal(certificate.value) + "; no plan is worth more than " + to_decimal(certificate.bound) + "; gap " + scientific(value::gap(certificate)));
  print(std::to_string(solution.work.passes) + " passes over " + std::to_string(in.items) + " items x " + std::to_string(in.channels) + " channels, and as much work as " +
        fixed(solution.work.inner_passes, 2) + " more inside; " + fixed(taken().cpu_seconds, 2) + " CPU seconds, " + fixed(taken().memory_mib, 0) + " MiB at most");
  // A GPU that could have helped and did not is worth a line.
  if (accelerator.table != nullptr) print(std::to_string(solution.work.accelerated) + " passes on " + accelerator.says);
  else if (in.items >= 3'000'000) print("no accelerator: " + accelerator.says);
  return kDone;
}

}  // namespace

const Command& plan_solve_command() {
  static const Command command{
      {"plan solve", "DIR", "Solves an instance of raw arrays (docs/formats/raw-instance.md): the plan, the prices and the certificate.",
       {{"--out", "DIR", "Where assignment.u8 (or plan.u32), duals.txt and certificate.json go."},
        {"--warm", "FILE", "The duals.txt of an earlier plan of a like instance: it only saves time."},
        {"--threads", "N", "Threads (default: all processors). The answer does not depend on it."},
        {"--search", "N", "How long the local search may look: cells and states, about 10 ns each (default: 4 million and 20 thousand a limit)."},
        {"--accelerator", "WHICH", "auto (default: a GPU for large instances where there is one), cuda, none, or the path of a plug-in. The answer does not depend on it."},
        {"--seed", "N", "Of the local search (default 1)."}},
       1, 1},
      run};
  return command;
}

}  // namespace colophon::cli
