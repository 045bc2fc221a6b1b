#include "cli/signature.hpp"

#include <sodium.h>

#include "store/try.hpp"

namespace colophon::cli {
namespace {

merkle::Check signature_check(const merkle::Report& report) {
  merkle::Check check{"signature", false, "log_key", ""};
  const auto key = merkle::parse_verifier_key(report.log_key, "log_key");
  if (!key) {
    check.detail = key.error().detail;
    return check;
  }
  if (key->public_key.size() != crypto_sign_PUBLICKEYBYTES) {
    check.detail = "the log's key is not an Ed25519 key of 32 bytes";
    return check;
  }
  check.field = "checkpoint";
  check.detail = "no signature of the checkpoint is by the log's key";
  for (const auto& signature : report.signatures) {
    if (signature.name != key->name || signature.key_hash != key->key_hash || signature.signature.size() != crypto_sign_BYTES) continue;
    if (crypto_sign_verify_detached(signature.signature.data(), reinterpret_cast<const unsigned char*>(report.signed_text.data()),
                                    report.signed_text.size(), key->public_key.data()) != 0) continue;
    return {"signature", true, "", ""};
  }
  return check;
}

}  // namespace

Result<std::vector<merkle::Check>> check_signatures(const merkle::Report& report, std::string_view trusted) {
  if (!trusted.empty()) COLOPHON_TRY(merkle::parse_verifier_key(trusted, "--log-key"));
  std::vector<merkle::Check> checks;
  if (report.signed_text.empty()) return checks;
  if (sodium_init() < 0) return fail(Errc::internal, "", "libsodium could not be started");
  checks.push_back(signature_check(report));
  if (trusted.empty()) return checks;
  if (report.log_key == trusted) checks.push_back({"known-key", true, "", ""});
  else checks.push_back({"known-key", false, "log_key", "the document names another log's key than the one that was given"});
  return checks;
}

}  // namespace colophon::cli
