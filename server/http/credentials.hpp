#pragma once
// Who sent a request, and whether that may call a route. Private to server/http.
#include <chrono>
#include <map>
#include <mutex>
#include <string>

#include "http/api.hpp"

namespace colophon::http {

inline constexpr std::string_view kDeskCookie = "colophon_desk";

/// Reads Authorization, else the desk's cookie. Errors: unauthorized (wrong or expired), forbidden (a token from another origin; a
/// write at the desk that does not come from the desk's own pages).
Result<Caller> authenticate(const httplib::Request& request, Services& services);
/// Errors: unauthorized (nobody, where somebody is needed), forbidden (without the scope or role).
Result<void> authorize(const Caller& caller, const Route& route);

/// "cs_" or another prefix and 32 random bytes as base64url.
std::string new_secret(const store::Store& store, std::string_view prefix);
/// What the store keeps of a credential.
Hash secret_hash(std::string_view secret);
std::string cookie_value(const httplib::Request& request, std::string_view name);
/// True where the browser says that a page of this very service sent the request.
bool is_same_origin(const httplib::Request& request, const Options& options);

/// Counts failed logins of a user and from an address over a sliding window. In memory: a restart forgets them, an attacker cannot restart us.
class LoginLimiter {
 public:
  explicit LoginLimiter(const Limits& limits) : limits_(limits) {}
  /// False where there were too many failures lately.
  bool may_try(const std::string& user, const std::string& address);
  void failed(const std::string& user, const std::string& address);
  /// check_password(), one at a time, since a hash takes 64 MiB and a tenth of a second. Error: too_many_requests where many wait already.
  Result<bool> check(const std::optional<store::DeskUser>& user, std::string_view password);

 private:
  using Clock = std::chrono::steady_clock;
  struct Failures { int count = 0; Clock::time_point since{}; };
  bool over(const std::string& key);
  const Limits& limits_;
  std::mutex mutex_;
  std::map<std::string, Failures> failures_;
  std::mutex hashing_;
  std::atomic<int> waiting_{0};
};

/// What a new store needs before anybody can use it: one API key, three desk users. Returns what is to be shown once, as lines.
Result<std::string> first_start(store::Store& store, const Options& options);
/// The documented accounts of a sample (loopback only).
struct DemoAccount { const char* name; const char* role; const char* password; };
std::span<const DemoAccount> demo_accounts();
/// Whether the password is this user's. Takes the time of one hash even where there is no such user.
bool check_password(const std::optional<store::DeskUser>& user, std::string_view password);

}  // namespace colophon::http
