// The desk: people log in with a name and a password and hold a cookie that no script can read.
#include <httplib.h>

#include "http/api.hpp"
#include "http/credentials.hpp"
#include "store/try.hpp"

namespace colophon::http {
namespace {

constexpr std::int64_t kSessionSeconds = 8 * 3600;

std::string cookie(const Options& options, const std::string& value, std::int64_t seconds) {
  return std::string(kDeskCookie) + "=" + value + "; Path=/; Max-Age=" + std::to_string(seconds) + "; HttpOnly; SameSite=Strict" +
         (options.public_origin.starts_with("https://") ? "; Secure" : "");
}

Result<Answer> post_login(Call& call) {
  // A login from another site would put the visitor into somebody else's account.
  if (!is_same_origin(call.request, call.services.options)) return fail(Errc::forbidden, "Origin", "Log in on the desk's own page.");
  const Json body = COLOPHON_TRY(call.json());
  JsonFields fields(body, "");
  const std::string user(fields.string("user")), password(fields.string("password"));
  COLOPHON_TRY(fields.finish());
  LoginLimiter& logins = call.services.logins;
  if (!logins.may_try(user, call.request.remote_addr)) return fail(Errc::too_many_requests, "user", "Too many wrong passwords: wait a minute.");
  const auto known = COLOPHON_TRY(call.store().desk_user(user));
  if (!COLOPHON_TRY(logins.check(known, password))) {
    logins.failed(user, call.request.remote_addr);
    return fail(Errc::unauthorized, "password", "The name or the password is wrong.");
  }
  const std::string token = new_secret(call.store(), "cd_");
  COLOPHON_TRY(call.store().insert_desk_session(secret_hash(token), {known->name, known->role, call.store().now() + kSessionSeconds * 1000}));
  Answer answer = Answer::json(JsonObject{{"user", known->name}, {"role", known->role}});
  answer.headers.emplace_back("Set-Cookie", cookie(call.services.options, token, kSessionSeconds));
  return answer;
}

Result<Answer> post_logout(Call& call) {
  COLOPHON_TRY(call.store().erase_desk_session(secret_hash(cookie_value(call.request, kDeskCookie))));
  Answer answer;
  answer.status = 204;
  answer.headers.emplace_back("Set-Cookie", cookie(call.services.options, "", 0));
  return answer;
}

Result<Answer> get_me(Call& call) { return Answer::json(JsonObject{{"user", call.caller.user}, {"role", call.caller.role}}); }

}  // namespace

void add_desk_routes(Routes& routes) {
  routes.add({{.method = "POST", .path = "/v1/desk/login", .access = {.anyone = true}, .read = post_login},
              {.method = "POST", .path = "/v1/desk/logout", .access = {.roles = kEveryRole}, .read = post_logout},
              {.method = "GET", .path = "/v1/desk/me", .access = {.roles = kEveryRole}, .read = get_me}});
}

}  // namespace colophon::http
