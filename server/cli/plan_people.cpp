// colophon plan prices | why | what-if | frontier: what a plan tells people.
#include <algorithm>
#include <cmath>
#include <limits>

#include "cli/commands.hpp"
#include "cli/output.hpp"
#include "cli/plan_source.hpp"
#include "colophon/value/explain.hpp"
#include "store/try.hpp"

namespace colophon::cli {
namespace {

std::int64_t limit_of(const value::Instance& in, std::size_t row) {
  if (row < in.channels) return in.budget[row];
  return row < in.channels + in.groups() ? in.floor[row - in.channels] : in.cap[row - in.channels - in.groups()];
}

double price_of(const PlanSource& source, std::size_t row) {
  return std::ldexp(static_cast<double>(source.certificate().price[row]), -source.certificate().price_bits);
}

std::string exact_price(const PlanSource& source, std::size_t row) { return value::price_decimal(source.certificate().price[row], source.certificate().price_bits); }

std::string up_to(std::int64_t limit) { return limit == std::numeric_limits<std::int64_t>::max() ? "any" : std::to_string(limit); }

Result<int> prices(const Options& options) {
  const auto source = COLOPHON_TRY(PlanSource::open(options, 0));
  const auto& in = source.instance();
  const bool ranges = options.has("--ranges");
  const auto tolerance = COLOPHON_TRY(integer_option(options, "--within", 10, 1, 100));
  value::SolveOptions how;
  how.executor = &source.executor();
  const auto say = progress("prices");
  std::vector<std::vector<std::string>> rows{{"limit", "is", "used", "price"}};
  if (ranges) rows[0].insert(rows[0].end(), {"holds from", "to"});
  JsonArray list;
  for (std::size_t row = 0; row < in.rows(); ++row) {
    const double price = price_of(source, row);
    rows.push_back({source.row_name(row), std::to_string(limit_of(in, row)), std::to_string(source.certificate().used[row]), amount_text(price)});
    JsonObject one{{"limit", source.row_name(row)}, {"is", std::to_string(limit_of(in, row))}, {"used", std::to_string(source.certificate().used[row])}, {"price", exact_price(source, row)}};
    if (ranges) {
      COLOPHON_TRY(say(static_cast<std::int64_t>(row), static_cast<std::int64_t>(in.rows()), "limits"));
      const auto range = COLOPHON_TRY(value::price_range(in, source.certificate(), row, static_cast<double>(tolerance) / 100, how));
      rows.back().insert(rows.back().end(), {std::to_string(range.low), up_to(range.high)});
      one.emplace_back("holds_from", std::to_string(range.low));
      one.emplace_back("holds_to", range.high == std::numeric_limits<std::int64_t>::max() ? Json() : Json(std::to_string(range.high)));
    }
    list.push_back(std::move(one));
  }
  end_progress();
  if (options.json()) {
    print_json(JsonObject{{"limits", std::move(list)}});
    return kDone;
  }
  print_table(rows, {1, 2, 3, 4, 5});
  print("A price is what one more unit of the limit is worth in the plan's units of value; of a floor, what one unit of it costs." +
        std::string(ranges ? " It holds within " + std::to_string(tolerance) + "% while the limit is in the range." : ""));
  return kDone;
}

std::string sentence(const value::CellReason& cell, const std::string& channel) {
  const auto amount = [](double x) { return amount_text(x); };
  std::string account = "brings " + amount(cell.value) + " and uses " + amount(cell.paid) + " of the budget at its price";
  if (cell.bonus > 0) account += ", and its group's floor pays " + amount(cell.bonus);
  if (cell.penalty > 0) account += ", and its category's cap costs " + amount(cell.penalty);
  switch (cell.why) {
    case value::Why::shown:
      return cell.margin > 0 ? "shown: it " + account + "; its value may fall by " + amount(cell.margin) + " before something else is better"
                             : "shown: it " + account + "; it fills what others left of the budget";
    case value::Why::too_dear: return "not shown: it " + account + "; its value would have to rise by " + amount(cell.margin);
    case value::Why::better_elsewhere:
      return std::isinf(cell.margin) ? "not shown: the item may be on no channel" : "not shown: it is on a better channel; its value here would have to rise by " + amount(cell.margin);
    case value::Why::never_fits: return "not shown: it costs more than the whole budget of " + channel;
    case value::Why::left_over: return "not shown: it " + account + ", but in the whole plan others fill the budget better";
    case value::Why::capped: return "not shown: its category has all the showings there that the cap allows";
  }
  return "";
}

Result<int> why(const Options& options) {
  const auto source = COLOPHON_TRY(PlanSource::open(options, 1));
  const auto item = COLOPHON_TRY(source.find_item(options.arguments()[0]));
  const auto reasons = COLOPHON_TRY(value::explain_item(source.instance(), source.shown(), source.certificate(), item));
  if (options.json()) {
    JsonArray cells;
    for (const auto& cell : reasons.cells)
      cells.push_back(JsonObject{{"channel", source.channel_name(cell.channel)}, {"why", value::why_name(cell.why)}, {"value", fixed(cell.value, 6)}, {"paid", fixed(cell.paid, 6)},
                                 {"bonus", fixed(cell.bonus, 6)}, {"penalty", fixed(cell.penalty, 6)}, {"worth", fixed(cell.worth, 6)},
                                 {"margin", std::isinf(cell.margin) ? Json() : Json(fixed(cell.margin, 6))}});
    print_json(JsonObject{{"item", source.item_name(item)}, {"channels", std::move(cells)},
                          {"best", reasons.best ? Json(source.channel_name(reasons.cells[*reasons.best].channel)) : Json()},
                          {"runner_up", reasons.runner_up ? Json(source.channel_name(reasons.cells[*reasons.runner_up].channel)) : Json()}});
    return kDone;
  }
  print(source.item_name(item) + (reasons.cells.empty() ? ": it fits no channel" : ""));
  std::vector<std::vector<std::string>> rows;
  for (const auto& cell : reasons.cells) rows.push_back({source.channel_name(cell.channel), sentence(cell, source.channel_name(cell.channel))});
  print_table(rows, {});
  return kDone;
}

Result<int> what_if(const Options& options) {
  const auto source = COLOPHON_TRY(PlanSource::open(options, 0));
  const auto changes = COLOPHON_TRY(limit_changes(options, source));
  value::SolveOptions how;
  how.executor = &source.executor();
  const auto answer = COLOPHON_TRY(value::what_if(source.instance(), source.certificate(), changes, how));
  const auto& before = source.certificate();
  const auto& after = answer.solution.certificate;
  const auto moved = value::changes_between(source.shown(), answer.solution.shown);
  if (options.json()) {
    print_json(JsonObject{{"value_before", to_decimal(before.value)}, {"bound_before", to_decimal(before.bound)}, {"bound_at_once", to_decimal(answer.bound_at_once)},
                          {"value", to_decimal(after.value)}, {"bound", to_decimal(after.bound)}, {"gap_e12", after.gap_e12}, {"changes", static_cast<std::int64_t>(moved)}});
    return kDone;
  }
  std::vector<std::vector<std::string>> rows{{"", "value", "no plan is worth more than"}};
  rows.push_back({"now", to_decimal(before.value), to_decimal(before.bound)});
  rows.push_back({"at once, by the prices", "", to_decimal(answer.bound_at_once)});
  rows.push_back({"solved again", to_decimal(after.value), to_decimal(after.bound)});
  print_table(rows, {1, 2});
  const double gained = static_cast<double>(after.value - before.value);
  print((gained >= 0 ? "gains " : "loses ") + amount_text(std::abs(gained)) + " (" + percent(before.value > 0 ? gained / static_cast<double>(before.value) : 0) + "); " +
        std::to_string(moved) + " showings change");
  return kDone;
}

Result<int> frontier(const Options& options) {
  const auto source = COLOPHON_TRY(PlanSource::open(options, 0));
  const auto& in = source.instance();
  if (in.floor.empty()) return fail(Errc::invalid_argument, "floors", "this instance has no floors");
  const auto steps = COLOPHON_TRY(integer_option(options, "--steps", 10, 1, 1'000));
  const auto most = COLOPHON_TRY(integer_option(options, "--up-to", 100, 1, 10'000));
  std::vector<std::size_t> groups;
  if (options.has("--group")) {
    groups.push_back(static_cast<std::size_t>(COLOPHON_TRY(integer_option(options, "--group", 0, 0, static_cast<std::int64_t>(in.groups()) - 1))));
  } else {
    for (std::size_t g = 0; g < in.groups(); ++g) groups.push_back(g);
  }
  value::SolveOptions how;
  how.executor = &source.executor();
  const auto points = COLOPHON_TRY(value::fairness_frontier(in, groups, static_cast<double>(most) / 100, static_cast<int>(steps), how));
  std::vector<std::vector<std::string>> rows{{"floors", "value", "bound", "costs", "the last showing costs"}};
  JsonArray list;
  const auto best = points.front().value;
  for (const auto& point : points) {
    list.push_back(JsonObject{{"floor", std::to_string(point.floor)}, {"feasible", point.feasible}, {"value", to_decimal(point.value)}, {"bound", to_decimal(point.bound)}, {"price", fixed(point.price, 6)}});
    if (point.feasible)
      rows.push_back({std::to_string(point.floor), to_decimal(point.value), to_decimal(point.bound), percent(best > 0 ? static_cast<double>(point.value - best) / static_cast<double>(best) : 0), amount_text(point.price)});
    else
      rows.push_back({std::to_string(point.floor), "no plan", "", "", ""});
  }
  if (options.json()) print_json(JsonObject{{"points", std::move(list)}});
  else print_table(rows, {0, 1, 2, 3, 4});
  return kDone;
}

}  // namespace

const Command& plan_prices_command() {
  static const Command command{
      {"plan prices", "[DIR]", "Shows the price of every limit, and how far it holds.",
       {kPlanFolderOption, kPlanStoreOption, {"--ranges", "", "Also how far each price holds (solves again some twenty times a limit)."}, {"--within", "PERCENT", "What holding means (default 10)."}}, 0, 1},
      prices};
  return command;
}

const Command& plan_why_command() {
  static const Command command{
      {"plan why", "ITEM [DIR]", "Says for every channel why an item is shown there or not: value, price, bonus, runner-up and what would have to change.",
       {kPlanFolderOption, kPlanStoreOption}, 1, 2},
      why};
  return command;
}

const Command& plan_what_if_command() {
  static const Command command{
      {"plan what-if", "[DIR]", "Says what other limits would bring: a bound at once, then the new plan. Nothing is stored.", {kPlanFolderOption, kPlanStoreOption, kLimitOption}, 0, 1}, what_if};
  return command;
}

const Command& plan_frontier_command() {
  static const Command command{
      {"plan frontier", "[DIR]", "Says what fairness costs: the value at rising floors.",
       {kPlanFolderOption, kPlanStoreOption, {"--group", "N", "Only this floor (default: all together)."}, {"--steps", "N", "Levels (default 10)."}, {"--up-to", "PERCENT", "Of the floors as they are (default 100)."}},
       0, 1},
      frontier};
  return command;
}

}  // namespace colophon::cli
