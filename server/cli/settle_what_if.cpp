// colophon settle what-if: this agreement, that rule, without touching anything.
#include "cli/commands.hpp"
#include "cli/output.hpp"
#include "colophon/base/limits.hpp"
#include "jobs/read_file.hpp"
#include "jobs/settle.hpp"
#include "jobs/settlement_files.hpp"
#include "jobs/what_if.hpp"
#include "store/try.hpp"

namespace colophon::cli {
namespace {

Result<Json> read_book(const Options& options) {
  const auto file = options.value("--agreements");
  auto json = parse_json(COLOPHON_TRY(jobs::read_file(file, file, limits::kJsonBytesMax)));
  if (!json) return fail(json.error().code, file, json.error().detail);
  return json;
}

Result<void> set_rule(royalty::RuleBook& book, std::string_view text) {
  const auto rule = COLOPHON_TRY(royalty::parse_rule(text, "--rule"));
  if (book.pools.empty() || rule == royalty::Rule::direct) return fail(Errc::invalid_argument, "--rule", "the rule is that of the first pool: pro-rata, user-centric or artist-centric");
  book.pools.front().rule = rule;
  return {};
}

int show(const Options& options, const royalty::SettlementInput& input, const royalty::SettlementResult& before, const royalty::SettlementResult& after) {
  end_progress();
  const Json difference = jobs::what_if_json(input, before, after);
  if (options.json()) {
    print_json(difference);
    return kDone;
  }
  const auto changes = jobs::compare_settlements(input, before, after);
  if (changes.empty()) print("nothing changes for anybody");
  std::vector<std::vector<std::string>> rows{{"party", "earned now", "earned then", "change", "paid now", "paid then"}};
  for (std::size_t i = 0; i < std::min<std::size_t>(changes.size(), 40); ++i) {
    const auto& c = changes[i];
    rows.push_back({c.name, money_micros(c.earned_before, c.currency), money_micros(c.earned_after, c.currency), money_micros(c.earned_after - c.earned_before, c.currency),
                    money_minor(c.paid_before, c.currency), money_minor(c.paid_after, c.currency)});
  }
  if (!changes.empty()) print_table(rows, {1, 2, 3, 4, 5});
  if (changes.size() > 40) print("and " + std::to_string(changes.size() - 40) + " more (--json lists all)");
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
    return show(options, before.input, before.result, after.result);
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
  if (options.has("--rule")) COLOPHON_TRY(set_rule(input.book, options.value("--rule")));
  const auto after = COLOPHON_TRY(royalty::settle(input));
  return show(options, input, before, after);
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
