// colophon plan: which work is shown on which channel, with the certificate.
#include "jobs/plan.hpp"

#include "cli/commands.hpp"
#include "cli/loop.hpp"
#include "cli/output.hpp"
#include "store/try.hpp"

namespace colophon::cli {
namespace {

void print_plan(const store::PlanRow& plan, const jobs::Expectations& all, const Json& document) {
  const auto text_at = [&](const Json* array, std::size_t i) { return *(*array->array())[i].string(); };
  const auto* problem = document.find("problem");
  const auto* certificate = document.find("certificate");
  const auto* shown = document.find("shown")->array();
  std::vector<std::vector<std::string>> rows{{"channel", "budget", "spent", "works shown"}};
  for (std::size_t c = 0; c < all.channels.size(); ++c) {
    std::size_t count = 0;
    for (const auto& row : *shown) count += row.string()->at(c) == '1';
    rows.push_back({all.channels[c].name, text_at(problem->find("budget"), c), text_at(certificate->find("spent"), c), std::to_string(count)});
  }
  print_table(rows, {1, 2, 3});
  print("plan " + plan.id.to_string() + ": value " + plan.value + ", no plan is worth more than " + plan.bound + " (gap " + gap_text(plan) + ")" +
        (plan.rank_by_quality ? "; ranked by quality" : "; not ranked by quality"));
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
    print_plan(plan, COLOPHON_TRY(jobs::expectations(*store)), COLOPHON_TRY(parse_json(plan.document)));
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
