#include "royalty/canonical.hpp"

#include "colophon/merkle/tree.hpp"

namespace colophon::royalty {
namespace {

/// Member names and values here are ASCII without quotes or backslashes: nothing needs an escape.
void member(std::string& text, std::string_view name, std::string_view value) {
  ((((text += '"') += name) += "\":\"") += value) += '"';
}

void member(std::string& text, std::string_view name, std::uint64_t value) {
  (((text += '"') += name) += "\":") += std::to_string(value);
}

std::string digits(std::int64_t value) { return std::to_string(value); }

std::string digits(uint128 value) {
  const auto narrow = static_cast<std::uint64_t>(value);
  return narrow == value ? std::to_string(narrow) : to_decimal(value);
}

}  // namespace

std::string split_jcs(std::span<const SplitPart> split) {
  std::string text = "[";
  for (const SplitPart& part : split) {
    if (text.size() > 1) text += ',';
    member(text += '{', "amount_micro", digits(part.amount_micro));
    member(text += ',', "party", part.party.to_string());
    member(text += ',', "share", part.share.to_string());
    text += '}';
  }
  return text += ']';
}

JsonArray split_json(std::span<const SplitPart> split) {
  JsonArray array;
  for (const SplitPart& part : split) {
    array.push_back(JsonObject{{"amount_micro", digits(part.amount_micro)},
                               {"party", part.party.to_string()},
                               {"share", part.share.to_string()}});
  }
  return array;
}

StatementJcs::StatementJcs(const PartyResult& party, const Currency& currency) {
  text_.reserve(256 + 192 * party.lines.size());
  member(text_ += '{', "carried_micro", digits(party.carried_micro));
  member(text_ += ',', "currency", currency.name());
  member(text_ += ',', "earned_micro", digits(party.earned_micro));
  text_ += ",\"lines\":[";
}

void StatementJcs::line(const LineText& line) {
  text_ += first_ ? "{" : ",{";
  first_ = false;
  member(text_, "amount_micro", digits(line.line.amount_micro));
  member(text_ += ',', "pool", std::uint64_t{line.line.pool});
  member(text_ += ',', "row", line.line.row);
  member(text_ += ',', "share", line.line.share.to_string());
  member(text_ += ',', "units", digits(line.units));
  member(text_ += ',', "work", line.line.work.to_string());
  member(text_ += ',', "work_amount_micro", digits(line.work_amount_micro));
  text_ += '}';
}

std::string StatementJcs::finish(const PartyResult& party, const Period& period) {
  text_ += ']';
  member(text_ += ',', "opening_micro", digits(party.opening_micro));
  member(text_ += ',', "party", party.party.to_string());
  member(text_ += ',', "payable_minor", digits(party.payable_minor));
  member(text_ += ',', "period", period.to_string());
  text_ += '}';
  return std::move(text_);
}

Hash statement_leaf(const Hash& statement_salt, std::string_view statement_jcs) {
  return merkle::leaf_hash(commitment(kStatementFormat, statement_salt, statement_jcs));
}

JsonObject pool_header(const PoolResult& pool, const Period& period, const Currency& currency) {
  Json cutoff;
  if (pool.cutoff) {
    cutoff = JsonObject{{"remainder", to_decimal(pool.cutoff->remainder)}, {"tie", to_hex(pool.cutoff->tie)}};
  }
  return {{"amount_micro", digits(pool.amount_micro)},
          {"currency", currency.name()},
          {"cutoff", std::move(cutoff)},
          {"period", period.to_string()},
          {"pool", pool.pool.to_string()},
          {"rows", static_cast<std::int64_t>(pool.rows.size())},
          {"rule", rule_name(pool.rule)},
          {"tree", to_hex(pool.tree.hash)},
          {"units", to_decimal(pool.tree.units)}};
}

Hash pool_root(std::string_view header_jcs) { return Sha256().update("colophon/pool/1\n").update(header_jcs).finish(); }

Hash settlement_root(std::string_view header_jcs) {
  return Sha256().update("colophon/settlement/1\n").update(header_jcs).finish();
}

}  // namespace colophon::royalty
