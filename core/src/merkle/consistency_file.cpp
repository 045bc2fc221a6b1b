#include "colophon/merkle/consistency_file.hpp"

#include "colophon/base/money.hpp"
#include "colophon/merkle/tree.hpp"
#include "receipt_parts.hpp"

namespace colophon::merkle {

Result<Report> verify_consistency_file(const Json& document) {
  JsonFields f(document, "");
  const std::string_view format = f.string("format");
  if (f.ok() && format != "colophon/consistency/1") return fail(Errc::unknown_format, "format", "This must be a colophon/consistency/1.");
  const std::string_view old_text = f.string("old"), new_text = f.string("new");
  const JsonArray& items = f.array("proof");
  const std::string_view log_key = f.string("log_key");
  if (auto end = f.finish(); !end) return std::unexpected(end.error());
  const Result<std::vector<Hash>> proof = parse_proof(items);
  if (!proof) return std::unexpected(proof.error());

  Report report;
  report.kind = "consistency";
  report.log_key = log_key;
  const Result<SignedCheckpoint> old_note = parse_signed_checkpoint(old_text, "old"), new_note = parse_signed_checkpoint(new_text, "new");
  add_check(report, "old-checkpoint", old_note ? check_origin(*old_note, log_key) : std::unexpected(old_note.error()));
  add_check(report, "checkpoint", new_note ? check_origin(*new_note, log_key) : std::unexpected(new_note.error()));
  if (!old_note || !new_note) return report;
  const Checkpoint &before = old_note->checkpoint, &after = new_note->checkpoint;
  // Every tree extends the empty one, without a proof.
  const bool from_nothing = before.size == 0 && before.root == root({}) && proof->empty();
  add_check(report, "consistency", from_nothing ? Result<void>() : verify_consistency(before.size, after.size, *proof, before.root, after.root));
  report.old_note = old_text;
  report.signed_text = new_note->signed_text;
  report.signatures = new_note->signatures;
  report.facts = {{"origin", after.origin}, {"old_size", to_decimal(uint128{before.size})}, {"size", to_decimal(uint128{after.size})}, {"root", to_hex(after.root)}};
  if (before.origin == after.origin && before.size == after.size && before.root != after.root) report.facts.emplace_back("fork", true);
  return report;
}

}  // namespace colophon::merkle
