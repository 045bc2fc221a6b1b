#pragma once
// The forms of what the log commits to: docs/formats/receipt.md, "What the log holds".
#include <string_view>

#include "colophon/base/json.hpp"
#include "colophon/hash/sha256.hpp"

namespace colophon::merkle {

inline constexpr const char* kKindsText = "The kind must be work, settlement, plan, model, log-key, declaration, decision or licence.";
/// That the payload has exactly the fields of its kind, each of the right form. The error names the field.
Result<void> check_payload(std::string_view kind, const Json& payload);
/// 64 lower-case hexadecimal digits. Error: invalid_encoding.
Result<Hash> parse_hash(std::string_view text, std::string_view field);

}  // namespace colophon::merkle
