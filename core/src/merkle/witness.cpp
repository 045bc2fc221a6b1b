#include "colophon/merkle/witness.hpp"

#include <algorithm>

#include "colophon/base/limits.hpp"
#include "colophon/base/money.hpp"
#include "colophon/merkle/tree.hpp"

namespace colophon::merkle {
namespace {

std::unexpected<Error> refuse(const char* detail) { return fail(Errc::invalid_argument, "body", detail); }

}  // namespace

Result<AddCheckpoint> parse_add_checkpoint(std::string_view text) {
  if (text.size() > limits::kNoteBytesMax + 4'096) return fail(Errc::limit_exceeded, "body", "The request is too long.");
  const std::size_t split = text.find("\n\n");
  if (split == std::string_view::npos) return refuse("A request is an old size, a proof, an empty line and a checkpoint.");
  AddCheckpoint request;
  request.note = text.substr(split + 2);
  std::string_view head = text.substr(0, split + 1);
  const auto take_line = [&] {
    const std::string_view line = head.substr(0, head.find('\n'));
    head.remove_prefix(line.size() + 1);
    return line;
  };
  const std::string_view first = take_line();
  const Result<uint128> old_size = parse_uint128(first.starts_with("old ") ? first.substr(4) : std::string_view(), "body");
  if (!old_size || *old_size > ~std::uint64_t{0}) return refuse("The first line is \"old\", a space and the size of the earlier checkpoint.");
  request.old_size = static_cast<std::uint64_t>(*old_size);
  while (!head.empty()) {
    if (request.proof.size() == kWitnessProofHashesMax) return fail(Errc::limit_exceeded, "body", "The proof has more than 63 steps.");
    const Result<Bytes> bytes = from_base64(take_line(), "body");
    Hash hash;
    if (!bytes || bytes->size() != hash.size()) return fail(Errc::invalid_encoding, "body", "A step of the proof is the base64 of 32 bytes.");
    std::ranges::copy(*bytes, hash.begin());
    request.proof.push_back(hash);
  }
  return request;
}

std::string format_add_checkpoint(const AddCheckpoint& request) {
  std::string text = "old " + to_decimal(uint128{request.old_size}) + "\n";
  for (const Hash& hash : request.proof) text += to_base64(hash) + "\n";
  return text + "\n" + request.note;
}

Verdict judge_extension(const std::optional<Checkpoint>& latest, const AddCheckpoint& request, const Checkpoint& submitted) {
  const std::uint64_t latest_size = latest ? latest->size : 0;
  if (request.old_size > submitted.size) return {Extension::malformed, "The old size is above the size of the checkpoint."};
  if (request.old_size != latest_size) return {Extension::stale, "The latest checkpoint that was cosigned is of size " + to_decimal(uint128{latest_size}) + "."};
  if (submitted.size == 0 && submitted.root != root({})) return {Extension::inconsistent, "An empty tree has the hash of nothing as its root."};
  if (request.old_size == 0) {
    if (!request.proof.empty()) return {Extension::inconsistent, "From size 0 there is nothing to prove: the proof must be empty."};
    if (latest && submitted.size == 0 && latest->root != submitted.root) return {Extension::inconsistent, "Trees of one size have two roots."};
    return {};
  }
  const auto extends = verify_consistency(request.old_size, submitted.size, request.proof, latest->root, submitted.root);
  if (!extends) return {Extension::inconsistent, extends.error().detail};
  return {};
}

}  // namespace colophon::merkle
