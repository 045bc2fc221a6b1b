#pragma once
// The log's Ed25519 key (libsodium) in a file of its own, readable by its owner only.
#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "colophon/base/encoding.hpp"
#include "colophon/base/error.hpp"
#include "colophon/merkle/receipt.hpp"

namespace colophon::tlog {

class SigningKey {
 public:
  /// Reads the key, or makes it (mode 0600, whole or not at all) where `may_make` and there is no file.
  /// Errors: unavailable (cannot be read or written, or readable by others), does_not_hold (not a key file).
  static Result<SigningKey> load(const std::string& file, std::string_view name, bool may_make);
  ~SigningKey();
  SigningKey(const SigningKey&) = default;
  SigningKey& operator=(const SigningKey&) = default;

  const std::string& verifier_key() const { return verifier_key_; }
  /// The signed note of a checkpoint's text.
  std::string sign_note(std::string_view text) const;
  /// Whether the note holds a valid signature of this key over its text.
  bool has_signed(const merkle::SignedCheckpoint& note) const;

 private:
  SigningKey() = default;
  std::string name_, verifier_key_;
  std::uint32_t key_hash_ = 0;
  std::array<std::uint8_t, 32> public_{};
  std::array<std::uint8_t, 64> secret_{};
};

}  // namespace colophon::tlog
