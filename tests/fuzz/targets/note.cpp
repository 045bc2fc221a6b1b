#include "targets.hpp"

#include "colophon/merkle/checkpoint.hpp"

void colophon::fuzz::run_note(ByteView input) {
  const std::string_view text = as_text(input);
  if (const auto note = merkle::parse_signed_checkpoint(text)) {
    expect(merkle::signed_note(note->signed_text, note->signatures) == text, "a signed note has one spelling");
    expect(note->signed_text.starts_with(merkle::checkpoint_text(note->checkpoint)), "a checkpoint's lines have one spelling");
  }
  if (const auto key = merkle::parse_verifier_key(text)) {
    expect(merkle::format_verifier_key(key->name, key->public_key) == text, "a verifier key has one spelling");
  }
}
