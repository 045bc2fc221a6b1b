#pragma once
// Whom a verifier trusts: logs, witnesses, and how many of the latter (C2SP tlog-policy), and what that says of a checkpoint.
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "colophon/merkle/report.hpp"

namespace colophon::merkle {

struct Policy {
  struct Witness { std::string name; VerifierKey key; std::string url; };
  /// `threshold` of the members: indices below witnesses.size() are witnesses, the others groups after them.
  struct Group { std::string name; std::size_t threshold = 0; std::vector<std::size_t> members; };

  std::vector<VerifierKey> logs;
  std::vector<std::string> log_urls;          ///< As many as logs; empty where none was written.
  std::vector<Witness> witnesses;
  std::vector<Group> groups;
  std::size_t quorum = kNone;                 ///< An index as in Group::members, or kNone.
  static constexpr std::size_t kNone = ~std::size_t{0};

  /// Whether cosignatures by these witnesses (by index) are enough.
  bool satisfied_by(const std::vector<bool>& cosigned) const;
};

/// Either a C2SP tlog-policy, or a plain list of verifier keys, one a line: keys of type 01 are logs, keys of type 04 are witnesses of
/// which one is enough. Errors: invalid_argument with the line ("policy:3"), limit_exceeded.
Result<Policy> parse_policy(std::string_view text, std::string_view field = "policy");

/// One signature that a key of the policy claims to have made: what the caller's curve code has to check.
struct SignatureTask {
  std::string name;                ///< Of the key.
  Bytes public_key;                ///< 32 bytes.
  std::string message;             ///< What Ed25519 was computed over.
  Bytes signature;                 ///< 64 bytes.
  bool is_witness = false;
  std::size_t member = 0;          ///< Index into the policy's logs or witnesses.
  std::uint64_t time = 0;          ///< Of a cosignature.
};
/// In the order of the note's lines; signatures of other keys, and of a log of another origin, are no tasks.
std::vector<SignatureTask> signature_tasks(const SignedCheckpoint& note, const Policy& policy);

/// Adds `known-key` (a log key of the policy has signed) and, where the policy has a quorum, `witnesses`. `valid` is the caller's verdict on
/// each task. A signature of a known key that is wrong spoils the note, as signed-note says. A policy without logs asks for none:
/// whose log it is then stays among what is not proven. Facts: "signed_by", and "witnesses"
/// [{"name","time"}] where there are any, oldest time first.
void judge_signatures(Report& report, const SignedCheckpoint& note, const Policy& policy, std::span<const SignatureTask> tasks, const std::vector<bool>& valid);

}  // namespace colophon::merkle
