#include "http/problem.hpp"

#include "colophon/base/json.hpp"

namespace colophon::http {

int status_of(Errc code) noexcept {
  switch (code) {
    case Errc::ok: return 200;
    case Errc::invalid_json:
    case Errc::abi_mismatch: return 400;
    case Errc::unauthorized: return 401;
    case Errc::forbidden: return 403;
    case Errc::not_found:
    case Errc::unknown_model: return 404;
    case Errc::idempotency_conflict:
    case Errc::conflict:
    case Errc::cancelled: return 409;
    case Errc::length_required: return 411;
    case Errc::limit_exceeded: return 413;
    case Errc::unsupported_media_type: return 415;
    case Errc::invalid_argument:
    case Errc::unknown_field:
    case Errc::missing_field:
    case Errc::invalid_amount:
    case Errc::negative_amount:
    case Errc::currency_mismatch:
    case Errc::unknown_currency:
    case Errc::invalid_shares:
    case Errc::overflow:
    case Errc::not_an_image:
    case Errc::image_truncated:
    case Errc::image_too_large:
    case Errc::image_too_small:
    case Errc::image_corrupt:
    case Errc::invalid_encoding:
    case Errc::invalid_id:
    case Errc::unknown_format:
    case Errc::does_not_hold:
    case Errc::unknown_work:
    case Errc::unknown_party:
    case Errc::infeasible: return 422;
    case Errc::too_many_requests: return 429;
    case Errc::model_mismatch:
    case Errc::internal: return 500;
    case Errc::out_of_memory:
    case Errc::unavailable: return 503;
    case Errc::storage_full: return 507;
  }
  return 500;
}

namespace {

/// "invalid_amount" as a title: "Invalid amount".
std::string title_of(std::string_view name) {
  std::string title(name);
  for (char& c : title) if (c == '_') c = ' ';
  if (!title.empty() && title[0] >= 'a' && title[0] <= 'z') title[0] = static_cast<char>(title[0] - 'a' + 'A');
  return title;
}

}  // namespace

std::string problem_json(const Error& error, int status, std::string_view request_id) {
  const std::string_view name = errc_name(error.code);
  JsonObject problem{{"type", "/problems/" + std::string(name)}, {"title", title_of(name)}, {"status", status},
                     {"code", name}, {"detail", error.detail}, {"instance", request_id}};
  if (!error.field.empty()) problem.emplace_back("field", error.field);
  return canonical_json(problem);
}

}  // namespace colophon::http
