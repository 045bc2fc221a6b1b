#pragma once
// One request from its headers to its answer: guard, route, credential, idempotency, handler, headers, log line. Private to server/http.
#include <string>

#include "http/api.hpp"
#include "http/static_files.hpp"

namespace httplib { struct Request; struct Response; }

namespace colophon::http {

class Service {
 public:
  Service(Services& services, const StaticFiles& files);
  /// Before the body is read. True where the answer is made already (a refusal or a preflight).
  bool before_body(httplib::Request& request, httplib::Response& response);
  /// With the body.
  void handle(const httplib::Request& request, httplib::Response& response);
  /// For what the HTTP library itself refused: gives it a problem document.
  void library_error(const httplib::Request& request, httplib::Response& response);
  /// After the answer was sent.
  void finished(const httplib::Request& request, const httplib::Response& response);
  void exception(httplib::Response& response);

 private:
  Result<Answer> run(const httplib::Request& request, const Routes::Match& match);
  Result<Answer> write_once(Call& call, const Route& route);
  bool preflight(httplib::Response& response);
  bool static_file(const httplib::Request& request, httplib::Response& response);
  void refuse(const Error& error, int status, httplib::Response& response);
  void refuse_and_close(const Error& error, int status, httplib::Response& response);
  void send(Answer answer, httplib::Response& response);
  void common_headers(const httplib::Request& request, httplib::Response& response) const;

  Services& services_;
  const StaticFiles& files_;
  Routes routes_;
};

}  // namespace colophon::http
