#include "colophon/merkle/proof_file.hpp"

#include <algorithm>

#include "colophon/base/limits.hpp"
#include "colophon/base/money.hpp"
#include "receipt_parts.hpp"

namespace colophon::merkle {
namespace {

std::unexpected<Error> refuse(std::string_view field, const char* detail) { return fail(Errc::invalid_argument, std::string(field), detail); }

// The next line without its newline; nothing where there is none.
std::optional<std::string_view> take_line(std::string_view& text) {
  const std::size_t end = text.find('\n');
  if (end == std::string_view::npos) return std::nullopt;
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(end + 1);
  return line;
}

Result<Hash> parse_base64_hash(std::string_view line, std::string_view field) {
  const Result<Bytes> bytes = from_base64(line, field);
  Hash hash;
  if (!bytes || bytes->size() != hash.size()) return fail(Errc::invalid_encoding, std::string(field), "A step of the proof is the base64 of 32 bytes.");
  std::ranges::copy(*bytes, hash.begin());
  return hash;
}

}  // namespace

Result<ProofFile> parse_proof_file(std::string_view text, std::string_view field) {
  if (!text.starts_with(kProofFileHead)) return fail(Errc::unknown_format, std::string(field), "A proof file begins with the line c2sp.org/tlog-proof@v1.");
  if (text.size() > limits::kProofFileBytesMax) return fail(Errc::limit_exceeded, std::string(field), "The proof file is too long.");
  text.remove_prefix(kProofFileHead.size());
  ProofFile file;
  auto line = take_line(text);
  if (line && line->starts_with("extra ")) {
    Result<Bytes> extra = from_base64(line->substr(6), field);
    if (!extra) return std::unexpected(extra.error());
    file.extra = std::move(*extra);
    line = take_line(text);
  }
  if (!line || !line->starts_with("index ")) return refuse(field, "A proof file has a line with the index of its entry.");
  const Result<uint128> index = parse_uint128(line->substr(6), field);
  if (!index || *index > ~std::uint64_t{0}) return refuse(field, "The index of a proof file is a decimal number without leading zeros.");
  file.index = static_cast<std::uint64_t>(*index);
  while ((line = take_line(text)) && !line->empty()) {
    if (file.proof.size() == limits::kMerkleProofHashesMax) return fail(Errc::limit_exceeded, std::string(field), "The proof has too many steps.");
    const Result<Hash> hash = parse_base64_hash(*line, field);
    if (!hash) return std::unexpected(hash.error());
    file.proof.push_back(*hash);
  }
  if (!line || text.empty()) return refuse(field, "A proof file ends with an empty line and the checkpoint.");
  file.checkpoint = text;
  return file;
}

std::string format_proof_file(const ProofFile& file) {
  std::string text(kProofFileHead);
  if (file.extra) text += "extra " + to_base64(*file.extra) + "\n";
  text += "index " + to_decimal(uint128{file.index}) + "\n";
  for (const Hash& hash : file.proof) text += to_base64(hash) + "\n";
  return text + "\n" + file.checkpoint;
}

Result<ProofFile> proof_file_of_receipt(const Json& document) {
  const Result<Receipt> receipt = parse_receipt(document);
  if (!receipt) return std::unexpected(receipt.error());
  const std::string extra = canonical_json(JsonObject{{"kind", receipt->kind}, {"payload", *receipt->payload}, {"salt", to_hex(receipt->salt)}});
  const ByteView bytes = as_bytes(extra);
  return ProofFile{Bytes(bytes.begin(), bytes.end()), receipt->index, receipt->proof, std::string(receipt->checkpoint)};
}

Result<Report> verify_proof_file(std::string_view text, const std::optional<ByteView>& entry) {
  const Result<ProofFile> file = parse_proof_file(text);
  if (!file) return std::unexpected(file.error());
  Receipt receipt;
  receipt.index = file->index;
  receipt.proof = file->proof;
  receipt.checkpoint = file->checkpoint;
  const auto said = [](Report report) {
    say(report);
    return report;
  };
  if (entry) return said(check_entry(receipt, *entry));
  if (!file->extra) return fail(Errc::missing_field, "entry", "This proof does not say what its entry was made from: give the entry's bytes beside it.");
  const std::string_view extra(reinterpret_cast<const char*>(file->extra->data()), file->extra->size());
  const Result<Json> json = parse_json(extra);
  if (!json) return fail(json.error().code, "extra", json.error().detail);
  JsonFields f(*json, "extra");
  receipt.kind = f.string("kind");
  receipt.payload = &f.required("payload");
  const std::string_view salt = f.string("salt");
  if (auto end = f.finish(); !end) return std::unexpected(end.error());
  if (auto read = read_made_from(receipt, salt); !read) return std::unexpected(read.error());
  return said(check_receipt(receipt));
}

}  // namespace colophon::merkle
