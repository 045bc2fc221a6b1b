// What people ask of a plan: why a work is shown or not, what a limit is worth, what other limits would bring, what fairness costs, what the log says of it.
// All of it is computed from the plan's own document; nothing is stored.
#include <cmath>
#include <cstdio>
#include <httplib.h>
#include <limits>

#include "colophon/value/explain.hpp"
#include "http/plan_view.hpp"
#include "jobs/threads.hpp"
#include "store/try.hpp"

namespace colophon::http {
namespace {

/// Larger problems are solved on the command line (colophon plan what-if): a request should end in about a second.
constexpr std::size_t kCellsMax = 200'000;
constexpr std::size_t kPagesAsked = 20'000;

std::string number(double x) {
  char text[48];
  std::snprintf(text, sizeof text, "%.6f", x);
  return text;
}
Json number_or_null(double x) { return std::isinf(x) ? Json() : Json(number(x)); }

/// A stored plan as the optimiser's arrays.
struct Asked {
  jobs::Proposal proposal;
  value::ProblemArrays arrays;
  value::CellSet shown;
  explicit Asked(jobs::Proposal read) : proposal(std::move(read)), arrays(proposal.problem), shown(arrays.instance().cells()) {
    const auto& in = arrays.instance();
    for (std::size_t i = 0; i < in.items; ++i)
      for (std::size_t k = in.cell_begin(i); k < in.cell_begin(i + 1); ++k) shown.set(k, proposal.plan.shown[i * in.channels + in.channel_of(k)] != 0);
  }
  const value::Instance& instance() const { return arrays.instance(); }
  const value::Certificate& certificate() const { return proposal.plan.certificate; }
};

Result<std::unique_ptr<Asked>> asked(Call& call) {
  auto read = std::make_unique<Asked>(COLOPHON_TRY(jobs::stored_proposal(COLOPHON_TRY(named_plan(call)))));
  if (read->instance().cells() > kCellsMax) {
    return fail(Errc::limit_exceeded, "id", "This plan has more than 200,000 places for works: ask on the command line (colophon plan why, what-if, prices, frontier).");
  }
  return read;
}

Result<Answer> get_why(Call& call) {
  const auto plan = COLOPHON_TRY(asked(call));
  const Id id = COLOPHON_TRY(call.id("work"));
  const auto& works = plan->proposal.problem.works;
  const auto found = std::ranges::find(works, id);
  if (found == works.end()) return fail(Errc::not_found, "work", "The plan was made without this work: it was registered later.");
  const auto item = static_cast<std::size_t>(found - works.begin());
  const auto reasons = COLOPHON_TRY(value::explain_item(plan->instance(), plan->shown, plan->certificate(), item));
  const auto names = COLOPHON_TRY(channel_names(call.store()));
  const auto channel = [&](std::size_t c) { return plan->proposal.problem.channels[c]; };
  JsonArray cells;
  for (const value::CellReason& cell : reasons.cells) {
    cells.emplace_back(JsonObject{{"channel", channel(cell.channel).to_string()}, {"name", name_in(names, channel(cell.channel))}, {"why", value::why_name(cell.why)},
                                  {"value", number(cell.value)}, {"paid", number(cell.paid)}, {"bonus", number(cell.bonus)}, {"penalty", number(cell.penalty)},
                                  {"worth", number(cell.worth)}, {"margin", number_or_null(cell.margin)}});
  }
  const auto work = call.store().work(id);
  const auto named = [&](const std::optional<std::size_t>& at) { return at ? Json(channel(reasons.cells[*at].channel).to_string()) : Json(); };
  return Answer::json(JsonObject{{"work", id.to_string()}, {"title", work ? Json(work->title) : Json()}, {"channels", std::move(cells)},
                                 {"best", named(reasons.best)}, {"runner_up", named(reasons.runner_up)}});
}

/// A limit as people name it.
Result<JsonObject> limit_json(Call& call, const Asked& plan, std::size_t row) {
  const auto& problem = plan.proposal.problem;
  const std::size_t channels = problem.channels.size();
  if (row < channels) return JsonObject{{"kind", "budget"}, {"channel", problem.channels[row].to_string()}};
  if (row < channels + problem.floor.size()) {
    const auto creators = COLOPHON_TRY(creators_of(call.store(), problem));
    const auto found = creators.find(static_cast<std::uint32_t>(row - channels));
    return JsonObject{{"kind", "floor"}, {"party", found == creators.end() ? Json() : Json(found->second.to_string())}};
  }
  const std::size_t cap = row - channels - problem.floor.size();
  std::string kind;
  for (std::size_t i = 0; i < problem.category.size() && kind.empty(); ++i) {
    if (problem.category[i] == cap / channels) kind = COLOPHON_TRY(call.store().work(problem.works[i])).kind;
  }
  return JsonObject{{"kind", "cap"}, {"of", kind}, {"channel", problem.channels[cap % channels].to_string()}};
}

Result<Answer> get_prices(Call& call) {
  const auto plan = COLOPHON_TRY(asked(call));
  const auto within = COLOPHON_TRY(call.query_number("within", 10, 100));
  if (within == 0) return fail(Errc::invalid_argument, "within", "This is 1 to 100 percent.");
  jobs::Threads threads(jobs::Threads::all());
  value::SolveOptions how;
  how.executor = &threads;
  JsonArray rows;
  for (std::size_t row = 0; row < plan->instance().rows(); ++row) {
    const auto range = COLOPHON_TRY(value::price_range(plan->instance(), plan->certificate(), row, static_cast<double>(within) / 100, how));
    JsonObject one = COLOPHON_TRY(limit_json(call, *plan, row));
    one.emplace_back("limit", std::to_string(range.limit));
    one.emplace_back("used", std::to_string(range.used));
    one.emplace_back("price", value::price_decimal(plan->certificate().price[row], plan->certificate().price_bits));
    one.emplace_back("holds_from", std::to_string(range.low));
    one.emplace_back("holds_to", range.high == std::numeric_limits<std::int64_t>::max() ? Json() : Json(std::to_string(range.high)));
    rows.emplace_back(std::move(one));
  }
  return Answer::json(JsonObject{{"within_percent", static_cast<std::int64_t>(within)}, {"limits", std::move(rows)}});
}

/// {"ID": "limit", ...} into rows.
Result<void> read_changes(const Json* object, const std::string& field, const std::function<std::optional<std::size_t>(const Id&)>& row_of, std::vector<value::LimitChange>& changes) {
  if (object == nullptr) return {};
  if (object->object() == nullptr) return fail(Errc::invalid_argument, field, "This is an object of ids and limits.");
  for (const auto& [name, limit] : *object->object()) {
    const std::string at = field + "." + name;
    const Id id = COLOPHON_TRY(Id::parse(name, at));
    const auto row = row_of(id);
    if (!row) return fail(Errc::not_found, at, "The plan has no such limit.");
    if (limit.string() == nullptr) return fail(Errc::invalid_amount, at, "Write the limit as a decimal string.");
    changes.push_back({*row, COLOPHON_TRY(parse_int64(*limit.string(), at))});
    if (changes.back().limit < 0) return fail(Errc::negative_amount, at, "A limit must not be negative.");
  }
  return {};
}

Result<Answer> post_what_if(Call& call) {
  const Json body = COLOPHON_TRY(call.json());
  JsonFields fields(body, "");
  const Json* budgets = fields.any("budgets");
  const Json* floors = fields.any("floors");
  COLOPHON_TRY(fields.finish());
  const auto plan = COLOPHON_TRY(asked(call));
  const auto& problem = plan->proposal.problem;
  std::vector<value::LimitChange> changes;
  COLOPHON_TRY(read_changes(budgets, "budgets", [&](const Id& id) -> std::optional<std::size_t> {
    const auto found = std::ranges::find(problem.channels, id);
    if (found == problem.channels.end()) return std::nullopt;
    return static_cast<std::size_t>(found - problem.channels.begin());
  }, changes));
  const auto creators = COLOPHON_TRY(creators_of(call.store(), problem));
  COLOPHON_TRY(read_changes(floors, "floors", [&](const Id& id) -> std::optional<std::size_t> {
    for (const auto& [group, party] : creators)
      if (party == id && group < problem.floor.size()) return problem.channels.size() + group;
    return std::nullopt;
  }, changes));
  jobs::Threads threads(jobs::Threads::all());
  value::SolveOptions how;
  how.executor = &threads;
  const auto solved = value::what_if(plan->instance(), plan->certificate(), changes, how);
  if (!solved) {
    const auto names = COLOPHON_TRY(channel_names(call.store()));
    std::vector<std::string> channels;
    for (const Id& channel : problem.channels) channels.push_back(name_in(names, channel));
    return std::unexpected(jobs::with_names(solved.error(), creators, channels));
  }
  const auto& answer = *solved;
  const auto& before = plan->certificate();
  const auto& after = answer.solution.certificate;
  return Answer::json(JsonObject{{"value_before", to_decimal(before.value)}, {"bound_before", to_decimal(before.bound)}, {"bound_at_once", to_decimal(answer.bound_at_once)},
                                 {"value", to_decimal(after.value)}, {"bound", to_decimal(after.bound)}, {"gap_e12", after.gap_e12},
                                 {"changes", static_cast<std::int64_t>(value::changes_between(plan->shown, answer.solution.shown))}});
}

Result<Answer> post_frontier(Call& call) {
  const Json body = COLOPHON_TRY(call.json());
  JsonFields fields(body, "");
  const auto steps = fields.integer_or("steps", 10);
  const auto up_to = fields.integer_or("up_to_percent", 100);
  const auto party = fields.string_or("party", "");
  COLOPHON_TRY(fields.finish());
  if (steps < 1 || steps > 50) return fail(Errc::invalid_argument, "steps", "This is 1 to 50.");
  if (up_to < 1 || up_to > 10'000) return fail(Errc::invalid_argument, "up_to_percent", "This is 1 to 10000.");
  const auto plan = COLOPHON_TRY(asked(call));
  const auto& problem = plan->proposal.problem;
  if (problem.floor.empty()) return fail(Errc::conflict, "id", "This plan has no floors: ask for one with floors (POST /v1/plans).");
  std::vector<std::size_t> groups;
  const Id wanted = party.empty() ? Id{} : COLOPHON_TRY(Id::parse(party, "party"));
  for (const auto& [group, creator] : COLOPHON_TRY(creators_of(call.store(), problem)))
    if (party.empty() || creator == wanted) groups.push_back(group);
  if (groups.empty()) return fail(Errc::not_found, "party", "The plan has no floor for this party.");
  jobs::Threads threads(jobs::Threads::all());
  value::SolveOptions how;
  how.executor = &threads;
  JsonArray points;
  for (const auto& point : COLOPHON_TRY(value::fairness_frontier(plan->instance(), groups, static_cast<double>(up_to) / 100, static_cast<int>(steps), how)))
    points.emplace_back(JsonObject{{"floor", std::to_string(point.floor)}, {"feasible", point.feasible}, {"value", to_decimal(point.value)}, {"bound", to_decimal(point.bound)}, {"price", number(point.price)}});
  return Answer::json(JsonObject{{"points", std::move(points)}});
}

/// A plan that is not the current one, or the current one, by the pages in the log.
Result<Answer> get_evaluation(Call& call) {
  const auto reward = COLOPHON_TRY(store::parse_event_type(call.query("reward").empty() ? "like" : call.query("reward"), "reward"));
  const auto since = COLOPHON_TRY(call.query_number("since_ms", 0, std::uint64_t{1} << 53));
  const auto proposal = COLOPHON_TRY(jobs::stored_proposal(COLOPHON_TRY(named_plan(call))));
  const auto evaluations = COLOPHON_TRY(jobs::evaluate_proposal(call.store(), proposal, reward, static_cast<store::UnixMs>(since), kPagesAsked));
  return Answer::json(JsonObject{{"reward", store::event_type_name(reward)}, {"channels", jobs::evaluation_json(evaluations)}});
}

}  // namespace

void add_plan_question_routes(Routes& routes) {
  const Access reads{.key_scope = "read", .roles = kEveryRole};
  routes.add({{.method = "GET", .path = "/v1/plans/{id}/works/{work}", .access = reads, .read = get_why},
              {.method = "GET", .path = "/v1/plans/{id}/prices", .access = reads, .read = get_prices},
              {.method = "GET", .path = "/v1/plans/{id}/evaluation", .access = reads, .read = get_evaluation},
              {.method = "POST", .path = "/v1/plans/{id}/what-if", .access = reads, .read = post_what_if},
              {.method = "POST", .path = "/v1/plans/{id}/frontier", .access = reads, .read = post_frontier}});
}

}  // namespace colophon::http
