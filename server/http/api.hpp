#pragma once
// What every endpoint is made of: who calls, what was asked, what is answered. The subjects (works.cpp, events.cpp, ...) add their
// routes to one table; service.cpp runs a request through it. Private to server/http.
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "colophon/base/error.hpp"
#include "colophon/base/json.hpp"
#include "http/metrics.hpp"
#include "http/serve.hpp"

namespace httplib { struct Request; class DataSink; }

namespace colophon::jobs { class Similarity; }

namespace colophon::http {

class StaticFiles;
class LoginLimiter;
struct ModelFiles;
}  // namespace colophon::http
namespace colophon::jobs { class CurrentPlan; }
namespace colophon::http {

/// What lives as long as the service and is shared by all requests.
struct Services {
  const Options& options;
  store::Store& store;
  tlog::Log& log;
  Metrics& metrics;
  LoginLimiter& logins;
  const ModelFiles& models;
  const std::atomic<bool>& stop;
  jobs::Similarity& similarity;
  jobs::CurrentPlan& current_plan;
  std::atomic<int> streams{0};      ///< Event streams that are open now.
};

enum class Who : std::uint8_t { anyone, key, session, desk };
struct Caller {
  Who who = Who::anyone;
  std::string credential;           ///< "key:ID", "party:ID", "desk:NAME": whose idempotency keys these are. Empty for anyone.
  Id party;                         ///< Of a session.
  std::string origin;               ///< Of a session.
  std::vector<std::string> scopes;  ///< Of a key or a session.
  std::string user, role;           ///< Of a person at the desk.
  bool has_scope(std::string_view scope) const;
  /// Who asks for a plan or a settlement, or approves it: a person's name, or the id of a key. Never a credential.
  std::string actor() const { return who == Who::desk ? user : credential; }
};

/// Holds one of the few places for streams as long as the answer lives.
class StreamPlace {
 public:
  explicit StreamPlace(std::atomic<int>& open) : open_(open) { ++open_; }
  ~StreamPlace() { --open_; }
  StreamPlace(const StreamPlace&) = delete;
  StreamPlace& operator=(const StreamPlace&) = delete;

 private:
  std::atomic<int>& open_;
};

/// Writes pieces of a stream until it returns false. Runs on the connection's thread.
using StreamBody = std::function<bool(httplib::DataSink&)>;

struct Answer {
  int status = 200;
  std::string content_type = "application/json";
  std::string body;
  std::vector<std::pair<std::string, std::string>> headers;
  StreamBody stream;                ///< Instead of a body: server-sent events.
  bool page = false;                ///< HTML of ours: it may load the site's own styles and pictures.

  static Answer json(const Json& value, int status = 200);
  static Answer text(std::string body, std::string content_type);
};

/// One request on its way through a handler.
struct Call {
  Services& services;
  const httplib::Request& request;
  Caller caller;
  std::map<std::string, std::string, std::less<>> path;  ///< "{id}" -> its text.

  store::Store& store() const { return services.store; }
  /// The id in the path. One that is none is not there: not_found.
  Result<Id> id(std::string_view name = "id") const;
  /// The same, and "self" is the party of a session.
  Result<Id> party_id(std::string_view name = "id") const;
  /// A query parameter, or empty. Repeated ones are refused before a handler runs.
  std::string query(std::string_view name) const;
  Result<std::uint64_t> query_number(std::string_view name, std::uint64_t fallback, std::uint64_t max) const;
  Result<std::size_t> limit(std::size_t fallback = 100) const;
  /// The body as one JSON document. Errors: unsupported_media_type, invalid_json.
  Result<Json> json() const;
  bool at_desk() const { return caller.who == Who::desk; }
};

/// The second half of a write: runs in one transaction with the record of its idempotency key, perhaps on another thread, so it
/// holds what it needs by value. An error undoes everything.
using Apply = std::function<Result<Answer>()>;

enum Role : std::uint8_t { kNobody = 0, kOperator = 1, kFinance = 2, kApprover = 4, kEveryRole = 7 };

/// Who may call a route. Where a scope is null, that kind of credential may not.
struct Access {
  bool anyone = false;
  const char* key_scope = nullptr;      ///< For GET the scope "read" does as well, unless what is read is personal or secret.
  const char* session_scope = nullptr;
  std::uint8_t roles = kNobody;
  bool confidential = false;            ///< The scope "read" is not enough.
};

using Read = Result<Answer> (*)(Call&);
using Write = Result<Apply> (*)(Call&);

struct Route {
  const char* method;
  const char* path;                     ///< "/v1/works/{id}": `{name}` stands for one segment, `{name...}` at the end for all that follow.
  Access access;
  Read read = nullptr;                  ///< Answers at once; writes nothing, or is one of the few writes without an idempotency key.
  Write write = nullptr;                ///< Reads and checks the whole request and changes nothing; what it returns is applied.
  std::size_t Limits::*body_max = &Limits::json_bytes_max;
};

class Routes {
 public:
  void add(std::initializer_list<Route> routes) { routes_.insert(routes_.end(), routes); }
  const std::vector<Route>& all() const { return routes_; }
  struct Match {
    const Route* route = nullptr;
    bool other_method = false;          ///< The path is there, with another method.
    std::map<std::string, std::string, std::less<>> path;
  };
  Match find(std::string_view method, std::string_view path) const;

 private:
  std::vector<Route> routes_;
};

// One function a subject.
void add_session_routes(Routes& routes);
void add_party_routes(Routes& routes);
void add_similar_routes(Routes& routes);
void add_work_routes(Routes& routes);
void add_draft_routes(Routes& routes);
void add_event_routes(Routes& routes);
void add_revenue_routes(Routes& routes);
void add_catalogue_routes(Routes& routes);
void add_plan_routes(Routes& routes);
void add_channel_routes(Routes& routes);
void add_public_routes(Routes& routes);
void add_settlement_routes(Routes& routes);
void add_statement_routes(Routes& routes);
void add_agreement_routes(Routes& routes);
void add_payee_routes(Routes& routes);
void add_payout_routes(Routes& routes);
void add_invoice_routes(Routes& routes);
void add_earnings_routes(Routes& routes);
void add_job_routes(Routes& routes);
void add_model_routes(Routes& routes);
void add_log_routes(Routes& routes);
void add_desk_routes(Routes& routes);
void add_site_routes(Routes& routes);
void add_registry_routes(Routes& routes);
void add_claim_routes(Routes& routes);
void add_sales_routes(Routes& routes);
Routes all_routes();

/// A party's accounts in a settlement, by currency.
Json accounts_json(const std::vector<store::AccountRow>& accounts);
/// The receipt of the newest entry of that kind and subject: "?format=tlog-proof" gives it as C2SP writes it. Errors: not_found, invalid_argument.
Result<Answer> receipt_answer(Call& call, std::string_view kind, const Id& subject);
/// "2026-10-01T00:00:00.000Z"
std::string rfc3339(store::UnixMs unix_ms);
/// The error of a thing named in the path that is not there: its own code, as 404.
Error not_there(Error error);

}  // namespace colophon::http
