#include "royalty/document/tables.hpp"

#include <algorithm>
#include <numeric>

#include "colophon/merkle/tree.hpp"

namespace colophon::royalty {
namespace {

const PoolRule* rule_of(const SettlementInput& input, const PoolResult& pool) {
  if (pool.rule == Rule::direct) return nullptr;
  const auto found = std::ranges::find(input.book.pools, pool.name, &PoolRule::name);
  return found == input.book.pools.end() ? nullptr : &*found;
}

/// A row's place is still that of its column values; the table has them in the order of their claims.
void fill_tables(const SettlementInput& input, SettlementResult& result, const Canonical& canonical, const SaltMaker& salts) {
  std::vector<std::vector<std::uint32_t>> rows_of(result.pools.size());
  for (std::uint32_t p = 0; p < result.pools.size(); ++p) rows_of[p].resize(result.pools[p].rows.size());
  for (std::uint32_t r = 0; r < result.rows.size(); ++r) {
    if (!result.rows[r].is_fee) rows_of[result.rows[r].pool][result.rows[r].place] = r;
  }
  for (std::uint32_t p = 0; p < result.pools.size(); ++p) {
    PoolResult& pool = result.pools[p];
    std::vector<PoolRow> rows = std::move(pool.rows);
    for (std::size_t k = 0; k < rows.size(); ++k) {
      const RowInfo& row = result.rows[rows_of[p][k]];
      const Hash salt = salts.row(row.id);
      rows[k].claim = claim_hash(salt, cell_jcs(row.cell, input.period));
      const PartLeaves parts = part_leaves(result, canonical, salts, row);
      // The parts add up to the row, which fits 63 bits: no sum overflows.
      rows[k].detail = detail_hash(salt, parts.leaves.size(), sum_root(parts.leaves)->hash);
    }
    std::vector<std::uint32_t> order(rows.size());
    std::iota(order.begin(), order.end(), 0u);
    std::ranges::sort(order, {}, [&](std::uint32_t k) -> const Hash& { return rows[k].claim; });
    pool.rows.clear();
    pool.infos.clear();
    for (const std::uint32_t k : order) {
      result.rows[rows_of[p][k]].place = static_cast<std::uint32_t>(pool.rows.size());
      pool.infos.push_back(rows_of[p][k]);
      pool.rows.push_back(rows[k]);
    }
    pool.tree = *sum_root(pool.rows);
    pool.header = pool_header(pool, rule_of(input, pool), input.period, result.currencies[pool.currency]);
    pool.root = pool_root(canonical_json(pool.header));
  }
}

JsonObject totals_json(const CurrencyTotals& t, const Currency& currency) {
  const auto micro = [](Micros amount) { return Json(std::to_string(amount)); };
  return {{"currency", currency.name()}, {"received_micro", micro(t.received_micro)}, {"reversed_micro", micro(t.reversed_micro)},
          {"divided_micro", micro(t.divided_micro)}, {"fees_micro", micro(t.fees_micro)}, {"suspense_micro", micro(t.suspense_micro)},
          {"opening_micro", micro(t.opening_micro)}, {"closing_micro", micro(t.closing_micro)}, {"earned_micro", micro(t.earned_micro)},
          {"held_micro", micro(t.held_micro)}, {"reserved_micro", micro(t.reserved_micro)}, {"recouped_micro", micro(t.recouped_micro)},
          {"released_micro", micro(t.released_micro)}, {"unheld_micro", micro(t.unheld_micro)}, {"guaranteed_micro", micro(t.guaranteed_micro)},
          {"returned_micro", micro(t.returned_micro)}, {"taken_back_micro", micro(t.taken_back_micro)},
          {"exchanged_in_micro", micro(t.exchanged_in_micro)}, {"exchanged_out_micro", micro(t.exchanged_out_micro)},
          {"gross_minor", micro(t.gross_minor)}, {"tax_minor", micro(t.tax_minor)}, {"net_minor", micro(t.net_minor)}};
}

/// The rules as they were known: what was recorded later is left out, so that an old month keeps its old bytes.
std::string known_rules(const SettlementInput& input) {
  const RuleBook& book = input.book;
  if (std::ranges::all_of(book.agreements, [&](const Agreement& a) { return a.known(input.as_of_ms); })) return book.canonical;
  auto document = parse_json(book.canonical);
  JsonArray* agreements = nullptr;
  if (document && document->object() != nullptr) {
    for (auto& [name, value] : *document->object()) if (name == "agreements") agreements = value.array();
  }
  // The book is that of the document, one agreement an item; where a caller made it otherwise, all of it counts.
  if (agreements == nullptr || agreements->size() != book.agreements.size()) return book.canonical;
  JsonArray known;
  for (std::size_t i = 0; i < agreements->size(); ++i) {
    if (book.agreements[i].known(input.as_of_ms)) known.push_back(std::move((*agreements)[i]));
  }
  *agreements = std::move(known);
  return canonical_json(*document);
}

}  // namespace

PartLeaves part_leaves(const SettlementResult& result, const Canonical& canonical, const SaltMaker& salts, const RowInfo& row) {
  PartLeaves out;
  const std::uint32_t parts = row.parts_end - row.parts_begin;
  Micros exchanged = row.amount_micro;
  std::string text;
  for (std::uint32_t i = 0; i < parts; ++i) {
    const Part& part = result.parts[row.parts_begin + i];
    text.clear();
    canonical.part(text, part);
    const Micros own = part.exchanged ? 0 : part.amount_micro;
    exchanged -= own;
    out.leaves.push_back({part_hash(salts.part(row.id, i), text), 0, static_cast<uint128>(own), {}});
  }
  if (exchanged > 0) out.leaves.push_back({exchange_hash(salts.part(row.id, parts)), 0, static_cast<uint128>(exchanged), {}});
  std::vector<std::uint32_t> order(out.leaves.size());
  std::iota(order.begin(), order.end(), 0u);
  std::ranges::sort(order, {}, [&](std::uint32_t k) -> const Hash& { return out.leaves[k].claim; });
  std::vector<PoolRow> sorted;
  out.place.resize(parts);
  for (const std::uint32_t k : order) {
    if (k < parts) out.place[k] = static_cast<std::uint32_t>(sorted.size());
    sorted.push_back(out.leaves[k]);
  }
  out.leaves = std::move(sorted);
  return out;
}

void seal(const SettlementInput& input, SettlementResult& result) {
  const SaltMaker salts(input.seed);
  const Canonical canonical(input, result);
  fill_tables(input, result, canonical, salts);
  JsonArray roots, currencies;
  for (const PoolResult& pool : result.pools) roots.push_back(to_hex(pool.root));
  for (std::size_t c = 0; c < result.currencies.size(); ++c) currencies.push_back(totals_json(result.totals[c], result.currencies[c]));
  std::vector<Hash> leaves;
  for (PartyResult& party : result.parties) {
    party.leaf = statement_leaf(salts.statement(result.party_ids[party.party]), canonical.statement(party));
    leaves.push_back(party.leaf);
  }
  const Hash salt = salts.settlement();
  result.header = {{"settlement", input.settlement.to_string()},
                   {"period", input.period.to_string()},
                   {"pools", std::move(roots)},
                   {"currencies", std::move(currencies)},
                   {"statements", static_cast<std::int64_t>(result.parties.size())},
                   {"statements_root", to_hex(merkle::root(leaves))},
                   {"journal", to_hex(result.journal.head())},
                   // Contracts are guessable: only their salted hash is published.
                   {"rules", to_hex(Sha256().update("colophon/rules/1").update(salt).update(known_rules(input)).finish())}};
  if (input.as_of_ms != 0) result.header.emplace_back("as_of", format_time_utc(input.as_of_ms));
  result.root = settlement_root(canonical_json(result.header));
}

}  // namespace colophon::royalty
