#pragma once
// Documents of settlements for tests: a receipt from a small log, and the fixture of three pools.
#include <stdexcept>
#include <string>
#include <vector>

#include "colophon/merkle/receipt.hpp"
#include "colophon/merkle/tree.hpp"
#include "colophon/royalty/bundle.hpp"
#include "colophon/royalty/settlement.hpp"
#include "colophon/royalty/statement.hpp"
#include "shared.hpp"

namespace colophon::tests {

inline Json fixture_json(const std::string& name) { return *parse_json(read_file(fixtures() / "settlement" / name)); }

/// The settlement of tests/fixtures/settlement/three-pools.bundle.json.
inline royalty::SettlementInput three_pools() { return *royalty::parse_bundle(fixture_json("three-pools.bundle.json")); }

inline Json& member(Json& object, std::string_view name) {
  for (auto& [key, value] : *object.object()) if (key == name) return value;
  throw std::out_of_range(std::string(name));
}
inline Json& item(Json& list, std::size_t index) { return list.array()->at(index); }

/// The receipt of a settlement header at index 2 of a log of 6. The signature is 64 bytes that no curve made: core leaves the
/// curve to its caller.
inline Json settlement_receipt(const JsonObject& header, const Hash& seed) {
  std::vector<Hash> leaves;
  for (int i = 0; i < 6; ++i) leaves.push_back(sha256("leaf " + std::to_string(i)));
  const Hash salt = royalty::settlement_salt(seed);
  leaves[2] = merkle::leaf_hash(commitment("colophon/settlement/1", salt, canonical_json(header)));
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

inline Json statement_with_receipt(const royalty::StatementWriter& writer, std::size_t index, const royalty::SettlementInput& input,
                                   const royalty::SettlementResult& result) {
  JsonObject statement = writer.statement(index);
  statement.emplace_back("receipt", settlement_receipt(result.header, input.seed));
  return statement;
}

/// The names of the checks that do not hold, in order, or {"error: code"}.
inline std::vector<std::string> failures(const Result<merkle::Report>& report) {
  if (!report) return {"error: " + std::string(errc_name(report.error().code))};
  std::vector<std::string> names;
  for (const merkle::Check& check : report->checks) if (!check.holds) names.push_back(check.name);
  return names;
}

}  // namespace colophon::tests
