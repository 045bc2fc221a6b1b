#include "log/key.hpp"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include "colophon/merkle/cosignature.hpp"

namespace colophon::tlog {
namespace {

std::string_view first_line(merkle::KeyType type) {
  return type == merkle::KeyType::ed25519 ? "colophon log key 1 ed25519\n" : "colophon witness key 1 ed25519\n";
}

struct File {
  int descriptor = -1;
  explicit File(int opened) : descriptor(opened) {}
  ~File() { if (descriptor >= 0) ::close(descriptor); }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
};

std::unexpected<Error> key_error(const std::string& file, const char* what) {
  return fail(Errc::unavailable, "log key", "The key file " + file + " " + what);
}

Result<std::array<std::uint8_t, 32>> read_seed(const std::string& file, int descriptor, merkle::KeyType type) {
  const std::string_view first = first_line(type);
  struct stat status {};
  if (::fstat(descriptor, &status) != 0) return key_error(file, "cannot be examined.");
  if ((status.st_mode & 077) != 0) return key_error(file, "can be read by others than its owner: run chmod 600 on it.");
  std::array<char, 256> text{};
  const ssize_t count = ::read(descriptor, text.data(), text.size());
  const std::string_view read(text.data(), count > 0 ? static_cast<std::size_t>(count) : 0);
  std::array<std::uint8_t, 32> seed{};
  const bool whole = read.size() == first.size() + 65 && read.starts_with(first) && read.ends_with('\n');
  auto bytes = from_hex(whole ? read.substr(first.size(), 64) : std::string_view("?"), "log key");
  sodium_memzero(text.data(), text.size());
  if (!bytes || bytes->size() != seed.size()) {
    return fail(Errc::does_not_hold, "log key", "The file " + file + " is not a key of this kind and version: restore it from its copy.");
  }
  std::copy(bytes->begin(), bytes->end(), seed.begin());
  sodium_memzero(bytes->data(), bytes->size());
  return seed;
}

/// Written under another name and linked, so that two first starts at once agree on one key and no half file is ever seen.
Result<void> make_file(const std::string& file, merkle::KeyType type) {
  std::array<std::uint8_t, 32> seed{};
  randombytes_buf(seed.data(), seed.size());
  std::string text = std::string(first_line(type)) + to_hex(seed) + "\n";
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

Result<SigningKey> SigningKey::load(const std::string& file, std::string_view name, bool may_make, merkle::KeyType type) {
  if (sodium_init() < 0) return fail(Errc::internal, "log key", "libsodium does not start.");
  for (int attempt = 0; attempt < 2; ++attempt) {
    File in(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
    if (in.descriptor >= 0) {
      auto seed = read_seed(file, in.descriptor, type);
      if (!seed) return std::unexpected(seed.error());
      SigningKey key;
      key.name_ = name;
      crypto_sign_seed_keypair(key.public_.data(), key.secret_.data(), seed->data());
      sodium_memzero(seed->data(), seed->size());
      key.verifier_key_ = merkle::format_verifier_key(name, key.public_, type);
      auto parsed = merkle::parse_verifier_key(key.verifier_key_, "name", type);
      if (!parsed) return std::unexpected(parsed.error());
      key.key_hash_ = parsed->key_hash;
      return key;
    }
    if (errno != ENOENT) return key_error(file, "cannot be opened.");
    if (!may_make) return key_error(file, "is not there, but it has signed before: restore the key from its copy.");
    if (auto made = make_file(file, type); !made) return std::unexpected(made.error());
  }
  return key_error(file, "cannot be opened.");
}

SigningKey::~SigningKey() { sodium_memzero(secret_.data(), secret_.size()); }

Bytes SigningKey::signature_of(std::string_view message) const {
  Bytes signature(crypto_sign_BYTES);
  crypto_sign_detached(signature.data(), nullptr, reinterpret_cast<const unsigned char*>(message.data()), message.size(), secret_.data());
  return signature;
}

merkle::NoteSignature SigningKey::sign(std::string_view checkpoint_text) const { return {name_, key_hash_, signature_of(checkpoint_text)}; }

merkle::NoteSignature SigningKey::cosign(std::string_view checkpoint_text, std::uint64_t time) const {
  return {name_, key_hash_, merkle::cosignature_bytes({time, signature_of(merkle::cosigned_text(time, checkpoint_text))})};
}

bool SigningKey::has_signed(const merkle::SignedCheckpoint& note) const {
  return std::ranges::any_of(note.signatures, [&](const merkle::NoteSignature& signature) {
    return signature.name == name_ && signature.key_hash == key_hash_ && signature_holds(public_, note.signed_text, signature.signature);
  });
}

bool signature_holds(ByteView public_key, std::string_view message, ByteView signature) {
  if (sodium_init() < 0 || public_key.size() != crypto_sign_PUBLICKEYBYTES || signature.size() != crypto_sign_BYTES) return false;
  return crypto_sign_verify_detached(signature.data(), reinterpret_cast<const unsigned char*>(message.data()), message.size(), public_key.data()) == 0;
}

}  // namespace colophon::tlog
