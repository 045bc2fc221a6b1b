#pragma once
// Declarations: what a party says of a work, a right or its own keys, signed by its own Ed25519 key (docs/formats/declaration.md).
// Curve code is not here: the caller signs and checks `declaration_message` (libsodium, WebCrypto).
#include <string>
#include <string_view>

#include "colophon/base/id.hpp"
#include "colophon/base/json.hpp"
#include "colophon/hash/sha256.hpp"

namespace colophon::registry {

/// The acts, in the words of the format: "register", "terms", "offer", ...
enum class Act : std::uint8_t { add_key, revoke_key, register_work, terms, withdraw, offer, cancel_offer, accept, claim, answer, retract, appeal };
std::string_view act_name(Act act);

struct Declaration {
  Act act = Act::add_key;
  Id party;
  Hash key{};                   ///< The Ed25519 public key, 32 bytes, that signs.
  std::uint64_t made_at = 0;    ///< Seconds since 1970, by the party's own clock.
  std::string platform;         ///< The name of the log that it is for: on another platform it says nothing.
  const Json* body = nullptr;   ///< Inside the document that it was read from; its form is that of the act.
};

/// Reads {"format","act","party","key","made_at","platform","body"} and checks the body's form: every field that the act has, each of the right
/// form, and no other. The errors name the field ("body.amount").
Result<Declaration> parse_declaration(const Json& document, std::string_view path = "");

/// What is signed: "colophon/declaration/1", a newline, and the document in the canonical form of RFC 8785.
std::string declaration_message(const Json& document);
/// SHA-256 of the message: names the declaration where another refers to it.
Hash declaration_hash(const Json& document);

}  // namespace colophon::registry
