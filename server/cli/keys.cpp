// colophon keys, colophon users: API keys and the people at the desk.
#include <iostream>

#include "cli/commands.hpp"
#include "cli/output.hpp"
#include "http/auth.hpp"
#include "store/try.hpp"

namespace colophon::cli {
namespace {

int wrong(const Options& options, std::string sentence) {
  print_error({Errc::invalid_argument, "", std::move(sentence)}, options.json());
  return kUsage;
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const auto& word : words) (text += text.empty() ? "" : " ") += word;
  return text;
}

Result<int> run_keys(const Options& options) {
  const auto& verb = options.arguments()[0];
  auto store = COLOPHON_TRY(open_store(options, verb != "make"));
  if (verb == "make") {
    const auto scopes = options.has("--scope") ? options.values("--scope") : http::all_key_scopes();
    const auto made = COLOPHON_TRY(http::make_api_key(*store, options.value("--name", "command line"), scopes));
    if (options.json()) print_json(JsonObject{{"id", made.key.id.to_string()}, {"key", made.secret}, {"scopes", joined(made.key.scopes)}});
    else print(made.secret + "\n(shown this once; the store keeps only its hash. Scopes: " + joined(made.key.scopes) + ")");
    return kDone;
  }
  if (verb == "list") {
    JsonArray array;
    std::vector<std::vector<std::string>> rows{{"id", "name", "state", "scopes"}};
    for (const auto& key : COLOPHON_TRY(store->api_keys())) {
      array.push_back(JsonObject{{"id", key.id.to_string()}, {"name", key.name}, {"revoked", key.revoked}, {"scopes", joined(key.scopes)}});
      rows.push_back({key.id.to_string(), key.name, key.revoked ? "revoked" : "valid", joined(key.scopes)});
    }
    if (options.json()) print_json(JsonObject{{"keys", array}}); else print_table(rows, {});
    return kDone;
  }
  if (verb == "revoke") {
    if (!options.has("--id")) return wrong(options, "keys revoke needs --id ID");
    const auto id = COLOPHON_TRY(Id::parse(options.value("--id"), "--id"));
    COLOPHON_TRY(store->revoke_api_key(id));
    if (options.json()) print_json(JsonObject{{"id", id.to_string()}, {"revoked", true}}); else print("revoked " + id.to_string());
    return kDone;
  }
  return wrong(options, "keys knows make, list and revoke, not '" + verb + "'");
}

Result<int> run_users(const Options& options) {
  if (options.arguments()[0] != "set") return wrong(options, "users knows set, not '" + options.arguments()[0] + "'");
  if (!options.has("--name") || !options.has("--role")) return wrong(options, "users set needs --name NAME and --role operator, finance or approver");
  auto store = COLOPHON_TRY(open_store(options, false));
  std::string password;
  if (options.has("--password-stdin")) std::getline(std::cin, password);
  else password = http::random_password(*store);
  COLOPHON_TRY(http::put_desk_user(*store, options.value("--name"), options.value("--role"), password));
  const std::string shown = options.has("--password-stdin") ? "" : password;
  if (options.json()) print_json(JsonObject{{"user", options.value("--name")}, {"role", options.value("--role")}, {"password", shown}});
  else print(options.value("--name") + " is " + options.value("--role") + (shown.empty() ? "" : " with the password " + shown + " (shown this once)"));
  return kDone;
}

}  // namespace

const Command& keys_command() {
  static const Command command{
      {"keys", "make|list|revoke", "Makes, lists and revokes the API keys of a host's backend.",
       {kStoreOption,
        {"--name", "NAME", "What the key is for."},
        {"--scope", "SCOPE", "What it may do (default: everything).", false, true},
        {"--id", "ID", "The key to revoke."}},
       1, 1},
      run_keys};
  return command;
}

const Command& users_command() {
  static const Command command{
      {"users", "set", "Makes a person at the desk, or gives one a new password.",
       {kStoreOption,
        {"--name", "NAME", "The name to log in with."},
        {"--role", "ROLE", "operator, finance or approver."},
        {"--password-stdin", "", "Read the password from stdin (default: a random one, printed once)."}},
       1, 1},
      run_users};
  return command;
}

}  // namespace colophon::cli
