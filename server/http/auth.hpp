#pragma once
// Credentials: API keys, session tokens, people at the desk. The store keeps hashes only; a secret is shown once, when it is made.
#include <string>
#include <string_view>
#include <vector>

#include "colophon/base/error.hpp"
#include "store/store.hpp"

namespace colophon::http {

/// Every scope there is, in the order of docs/formats/http-api.md.
std::vector<std::string> all_key_scopes();

struct NewKey { store::ApiKey key; std::string secret; };
/// Makes an API key ("ck_" and 32 random bytes as base64url). Errors: invalid_argument ("scopes[1]": a scope that there is not).
Result<NewKey> make_api_key(store::Store& store, std::string_view name, const std::vector<std::string>& scopes);

/// Makes a desk user, or gives it a new password. Roles: "operator", "finance", "approver". Argon2id, about 0.1 s.
/// Error: invalid_argument ("role", "name", "password").
Result<void> put_desk_user(store::Store& store, std::string_view name, std::string_view role, std::string_view password);

/// 20 random characters without look-alikes.
std::string random_password(const store::Store& store);

}  // namespace colophon::http
