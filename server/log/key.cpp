#include "log/key.hpp"

#include <cerrno>
#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

namespace colophon::tlog {
namespace {

constexpr std::string_view kFirstLine = "colophon log key 1 ed25519\n";

struct File {
  int descriptor = -1;
  explicit File(int opened) : descriptor(opened) {}
  ~File() { if (descriptor >= 0) ::close(descriptor); }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
};

std::unexpected<Error> key_error(const std::string& file, const char* what) {
  return fail(Errc::unavailable, "log key", "The log's key file " + file + " " + what);
}

Result<std::array<std::uint8_t, 32>> read_seed(const std::string& file, int descriptor) {
  struct stat status {};
  if (::fstat(descriptor, &status) != 0) return key_error(file, "cannot be examined.");
  if ((status.st_mode & 077) != 0) return key_error(file, "can be read by others than its owner: run chmod 600 on it.");
  std::array<char, 256> text{};
  const ssize_t count = ::read(descriptor, text.data(), text.size());
  const std::string_view read(text.data(), count > 0 ? static_cast<std::size_t>(count) : 0);
  std::array<std::uint8_t, 32> seed{};
  const bool whole = read.size() == kFirstLine.size() + 65 && read.starts_with(kFirstLine) && read.ends_with('\n');
  auto bytes = from_hex(whole ? read.substr(kFirstLine.size(), 64) : std::string_view("?"), "log key");
  sodium_memzero(text.data(), text.size());
  if (!bytes || bytes->size() != seed.size()) {
    return fail(Errc::does_not_hold, "log key", "The file " + file + " is not a log key of this version: restore it from its copy.");
  }
  std::copy(bytes->begin(), bytes->end(), seed.begin());
  sodium_memzero(bytes->data(), bytes->size());
  return seed;
}

/// Written under another name and linked, so that two first starts at once agree on one key and no half file is ever seen.
Result<void> make_file(const std::string& file) {
  std::array<std::uint8_t, 32> seed{};
  randombytes_buf(seed.data(), seed.size());
  std::string text = std::string(kFirstLine) + to_hex(seed) + "\n";
  const std::string temporary = file + "." + std::to_string(::getpid());
  bool written = false;
  {
    File out(::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
    if (out.descriptor < 0) return key_error(file, "cannot be made: is its folder there and writable?");
    written = ::write(out.descriptor, text.data(), text.size()) == static_cast<ssize_t>(text.size()) && ::fsync(out.descriptor) == 0;
  }
  sodium_memzero(text.data(), text.size());
  sodium_memzero(seed.data(), seed.size());
  const bool linked = written && (::link(temporary.c_str(), file.c_str()) == 0 || errno == EEXIST);
  ::unlink(temporary.c_str());
  if (!linked) return key_error(file, "cannot be written.");
  return {};
}

}  // namespace

Result<SigningKey> SigningKey::load(const std::string& file, std::string_view name, bool may_make) {
  if (sodium_init() < 0) return fail(Errc::internal, "log key", "libsodium does not start.");
  for (int attempt = 0; attempt < 2; ++attempt) {
    File in(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
    if (in.descriptor >= 0) {
      auto seed = read_seed(file, in.descriptor);
      if (!seed) return std::unexpected(seed.error());
      SigningKey key;
      key.name_ = name;
      crypto_sign_seed_keypair(key.public_.data(), key.secret_.data(), seed->data());
      sodium_memzero(seed->data(), seed->size());
      key.verifier_key_ = merkle::format_verifier_key(name, key.public_);
      auto parsed = merkle::parse_verifier_key(key.verifier_key_);
      if (!parsed) return std::unexpected(parsed.error());
      key.key_hash_ = parsed->key_hash;
      return key;
    }
    if (errno != ENOENT) return key_error(file, "cannot be opened.");
    if (!may_make) return key_error(file, "is not there, but the store holds a signed checkpoint: restore the key from its copy.");
    if (auto made = make_file(file); !made) return std::unexpected(made.error());
  }
  return key_error(file, "cannot be opened.");
}

SigningKey::~SigningKey() { sodium_memzero(secret_.data(), secret_.size()); }

std::string SigningKey::sign_note(std::string_view text) const {
  merkle::NoteSignature signature{name_, key_hash_, Bytes(crypto_sign_BYTES)};
  crypto_sign_detached(signature.signature.data(), nullptr, reinterpret_cast<const unsigned char*>(text.data()), text.size(), secret_.data());
  return merkle::signed_note(text, {&signature, 1});
}

bool SigningKey::has_signed(const merkle::SignedCheckpoint& note) const {
  for (const auto& signature : note.signatures) {
    if (signature.name != name_ || signature.key_hash != key_hash_ || signature.signature.size() != crypto_sign_BYTES) continue;
    const auto* text = reinterpret_cast<const unsigned char*>(note.signed_text.data());
    if (crypto_sign_verify_detached(signature.signature.data(), text, note.signed_text.size(), public_.data()) == 0) return true;
  }
  return false;
}

}  // namespace colophon::tlog
