#include "http/auth.hpp"

#include <algorithm>
#include <array>
#include <httplib.h>
#include <sodium.h>

#include "http/credentials.hpp"
#include "http/guard.hpp"

namespace colophon::http {
namespace {

constexpr std::array<const char*, 9> kKeyScopes{"sessions:write", "works:write", "works:read", "events:write",
                                                "revenue:write", "settle:write", "plan:write", "read", "sales:write"};

std::unexpected<Error> no_credential(const char* detail) { return fail(Errc::unauthorized, "Authorization", detail); }

Result<Caller> caller_of_key(std::string_view secret, store::Store& store) {
  auto key = store.api_key(secret_hash(secret));
  if (!key) return std::unexpected(key.error());
  if (!*key) return no_credential("There is no such API key, or it was revoked.");
  Caller caller;
  caller.who = Who::key;
  caller.credential = "key:" + (*key)->id.to_string();
  caller.scopes = (*key)->scopes;
  return caller;
}

/// A browser names the origin of a page that calls; only for a GET to its own origin it leaves the header out.
bool comes_from(const std::string& origin, const httplib::Request& request, const Options& options) {
  if (request.has_header("Origin")) return request.get_header_value("Origin") == origin;
  return (request.method == "GET" || request.method == "HEAD") && request.get_header_value("Sec-Fetch-Site") == "same-origin" &&
         own_origin(request, options) == origin;
}

Result<Caller> caller_of_session(std::string_view token, const httplib::Request& request, Services& services) {
  auto session = services.store.session(secret_hash(token));
  if (!session) return std::unexpected(session.error());
  if (!*session) return no_credential("The session token is wrong or has expired: ask the site's backend for a new one.");
  if (!comes_from((*session)->origin, request, services.options)) {
    return fail(Errc::forbidden, "Origin", "The session token belongs to another origin.");
  }
  Caller caller;
  caller.who = Who::session;
  caller.party = (*session)->party;
  caller.credential = "party:" + caller.party.to_string();
  caller.origin = (*session)->origin;
  caller.scopes = (*session)->scopes;
  return caller;
}

Result<Caller> caller_at_desk(const std::string& token, const httplib::Request& request, Services& services) {
  auto session = services.store.desk_session(secret_hash(token));
  if (!session) return std::unexpected(session.error());
  if (!*session) return fail(Errc::unauthorized, kDeskCookie.data(), "The desk's session has ended: log in again.");
  const bool reads = request.method == "GET" || request.method == "HEAD";
  if (!reads && !is_same_origin(request, services.options)) {
    return fail(Errc::forbidden, "Origin", "A write with the desk's cookie must come from the desk's own pages.");
  }
  Caller caller;
  caller.who = Who::desk;
  caller.user = (*session)->user;
  caller.role = (*session)->role;
  caller.credential = "desk:" + caller.user;
  return caller;
}

Role role_of(std::string_view name) {
  return name == "operator" ? kOperator : name == "finance" ? kFinance : name == "approver" ? kApprover : kNobody;
}

}  // namespace

std::vector<std::string> all_key_scopes() { return {kKeyScopes.begin(), kKeyScopes.end()}; }

bool Caller::has_scope(std::string_view scope) const { return std::ranges::find(scopes, scope) != scopes.end(); }

std::string new_secret(const store::Store& store, std::string_view prefix) {
  std::array<std::uint8_t, 32> bytes{};
  store.random(bytes);
  std::array<char, sodium_base64_ENCODED_LEN(32, sodium_base64_VARIANT_URLSAFE_NO_PADDING)> text{};
  sodium_bin2base64(text.data(), text.size(), bytes.data(), bytes.size(), sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  return std::string(prefix) + text.data();
}

// The secret has 256 random bits: a plain hash cannot be searched, and one look-up by it leaks no prefix.
Hash secret_hash(std::string_view secret) { return sha256(secret); }

std::string cookie_value(const httplib::Request& request, std::string_view name) {
  const std::string header = request.get_header_value("Cookie");
  std::string_view rest = header;
  while (!rest.empty()) {
    const std::size_t end = rest.find(';');
    std::string_view pair = rest.substr(0, end);
    rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
    while (pair.starts_with(' ')) pair.remove_prefix(1);
    if (pair.starts_with(name) && pair.substr(name.size()).starts_with('=')) return std::string(pair.substr(name.size() + 1));
  }
  return {};
}

bool is_same_origin(const httplib::Request& request, const Options& options) {
  const bool has_origin = request.has_header("Origin"), has_site = request.has_header("Sec-Fetch-Site");
  if (has_origin && request.get_header_value("Origin") != own_origin(request, options)) return false;
  if (has_site && request.get_header_value("Sec-Fetch-Site") != "same-origin") return false;
  return has_origin || has_site;
}

Result<Caller> authenticate(const httplib::Request& request, Services& services) {
  const std::string header = request.get_header_value("Authorization");
  if (header.empty()) {
    const std::string cookie = cookie_value(request, kDeskCookie);
    if (cookie.empty()) return Caller{};
    return caller_at_desk(cookie, request, services);
  }
  if (!header.starts_with("Bearer ")) return no_credential("Only Bearer credentials are taken.");
  const std::string_view secret = std::string_view(header).substr(7);
  if (secret.starts_with("ck_")) return caller_of_key(secret, services.store);
  if (secret.starts_with("cs_")) return caller_of_session(secret, request, services);
  return no_credential("A credential begins with ck_ (API key) or cs_ (session token).");
}

Result<void> authorize(const Caller& caller, const Route& route) {
  const Access& access = route.access;
  if (access.anyone) return {};
  const bool reads = std::string_view(route.method) == "GET";
  switch (caller.who) {
    case Who::anyone:
      return no_credential("This needs an API key, a session token or a login at the desk.");
    case Who::key:
      if (access.key_scope == nullptr) return fail(Errc::forbidden, "Authorization", "API keys may not call this.");
      if (caller.has_scope(access.key_scope) || (reads && !access.confidential && caller.has_scope("read"))) return {};
      return fail(Errc::forbidden, "Authorization", std::string("The API key lacks the scope ") + access.key_scope + ".");
    case Who::session:
      if (access.session_scope == nullptr) return fail(Errc::forbidden, "Authorization", "Session tokens may not call this.");
      if (caller.has_scope(access.session_scope)) return {};
      return fail(Errc::forbidden, "Authorization", std::string("The session token lacks the scope ") + access.session_scope + ".");
    case Who::desk:
      if ((access.roles & role_of(caller.role)) != 0) return {};
      return fail(Errc::forbidden, "role", "The role " + caller.role + " may not do this.");
  }
  return fail(Errc::forbidden, "", "This may not be called.");
}

Result<NewKey> make_api_key(store::Store& store, std::string_view name, const std::vector<std::string>& scopes) {
  for (std::size_t i = 0; i < scopes.size(); ++i) {
    const bool known = std::ranges::any_of(kKeyScopes, [&](const char* scope) { return scopes[i] == scope; });
    if (!known) return fail(Errc::invalid_argument, "scopes[" + std::to_string(i) + "]", "There is no scope " + scopes[i] + ".");
  }
  if (scopes.empty()) return fail(Errc::invalid_argument, "scopes", "A key needs at least one scope.");
  std::string secret = new_secret(store, "ck_");
  auto key = store.insert_api_key(name, secret_hash(secret), scopes);
  if (!key) return std::unexpected(key.error());
  return NewKey{std::move(*key), std::move(secret)};
}

}  // namespace colophon::http
