#pragma once
// A receipt as C2SP writes it: the file ".tlog-proof" (tlog-proof v1), which verifiers of other logs read too.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "colophon/merkle/report.hpp"

namespace colophon::merkle {

inline constexpr std::string_view kProofFileHead = "c2sp.org/tlog-proof@v1\n";

struct ProofFile {
  std::optional<Bytes> extra;        ///< Not authenticated. Ours holds {"kind","payload","salt"}: what the entry was made from.
  std::uint64_t index = 0;
  std::vector<Hash> proof;           ///< Lowest sibling first.
  std::string checkpoint;            ///< The signed note, verbatim.
};

/// Only the one spelling that format_proof_file gives. Errors: unknown_format (another first line), invalid_argument, invalid_encoding,
/// limit_exceeded. The checkpoint is not looked into.
Result<ProofFile> parse_proof_file(std::string_view text, std::string_view field = "proof");
std::string format_proof_file(const ProofFile& file);

/// The same receipt in that form. Error: as verify_receipt.
Result<ProofFile> proof_file_of_receipt(const Json& receipt);

/// Checks a proof file. Without `entry` the file's extra data must be ours, and the report is that of verify_receipt without a log key;
/// with it, only that this entry is in the log: the check `inclusion`. Errors are for what is no proof file, or says nothing of its entry.
Result<Report> verify_proof_file(std::string_view text, const std::optional<ByteView>& entry = std::nullopt);

}  // namespace colophon::merkle
