#include "colophon/merkle/receipt.hpp"

#include <algorithm>

#include "colophon/base/limits.hpp"
#include "colophon/base/money.hpp"
#include "colophon/registry/declaration.hpp"
#include "payload.hpp"
#include "receipt_parts.hpp"

namespace colophon::merkle {
namespace {

constexpr std::string_view kFormat = "colophon/receipt/1";
constexpr std::size_t kEd25519SignatureBytes = 64;

// Our own receipts have indices that JSON can hold; a proof file of another log may have any.
Json index_json(std::uint64_t index) {
  constexpr std::uint64_t kJsonIntegerMax = (std::uint64_t{1} << 53) - 1;
  return index > kJsonIntegerMax ? Json(to_decimal(uint128{index})) : Json(static_cast<std::int64_t>(index));
}

// That the entry stands in the tree of the checkpoint.
void check_log(Report& report, const Receipt& receipt, ByteView entry) {
  const Result<SignedCheckpoint> note = parse_signed_checkpoint(receipt.checkpoint, "checkpoint");
  if (!note) {
    add_check(report, "inclusion", fail(Errc::does_not_hold, "checkpoint", "Without a readable checkpoint there is no root to lead to."));
    add_check(report, "checkpoint", std::unexpected(note.error()));
    return;
  }
  const Checkpoint& checkpoint = note->checkpoint;
  report.facts.emplace_back("origin", checkpoint.origin);
  report.facts.emplace_back("size", to_decimal(uint128{checkpoint.size}));
  report.facts.emplace_back("root", to_hex(checkpoint.root));
  add_check(report, "inclusion", verify_inclusion(leaf_hash(entry), receipt.index, checkpoint.size, receipt.proof, checkpoint.root));
  add_check(report, "checkpoint", receipt.log_key.empty() ? Result<void>() : check_origin(*note, receipt.log_key));
  report.signed_text = note->signed_text;
  report.signatures = note->signatures;
}

}  // namespace

Result<std::vector<Hash>> parse_proof(const JsonArray& items) {
  if (items.size() > limits::kMerkleProofHashesMax) {
    return fail(Errc::limit_exceeded, "proof", "A proof has at most " + std::to_string(limits::kMerkleProofHashesMax) + " hashes.");
  }
  std::vector<Hash> proof;
  for (std::size_t i = 0; i < items.size(); ++i) {
    const std::string* text = items[i].string();
    const Result<Hash> hash = parse_hash(text ? *text : std::string(), "proof[" + std::to_string(i) + "]");
    if (!hash) return std::unexpected(hash.error());
    proof.push_back(*hash);
  }
  return proof;
}

Result<void> check_origin(const SignedCheckpoint& note, std::string_view log_key) {
  const Result<VerifierKey> key = parse_verifier_key(log_key, "log_key");
  if (!key) return std::unexpected(key.error());
  if (note.checkpoint.origin != key->name) {
    return fail(Errc::does_not_hold, "checkpoint", "The checkpoint is of another log than log_key names.");
  }
  const bool is_signed = std::ranges::any_of(note.signatures, [&](const NoteSignature& signature) {
    return signature.name == key->name && signature.key_hash == key->key_hash && signature.signature.size() == kEd25519SignatureBytes;
  });
  if (!is_signed) return fail(Errc::does_not_hold, "checkpoint", "The checkpoint has no Ed25519 signature by log_key.");
  return {};
}

Result<void> read_made_from(Receipt& receipt, std::string_view salt) {
  if (!payload_domain(receipt.kind)) return fail(Errc::invalid_argument, "kind", kKindsText);
  const Result<Hash> bytes = parse_hash(salt, "salt");
  if (!bytes) return std::unexpected(bytes.error());
  receipt.salt = *bytes;
  return {};
}

// What has not the shape of a receipt is an error; what has it may still be false.
Result<Receipt> parse_receipt(const Json& document) {
  JsonFields f(document, "");
  Receipt receipt;
  const std::string_view format = f.string("format");
  if (f.ok() && format != kFormat) return fail(Errc::unknown_format, "format", "This must be a colophon/receipt/1.");
  receipt.kind = f.string("kind");
  receipt.payload = &f.required("payload");
  const std::string_view salt = f.string("salt");
  const std::int64_t index = f.integer("index");
  const JsonArray& proof_items = f.array("proof");
  receipt.checkpoint = f.string("checkpoint");
  receipt.log_key = f.string("log_key");
  if (auto end = f.finish(); !end) return std::unexpected(end.error());

  if (index < 0) return fail(Errc::negative_amount, "index", "The index must be at least 0.");
  receipt.index = static_cast<std::uint64_t>(index);
  if (auto read = read_made_from(receipt, salt); !read) return std::unexpected(read.error());
  Result<std::vector<Hash>> proof = parse_proof(proof_items);
  if (!proof) return std::unexpected(proof.error());
  receipt.proof = std::move(*proof);
  return receipt;
}

Report check_entry(const Receipt& receipt, ByteView entry) {
  Report report;
  report.kind = "receipt";
  report.log_key = receipt.log_key;
  report.facts = {{"index", index_json(receipt.index)}};
  check_log(report, receipt, entry);
  return report;
}

Report check_receipt(const Receipt& receipt) {
  Report report;
  report.kind = "receipt";
  report.log_key = receipt.log_key;
  const Hash entry = commitment(*payload_domain(receipt.kind), receipt.salt, canonical_json(*receipt.payload));
  report.facts = {{"kind", receipt.kind}, {"payload", *receipt.payload}, {"entry", to_hex(entry)}, {"index", index_json(receipt.index)}};
  const Result<void> form = check_payload(receipt.kind, *receipt.payload);
  add_check(report, "commitment", form);
  if (form && receipt.kind == "declaration") {
    const Json& declaration = *receipt.payload->find("declaration");
    report.declared.push_back({*from_hex(*declaration.find("key")->string(), "key"), registry::declaration_message(declaration),
                               *from_hex(*receipt.payload->find("signature")->string(), "signature")});
  }
  check_log(report, receipt, entry);
  return report;
}

Result<Report> verify_receipt(const Json& document) {
  const Result<Receipt> receipt = parse_receipt(document);
  if (!receipt) return std::unexpected(receipt.error());
  return check_receipt(*receipt);
}

}  // namespace colophon::merkle
