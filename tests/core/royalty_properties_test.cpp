// What holds for every settlement, over ten thousand random ones each (tests/core/royalty_random.hpp). A failure names its seed.
#include <catch2/catch_test_macros.hpp>

#include <map>
#include <set>

#include "core/royalty_random.hpp"

using namespace colophon;
using namespace colophon::royalty;
using namespace colophon::tests;

namespace {

#if defined(__EMSCRIPTEN__) || defined(__SANITIZE_ADDRESS__)
constexpr std::uint64_t kCases = 500;   // There they show that nothing differs; ten thousand run natively.
#else
constexpr std::uint64_t kCases = 10'000;
#endif

std::string journal_text(const SettlementResult& result) {
  std::string text;
  result.journal.write([&](std::string_view piece) { text += piece; });
  return text;
}

/// Σ of what leaves each node of the evaluation against what came in: every division, fee, tier and derivation by itself.
bool conserves_at_every_node(const SettlementResult& result) {
  for (const RowInfo& row : result.rows) {
    int128 own = 0;
    bool exchanged = false;
    for (std::uint32_t i = row.parts_begin; i < row.parts_end; ++i) {
      if (result.parts[i].amount_micro <= 0) return false;
      if (!result.parts[i].exchanged) own += result.parts[i].amount_micro;
    }
    // An exchange may leave nothing, and then no part.
    for (const TraceStep& step : result.steps) exchanged |= step.kind == StepKind::convert;
    if (own > row.amount_micro || (!exchanged && own != row.amount_micro)) return false;
  }
  // Steps of one kind and parent are the branches of one division; "x" and "less-x" together are one too.
  std::map<std::tuple<std::uint32_t, int, std::uint32_t>, std::pair<int128, Micros>> sums;
  for (const TraceStep& step : result.steps) {
    if (step.out < 0 || (step.out > step.in && step.kind != StepKind::convert)) return false;
    int group = static_cast<int>(step.kind);
    if (step.kind == StepKind::less_fee) group = static_cast<int>(StepKind::fee);
    if (step.kind == StepKind::less_tier) group = static_cast<int>(StepKind::tier);
    if (step.kind == StepKind::convert || step.kind == StepKind::derived || step.kind == StepKind::less_derived) continue;
    const bool named = step.kind == StepKind::fee || step.kind == StepKind::less_fee || step.kind == StepKind::tier || step.kind == StepKind::less_tier;
    if (step.parent == 0xFFFFFFFF) continue;   // Rows without a step before: several rows share "no parent".
    auto& [sum, in] = sums[{step.parent, group, named ? step.name : 0}];
    sum += step.out;
    in = step.in;
  }
  for (const auto& [key, value] : sums) {
    // A tier of units and no money, or a last tier, has one branch; two branches add up to the whole.
    if (value.first != value.second && std::get<1>(key) != static_cast<int>(StepKind::fee) && std::get<1>(key) != static_cast<int>(StepKind::tier)) return false;
    if (value.first > value.second) return false;
  }
  return true;
}

bool balances_with_itself(const SettlementInput& input, const SettlementResult& result) {
  // Debits and credits of every transaction; balances of the journal against the closing.
  std::map<std::pair<std::string, std::string>, int128> balances;
  for (const Transaction& transaction : result.journal.transactions()) {
    std::map<std::uint32_t, int128> sums;
    for (std::uint32_t i = transaction.begin; i < transaction.end; ++i) {
      const Posting& posting = result.journal.postings()[i];
      const Currency& currency = result.journal.currencies()[posting.currency];
      ExactAmount scale = 1;
      for (int k = currency.exponent + 6; k < 12; ++k) scale *= 10;
      const int128 exact = static_cast<int128>(posting.amount_micro) * scale + posting.residue;
      sums[posting.currency] += exact;
      balances[{result.journal.accounts()[posting.account], std::string(currency.name())}] += exact / scale;
    }
    for (const auto& [currency, sum] : sums) if (sum != 0) return false;
  }
  std::map<std::pair<std::string, std::string>, int128> closing;
  for (const OpeningLine& line : result.closings) {
    using Kind = OpeningLine::Kind;
    std::string name;
    for (const Party& party : input.parties) if (party.id == line.party) name = party.name;
    std::string agreement;
    for (const Agreement& a : input.book.agreements) if (a.id == line.agreement) agreement = a.name;
    std::string account;
    if (line.kind == Kind::balance) account = "liabilities:party:" + name;
    if (line.kind == Kind::advance) account = "assets:advance:" + line.name + ":" + name;
    if (line.kind == Kind::reserve) account = "liabilities:reserve:" + name + ":" + agreement + ":" + line.due.to_string();
    if (line.kind == Kind::held) account = "liabilities:held:" + line.name + ":" + name;
    if (line.kind == Kind::pool) account = "liabilities:pool:" + line.name;
    if (line.kind == Kind::suspense) account = "liabilities:suspense";
    if (line.kind == Kind::payout) account = "liabilities:payout:" + name;
    if (line.kind == Kind::tax) account = "liabilities:withholding:" + name;
    if (account.empty()) continue;
    closing[{account, std::string(line.currency.name())}] += line.kind == Kind::advance ? line.amount : -line.amount;
  }
  for (const auto& [key, amount] : balances) {
    if (!key.first.starts_with("liabilities:") && !key.first.starts_with("assets:advance:")) continue;
    const auto found = closing.find(key);
    if ((found == closing.end() ? int128{0} : found->second) != amount) return false;
  }
  for (const auto& [key, amount] : closing) {
    if (amount != 0 && balances[key] != amount) return false;
  }
  return true;
}

bool recoups_within_balances(const SettlementResult& result) {
  for (const PartyResult& party : result.parties) {
    for (const SideBalance& side : party.sides) {
      if (side.closing_micro < 0 || side.closing_micro != side.opening_micro + side.added_micro - side.taken_micro) return false;
      if (side.kind == OpeningLine::Kind::advance && side.taken_micro > side.opening_micro + side.added_micro) return false;
    }
  }
  for (std::size_t i = 0; i < result.parts.size(); ++i) {
    const Disposition& way = result.dispositions[i];
    if (result.parts[i].party == Part::kNobody) continue;
    if (way.held_micro + way.reserved_micro + way.recouped_micro + way.balance_micro != result.parts[i].amount_micro) return false;
    if (std::min({way.held_micro, way.reserved_micro, way.recouped_micro, way.balance_micro}) < 0) return false;
  }
  return true;
}

SettlementInput shuffled(const SettlementInput& from, std::uint64_t seed) {
  SettlementInput input = from;
  TestRandom random(seed);
  random.shuffle(input.parties);
  random.shuffle(input.works);
  random.shuffle(input.revenue);
  random.shuffle(input.rates);
  random.shuffle(input.openings);
  random.shuffle(input.holds);
  random.shuffle(input.recorded);
  random.shuffle(input.settled);
  random.shuffle(input.usage.rows);
  // Listeners and works of the usage get other numbers.
  std::vector<std::uint32_t> order(input.usage.works.size());
  for (std::uint32_t i = 0; i < order.size(); ++i) order[i] = i;
  random.shuffle(order);
  std::vector<Id> works(order.size());
  for (std::uint32_t i = 0; i < order.size(); ++i) works[order[i]] = input.usage.works[i];
  for (UsageRow& row : input.usage.rows) row.work = order[row.work];
  input.usage.works = works;
  for (Work& work : input.works) {
    random.shuffle(work.shares);
    random.shuffle(work.tracks);
    random.shuffle(work.derives);
  }
  return input;
}

}  // namespace

TEST_CASE("conservation at every node, in every transaction, between journal and closing; no recoupment beyond the balance", "[royalty][properties]") {
  std::uint64_t settled = 0, lines = 0;
  for (std::uint64_t seed = 0; seed < kCases; ++seed) {
    const SettlementInput input = random_settlement(seed);
    const auto result = settle(input);
    INFO("seed " << seed << (result ? "" : " " + result.error().field + ": " + result.error().detail));
    REQUIRE(result);
    ++settled;
    lines += result->parts.size();
    REQUIRE(conserves_at_every_node(*result));
    REQUIRE(balances_with_itself(input, *result));
    REQUIRE(recoups_within_balances(*result));
    // What came in is divided, in suspense, or carried with its pool; nothing else.
    for (std::size_t c = 0; c < result->currencies.size(); ++c) {
      const CurrencyTotals& t = result->totals[c];
      REQUIRE(t.closing_micro == t.opening_micro + t.earned_micro + t.released_micro + t.unheld_micro + t.guaranteed_micro + t.returned_micro + t.taken_back_micro +
                                     t.exchanged_in_micro - t.held_micro - t.reserved_micro - t.recouped_micro - t.exchanged_out_micro - t.gross_minor * kMicrosPerMinor);
    }
  }
  CHECK(settled == kCases);
  CHECK(lines > 10 * kCases);   // The cases are not empty ones.
}

TEST_CASE("the order of the input has no influence, and a second run gives the same bytes", "[royalty][properties]") {
  for (std::uint64_t seed = 0; seed < kCases; ++seed) {
    const SettlementInput input = random_settlement(seed);
    const auto first = settle(input);
    const auto again = settle(shuffled(input, seed + 77));
    INFO("seed " << seed);
    REQUIRE(first.has_value());
    REQUIRE(again.has_value());
    REQUIRE(first->root == again->root);
    REQUIRE(first->journal.head() == again->journal.head());
    if (seed % 50 == 0) {
      REQUIRE(journal_text(*first) == journal_text(*settle(input)));
      REQUIRE(journal_text(*first) == journal_text(*again));
    }
  }
}

TEST_CASE("every statement of every settlement verifies, with every table", "[royalty][properties]") {
  for (std::uint64_t seed = 0; seed < kCases; seed += 10) {
    const SettlementInput input = random_settlement(seed);
    const auto result = settle(input);
    REQUIRE(result.has_value());
    const StatementWriter writer(input, *result);
    std::vector<Json> tables;
    for (std::size_t p = 0; p < result->pools.size(); ++p) tables.push_back(writer.pool_table(p));
    for (std::size_t i = 0; i < result->parties.size(); ++i) {
      const Json statement = writer.statement(i);
      const auto report = tables.empty() ? verify_statement(statement) : verify_statement_with_table(statement, tables[i % tables.size()]);
      INFO("seed " << seed << ", statement " << i << (report ? "" : report.error().field + " " + report.error().detail));
      REQUIRE(report.has_value());
      for (const merkle::Check& check : report->checks) {
        INFO(check.name << " " << check.field << " " << check.detail);
        REQUIRE(check.holds);
      }
      // The text that was hashed is the canonical form of what the file has.
      if (i == 0) REQUIRE(canonical_json(*statement.find("statement")) == canonical_json(*parse_json(canonical_json(*statement.find("statement")))));
    }
    for (const Json& table : tables) REQUIRE(verify_pool_table(table)->holds());
  }
}

TEST_CASE("for linear splits of one revenue row many small runs equal one big run within one minor unit", "[royalty][properties]") {
  for (std::uint64_t seed = 0; seed < kCases; ++seed) {
    TestRandom random(seed);
    SettlementInput input = empty_settlement();
    Work work;
    work.id = work_id(0);
    work.name = "w0";
    work.shares = random_shares(random, 1 + random.below(5), 0x50);
    for (std::uint32_t p = 0; p < work.shares.size(); ++p) input.parties.push_back({party_id(p), "p" + std::to_string(p), currency("EUR"), 0, {0, 1}, true});
    input.works.push_back(work);
    const std::uint32_t runs = 2 + static_cast<std::uint32_t>(random.below(6));
    std::map<Id, std::int64_t> small, big;
    ExactAmount whole = 0;
    std::vector<OpeningLine> carried;
    for (std::uint32_t k = 0; k < runs; ++k) {
      const ExactAmount amount = static_cast<ExactAmount>(random.below(5'000)) * 1'000'000'000'0 + static_cast<ExactAmount>(random.below(1'000)) * 1'000'000'000;
      whole += amount;
      SettlementInput run = input;
      run.settlement = test_id(0x5e, k);
      run.openings = carried;
      run.revenue = {money(k, "tip", amount, work.id)};
      const auto result = settle(run);
      INFO("seed " << seed << ", run " << k);
      REQUIRE(result.has_value());
      for (const Payout& payout : result->payouts) small[result->party_ids[payout.party]] += payout.gross_minor;
      carried.clear();
      for (const OpeningLine& line : result->closings) if (line.kind == OpeningLine::Kind::balance) carried.push_back(line);
    }
    input.revenue = {money(99, "tip", whole, work.id)};
    const auto result = settle(input);
    REQUIRE(result.has_value());
    for (const Payout& payout : result->payouts) big[result->party_ids[payout.party]] += payout.gross_minor;
    for (const PartyShare& share : work.shares) {
      INFO("seed " << seed << ", party " << share.party.to_string());
      REQUIRE(std::abs(small[share.party] - big[share.party]) <= 1);
    }
  }
}

namespace {

/// The amounts that a closing leaves, without what says how far a settlement got.
std::map<std::string, std::int64_t> left(const std::vector<OpeningLine>& lines) {
  std::map<std::string, std::int64_t> out;
  for (const OpeningLine& line : lines) {
    const std::string key = std::string(opening_kind_name(line.kind)) + "/" + line.party.to_string() + "/" + line.agreement.to_string() + "/" + line.name + "/" +
                            line.due.to_string() + "/" + std::string(line.currency.name());
    if (line.amount != 0) out[key] += line.amount;
  }
  return out;
}

/// A first month in which nobody is paid, so that nothing stands between a posting and its reversal: no payouts, guarantees, advances paid,
/// releases or carried pools.
SettlementInput quiet_month(std::uint64_t seed) {
  SettlementInput input = random_settlement(seed);
  for (Party& party : input.parties) party.payable = false, party.pays_in.reset(), party.threshold_minor = 0;
  for (Agreement& agreement : input.book.agreements) {
    agreement.guarantees.clear();
    for (AdvanceTerm& advance : agreement.advances) advance.amount.reset();
  }
  std::erase_if(input.openings, [](const OpeningLine& line) {
    return line.kind == OpeningLine::Kind::reserve || line.kind == OpeningLine::Kind::held || line.kind == OpeningLine::Kind::pool;
  });
  for (Hold& hold : input.holds) hold.state = Hold::State::open, hold.until = {};
  std::erase_if(input.revenue, [](const RevenueLine& line) { return line.unmatched || !line.reverses.is_nil(); });
  return input;
}

SettlementInput next_month(const SettlementInput& first, const SettlementResult& result) {
  SettlementInput next = first;
  next.settlement = test_id(0x5e, 2);
  next.period = {2026, 11};
  next.openings = result.closings;
  next.recorded = result.recorded;
  next.settled = result.settled;
  next.closed_through = first.period;
  next.revenue.clear();
  next.usage = {};
  return next;
}

RevenueLine reversal_of(const RevenueLine& line, std::uint32_t number, ExactAmount amount) {
  RevenueLine back = line;
  back.id = test_id(0xBB, number);
  back.reverses = line.id;
  back.amount = amount;
  back.date = *Date::parse("2026-11-05");
  return back;
}

}  // namespace

TEST_CASE("a reversal of everything restores every balance where nothing was posted since", "[royalty][properties]") {
  std::uint64_t reversed = 0;
  for (std::uint64_t seed = 0; seed < kCases; ++seed) {
    const SettlementInput first = quiet_month(seed);
    const auto result = settle(first);
    INFO("seed " << seed);
    REQUIRE(result.has_value());
    SettlementInput second = next_month(first, *result);
    std::set<Id> pools_seen;
    for (std::uint32_t i = 0; i < first.revenue.size(); ++i) {
      // The exact amounts of a pool are rounded together: one line takes back all that the pool got.
      const auto where = std::ranges::find(result->settled, first.revenue[i].id, &SettledRevenue::revenue);
      if (where == result->settled.end()) continue;
      if (!pools_seen.insert(where->row).second) continue;
      Micros there = 0;
      for (const RecordedRow& row : result->recorded) if (row.row == where->row || row.pool == where->row) there += row.amount;
      ExactAmount scale = 1;
      for (int k = first.revenue[i].currency.exponent + 6; k < 12; ++k) scale *= 10;
      if (there > 0) second.revenue.push_back(reversal_of(first.revenue[i], i, there * scale));
    }
    const auto back = settle(second);
    INFO((back ? "" : back.error().field + ": " + back.error().detail));
    REQUIRE(back.has_value());
    reversed += second.revenue.size();
    auto before = left(first.openings), after = left(back->closings);
    // Money that a pool carries was never posted, and a row without money, which only counts units, has nothing to take back.
    std::erase_if(after, [](const auto& entry) { return entry.first.starts_with("pool/"); });
    if (std::ranges::any_of(result->rows, [](const RowInfo& row) { return row.amount_micro == 0 && row.units > 0; })) {
      for (auto* side : {&before, &after}) std::erase_if(*side, [](const auto& entry) { return entry.first.starts_with("units/"); });
    }
    for (const auto& [key, amount] : after) if (!before.contains(key) || before[key] != amount) UNSCOPED_INFO("after " << key << " " << amount);
    for (const auto& [key, amount] : before) if (!after.contains(key)) UNSCOPED_INFO("before " << key << " " << amount);
    REQUIRE(after == before);
    REQUIRE(back->recorded.empty());
    REQUIRE(balances_with_itself(second, *back));
  }
  CHECK(reversed > kCases);
}

TEST_CASE("a partial reversal takes from each recorded posting in proportion, and never more than there is", "[royalty][properties]") {
  for (std::uint64_t seed = 0; seed < kCases; ++seed) {
    const SettlementInput first = quiet_month(seed);
    const auto result = settle(first);
    REQUIRE(result.has_value());
    SettlementInput second = next_month(first, *result);
    for (std::uint32_t i = 0; i < first.revenue.size(); ++i) {
      const auto where = std::ranges::find(result->settled, first.revenue[i].id, &SettledRevenue::revenue);
      const auto row = where == result->settled.end() ? result->recorded.end() : std::ranges::find(result->recorded, where->row, &RecordedRow::row);
      if (row == result->recorded.end() || row->amount < 3) continue;
      ExactAmount scale = 1;
      for (int k = first.revenue[i].currency.exponent + 6; k < 12; ++k) scale *= 10;
      const Micros part = row->amount / 3;
      second.revenue = {reversal_of(first.revenue[i], i, part * scale)};
      const auto back = settle(second);
      INFO("seed " << seed << ", line " << i << (back ? "" : back.error().field + ": " + back.error().detail));
      REQUIRE(back.has_value());
      const auto rest = std::ranges::find(back->recorded, row->row, &RecordedRow::row);
      REQUIRE(rest != back->recorded.end());
      REQUIRE(rest->amount == row->amount - part);
      for (const RecordedPosting& posting : row->postings) {
        const auto same = std::ranges::find_if(rest->postings, [&](const RecordedPosting& p) {
          return std::tuple(p.kind, p.party, p.agreement, p.name, p.due, p.currency.name(), p.exchanged) ==
                 std::tuple(posting.kind, posting.party, posting.agreement, posting.name, posting.due, posting.currency.name(), posting.exchanged);
        });
        const Micros taken = posting.amount - (same == rest->postings.end() ? 0 : same->amount);
        // In proportion to within a micro, but for what was exchanged, whose whole is rounded first.
        const double due = static_cast<double>(posting.amount) * static_cast<double>(part) / static_cast<double>(row->amount);
        REQUIRE(taken >= 0);
        REQUIRE(std::abs(static_cast<double>(taken) - due) <= 2.0 + 1e-6 * due);
      }
      REQUIRE(balances_with_itself(second, *back));
      break;
    }
  }
}
