#pragma once
// What the two spellings of a receipt (JSON and C2SP's proof file) have in common.
#include <cstdint>
#include <string_view>
#include <vector>

#include "colophon/merkle/receipt.hpp"

namespace colophon::merkle {

/// Views into the document that it was read from.
struct Receipt {
  std::string_view kind;
  const Json* payload = nullptr;
  Hash salt{};
  std::uint64_t index = 0;
  std::vector<Hash> proof;
  std::string_view checkpoint;
  std::string_view log_key;          ///< Empty where the document names none.
};

Result<Receipt> parse_receipt(const Json& document);
Result<std::vector<Hash>> parse_proof(const JsonArray& items);
/// The note is a checkpoint of the log that the key belongs to, and that key's signature stands on it. Whether the curve agrees is the
/// caller's part.
Result<void> check_origin(const SignedCheckpoint& note, std::string_view log_key);
/// Checks that the kind exists and reads the salt.
Result<void> read_made_from(Receipt& receipt, std::string_view salt);
/// Commitment, inclusion, checkpoint.
Report check_receipt(const Receipt& receipt);
/// Inclusion of an entry of any form, and checkpoint.
Report check_entry(const Receipt& receipt, ByteView entry);

}  // namespace colophon::merkle
