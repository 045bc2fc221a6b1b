// What the service decides before it talks to a store: framing, batches, routes, names of files.
#include <httplib.h>

#include <set>

#include "http/api.hpp"
#include "http/batch.hpp"
#include "http/encoding.hpp"
#include "http/guard.hpp"
#include "http/openapi.hpp"
#include "http/problem.hpp"
#include "http/static_files.hpp"
#include "server/scratch.hpp"

using namespace colophon;
using namespace colophon::http;
using colophon::tests::ok;

namespace {

using Headers = std::vector<std::pair<std::string, std::string>>;

httplib::Request request(const std::string& method, const std::string& target, const Headers& headers) {
  httplib::Request made;
  made.method = method;
  made.target = target;
  made.path = target.substr(0, target.find('?'));
  for (const auto& [name, value] : headers) made.headers.emplace(name, value);
  return made;
}

constexpr std::array<BatchField, 3> kFields{{{"id", true}, {"work", true}, {"units"}}};

Result<int> rows_of(const std::string& body, std::size_t rows_max = 3) {
  int rows = 0;
  auto read = read_batch(body, {"events", kFields, rows_max}, [&](std::size_t, BatchRow) -> Result<void> { ++rows; return {}; });
  if (!read) return std::unexpected(read.error());
  return rows;
}

}  // namespace

TEST_CASE("the guard refuses a request by its framing before a byte of the body is read") {
  const struct { const char* why; const char* method; const char* target; Headers headers; int status; } cases[] = {
      {"a chunked body has no length", "POST", "/v1/events", {{"Transfer-Encoding", "chunked"}}, 411},
      {"chunked beside a length is the classic smuggling", "POST", "/v1/events", {{"Transfer-Encoding", "chunked"}, {"Content-Length", "3"}}, 411},
      {"a compressed body may be a bomb", "POST", "/v1/events", {{"Content-Encoding", "gzip"}, {"Content-Length", "3"}}, 415},
      {"two lengths", "POST", "/v1/events", {{"Content-Length", "3"}, {"Content-Length", "4"}}, 400},
      {"two equal lengths are two", "POST", "/v1/events", {{"Content-Length", "3"}, {"Content-Length", "3"}}, 400},
      {"a length that is no number", "POST", "/v1/events", {{"Content-Length", "abc"}}, 400},
      {"a negative length", "POST", "/v1/events", {{"Content-Length", "-2"}}, 400},
      {"a length with a sign", "POST", "/v1/events", {{"Content-Length", "+2"}}, 400},
      {"no length at all", "POST", "/v1/events", {}, 411},
      {"a GET with a body", "GET", "/v1/works", {{"Content-Length", "5"}}, 400},
      {"a method that is not answered", "DELETE", "/v1/works", {}, 405},
      {"an address of 3,000 bytes", "GET", "/aaaa", {}, 414},
      {"two credentials", "GET", "/v1/works", {{"Authorization", "Bearer a"}, {"Authorization", "Bearer b"}}, 400},
  };
  for (const auto& row : cases) {
    INFO(row.why);
    auto made = request(row.method, row.target, row.headers);
    if (row.status == 414) made.target.append(3'000, 'a');
    const auto refused = guard(made, {});
    REQUIRE(refused);
    CHECK(refused->status == row.status);
  }
  Headers many;
  for (int i = 0; i < 65; ++i) many.emplace_back("X-" + std::to_string(i), "1");
  CHECK(guard(request("GET", "/", many), {})->status == 431);
  CHECK_FALSE(guard(request("POST", "/v1/events", {{"Content-Length", "3"}}), {}));
  CHECK_FALSE(guard(request("GET", "/", {{"Content-Length", "0"}}), {}));
}

TEST_CASE("on loopback the service answers to loopback names and its public origin only") {
  Options options;
  options.public_origin = "https://colophon.example";
  for (const char* host : {"127.0.0.1:8080", "localhost", "[::1]:80", "colophon.example"}) CHECK_FALSE(guard_host(request("GET", "/", {{"Host", host}}), options));
  for (const char* host : {"rebound.example", "127.0.0.1.evil.example", "evil-colophon.example"}) CHECK(guard_host(request("GET", "/", {{"Host", host}}), options)->status == 421);
  CHECK(guard_host(request("GET", "/", {}), options)->status == 400);
}

TEST_CASE("an origin is a scheme, a host and perhaps a port") {
  for (const char* good : {"https://art.example", "http://127.0.0.1:8080", "http://[::1]:3000"}) CHECK(is_origin(good));
  for (const char* bad : {"", "art.example", "https://", "https://art.example/", "https://Art.example", "null", "https://a b"}) CHECK_FALSE(is_origin(bad));
}

TEST_CASE("a batch is read strictly and an error names row and field") {
  CHECK(ok(rows_of(R"({"events":[]})")) == 0);
  CHECK(ok(rows_of(R"({"events":[{"id":"a","work":"b"},{"work":"b","id":"c","units":"1"}]})")) == 2);
  const struct { const char* body; Errc code; const char* field; } cases[] = {
      {R"({"events":[{"id":"a","work":"b"},{"id":"a"}]})", Errc::missing_field, "events[1].work"},
      {R"({"events":[{"id":"a","work":"b","colour":"c"}]})", Errc::unknown_field, "events[0].colour"},
      {R"({"events":[{"id":"a","work":"b","units":1}]})", Errc::invalid_argument, "events[0].units"},
      {R"({"events":[{"id":null,"work":"b"}]})", Errc::invalid_argument, "events[0].id"},
      {R"({"events":[{"id":"a","id":"b","work":"b"}]})", Errc::invalid_json, "events[0].id"},
      {R"({"events":[1]})", Errc::invalid_argument, "events[0]"},
      {R"({"events":{}})", Errc::invalid_argument, "events"},
      {R"({"lines":[]})", Errc::unknown_field, "lines"},
      {R"({"events":[],"events":[]})", Errc::invalid_json, "events"},
      {R"({})", Errc::missing_field, "events"},
      {R"([])", Errc::invalid_argument, ""},
      {R"({"events":[]} x)", Errc::invalid_json, ""},
      {R"({"events":[)", Errc::invalid_json, ""},
      {"", Errc::invalid_json, ""},
      {"{\"events\":[{\"id\":\"\xff\",\"work\":\"b\"}]}", Errc::invalid_json, ""},
      {R"({"events":[[[[[[[[[[1]]]]]]]]]]})", Errc::invalid_json, ""},
      {R"({"events":[{"id":"1","work":"b"},{"id":"2","work":"b"},{"id":"3","work":"b"},{"id":"4","work":"b"}]})", Errc::limit_exceeded, "events"},
  };
  for (const auto& row : cases) {
    INFO(row.body);
    const auto read = rows_of(row.body);
    REQUIRE_FALSE(read);
    CHECK(errc_name(read.error().code) == errc_name(row.code));
    CHECK(read.error().field == row.field);
  }
}

TEST_CASE("the routes and the OpenAPI document name the same operations") {
  std::set<std::string> routed, described;
  const Routes routes = all_routes();
  for (const Route& route : routes.all()) {
    std::string method = route.method;
    for (char& c : method) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    CHECK(routed.insert(method + " " + route.path).second);
    CHECK((route.read != nullptr) != (route.write != nullptr));
  }
  const Json document = ok(parse_json(openapi_document()));
  for (const auto& [path, methods] : *document.find("paths")->object()) {
    for (const auto& [method, operation] : *methods.object()) {
      described.insert(method + " " + path);
      CHECK(operation.find("operationId") != nullptr);
    }
  }
  CHECK(routed == described);
}

TEST_CASE("a path matches whole segments, and a wrong method is told from a wrong address") {
  const Routes routes = all_routes();
  CHECK(routes.find("GET", "/v1/works/a/receipt").path.at("id") == "a");
  CHECK(routes.find("HEAD", "/healthz").route != nullptr);
  CHECK(routes.find("DELETE", "/v1/works").other_method);
  for (const char* nowhere : {"/v1/works/a/b/c", "/v1//works", "/v1/works/", "/v1/workss", "/"}) {
    CHECK(routes.find("GET", nowhere).route == nullptr);
    CHECK_FALSE(routes.find("GET", nowhere).other_method);
  }
}

TEST_CASE("every error code has a status that a client can act on") {
  CHECK(status_of(Errc::unauthorized) == 401);
  CHECK(status_of(Errc::forbidden) == 403);
  CHECK(status_of(Errc::idempotency_conflict) == 409);
  CHECK(status_of(Errc::limit_exceeded) == 413);
  CHECK(status_of(Errc::invalid_shares) == 422);
  CHECK(status_of(Errc::storage_full) == 507);
  for (std::uint32_t code = 1; code <= static_cast<std::uint32_t>(Errc::abi_mismatch); ++code) CHECK(status_of(static_cast<Errc>(code)) >= 400);
}

TEST_CASE("files are found by name only, and hashed names are told from plain ones") {
  tests::Scratch scratch;
  scratch.write("web/index.html", "<!doctype html>");
  scratch.write("web/desk.html", "desk");
  scratch.write("web/assets/index-DaB3x9_k.js", std::string(2'000, ' '));
  scratch.write("web/core.wasm", std::string(5'000, 'w'));
  scratch.write("web/core.wasm.br", "what the build made");
  scratch.write("web/words.bin", std::string(5'000, 'w'));
  scratch.write("web/words.bin.br", "bytes of no known kind");
  scratch.write("secret.txt", "secret");
  const StaticFiles files = ok(StaticFiles::read(scratch.path("web").string()));
  CHECK(files.count() == 5);
  CHECK(files.find("/core.wasm.br") == nullptr);
  REQUIRE(files.find("/") != nullptr);
  REQUIRE(files.find("/desk") != nullptr);
  CHECK(files.find("/desk")->page);
  for (const char* outside : {"/../secret.txt", "/assets/../../secret.txt", "/..%2fsecret.txt", "//etc/passwd", "/assets", "/sdk/../../secret.txt"}) CHECK(files.find(outside) == nullptr);
  const StaticFile* script = files.find("/assets/index-DaB3x9_k.js");
  REQUIRE(script != nullptr);
  CHECK(script->immutable);
  std::string coding;
  CHECK(script->coded("gzip, br", coding).size() < 100);
  CHECK(coding == "br");
  CHECK(script->coded("gzip;q=0, identity", coding).size() == 2'000);
  CHECK(coding.empty());
  CHECK(files.find("/core.wasm")->coded("br", coding) == "what the build made");
  CHECK(coding == "br");
  CHECK(files.find("/words.bin")->coded("gzip, br", coding) == "bytes of no known kind");
  CHECK_FALSE(has_hashed_name("colophon-elements.js"));
  CHECK_FALSE(has_hashed_name("index.js"));
  CHECK(has_hashed_name("worker-1A2B3C4D.js"));
}
