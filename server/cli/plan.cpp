// colophon plan: which work is shown on which channel, with the certificate.
#include "jobs/plan.hpp"

#include "cli/commands.hpp"
#include "cli/loop.hpp"
#include "cli/output.hpp"
#include "store/try.hpp"

namespace colophon::cli {
namespace {

void print_plan(const store::PlanRow& row, const jobs::Expectations& all, const value::PlanDocument& document) {
  const auto& [problem, plan] = document;
  std::vector<std::vector<std::string>> rows{{"channel", "budget", "spent", "works shown", "price"}};
  for (std::size_t c = 0; c < all.channels.size(); ++c) {
    std::size_t count = 0;
    for (std::size_t i = 0; i < problem.works.size(); ++i) count += plan.shown[i * problem.channels.size() + c];
    const double price = static_cast<double>(plan.certificate.price[c]) / static_cast<double>(std::int64_t{1} << plan.certificate.price_bits);
    rows.push_back({all.channels[c].name, std::to_string(problem.budget[c]), std::to_string(plan.certificate.used[c]), std::to_string(count), fixed(price, 3)});
  }
  print_table(rows, {1, 2, 3, 4});
  print("plan " + row.id.to_string() + ": value " + row.value + ", no plan is worth more than " + row.bound + " (gap " + gap_text(row) + ")" +
        (row.rank_by_quality ? "; ranked by quality" : "; not ranked by quality"));
}

Result<int> run(const Options& options) {
  if (options.has("--rank-by-quality") && options.has("--no-rank-by-quality")) {
    print_error({Errc::invalid_argument, "--rank-by-quality", "it is either on or off"}, options.json());
    return kUsage;
  }
  auto store = COLOPHON_TRY(open_store(options));
  bool rank = COLOPHON_TRY(store->flag("rank_by_quality"));
  if (options.has("--rank-by-quality")) rank = true;
  if (options.has("--no-rank-by-quality")) rank = false;
  const auto plan = COLOPHON_TRY(jobs::make_plan(*store, rank, options.value("--by", "command line"), progress("plan")));
  end_progress();
  if (options.json())
    print_json(JsonObject{{"plan", plan.id.to_string()}, {"value", plan.value}, {"bound", plan.bound}, {"gap", gap_text(plan)},
                          {"rank_by_quality", plan.rank_by_quality}, {"instance", to_hex(plan.instance)}});
  else
    print_plan(plan, COLOPHON_TRY(jobs::expectations(*store)), COLOPHON_TRY(value::parse_plan_document(COLOPHON_TRY(parse_json(plan.document)))));
  if (options.has("--out")) {
    const auto file = options.value("--out");
    COLOPHON_TRY(write_file(file, plan.document));
  }
  return kDone;
}

}  // namespace

const Command& plan_command() {
  static const Command command{
      {"plan", "", "Plans which work is shown on which channel within the budgets, proves how good the plan is, and makes it the current one.",
       {kStoreOption,
        {"--rank-by-quality", "", "Let the quality weigh (default: as the store is set; off until an operator turns it on)."},
        {"--no-rank-by-quality", "", "Do not let the quality weigh."},
        {"--by", "NAME", "Who makes it (default: command line)."},
        {"--out", "FILE", "Also write the plan document."}},
       0, 0},
      run};
  return command;
}

}  // namespace colophon::cli
