#pragma once
// What a witness decides (C2SP tlog-witness v1.0.0, add-checkpoint), as a pure function: signatures, storage and time are the caller's.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "colophon/merkle/checkpoint.hpp"

namespace colophon::merkle {

inline constexpr std::size_t kWitnessProofHashesMax = 63;

struct AddCheckpoint {
  std::uint64_t old_size = 0;
  std::vector<Hash> proof;           ///< From old_size to the checkpoint's size.
  std::string note;                  ///< The signed checkpoint, verbatim.
};
/// "old N", the proof in base64, an empty line, the checkpoint. Errors: invalid_argument, invalid_encoding, limit_exceeded.
Result<AddCheckpoint> parse_add_checkpoint(std::string_view text);
std::string format_add_checkpoint(const AddCheckpoint& request);

/// What the submission is, given the latest checkpoint that was cosigned. In the order in which tlog-witness asks.
enum class Extension : std::uint8_t {
  extends,        ///< Cosign it: 200.
  malformed,      ///< The old size is above the new one: 400.
  stale,          ///< The old size is not that of the latest checkpoint: 409 with that size.
  inconsistent,   ///< It does not extend it: 422.
};
struct Verdict { Extension extension = Extension::extends; std::string detail; };
/// `latest` is nothing where none of this log was ever cosigned. The caller has checked the log's signature on `submitted`.
Verdict judge_extension(const std::optional<Checkpoint>& latest, const AddCheckpoint& request, const Checkpoint& submitted);

}  // namespace colophon::merkle
