// colophon settle what-if: this agreement, that rule, without touching anything.
#include "cli/commands.hpp"
#include "cli/output.hpp"
#include "colophon/base/limits.hpp"
#include "jobs/read_file.hpp"
#include "jobs/settle.hpp"
#include "jobs/settlement_files.hpp"
#include "jobs/changes.hpp"
#include "store/try.hpp"

namespace colophon::cli {
namespace {

constexpr std::size_t kShown = 40;

Result<Json> read_book(const Options& options) {
  const auto file = options.value("--agreements");
  auto json = parse_json(COLOPHON_TRY(jobs::read_file(file, file, limits::kJsonBytesMax)));
  if (!json) return fail(json.error().code, file, json.error().detail);
  return json;
}

int show(const Options& options, const royalty::SettlementResult& before, const royalty::SettlementResult& after, const jobs::Names& names) {
  end_progress();
  const auto totals = jobs::totals_of(after);
  const auto changes = jobs::changes_between(jobs::totals_of(before), totals);
  const Json difference = jobs::changes_json(changes, totals, names);
  if (options.json()) {
    print_json(difference);
    return kDone;
  }
  if (changes.empty()) print("nothing changes for anybody");
  std::vector<std::vector<std::string>> rows{{"party", "earned now", "earned then", "change", "paid now", "paid then"}};
  for (std::size_t i = 0; i < std::min(changes.size(), kShown); ++i) {
    const auto& c = changes[i];
    const auto name = names.find(c.party);
    rows.push_back({name == names.end() || name->second.empty() ? c.party.to_string() : name->second, money_micros(c.before.earned_micro, c.currency), money_micros(c.after.earned_micro, c.currency),
                    money_micros(c.after.earned_micro - c.before.earned_micro, c.currency), money_minor(c.before.paid_minor, c.currency), money_minor(c.after.paid_minor, c.currency)});
  }
  if (!changes.empty()) print_table(rows, {1, 2, 3, 4, 5});
  if (changes.size() > kShown) print("and " + std::to_string(changes.size() - kShown) + " more (--json lists all)");
  for (const auto& [code, amount] : *difference.find("moved")->object()) print(*amount.string() + " " + code + " goes to somebody else");
  return kDone;
}

Result<int> run(const Options& options) {
  if (!options.has("--agreements") && !options.has("--rule")) {
    print_error({Errc::invalid_argument, "", "say what should be different: --agreements FILE, --rule RULE, or both"}, options.json());
    return kUsage;
  }
  if (options.has("--store")) {
    auto store = COLOPHON_TRY(open_store(options));
    const auto period = options.has("--period") ? COLOPHON_TRY(Period::parse(options.value("--period"), "--period")) : COLOPHON_TRY(jobs::only_period(*store));
    const auto before = COLOPHON_TRY(jobs::compute_settlement(*store, period, {}, progress("as it is")));
    jobs::SettleOptions how;
    if (options.has("--agreements")) how.book = COLOPHON_TRY(royalty::parse_rule_book(COLOPHON_TRY(parse_json(COLOPHON_TRY(jobs::canonical_rule_book(*store, COLOPHON_TRY(read_book(options))))))));
    if (options.has("--rule")) how.rule = COLOPHON_TRY(royalty::parse_rule(options.value("--rule"), "--rule"));
    const auto after = COLOPHON_TRY(jobs::compute_settlement(*store, period, how, progress("what if")));
    return show(options, before.result, after.result, COLOPHON_TRY(jobs::names_of(*store, jobs::changes_between(jobs::totals_of(before.result), jobs::totals_of(after.result)))));
  }
  if (options.arguments().empty()) {
    print_error({Errc::invalid_argument, "", "name a bundle's folder, or a store with --store FILE"}, options.json());
    return kUsage;
  }
  royalty::BundleOptions how;
  if (options.has("--period")) how.period = COLOPHON_TRY(Period::parse(options.value("--period"), "--period"));
  auto bundle = COLOPHON_TRY(jobs::read_bundle(options.arguments()[0], how));
  const auto before = COLOPHON_TRY(royalty::settle(bundle.input));
  auto input = bundle.input;
  if (options.has("--agreements")) input.book = COLOPHON_TRY(royalty::parse_rule_book(COLOPHON_TRY(read_book(options))));
  if (options.has("--rule")) input.book = COLOPHON_TRY(royalty::with_rule(input.book, input.book.pools.front().name, COLOPHON_TRY(royalty::parse_rule(options.value("--rule"), "--rule"))));
  const auto after = COLOPHON_TRY(royalty::settle(input));
  return show(options, before, after, jobs::names_of(input));
}

}  // namespace

const Command& settle_what_if_command() {
  static const Command command{
      {"settle what-if", "[BUNDLE]", "Shows who would earn more and who less by other agreements or another rule; changes nothing.",
       {{"--store", "FILE", "A store instead of a bundle."},
        {"--agreements", "FILE", "The agreements that would hold instead."},
        {"--rule", "RULE", "The rule of the first pool: pro-rata, user-centric or artist-centric."},
        {"--period", "YYYY-MM", "The month."}},
       0, 1},
      run};
  return command;
}

}  // namespace colophon::cli
