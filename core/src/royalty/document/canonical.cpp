#include "royalty/document/canonical.hpp"

#include <algorithm>
#include <span>

#include "colophon/merkle/tree.hpp"

namespace colophon::royalty {
namespace {

/// Writes one object. Members are given in the order of JCS: that of their names.
class Object {
 public:
  explicit Object(std::string& text) : text_(text) { text_ += '{'; }
  ~Object() { text_ += '}'; }
  Object(const Object&) = delete;
  Object& operator=(const Object&) = delete;

  std::string& name(std::string_view name) {
    if (!first_) text_ += ',';
    first_ = false;
    ((text_ += '"') += name) += "\":";
    return text_;
  }
  /// A value of plain ASCII: nothing needs an escape.
  void plain(std::string_view name_of, std::string_view value) { ((name(name_of) += '"') += value) += '"'; }
  void text(std::string_view name_of, std::string_view value) { name(name_of) += canonical_json(Json(value)); }
  void text_if(std::string_view name_of, std::string_view value) { if (!value.empty()) text(name_of, value); }
  void id(std::string_view name_of, const Id& value) { plain(name_of, value.to_string()); }
  void id_if(std::string_view name_of, const Id& value) { if (!value.is_nil()) id(name_of, value); }
  void amount(std::string_view name_of, std::int64_t value) { plain(name_of, std::to_string(value)); }
  void number(std::string_view name_of, std::uint64_t value) { name(name_of) += std::to_string(value); }
  void truth(std::string_view name_of, bool value) { name(name_of) += value ? "true" : "false"; }

 private:
  std::string& text_;
  bool first_ = true;
};

/// A list: `each(item)` writes one.
template <class List, class Each>
void list(std::string& text, const List& items, Each each) {
  text += '[';
  bool first = true;
  for (const auto& item : items) {
    if (!first) text += ',';
    first = false;
    each(item);
  }
  text += ']';
}

std::string digits(uint128 value) {
  const auto narrow = static_cast<std::uint64_t>(value);
  return narrow == value ? std::to_string(narrow) : to_decimal(value);
}

}  // namespace

std::string_view step_name(StepKind kind) {
  switch (kind) {
    case StepKind::part: return "part";
    case StepKind::derived: return "derived";
    case StepKind::less_derived: return "less-derived";
    case StepKind::convert: return "convert";
    case StepKind::fee: return "fee";
    case StepKind::less_fee: return "less-fee";
    case StepKind::tier: return "tier";
    case StepKind::less_tier: return "less-tier";
    case StepKind::step: return "step";
    case StepKind::split: return "split";
    case StepKind::claim: return "claim";
  }
  return "";
}

Id claim_id(const Id& work, Date from, const Period& period) {
  if (from == first_day(period)) return work;
  const Hash hash = Sha256().update(work.bytes).update(from.to_string()).finish();
  Id id;
  std::copy_n(hash.begin(), id.bytes.size(), id.bytes.begin());
  return id;
}

std::string cell_jcs(const Cell& cell, const Period& period) {
  std::string text;
  {
    Object o(text);
    if (cell.from != first_day(period)) o.plain("from", cell.from.to_string());
    o.text_if("kind", cell.facts.kind);
    o.text_if("side", cell.facts.side);
    o.text_if("source", cell.facts.source);
    o.text_if("territory", cell.facts.territory);
    o.text_if("use", cell.facts.use);
    o.id("work", cell.work);
  }
  return text;
}

Canonical::Canonical(const SettlementInput& input, const SettlementResult& result) : input_(input), result_(result), row_of_part_(result.parts.size()) {
  for (const Party& party : input.parties) parties_.push_back(&party);
  std::ranges::sort(parties_, {}, [](const Party* party) { return party->id; });
  for (std::uint32_t r = 0; r < result.rows.size(); ++r) {
    for (std::uint32_t i = result.rows[r].parts_begin; i < result.rows[r].parts_end; ++i) row_of_part_[i] = r;
  }
}

void Canonical::step(std::string& text, const TraceStep& s) const {
  Object o(text);
  const std::string_view name = result_.names.empty() ? std::string_view() : std::string_view(result_.names[s.name]);
  const bool tier = s.kind == StepKind::tier || s.kind == StepKind::less_tier;
  const bool fee = s.kind == StepKind::fee || s.kind == StepKind::less_fee;
  const bool ranked = s.kind == StepKind::claim && s.share.numerator == 0;
  const bool by_units = s.kind == StepKind::step && !s.to.is_nil();
  const bool by_revenue = s.kind == StepKind::step && s.to.is_nil();
  if (ranked) o.amount("after", s.b);
  if (s.agreement != 0) o.id("agreement", input_.book.agreements[s.agreement - 1].id);
  if (by_revenue) o.amount("before", s.a);
  if (s.kind == StepKind::convert) o.plain("currency", code(s.currency));
  if (s.cutoff != 0) {
    const SplitCutoff& cut = result_.cutoffs[s.cutoff - 1];
    Object c(o.name("cutoff"));
    c.plain("of", digits(cut.of));
    c.plain("remainder", digits(cut.remainder));
    c.plain("tie", to_hex(cut.tie));
  }
  if (s.kind == StepKind::convert) o.plain("date", Date{static_cast<std::int32_t>(s.a)}.to_string());
  if (by_revenue) o.amount("from", s.b);
  o.amount("in", s.in);
  if (s.kind == StepKind::claim || (tier && s.a >= 0)) o.amount("left", s.a);
  if (tier || fee || s.kind == StepKind::step || s.kind == StepKind::claim) o.text("name", name);
  if (by_revenue && s.c >= 0) o.amount("next", s.c);
  if (s.kind == StepKind::less_derived) o.amount("of", s.a);
  if (by_units || (s.kind == StepKind::claim && !ranked)) o.amount("of", s.b);
  o.amount("out", s.out);
  if (s.kind == StepKind::convert) {
    o.plain("rate", format_exact(s.rate));
    o.text_if("source", name);
  } else if (s.kind != StepKind::step && s.kind != StepKind::claim) {
    o.plain("share", s.share.to_string());
  }
  o.plain("step", step_name(s.kind));
  o.id_if("to", s.to);
  if (by_units) o.amount("units", s.a);
}

void Canonical::part(std::string& text, const Part& part) const {
  chain_.clear();
  for (std::uint32_t at = part.step; at != 0xFFFFFFFF; at = result_.steps[at].parent) chain_.push_back(at);
  std::ranges::reverse(chain_);
  Object o(text);
  if (part.agreement != 0) o.id("agreement", input_.book.agreements[part.agreement - 1].id);
  o.amount("amount_micro", part.amount_micro);
  o.plain("currency", code(part.currency));
  if (part.party != Part::kNobody) o.id("party", result_.party_ids[part.party]);
  list(o.name("steps"), chain_, [&](std::uint32_t at) { step(text, result_.steps[at]); });
}

void Canonical::line(std::string& text, std::uint32_t index, std::uint32_t number) const {
  const RowInfo& row = result_.rows[number];
  const Disposition& way = result_.dispositions[index];
  Object o(text);
  if (way.account != 0) o.text("account", result_.names[way.account - 1]);
  if (!row.is_fee) o.name("cell") += cell_jcs(row.cell, input_.period);
  if (row.is_fee) o.number("fee", row.place);
  o.amount("held_micro", way.held_micro);
  if (way.hold != 0) o.text("hold", input_.holds[way.hold - 1].name);
  part(o.name("part"), result_.parts[index]);
  o.number("pool", row.pool);
  o.amount("recouped_micro", way.recouped_micro);
  o.amount("reserved_micro", way.reserved_micro);
  if (!row.is_fee) {
    o.number("row", row.place);
    o.amount("row_amount_micro", row.amount_micro);
    o.plain("units", digits(result_.pools[row.pool].rows[row.place].units));
  }
}

void Canonical::account(std::string& text, const AccountResult& a) const {
  Object o(text);
  o.amount("closing_micro", a.closing_micro);
  o.plain("currency", code(a.currency));
  o.amount("earned_micro", a.earned_micro);
  o.amount("exchanged_in_micro", a.converted_in_micro);
  o.amount("exchanged_out_micro", a.converted_out_micro);
  o.amount("guaranteed_micro", a.guaranteed_micro);
  o.amount("held_micro", a.held_micro);
  o.amount("opening_micro", a.opening_micro);
  o.amount("paid_minor", a.paid_minor);
  o.amount("recouped_micro", a.recouped_micro);
  o.amount("released_micro", a.released_micro);
  o.amount("reserved_micro", a.reserved_micro);
  o.amount("returned_micro", a.returned_micro);
  o.amount("reversed_micro", a.reversed_micro);
  o.amount("unheld_micro", a.unheld_micro);
}

void Canonical::side(std::string& text, const SideBalance& s) const {
  Object o(text);
  o.amount("added_micro", s.added_micro);
  o.id_if("agreement", s.agreement);
  o.amount("closing_micro", s.closing_micro);
  o.plain("currency", code(s.currency));
  if (s.kind == OpeningLine::Kind::reserve) o.plain("due", s.due.to_string());
  o.plain("kind", opening_kind_name(s.kind));
  o.text_if("name", s.name);
  o.amount("opening_micro", s.opening_micro);
  o.amount("taken_micro", s.taken_micro);
}

void Canonical::reversal(std::string& text, const ReversalLine& r) const {
  Object o(text);
  o.id_if("agreement", r.from.agreement);
  o.amount("amount_micro", r.from.amount);
  o.plain("currency", r.from.currency.name());
  if (r.from.kind == RecordedPosting::Kind::reserve) o.plain("due", r.from.due.to_string());
  o.plain("from", posting_kind_name(r.from.kind));
  o.text_if("name", r.from.name);
  o.id("revenue", r.revenue);
  o.id("row", r.row);
}

void Canonical::exchange(std::string& text, const Exchange& e) const {
  Object o(text);
  o.plain("date", e.date.to_string());
  o.plain("from", code(e.from));
  o.amount("in_micro", e.in_micro);
  o.amount("out_micro", e.out_micro);
  o.plain("rate", format_exact(e.rate));
  o.text_if("source", e.source);
  o.plain("to", code(e.to));
}

std::string Canonical::statement(const PartyResult& result) const {
  const Party& who = party(result.party);
  std::string text;
  text.reserve(1024 + 512 * result.parts.size());
  {
    Object o(text);
    list(o.name("accounts"), result.accounts, [&](const AccountResult& each) { account(text, each); });
    o.text_if("carried_because", result.carried_because);
    list(o.name("exchanges"), result.exchanges, [&](const Exchange& each) { exchange(text, each); });
    list(o.name("lines"), result.parts, [&](std::uint32_t each) { line(text, each, row_of_part_[each]); });
    o.id("party", result_.party_ids[result.party]);
    {
      Object payee(o.name("payee"));
      payee.truth("payable", who.payable);
      if (who.pays_in) payee.plain("pays_in", who.pays_in->name());
      payee.amount("threshold_minor", who.threshold_minor);
      payee.plain("withholding", who.withholding.to_string());
    }
    list(o.name("payouts"), result.payouts, [&](const Payout& each) {
      Object payout(text);
      payout.plain("currency", code(each.currency));
      payout.amount("gross_minor", each.gross_minor);
      payout.amount("net_minor", each.net_minor);
      payout.plain("reference", each.reference);
      payout.amount("tax_minor", each.tax_minor);
    });
    o.plain("period", input_.period.to_string());
    list(o.name("reversals"), result.reversals, [&](const ReversalLine& each) { reversal(text, each); });
    list(o.name("sides"), result.sides, [&](const SideBalance& each) { side(text, each); });
  }
  return text;
}

Hash statement_leaf(const Hash& statement_salt, std::string_view statement_jcs) {
  return merkle::leaf_hash(commitment(kStatementFormat, statement_salt, statement_jcs));
}

JsonObject pool_header(const PoolResult& pool, const PoolRule* rule, const Period& period, const Currency& currency) {
  Json cutoff;
  if (pool.cutoff) cutoff = JsonObject{{"remainder", to_decimal(pool.cutoff->remainder)}, {"tie", to_hex(pool.cutoff->tie)}};
  JsonArray fees;
  JsonObject header{{"amount_micro", std::to_string(pool.amount_micro)},
                    {"currency", currency.name()},
                    {"cutoff", std::move(cutoff)},
                    {"name", pool.name},
                    {"period", period.to_string()},
                    {"pool", pool.pool.to_string()},
                    {"received_micro", std::to_string(pool.received_micro)},
                    {"rows", static_cast<std::int64_t>(pool.rows.size())},
                    {"rule", rule_name(pool.rule)},
                    {"tree", to_hex(pool.tree.hash)},
                    {"units", to_decimal(pool.tree.units)}};
  if (rule != nullptr) {
    for (const PoolFee& fee : rule->fees) {
      const auto amount = static_cast<Micros>(static_cast<uint128>(pool.received_micro) * fee.share.numerator / fee.share.denominator);
      fees.push_back(JsonObject{{"amount_micro", std::to_string(amount)}, {"name", fee.name}, {"share", fee.share.to_string()}});
    }
    if (rule->units_per_listener_day_max > 0) header.emplace_back("units_per_listener_day_max", std::to_string(rule->units_per_listener_day_max));
    if (rule->rule == Rule::artist_centric) {
      const ArtistCentric& a = rule->artist_centric;
      header.emplace_back("artist_centric", JsonObject{{"active_boost", a.active_boost}, {"listener_units_full", a.listener_units_full},
                                                       {"professional_boost", a.professional_boost}, {"professional_listeners_min", a.professional_listeners_min},
                                                       {"professional_units_min", a.professional_units_min}});
    }
  }
  header.emplace_back("fees", std::move(fees));
  return header;
}

Hash pool_root(std::string_view header_jcs) { return Sha256().update("colophon/pool/2\n").update(header_jcs).finish(); }

Hash settlement_root(std::string_view header_jcs) {
  return Sha256().update("colophon/settlement/2\n").update(header_jcs).finish();
}

}  // namespace colophon::royalty
