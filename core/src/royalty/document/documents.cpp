#include "royalty/document/documents.hpp"

#include "colophon/base/limits.hpp"
#include "royalty/fields.hpp"

namespace colophon::royalty {
namespace {

Result<Hash> read_hash(const Json& value, const std::string& path) {
  const std::string* text = value.string();
  if (text == nullptr) return fail(Errc::invalid_encoding, path, "A hash is a string of 64 lower-case hexadecimal digits.");
  return merkle::parse_hash(*text, path);
}

/// A tuple of strings, as rows and path nodes are written.
Result<std::vector<std::string_view>> read_strings(const Json& value, const std::string& path, std::size_t count) {
  const JsonArray* items = value.array();
  std::vector<std::string_view> out;
  for (std::size_t i = 0; items != nullptr && i < items->size(); ++i) {
    if (const std::string* text = (*items)[i].string()) out.push_back(*text);
  }
  if (items == nullptr || items->size() != count || out.size() != count) {
    return fail(Errc::invalid_argument, path, "This must be a list of " + std::to_string(count) + " strings.");
  }
  return out;
}

Result<SumNode> read_node(const Json& value, const std::string& path) {
  const auto parts = read_strings(value, path, 3);
  if (!parts) return std::unexpected(parts.error());
  const auto hash = merkle::parse_hash((*parts)[0], indexed(path, 0));
  if (!hash) return std::unexpected(hash.error());
  const auto units = parse_uint128((*parts)[1], indexed(path, 1));
  if (!units) return std::unexpected(units.error());
  const auto amount = parse_uint128((*parts)[2], indexed(path, 2));
  if (!amount) return std::unexpected(amount.error());
  return SumNode{*hash, *units, *amount};
}

Result<PoolRow> read_row(const Json& value, const std::string& path) {
  const auto parts = read_strings(value, path, 4);
  if (!parts) return std::unexpected(parts.error());
  const auto claim = merkle::parse_hash((*parts)[0], indexed(path, 0));
  if (!claim) return std::unexpected(claim.error());
  const auto units = parse_uint128((*parts)[1], indexed(path, 1));
  if (!units) return std::unexpected(units.error());
  const auto amount = parse_uint128((*parts)[2], indexed(path, 2));
  if (!amount) return std::unexpected(amount.error());
  const auto detail = merkle::parse_hash((*parts)[3], indexed(path, 3));
  if (!detail) return std::unexpected(detail.error());
  return PoolRow{*claim, *units, *amount, *detail};
}

Result<Cutoff> read_cutoff(const Json& value, std::string path) {
  Fields f(value, std::move(path));
  return finished(f, Cutoff{f.count("remainder"), f.hash("tie")});
}

Result<SplitCutoff> read_split_cutoff(const Json& value, std::string path) {
  Fields f(value, std::move(path));
  SplitCutoff cut;
  const uint128 remainder = f.count("remainder"), of = f.count("of");
  cut.tie = f.hash("tie");
  cut.remainder = static_cast<std::uint64_t>(remainder);
  cut.of = static_cast<std::uint64_t>(of);
  if (cut.remainder != remainder || cut.of != of || of == 0) f.note({Errc::overflow, f.path("of"), "A cutoff is a fraction of 64-bit numbers."});
  return finished(f, cut);
}

Result<FeeRead> read_fee(const Json& value, std::string path) {
  Fields f(value, std::move(path));
  FeeRead fee;
  fee.amount_micro = f.amount("amount_micro");
  fee.name = f.string("name");
  fee.share = f.share_canonical("share");
  return finished(f, std::move(fee));
}

Result<PoolHeader> read_pool_header(const Json& value, std::string path) {
  Fields f(value, std::move(path));
  PoolHeader pool;
  pool.amount_micro = f.amount("amount_micro");
  pool.currency = f.currency("currency");
  pool.fees = f.list<FeeRead>("fees", read_fee);
  pool.name = f.string("name");
  pool.period = f.period("period");
  pool.pool = f.id("pool");
  pool.received_micro = f.amount("received_micro");
  pool.rows = f.index("rows");
  pool.rule = f.keep(parse_rule(f.string("rule"), f.path("rule")));
  pool.tree = f.hash("tree");
  pool.units = f.count("units");
  if (const Json& cutoff = f.required("cutoff"); f.ok() && !cutoff.is_null()) pool.cutoff = f.keep(read_cutoff(cutoff, f.path("cutoff")));
  if (f.any("units_per_listener_day_max") != nullptr) f.amount("units_per_listener_day_max");
  if (pool.rule == Rule::artist_centric) {
    Fields a(f.required("artist_centric"), f.path("artist_centric"));
    for (const char* name : {"active_boost", "listener_units_full", "professional_boost", "professional_listeners_min", "professional_units_min"}) a.index(name);
    if (auto done = a.finish(); !done) f.note(done.error());
  }
  pool.root = pool_root(canonical_json(value));
  return finished(f, std::move(pool));
}

Result<std::pair<Currency, CurrencyTotals>> read_totals(const Json& value, std::string path) {
  Fields f(value, std::move(path));
  CurrencyTotals t;
  const Currency currency = f.currency("currency");
  t.received_micro = f.amount("received_micro");
  t.reversed_micro = f.amount("reversed_micro");
  t.divided_micro = f.amount("divided_micro");
  t.fees_micro = f.amount("fees_micro");
  t.suspense_micro = f.amount("suspense_micro");
  t.opening_micro = f.amount_signed("opening_micro");
  t.closing_micro = f.amount_signed("closing_micro");
  t.earned_micro = f.amount("earned_micro");
  t.held_micro = f.amount("held_micro");
  t.reserved_micro = f.amount("reserved_micro");
  t.recouped_micro = f.amount("recouped_micro");
  t.released_micro = f.amount("released_micro");
  t.unheld_micro = f.amount("unheld_micro");
  t.guaranteed_micro = f.amount("guaranteed_micro");
  t.returned_micro = f.amount("returned_micro");
  t.taken_back_micro = f.amount_signed("taken_back_micro");
  t.exchanged_in_micro = f.amount("exchanged_in_micro");
  t.exchanged_out_micro = f.amount("exchanged_out_micro");
  t.gross_minor = f.amount("gross_minor");
  t.tax_minor = f.amount("tax_minor");
  t.net_minor = f.amount("net_minor");
  return finished(f, std::pair(currency, t));
}

Result<SettlementHeader> read_settlement_header(const Json& value) {
  Fields f(value, "settlement");
  SettlementHeader header;
  header.settlement = f.id("settlement");
  header.period = f.period("period");
  header.pools = f.list<Hash>("pools", read_hash);
  header.currencies = f.list<std::pair<Currency, CurrencyTotals>>("currencies", read_totals);
  header.statements = f.index("statements");
  header.statements_root = f.hash("statements_root");
  f.hash("journal");
  f.hash("rules");
  if (f.any("as_of") != nullptr) f.keep(parse_time_utc(f.string("as_of"), f.path("as_of")));
  header.jcs = canonical_json(value);
  return finished(f, std::move(header));
}

Result<StepRead> read_step(const Json& value, std::string path) {
  Fields f(value, std::move(path));
  StepRead s;
  s.kind = f.keep(parse_step(f.string("step"), f.path("step")));
  s.in = f.amount("in");
  s.out = f.amount("out");
  if (f.any("agreement") != nullptr) s.agreement = f.id("agreement");
  if (f.any("to") != nullptr) s.to = f.id("to");
  if (const Json* cutoff = f.any("cutoff")) s.cutoff = f.keep(read_split_cutoff(*cutoff, f.path("cutoff")));
  const auto optional = [&](std::string_view name, std::optional<std::int64_t>& into) { if (f.any(name) != nullptr) into = f.amount(name); };
  const bool shared = s.kind != StepKind::convert && s.kind != StepKind::step && s.kind != StepKind::claim;
  if (shared) s.share = f.share_canonical("share");
  switch (s.kind) {
    case StepKind::convert:
      s.currency = f.currency("currency");
      f.date("date");
      s.rate = f.keep(parse_exact(f.string("rate"), f.path("rate")));
      f.string_or("source", "");
      break;
    case StepKind::less_derived: s.of = f.amount("of"); break;
    case StepKind::fee:
    case StepKind::less_fee: s.name = f.string("name"); break;
    case StepKind::tier:
    case StepKind::less_tier:
      s.name = f.string("name");
      optional("left", s.left);
      break;
    case StepKind::step:
      s.name = f.string("name");
      if (f.any("units") != nullptr) {
        s.units = f.amount("units");
        s.of = f.amount("of");
      } else {
        s.before = f.amount("before");
        s.from = f.amount("from");
        optional("next", s.next);
      }
      break;
    case StepKind::claim:
      s.name = f.string("name");
      s.left = f.amount("left");
      optional("after", s.after);
      if (!s.after) s.of = f.amount("of");
      break;
    default: break;
  }
  return finished(f, std::move(s));
}

Result<PartRead> read_part(const Json& value, std::string path) {
  Fields f(value, std::move(path));
  PartRead part;
  if (f.any("agreement") != nullptr) part.agreement = f.id("agreement");
  part.amount_micro = f.amount("amount_micro");
  part.currency = f.currency("currency");
  part.party = f.id("party");
  part.steps = f.list<StepRead>("steps", read_step);
  part.jcs = canonical_json(value);
  return finished(f, std::move(part));
}

Result<LineRead> read_line(const Json& value, std::string path, const std::vector<PoolHeader>& pools, const Period& period) {
  Fields f(value, std::move(path));
  LineRead line;
  const std::uint64_t pool = f.index("pool");
  line.pool = static_cast<std::uint32_t>(pool);
  if (pool >= pools.size()) f.note({Errc::invalid_argument, f.path("pool"), "The file has no such pool."});
  line.part = f.keep(read_part(f.required("part"), f.path("part")));
  line.held_micro = f.amount("held_micro");
  line.reserved_micro = f.amount("reserved_micro");
  line.recouped_micro = f.amount("recouped_micro");
  f.string_or("account", "");
  f.string_or("hold", "");
  if (f.any("fee") != nullptr) {
    line.fee = f.index("fee");
    if (f.ok() && *line.fee >= pools[pool].fees.size()) f.note({Errc::invalid_argument, f.path("fee"), "The pool has no such fee."});
    return finished(f, std::move(line));
  }
  line.row = f.index("row");
  line.units = f.count("units");
  line.row_amount_micro = f.amount("row_amount_micro");
  const Json& cell = f.required("cell");
  Fields c(cell, f.path("cell"));
  line.work = c.id("work");
  line.from = c.any("from") != nullptr ? c.date("from") : first_day(period);
  for (const char* name : {"kind", "side", "source", "territory", "use"}) c.string_or(name, "");
  if (auto done = c.finish(); !done) f.note(done.error());
  line.cell_jcs = canonical_json(cell);
  return finished(f, std::move(line));
}

Result<OpeningRead> read_opening(const Json& value, std::string path) {
  Fields f(value, std::move(path));
  OpeningRead opening;
  if (value.object() != nullptr && value.object()->empty()) return opening;   // A fee's: its amount stands in the pool's header.
  opening.salt = f.hash("salt");
  opening.part_salt = f.hash("part_salt");
  opening.part = f.index("part");
  opening.parts = f.index("parts");
  opening.part_path = f.list<SumNode>("part_path", read_node);
  opening.path = f.list<SumNode>("path", read_node);
  return finished(f, std::move(opening));
}

Result<AccountRead> read_account(const Json& value, std::string path) {
  Fields f(value, std::move(path));
  AccountRead account;
  AccountResult& a = account.amounts;
  account.currency = f.currency("currency");
  a.closing_micro = f.amount_signed("closing_micro");
  a.opening_micro = f.amount_signed("opening_micro");
  a.reversed_micro = f.amount_signed("reversed_micro");
  a.earned_micro = f.amount("earned_micro");
  a.converted_in_micro = f.amount("exchanged_in_micro");
  a.converted_out_micro = f.amount("exchanged_out_micro");
  a.guaranteed_micro = f.amount("guaranteed_micro");
  a.held_micro = f.amount("held_micro");
  a.paid_minor = f.amount("paid_minor");
  a.recouped_micro = f.amount("recouped_micro");
  a.released_micro = f.amount("released_micro");
  a.reserved_micro = f.amount("reserved_micro");
  a.returned_micro = f.amount("returned_micro");
  a.unheld_micro = f.amount("unheld_micro");
  return finished(f, account);
}

Result<SideRead> read_side(const Json& value, std::string path) {
  Fields f(value, std::move(path));
  SideRead side;
  side.kind = f.string("kind");
  side.name = f.string_or("name", "");
  if (f.any("agreement") != nullptr) side.agreement = f.id("agreement");
  if (f.any("due") != nullptr) side.due = f.period("due");
  side.currency = f.currency("currency");
  side.opening = f.amount("opening_micro");
  side.added = f.amount("added_micro");
  side.taken = f.amount_signed("taken_micro");
  side.closing = f.amount("closing_micro");
  return finished(f, std::move(side));
}

Result<ReversalRead> read_reversal(const Json& value, std::string path) {
  Fields f(value, std::move(path));
  ReversalRead reversal;
  if (f.any("agreement") != nullptr) f.id("agreement");
  if (f.any("due") != nullptr) f.period("due");
  reversal.amount = f.amount("amount_micro");
  reversal.currency = f.currency("currency");
  reversal.from = f.string("from");
  reversal.name = f.string_or("name", "");
  f.id("revenue");
  f.id("row");
  return finished(f, std::move(reversal));
}

Result<ExchangeRead> read_exchange(const Json& value, std::string path) {
  Fields f(value, std::move(path));
  ExchangeRead exchange;
  f.date("date");
  exchange.from = f.currency("from");
  exchange.in = f.amount("in_micro");
  exchange.out = f.amount("out_micro");
  exchange.rate = f.keep(parse_exact(f.string("rate"), f.path("rate")));
  f.string_or("source", "");
  exchange.to = f.currency("to");
  return finished(f, exchange);
}

Result<PayoutRead> read_payout(const Json& value, std::string path) {
  Fields f(value, std::move(path));
  PayoutRead payout;
  payout.currency = f.currency("currency");
  payout.gross = f.amount("gross_minor");
  payout.net = f.amount("net_minor");
  payout.reference = f.string("reference");
  payout.tax = f.amount("tax_minor");
  return finished(f, std::move(payout));
}

Result<void> read_inner(const Json& value, StatementRead& out) {
  Fields f(value, "statement");
  out.party = f.id("party");
  out.period = f.period("period");
  Fields payee(f.required("payee"), "statement.payee");
  out.payable = payee.boolean_or("payable", true);
  if (payee.any("pays_in") != nullptr) out.pays_in = payee.currency("pays_in");
  out.threshold_minor = payee.amount("threshold_minor");
  out.withholding = payee.share_canonical("withholding");
  if (auto done = payee.finish(); !done) f.note(done.error());
  out.lines = f.list<LineRead>("lines", [&](const Json& line, std::string path) { return read_line(line, std::move(path), out.pools, out.period); });
  out.accounts = f.list<AccountRead>("accounts", read_account);
  out.sides = f.list<SideRead>("sides", read_side);
  out.reversals = f.list<ReversalRead>("reversals", read_reversal);
  out.exchanges = f.list<ExchangeRead>("exchanges", read_exchange);
  out.payouts = f.list<PayoutRead>("payouts", read_payout);
  f.string_or("carried_because", "");
  out.statement_jcs = canonical_json(value);
  return f.finish();
}

}  // namespace

Result<StepKind> parse_step(std::string_view text, std::string_view field) {
  for (int i = 0; i <= static_cast<int>(StepKind::claim); ++i) {
    if (text == step_name(static_cast<StepKind>(i))) return static_cast<StepKind>(i);
  }
  return fail(Errc::invalid_argument, std::string(field), "There is no such step.");
}

Result<StatementRead> read_statement(const Json& document) {
  Fields f(document, "");
  f.expect_format(kStatementFormat);
  StatementRead out;
  const Json& settlement = f.required("settlement");
  const Json& statement = f.required("statement");
  out.salt = f.hash("salt");
  out.index = f.index("index");
  out.proof = f.list<Hash>("proof", read_hash);
  out.pools = f.list<PoolHeader>("pools", read_pool_header);
  out.openings = f.list<OpeningRead>("openings", read_opening);
  out.receipt = f.any("receipt");
  // What ids are called, for people: no part of what is proven.
  if (const Json* labels = f.any("labels"); labels != nullptr && labels->object() == nullptr) f.note({Errc::invalid_argument, "labels", "This must be an object, or be left out."});
  if (auto done = f.finish(); !done) return std::unexpected(done.error());

  auto header = read_settlement_header(settlement);
  if (!header) return std::unexpected(header.error());
  out.settlement = std::move(*header);
  if (auto done = read_inner(statement, out); !done) return std::unexpected(done.error());
  if (out.openings.size() != out.lines.size()) {
    return fail(Errc::invalid_argument, "openings", "There must be one opening a line.");
  }
  if (out.proof.size() > limits::kMerkleProofHashesMax) {
    return fail(Errc::limit_exceeded, "proof", "A proof has at most " + std::to_string(limits::kMerkleProofHashesMax) + " hashes.");
  }
  return out;
}

Result<TableRead> read_table(const Json& document) {
  Fields f(document, "");
  f.expect_format(kPoolTableFormat);
  TableRead out;
  const Json& pool = f.required("pool");
  if (f.array("rows").size() > limits::kPoolRowsMax) {
    return fail(Errc::limit_exceeded, "rows", "A pool has at most " + std::to_string(limits::kPoolRowsMax) + " rows.");
  }
  out.rows = f.list<PoolRow>("rows", read_row);
  if (auto done = f.finish(); !done) return std::unexpected(done.error());
  auto header = read_pool_header(pool, "pool");
  if (!header) return std::unexpected(header.error());
  out.pool = std::move(*header);
  return out;
}

}  // namespace colophon::royalty
