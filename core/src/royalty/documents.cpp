#include "royalty/documents.hpp"

#include "colophon/base/limits.hpp"
#include "merkle/payload.hpp"

namespace colophon::royalty {
namespace {

std::string item(std::string_view list, std::size_t index) { return std::string(list) + "[" + std::to_string(index) + "]"; }

/// JsonFields with the types of these documents.
class Fields : public JsonFields {
 public:
  using JsonFields::JsonFields;

  Hash hash(std::string_view name) { return keep(merkle::parse_hash(string(name), path(name))); }
  Id id(std::string_view name) { return keep(Id::parse(string(name), path(name))); }
  Period period(std::string_view name) { return keep(Period::parse(string(name), path(name))); }
  Currency currency(std::string_view name) { return keep(Currency::parse(string(name), path(name))); }
  Rule rule(std::string_view name) { return keep(parse_rule(string(name), path(name))); }
  std::int64_t amount_signed(std::string_view name) { return keep(parse_int64(string(name), path(name))); }
  std::int64_t amount(std::string_view name) {
    const std::int64_t value = amount_signed(name);
    if (value < 0) note({Errc::negative_amount, path(name), "This amount is never below zero."});
    return value;
  }
  uint128 count(std::string_view name) { return keep(parse_uint128(string(name), path(name))); }
  std::uint64_t index(std::string_view name) {
    const std::int64_t value = integer(name);
    if (value < 0) note({Errc::negative_amount, path(name), "This number is never below zero."});
    return value < 0 ? 0 : static_cast<std::uint64_t>(value);
  }
  /// Only as it is written out: lowest terms, "n/d".
  Share share(std::string_view name) {
    const std::string_view text = string(name);
    const Share share = keep(Share::parse(text, path(name)));
    if (ok() && share.to_string() != text) {
      note({Errc::invalid_shares, path(name), "A share in a document is written n/d in lowest terms."});
    }
    return share;
  }
  void expect_format(std::string_view format) {
    if (string("format") != format && ok()) {
      note({Errc::unknown_format, path("format"), "This must be \"" + std::string(format) + "\"."});
    }
  }
  /// Reads each item of a list with `read(item, path)`.
  template <class T, class Read>
  std::vector<T> list(std::string_view name, Read&& read) {
    std::vector<T> out;
    const JsonArray& items = array(name);
    out.reserve(items.size());
    for (std::size_t i = 0; i < items.size() && ok(); ++i) out.push_back(keep(read(items[i], item(path(name), i))));
    return out;
  }

 private:
  template <class T>
  T keep(Result<T> result) {
    if (result) return std::move(*result);
    note(std::move(result.error()));
    return T{};
  }
};

template <class T>
Result<T> finished(Fields& fields, T value) {
  if (auto done = fields.finish(); !done) return std::unexpected(done.error());
  return value;
}

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
  const auto hash = merkle::parse_hash((*parts)[0], item(path, 0));
  if (!hash) return std::unexpected(hash.error());
  const auto units = parse_uint128((*parts)[1], item(path, 1));
  if (!units) return std::unexpected(units.error());
  const auto amount = parse_uint128((*parts)[2], item(path, 2));
  if (!amount) return std::unexpected(amount.error());
  return SumNode{*hash, *units, *amount};
}

Result<PoolRow> read_row(const Json& value, const std::string& path) {
  const auto parts = read_strings(value, path, 4);
  if (!parts) return std::unexpected(parts.error());
  const auto claim = merkle::parse_hash((*parts)[0], item(path, 0));
  if (!claim) return std::unexpected(claim.error());
  const auto units = parse_uint128((*parts)[1], item(path, 1));
  if (!units) return std::unexpected(units.error());
  const auto amount = parse_uint128((*parts)[2], item(path, 2));
  if (!amount) return std::unexpected(amount.error());
  const auto detail = merkle::parse_hash((*parts)[3], item(path, 3));
  if (!detail) return std::unexpected(detail.error());
  return PoolRow{*claim, *units, *amount, *detail};
}

Result<Cutoff> read_cutoff(const Json& value, std::string path) {
  Fields f(value, std::move(path));
  return finished(f, Cutoff{f.count("remainder"), f.hash("tie")});
}

Result<PoolHeader> read_pool_header(const Json& value, std::string path) {
  Fields f(value, std::move(path));
  PoolHeader pool;
  pool.amount_micro = f.amount("amount_micro");
  pool.currency = f.currency("currency");
  pool.period = f.period("period");
  pool.pool = f.id("pool");
  pool.rows = f.index("rows");
  pool.rule = f.rule("rule");
  pool.tree = f.hash("tree");
  pool.units = f.count("units");
  if (const Json& cutoff = f.required("cutoff"); f.ok() && !cutoff.is_null()) {
    auto read = read_cutoff(cutoff, f.path("cutoff"));
    if (!read) return std::unexpected(read.error());
    pool.cutoff = *read;
  }
  pool.root = pool_root(canonical_json(value));
  return finished(f, std::move(pool));
}

Result<SettlementHeader> read_settlement_header(const Json& value) {
  Fields f(value, "settlement");
  SettlementHeader header;
  header.settlement = f.id("settlement");
  header.period = f.period("period");
  header.currency = f.currency("currency");
  header.pools = f.list<Hash>("pools", read_hash);
  header.pool_micro = f.amount("pool_micro");
  header.accrued_micro = f.amount("accrued_micro");
  header.payable_minor = f.amount("payable_minor");
  header.opening_micro = f.amount_signed("opening_micro");
  header.carried_micro = f.amount_signed("carried_micro");
  header.statements = f.index("statements");
  header.statements_root = f.hash("statements_root");
  f.hash("journal");
  header.jcs = canonical_json(value);
  return finished(f, std::move(header));
}

Result<LineRead> read_line(const Json& value, std::string path, std::size_t pools) {
  Fields f(value, std::move(path));
  LineRead line;
  const std::uint64_t pool = f.index("pool");
  line.pool = static_cast<std::uint32_t>(pool);
  line.row = f.index("row");
  line.work = f.id("work");
  line.units = f.count("units");
  line.work_amount_micro = f.amount("work_amount_micro");
  line.share = f.share("share");
  line.amount_micro = f.amount("amount_micro");
  if (pool >= pools) f.note({Errc::invalid_argument, f.path("pool"), "The file has no such pool."});
  return finished(f, line);
}

Result<SplitPart> read_part(const Json& value, std::string path) {
  Fields f(value, std::move(path));
  SplitPart part;
  part.party = f.id("party");
  part.share = f.share("share");
  part.amount_micro = f.amount("amount_micro");
  return finished(f, part);
}

Result<OpeningRead> read_opening(const Json& value, std::string path) {
  Fields f(value, std::move(path));
  OpeningRead opening;
  opening.salt = f.hash("salt");
  opening.split = f.list<SplitPart>("split", read_part);
  opening.split_jcs = canonical_json(f.required("split"));
  opening.path = f.list<SumNode>("path", read_node);
  return finished(f, std::move(opening));
}

Result<void> read_inner(const Json& value, StatementRead& out) {
  Fields f(value, "statement");
  out.party = f.id("party");
  out.period = f.period("period");
  out.currency = f.currency("currency");
  out.opening_micro = f.amount_signed("opening_micro");
  out.earned_micro = f.amount("earned_micro");
  out.payable_minor = f.amount("payable_minor");
  out.carried_micro = f.amount_signed("carried_micro");
  out.lines = f.list<LineRead>("lines", [&](const Json& line, std::string path) {
    return read_line(line, std::move(path), out.pools.size());
  });
  out.statement_jcs = canonical_json(value);
  return f.finish();
}

}  // namespace

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
  out.pool = *header;
  return out;
}

}  // namespace colophon::royalty
