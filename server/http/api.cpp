#include "http/api.hpp"

#include <algorithm>
#include <charconv>
#include <httplib.h>

#include "store/try.hpp"

namespace colophon::http {
namespace {

/// Takes the first segment off a path that begins with '/'.
std::string_view next_segment(std::string_view& path) {
  path.remove_prefix(1);
  const std::size_t end = std::min(path.find('/'), path.size());
  const std::string_view segment = path.substr(0, end);
  path.remove_prefix(end);
  return segment;
}

bool matches(std::string_view pattern, std::string_view path, Routes::Match& match) {
  match.path.clear();
  while (!pattern.empty() && !path.empty()) {
    if (const std::string_view rest = pattern.substr(1); rest.starts_with('{') && rest.ends_with("...}")) {
      match.path.emplace(rest.substr(1, rest.size() - 5), path.substr(1));
      return path.size() > 1;
    }
    const std::string_view want = next_segment(pattern), have = next_segment(path);
    if (want.starts_with('{')) {
      if (have.empty()) return false;
      match.path.emplace(want.substr(1, want.size() - 2), have);
    } else if (want != have) {
      return false;
    }
  }
  return pattern.empty() && path.empty();
}

}  // namespace

Routes::Match Routes::find(std::string_view method, std::string_view path) const {
  const std::string_view wanted = method == "HEAD" ? "GET" : method;
  bool other_method = false;
  for (const Route& route : routes_) {
    Match match;
    if (!matches(route.path, path, match)) continue;
    if (route.method == wanted) {
      match.route = &route;
      return match;
    }
    other_method = true;
  }
  return {nullptr, other_method, {}};
}

Routes all_routes() {
  Routes routes;
  add_event_routes(routes);
  add_revenue_routes(routes);
  add_similar_routes(routes);   // Before the works, whose "{id}" would take "similar".
  add_work_routes(routes);
  add_session_routes(routes);
  add_draft_routes(routes);
  add_party_routes(routes);
  add_catalogue_routes(routes);
  add_plan_routes(routes);
  add_channel_routes(routes);
  add_public_routes(routes);
  add_settlement_routes(routes);
  add_statement_routes(routes);
  add_agreement_routes(routes);
  add_payee_routes(routes);
  add_payout_routes(routes);
  add_invoice_routes(routes);
  add_earnings_routes(routes);
  add_job_routes(routes);
  add_model_routes(routes);
  add_log_routes(routes);
  add_desk_routes(routes);
  add_site_routes(routes);
  add_registry_routes(routes);
  add_claim_routes(routes);
  add_sales_routes(routes);
  return routes;
}

Answer Answer::json(const Json& value, int status) {
  Answer answer;
  answer.status = status;
  answer.body = canonical_json(value);
  return answer;
}

Answer Answer::text(std::string body, std::string content_type) {
  Answer answer;
  answer.body = std::move(body);
  answer.content_type = std::move(content_type);
  return answer;
}

Result<Id> Call::id(std::string_view name) const {
  auto it = path.find(name);
  auto parsed = Id::parse(it == path.end() ? std::string_view() : std::string_view(it->second), name);
  if (!parsed) return fail(Errc::not_found, std::string(name), "There is nothing of that id: an id is a UUID in lower case.");
  return parsed;
}

Result<Id> Call::party_id(std::string_view name) const {
  const auto text = path.find(name);
  if (caller.who == Who::session && text != path.end() && text->second == "self") return caller.party;
  return id(name);
}

std::string Call::query(std::string_view name) const { return request.get_param_value(std::string(name)); }

Result<std::uint64_t> Call::query_number(std::string_view name, std::uint64_t fallback, std::uint64_t max) const {
  const std::string text = query(name);
  if (text.empty()) return fallback;
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || value > max) {
    return fail(Errc::invalid_argument, std::string(name), "It must be a whole number up to " + std::to_string(max) + ".");
  }
  return value;
}

Result<std::size_t> Call::limit(std::size_t fallback) const {
  auto value = query_number("limit", fallback, services.options.limits.page_rows_max);
  if (value && *value == 0) return fail(Errc::invalid_argument, "limit", "It must be at least 1.");
  return value;
}

Result<Json> Call::json() const {
  const std::string type = request.get_header_value("Content-Type");
  if (!type.empty() && !type.starts_with("application/json")) {
    return fail(Errc::unsupported_media_type, "Content-Type", "This takes application/json.");
  }
  return parse_json(request.body);
}

std::string rfc3339(store::UnixMs unix_ms) {
  const auto month = Period::of_unix_ms(static_cast<std::uint64_t>(unix_ms));
  const auto in_month = static_cast<std::uint64_t>(unix_ms) - month.begin_unix_ms();
  auto digits = [](std::uint64_t value, std::size_t count) {
    std::string text = std::to_string(value);
    return std::string(count - std::min(count, text.size()), '0') + text;
  };
  const std::uint64_t seconds = in_month / 1000;
  return month.to_string() + "-" + digits(seconds / 86'400 + 1, 2) + "T" + digits(seconds / 3'600 % 24, 2) + ":" +
         digits(seconds / 60 % 60, 2) + ":" + digits(seconds % 60, 2) + "." + digits(in_month % 1000, 3) + "Z";
}

Result<Answer> receipt_answer(Call& call, std::string_view kind, const Id& subject) {
  const std::string format = call.query("format");
  const Json receipt(COLOPHON_TRY(call.services.log.receipt_for(kind, subject)));
  if (format.empty() || format == "json") return Answer::json(receipt);
  if (format != "tlog-proof") return fail(Errc::invalid_argument, "format", "A receipt comes as json or as tlog-proof.");
  return Answer::text(merkle::format_proof_file(COLOPHON_TRY(merkle::proof_file_of_receipt(receipt))), "text/plain; charset=utf-8");
}

Error not_there(Error error) {
  if (error.code == Errc::unknown_work || error.code == Errc::unknown_party) error.code = Errc::not_found;
  return error;
}

}  // namespace colophon::http
