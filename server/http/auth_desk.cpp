#include <algorithm>
#include <array>
#include <sodium.h>

#include "http/auth.hpp"
#include "http/credentials.hpp"
#include "store/try.hpp"

namespace colophon::http {
namespace {

constexpr std::size_t kPasswordBytesMin = 10;
constexpr std::size_t kPasswordBytesMax = 256;
constexpr std::size_t kLimiterKeysMax = 10'000;
/// Whether the store was last served with --sample, whose passwords everybody knows.
constexpr std::string_view kSampleSetting = "served_as_sample";

/// Argon2id; `interactive` is libsodium's 64 MiB and 2 passes.
Result<std::string> hash_password(std::string_view password) {
  if (sodium_init() < 0) return fail(Errc::internal, "", "libsodium does not start.");
  std::array<char, crypto_pwhash_STRBYTES> hash{};
  if (crypto_pwhash_str(hash.data(), password.data(), password.size(), crypto_pwhash_OPSLIMIT_INTERACTIVE, crypto_pwhash_MEMLIMIT_INTERACTIVE) != 0) {
    return fail(Errc::out_of_memory, "password", "There is not enough memory to hash a password (64 MiB).");
  }
  return std::string(hash.data());
}

}  // namespace

Result<void> put_desk_user(store::Store& store, std::string_view name, std::string_view role, std::string_view password) {
  const auto plain = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_'; };
  if (name.empty() || name.size() > 64 || !std::ranges::all_of(name, plain)) {
    return fail(Errc::invalid_argument, "name", "A user's name is up to 64 of a-z, 0-9, '-', '.' and '_'.");
  }
  if (role != "operator" && role != "finance" && role != "approver") {
    return fail(Errc::invalid_argument, "role", "A role is operator, finance or approver.");
  }
  if (password.size() < kPasswordBytesMin || password.size() > kPasswordBytesMax) {
    return fail(Errc::invalid_argument, "password", "A password has 10 to 256 characters.");
  }
  auto hash = hash_password(password);
  if (!hash) return std::unexpected(hash.error());
  return store.put_desk_user({std::string(name), std::string(role), std::move(*hash)});
}

std::string random_password(const store::Store& store) {
  static constexpr std::string_view alphabet = "abcdefghjkmnpqrstuvwxyzACDEFGHJKLMNPQRTUVWXY34679";
  std::string password;
  while (password.size() < 20) {
    std::array<std::uint8_t, 32> bytes{};
    store.random(bytes);
    // Bytes beyond the largest multiple of the alphabet's size are dropped, so that every character is equally likely.
    for (std::uint8_t byte : bytes) {
      if (byte < 256 / alphabet.size() * alphabet.size() && password.size() < 20) password += alphabet[byte % alphabet.size()];
    }
  }
  return password;
}

bool check_password(const std::optional<store::DeskUser>& user, std::string_view password) {
  if (password.size() > kPasswordBytesMax || sodium_init() < 0) return false;
  // The hash of a password that nobody has: a name that does not exist must not answer faster.
  static const std::string nobody = hash_password("no such user, whatever the password").value_or("");
  const std::string& hash = user ? user->password_hash : nobody;
  const bool right = crypto_pwhash_str_verify(hash.c_str(), password.data(), password.size()) == 0;
  return right && user.has_value();
}

bool LoginLimiter::over(const std::string& key) {
  auto it = failures_.find(key);
  if (it == failures_.end()) return false;
  if (Clock::now() - it->second.since > std::chrono::seconds(limits_.login_window_seconds)) {
    failures_.erase(it);
    return false;
  }
  return it->second.count >= limits_.login_failures_max;
}

bool LoginLimiter::may_try(const std::string& user, const std::string& address) {
  std::lock_guard lock(mutex_);
  // An address may stand for a whole office behind a proxy: it gets ten users' worth.
  const bool user_over = over("user " + user);
  auto it = failures_.find("address " + address);
  const bool address_over = over("address " + address) && it != failures_.end() && it->second.count >= 10 * limits_.login_failures_max;
  return !user_over && !address_over;
}

void LoginLimiter::failed(const std::string& user, const std::string& address) {
  std::lock_guard lock(mutex_);
  if (failures_.size() > kLimiterKeysMax) failures_.clear();
  for (const std::string& key : {"user " + user, "address " + address}) {
    over(key);  // forgets a window that has passed
    Failures& failures = failures_[key];
    if (failures.count++ == 0) failures.since = Clock::now();
  }
}

Result<bool> LoginLimiter::check(const std::optional<store::DeskUser>& user, std::string_view password) {
  struct Waiting {
    std::atomic<int>& count;
    ~Waiting() { --count; }
  } waiting{waiting_};
  if (++waiting_ > limits_.logins_waiting_max) return fail(Errc::too_many_requests, "user", "Many people are logging in at this moment: try again.");
  std::lock_guard one(hashing_);
  return check_password(user, password);
}

std::span<const DemoAccount> demo_accounts() {
  static constexpr std::array<DemoAccount, 3> accounts{{{"operator", "operator", "sample-operator"},
                                                        {"finance", "finance", "sample-finance"},
                                                        {"approver", "approver", "sample-approver"}}};
  return accounts;
}

Result<std::string> first_start(store::Store& store, const Options& options) {
  std::string shown;
  if (COLOPHON_TRY(store.api_keys()).empty()) {
    const NewKey made = COLOPHON_TRY(make_api_key(store, "first key", all_key_scopes()));
    shown += "first API key (shown once, all scopes): " + made.secret + "\n";
  }
  // A store that once was a sample must not take its public passwords along. Only then are they looked for: a hash takes a tenth of a second.
  const bool was_sample = !options.sample && COLOPHON_TRY(store.flag(kSampleSetting));
  for (const DemoAccount& account : demo_accounts()) {
    const auto user = COLOPHON_TRY(store.desk_user(account.name));
    if (user && !(was_sample && check_password(*user, account.password))) continue;
    const std::string password = options.sample ? account.password : random_password(store);
    COLOPHON_TRY(put_desk_user(store, account.name, account.role, password));
    shown += std::string("desk user ") + account.name + " (" + account.role + "), password shown once: " + password + "\n";
  }
  if (options.sample || was_sample) COLOPHON_TRY(store.put_setting(kSampleSetting, options.sample ? "true" : "false"));
  return shown;
}

}  // namespace colophon::http
