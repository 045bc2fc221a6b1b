// colophon plan: which work is shown on which channel, with the certificate.
#include "jobs/plan.hpp"

#include "cli/commands.hpp"
#include "cli/loop.hpp"
#include "cli/output.hpp"
#include "colophon/base/limits.hpp"
#include "jobs/pages.hpp"
#include "jobs/read_file.hpp"
#include "store/try.hpp"

namespace colophon::cli {
namespace {

constexpr std::size_t kPagesAsked = 20'000;

void print_channels(const std::vector<store::Channel>& channels, const value::Problem& problem, const value::Plan& plan) {
  std::vector<std::vector<std::string>> rows{{"channel", "budget", "spent", "works shown", "price"}};
  for (std::size_t c = 0; c < problem.channels.size(); ++c) {
    std::size_t count = 0;
    for (std::size_t i = 0; i < problem.works.size(); ++i) count += plan.shown[i * problem.channels.size() + c];
    const double price = static_cast<double>(plan.certificate.price[c]) / static_cast<double>(std::int64_t{1} << plan.certificate.price_bits);
    rows.push_back({c < channels.size() ? channels[c].name : problem.channels[c].to_string(), std::to_string(problem.budget[c]), std::to_string(plan.certificate.used[c]),
                    std::to_string(count), fixed(price, 3)});
  }
  print_table(rows, {1, 2, 3, 4});
}

Result<jobs::PlanRequest> request_of(const Options& options) {
  jobs::PlanRequest request;
  if (options.has("--request")) {
    const auto text = COLOPHON_TRY(jobs::read_file(options.value("--request"), "--request", limits::kJsonBytesMax));
    request = COLOPHON_TRY(jobs::parse_plan_request(COLOPHON_TRY(parse_json(text))));
  }
  if (options.has("--rank-by-quality")) request.rank_by_quality = true;
  if (options.has("--no-rank-by-quality")) request.rank_by_quality = false;
  if (options.has("--stance")) request.quality.stance = COLOPHON_TRY(value::parse_stance(options.value("--stance"), "--stance"));
  request.quality.seed = static_cast<std::uint64_t>(COLOPHON_TRY(integer_option(options, "--seed", static_cast<std::int64_t>(request.quality.seed), 0, 1'000'000'000)));
  request.channels_each = COLOPHON_TRY(integer_option(options, "--channels-each", request.channels_each, 0, 255));
  request.each_creator = COLOPHON_TRY(integer_option(options, "--each-creator", request.each_creator, 0, 1'000'000'000));
  request.keep_bonus = COLOPHON_TRY(integer_option(options, "--keep-bonus", request.keep_bonus, 0, std::int64_t{1} << 50));
  if (options.has("--explore")) {
    const auto by = options.value("--explore");
    if (by != "draw" && by != "optimistic") return fail(Errc::invalid_argument, "--explore", "draw (Thompson sampling) or optimistic (upper confidence bound) is needed");
    request.exploring = by == "draw" ? jobs::Exploring::draw : jobs::Exploring::optimistic;
    request.explore_ppm = COLOPHON_TRY(integer_option(options, "--explore-percent", 10, 1, 50)) * 10'000;
  }
  return request;
}

Result<int> preview(store::Store& store, const jobs::PlanRequest& request, const Options& options) {
  const auto reward = COLOPHON_TRY(store::parse_event_type(options.value("--reward", "like"), "--reward"));
  const auto proposal = COLOPHON_TRY(jobs::propose_plan(store, request, progress("plan")));
  const auto evaluations = COLOPHON_TRY(jobs::evaluate_proposal(store, proposal, reward, 0, kPagesAsked));
  end_progress();
  const auto& certificate = proposal.plan.certificate;
  if (options.json()) {
    print_json(JsonObject{{"value", to_decimal(certificate.value)}, {"bound", to_decimal(certificate.bound)}, {"gap_e12", certificate.gap_e12},
                          {"changes", static_cast<std::int64_t>(proposal.changes)}, {"evaluation", jobs::evaluation_json(evaluations)}});
    return kDone;
  }
  print_channels(COLOPHON_TRY(store.channels()), proposal.problem, proposal.plan);
  print("value " + to_decimal(certificate.value) + ", no plan is worth more than " + to_decimal(certificate.bound) + "; " + std::to_string(proposal.changes) +
        " showings would change. Nothing was stored.");
  std::vector<std::vector<std::string>> rows{{"channel", "pages in the log", "now a page", "proposed a page", "95% interval", "effective pages"}};
  for (const auto& one : evaluations) {
    if (!one.proposed) {
      rows.push_back({one.channel.name, std::to_string(one.pages), fixed(one.now, 4), "too few pages", "", ""});
      continue;
    }
    const auto& dr = one.proposed->dr;
    rows.push_back({one.channel.name, std::to_string(one.pages), fixed(one.now, 4), fixed(dr.value, 4), fixed(dr.low, 4) + " to " + fixed(dr.high, 4), fixed(one.proposed->effective_pages, 0)});
  }
  print_table(rows, {1, 2, 3, 5});
  return kDone;
}

Result<int> run(const Options& options) {
  if (options.has("--rank-by-quality") && options.has("--no-rank-by-quality")) {
    print_error({Errc::invalid_argument, "--rank-by-quality", "it is either on or off"}, options.json());
    return kUsage;
  }
  const auto request = COLOPHON_TRY(request_of(options));
  auto store = COLOPHON_TRY(open_store(options));
  if (options.has("--preview")) return preview(*store, request, options);
  const auto plan = COLOPHON_TRY(jobs::make_plan(*store, request, options.value("--by", "command line"), progress("plan")));
  end_progress();
  if (options.json()) {
    print_json(JsonObject{{"plan", plan.id.to_string()}, {"value", plan.value}, {"bound", plan.bound}, {"gap", gap_text(plan)},
                          {"rank_by_quality", plan.rank_by_quality}, {"instance", to_hex(plan.instance)}});
  } else {
    const auto document = COLOPHON_TRY(value::parse_plan_document(COLOPHON_TRY(parse_json(plan.document))));
    print_channels(COLOPHON_TRY(store->channels()), document.problem, document.plan);
    print("plan " + plan.id.to_string() + ": value " + plan.value + ", no plan is worth more than " + plan.bound + " (gap " + gap_text(plan) + ")" +
          (plan.rank_by_quality ? "; ranked by quality" : "; not ranked by quality"));
  }
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
        {"--stance", "STANCE", "What an uncertain quality counts for: expected (default), careful, optimistic, or draw."},
        {"--seed", "N", "Of drawn qualities."},
        {"--channels-each", "N", "On how many channels a work may be shown (default: all)."},
        {"--each-creator", "N", "So many showings at least for every creator, or as many as the works allow."},
        {"--keep-bonus", "N", "What a change from the current plan must bring, in units of value (default 0)."},
        {"--explore", "HOW", "Works to try on a part of every page: those of drawn qualities (draw) or of optimistic ones (optimistic)."},
        {"--explore-percent", "N", "That part (default 10, at most 50)."},
        {"--request", "FILE", "All of this and floors and caps as JSON (docs/formats/http-api.md, POST /v1/plans)."},
        {"--preview", "", "Stores nothing; says what the log of pages tells of the plan before it runs."},
        {"--reward", "EVENT", "With --preview: which event counts (default like)."},
        {"--by", "NAME", "Who makes it (default: command line)."},
        {"--out", "FILE", "Also write the plan document."}},
       0, 0},
      run};
  return command;
}

}  // namespace colophon::cli
