#pragma once
// The documents of examples/settlement as JSON, which a test changes and `seal` makes consistent again, as an operator could: every hash from the
// parts up to the settlement header, and a receipt of that. Hashes are made here by docs/formats/statement.md, not by core's own writers.
#include <algorithm>
#include <stdexcept>
#include <string>
#include <vector>

#include "colophon/merkle/receipt.hpp"
#include "colophon/merkle/tree.hpp"
#include "colophon/royalty/bundle.hpp"
#include "colophon/royalty/statement.hpp"
#include "core/royalty_support.hpp"
#include "shared.hpp"

namespace colophon::tests {

using Names = std::vector<std::string>;

inline Json& member(Json& object, std::string_view name) {
  for (auto& [key, value] : *object.object()) if (key == name) return value;
  throw std::out_of_range(std::string(name));
}
inline Json& item(Json& list, std::size_t index) { return list.array()->at(index); }

/// The names of the checks that do not hold, in order, or {"error: code field"}.
inline Names failures(const Result<merkle::Report>& report) {
  if (!report) return {"error: " + std::string(errc_name(report.error().code)) + " " + report.error().field};
  Names names;
  for (const merkle::Check& check : report->checks) if (!check.holds) names.push_back(check.name);
  return names;
}

/// The receipt of a settlement header at index 2 of a log of 6. The signature is 64 bytes that no curve made: core leaves the curve to its caller.
inline Json settlement_receipt(const Json& header, const Hash& seed) {
  std::vector<Hash> leaves;
  for (int i = 0; i < 6; ++i) leaves.push_back(sha256("leaf " + std::to_string(i)));
  const Hash salt = royalty::settlement_salt(seed);
  leaves[2] = merkle::leaf_hash(commitment("colophon/settlement/2", salt, canonical_json(header)));
  JsonArray proof;
  const std::vector<Hash> steps = *merkle::inclusion_proof(leaves, 2);
  for (const Hash& step : steps) proof.push_back(to_hex(step));
  const std::string origin = "localhost/colophon";
  const std::string key = merkle::format_verifier_key(origin, Hash{7});
  const merkle::NoteSignature signature{origin, merkle::parse_verifier_key(key)->key_hash, Bytes(64, 9)};
  const std::string note = merkle::signed_note(merkle::checkpoint_text({origin, 6, merkle::root(leaves)}), {&signature, 1});
  return JsonObject{{"format", "colophon/receipt/1"}, {"kind", "settlement"}, {"payload", header}, {"salt", to_hex(salt)},
                    {"index", 2}, {"proof", std::move(proof)}, {"checkpoint", note}, {"log_key", key}};
}

inline royalty::SettlementInput example_input() {
  std::vector<std::pair<std::string, std::string>> texts;
  for (const auto& entry : std::filesystem::directory_iterator(source_dir() / "examples/settlement")) texts.emplace_back(entry.path().filename().string(), read_file(entry.path()));
  std::vector<royalty::BundleFile> files;
  for (const auto& [name, text] : texts) files.push_back({name, text});
  auto bundle = royalty::parse_bundle(files);
  if (!bundle) throw std::runtime_error(bundle.error().field + ": " + bundle.error().detail);
  return std::move(bundle->input);
}

struct Forger {
  royalty::SettlementInput input = example_input();
  royalty::SettlementResult result = *royalty::settle(input);
  std::vector<Json> tables, statements;

  Forger() {
    const royalty::StatementWriter writer(input, result);
    for (std::size_t i = 0; i < result.pools.size(); ++i) tables.push_back(writer.pool_table(i));
    for (std::size_t i = 0; i < result.parties.size(); ++i) statements.push_back(writer.statement(i));
  }

  static uint128 number(const Json& text) { return *parse_uint128(*text.string(), ""); }
  static Hash hash(const Json& text) {
    Hash out{};
    std::ranges::copy(*from_hex(*text.string(), ""), out.begin());
    return out;
  }

  Json& inner(std::size_t party) { return member(statements[party], "statement"); }
  Json& line(std::size_t party, std::size_t line) { return item(member(inner(party), "lines"), line); }
  std::size_t lines(std::size_t party) { return member(inner(party), "lines").array()->size(); }
  Json& opening(std::size_t party, std::size_t line) { return item(member(statements[party], "openings"), line); }
  Json& header(std::size_t pool) { return member(tables[pool], "pool"); }
  Json& table_rows(std::size_t pool) { return member(tables[pool], "rows"); }

  std::size_t party(std::string_view name) const {
    for (std::size_t i = 0; i < result.parties.size(); ++i) {
      for (const auto& each : input.parties) if (each.id == result.party_ids[result.parties[i].party] && each.name == name) return i;
    }
    throw std::out_of_range(std::string(name));
  }
  std::size_t pool(royalty::Rule rule) const {
    for (std::size_t i = 0; i < result.pools.size(); ++i) if (result.pools[i].rule == rule && result.pools[i].rows.size() > 1) return i;
    throw std::out_of_range("rule");
  }

  /// Every hash again, from the parts of one party's lines up to the settlement header, and a receipt for that header in every statement.
  void seal(std::optional<std::size_t> changed = {}) {
    if (changed) for (std::size_t k = 0; k < lines(*changed); ++k) seal_part(*changed, k);
    Json settlement = member(statements[0], "settlement");
    JsonArray pools;
    for (std::size_t i = 0; i < tables.size(); ++i) {
      if (const auto tree = royalty::SumTree::build(rows(i))) member(header(i), "tree") = to_hex(tree->root().hash);
      pools.push_back(header(i));
      item(member(settlement, "pools"), i) = to_hex(sha256("colophon/pool/2\n" + canonical_json(header(i))));
    }
    std::vector<Hash> leaves;
    for (Json& file : statements) {
      const Hash payload = sha256(canonical_json(member(file, "statement")));
      leaves.push_back(merkle::leaf_hash(Sha256().update("colophon/statement/2").update(hash(member(file, "salt"))).update(payload).finish()));
    }
    member(settlement, "statements_root") = to_hex(merkle::root(leaves));
    for (std::size_t i = 0; i < statements.size(); ++i) {
      Json& file = statements[i];
      member(file, "settlement") = settlement;
      member(file, "pools") = pools;
      JsonArray proof;
      const std::vector<Hash> steps = *merkle::inclusion_proof(leaves, i);
      for (const Hash& step : steps) proof.push_back(to_hex(step));
      member(file, "proof") = std::move(proof);
      for (std::size_t k = 0; k < lines(i); ++k) seal_path(i, k);
      std::erase_if(*file.object(), [](const auto& each) { return each.first == "receipt"; });
      file.object()->emplace_back("receipt", settlement_receipt(settlement, input.seed));
    }
  }

  Names verify(std::size_t party) const { return failures(royalty::verify_statement(statements[party])); }
  Names verify(std::size_t party, std::size_t pool) const { return failures(royalty::verify_statement_with_table(statements[party], tables[pool])); }
  Names verify_table(std::size_t pool) const { return failures(royalty::verify_pool_table(tables[pool])); }

 private:
  std::vector<royalty::PoolRow> rows(std::size_t pool) {
    std::vector<royalty::PoolRow> out;
    for (Json& row : *table_rows(pool).array()) out.push_back({hash(item(row, 0)), number(item(row, 1)), number(item(row, 2)), hash(item(row, 3))});
    return out;
  }
  static std::vector<royalty::SumNode> nodes(Json& path) {
    std::vector<royalty::SumNode> out;
    for (Json& node : *path.array()) out.push_back({hash(item(node, 0)), number(item(node, 1)), number(item(node, 2))});
    return out;
  }
  bool is_fee(std::size_t party, std::size_t index) { return line(party, index).find("fee") != nullptr; }

  /// The part's leaf, the row's detail and claim, into the table.
  void seal_part(std::size_t party, std::size_t index) {
    if (is_fee(party, index)) return;
    Json& each = line(party, index);
    Json& open = opening(party, index);
    Json& part = member(each, "part");
    bool exchanged = false;
    for (Json& step : *member(part, "steps").array()) exchanged |= *member(step, "step").string() == "convert";
    royalty::PoolRow leaf;
    leaf.claim = Sha256().update("colophon/part/2").update(hash(member(open, "part_salt"))).update(canonical_json(part)).finish();
    leaf.amount_micro = exchanged ? 0 : number(member(part, "amount_micro"));
    const auto parts = static_cast<std::uint64_t>(*member(open, "parts").integer());
    const auto root = royalty::sum_path_root(leaf, static_cast<std::uint64_t>(*member(open, "part").integer()), parts, nodes(member(open, "part_path")));
    if (!root) return;
    std::array<std::uint8_t, 8> count{};
    for (int i = 0; i < 8; ++i) count[static_cast<std::size_t>(7 - i)] = static_cast<std::uint8_t>(parts >> (8 * i));
    const Hash salt = hash(member(open, "salt"));
    Json& row = item(table_rows(static_cast<std::size_t>(*member(each, "pool").integer())), static_cast<std::size_t>(*member(each, "row").integer()));
    item(row, 3) = to_hex(Sha256().update("colophon/detail/2").update(salt).update(count).update(root->hash).finish());
  }

  void seal_path(std::size_t party, std::size_t index) {
    if (is_fee(party, index)) return;
    const auto tree = royalty::SumTree::build(rows(static_cast<std::size_t>(*member(line(party, index), "pool").integer())));
    if (!tree) return;
    JsonArray path;
    for (const royalty::SumNode& node : tree->path(static_cast<std::uint64_t>(*member(line(party, index), "row").integer()))) {
      path.push_back(JsonArray{to_hex(node.hash), to_decimal(node.units), to_decimal(node.amount_micro)});
    }
    member(opening(party, index), "path") = std::move(path);
  }
};

inline void add(Json& number, std::int64_t delta) { number = std::to_string(*parse_int64(*number.string(), "") + delta); }

inline bool has(const Names& names, std::string_view name) { return std::ranges::find(names, name) != names.end(); }

}  // namespace colophon::tests
