// "colophon/plan/1": docs/formats/plan.md.
#include "colophon/base/limits.hpp"
#include "value/certificate.hpp"

namespace colophon::value {
namespace {

constexpr std::string_view kFormat = "colophon/plan/1";

std::string item_path(const std::string& path, std::size_t index) { return path + "[" + std::to_string(index) + "]"; }

std::vector<Id> read_ids(JsonFields& fields, std::string_view name, std::size_t count_max) {
  const JsonArray& items = fields.array(name);
  if (items.size() > count_max) {
    fields.note({Errc::limit_exceeded, fields.path(name), "This list may have " + std::to_string(count_max) + " entries."});
    return {};
  }
  std::vector<Id> ids;
  ids.reserve(items.size());
  for (std::size_t i = 0; i < items.size() && fields.ok(); ++i) {
    const std::string path = item_path(fields.path(name), i);
    if (items[i].string() == nullptr) { fields.note({Errc::invalid_argument, path, "This must be a string."}); break; }
    const auto id = Id::parse(*items[i].string(), path);
    if (!id) { fields.note(id.error()); break; }
    ids.push_back(*id);
  }
  return ids;
}

std::vector<std::int64_t> read_numbers(JsonFields& fields, std::string_view name) {
  const JsonArray& items = fields.array(name);
  std::vector<std::int64_t> numbers;
  numbers.reserve(items.size());
  for (std::size_t i = 0; i < items.size() && fields.ok(); ++i) {
    const std::string path = item_path(fields.path(name), i);
    if (items[i].string() == nullptr) { fields.note({Errc::invalid_amount, path, "Write the number as a decimal string."}); break; }
    const auto number = parse_int64(*items[i].string(), path);
    if (!number) { fields.note(number.error()); break; }
    numbers.push_back(*number);
  }
  return numbers;
}

int128 read_wide(JsonFields& fields, std::string_view name) {
  const std::string_view text = fields.string(name);
  if (!fields.ok()) return 0;
  const auto number = parse_uint128(text, fields.path(name));
  if (!number) { fields.note(number.error()); return 0; }
  if (*number >> 127 != 0) { fields.note({Errc::overflow, fields.path(name), "This is larger than any plan's value."}); return 0; }
  return static_cast<int128>(*number);
}

Result<Certificate> parse_certificate(const Json& json, std::string path) {
  JsonFields fields(json, std::move(path));
  Certificate certificate;
  const std::string_view instance = fields.string("instance");
  if (fields.ok()) {
    const auto bytes = from_hex(instance, fields.path("instance"));
    if (!bytes) fields.note(bytes.error());
    else if (bytes->size() != certificate.instance.size()) {
      fields.note({Errc::invalid_encoding, fields.path("instance"), "A hash has 64 hexadecimal digits."});
    } else {
      for (std::size_t i = 0; i < bytes->size(); ++i) certificate.instance[i] = (*bytes)[i];
    }
  }
  certificate.value = read_wide(fields, "value");
  certificate.bound = read_wide(fields, "bound");
  certificate.price_q32 = read_numbers(fields, "price_q32");
  certificate.spent = read_numbers(fields, "spent");
  if (auto finished = fields.finish(); !finished) return std::unexpected(finished.error());
  return certificate;
}

Result<std::vector<std::uint8_t>> parse_shown(const JsonArray& rows, const Problem& problem) {
  const std::size_t channels = problem.channels.size();
  if (rows.size() != problem.works.size()) return fail(Errc::invalid_argument, "shown", "There must be one string a work.");
  std::vector<std::uint8_t> shown;
  shown.reserve(rows.size() * channels);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const std::string* row = rows[i].string();
    if (row == nullptr || row->size() != channels || row->find_first_not_of("01") != std::string::npos) {
      return fail(Errc::invalid_argument, item_path("shown", i), "This must be a string of one digit, 0 or 1, a channel.");
    }
    for (const char digit : *row) shown.push_back(static_cast<std::uint8_t>(digit - '0'));
  }
  return shown;
}

JsonArray decimals(const std::vector<std::int64_t>& numbers) {
  JsonArray list;
  list.reserve(numbers.size());
  for (const std::int64_t number : numbers) list.push_back(to_decimal(static_cast<int128>(number)));
  return list;
}

JsonArray texts(const std::vector<Id>& ids) {
  JsonArray list;
  list.reserve(ids.size());
  for (const Id& id : ids) list.push_back(id.to_string());
  return list;
}

// (bound - value) / bound in millionths, rounded up: a gap is never shown smaller than it is.
std::int64_t gap_ppm(const Certificate& certificate) {
  if (certificate.bound <= 0 || certificate.value >= certificate.bound || certificate.value < 0) return 0;
  int128 bound = certificate.bound, gap = bound - certificate.value;
  // Beyond 2^106 both lose their last bits, the gap upwards, so that its product with a million fits.
  while (bound >> 106 != 0) { bound >>= 1; gap = (gap + 1) >> 1; }
  return static_cast<std::int64_t>((gap * 1'000'000 + bound - 1) / bound);
}

}  // namespace

Result<Problem> parse_problem(const Json& json, std::string path) {
  JsonFields fields(json, std::move(path));
  Problem problem;
  problem.works = read_ids(fields, "works", limits::kPlanWorksMax);
  problem.channels = read_ids(fields, "channels", limits::kPlanChannelsMax);
  problem.value = read_numbers(fields, "value");
  problem.cost = read_numbers(fields, "cost");
  problem.budget = read_numbers(fields, "budget");
  if (auto finished = fields.finish(); !finished) return std::unexpected(finished.error());
  if (auto checked = check_problem(problem); !checked) {
    Error error = checked.error();
    error.field = fields.path(error.field);
    return std::unexpected(std::move(error));
  }
  return problem;
}

JsonObject plan_json(const Problem& problem, const Plan& plan) {
  const std::size_t channels = problem.channels.size();
  JsonArray shown;
  shown.reserve(problem.works.size());
  for (std::size_t i = 0; i < problem.works.size(); ++i) {
    std::string row(channels, '0');
    for (std::size_t c = 0; c < channels; ++c) row[c] = plan.shown[i * channels + c] != 0 ? '1' : '0';
    shown.push_back(std::move(row));
  }
  const Certificate& certificate = plan.certificate;
  return {{"format", kFormat},
          {"problem", JsonObject{{"works", texts(problem.works)},
                                 {"channels", texts(problem.channels)},
                                 {"value", decimals(problem.value)},
                                 {"cost", decimals(problem.cost)},
                                 {"budget", decimals(problem.budget)}}},
          {"shown", std::move(shown)},
          {"certificate", JsonObject{{"instance", to_hex(certificate.instance)},
                                     {"value", to_decimal(certificate.value)},
                                     {"bound", to_decimal(certificate.bound)},
                                     {"price_q32", decimals(certificate.price_q32)},
                                     {"spent", decimals(certificate.spent)}}}};
}

Result<merkle::Report> verify_plan_document(const Json& document) {
  JsonFields fields(document, "");
  const std::string_view format = fields.string("format");
  if (fields.ok() && format != kFormat) return fail(Errc::unknown_format, "format", "This is not a plan (\"colophon/plan/1\").");
  const Json& problem_json = fields.required("problem");
  const JsonArray& shown_json = fields.array("shown");
  const Json& certificate_json = fields.required("certificate");
  if (auto finished = fields.finish(); !finished) return std::unexpected(finished.error());
  const auto problem = parse_problem(problem_json, "problem");
  if (!problem) return std::unexpected(problem.error());
  auto shown = parse_shown(shown_json, *problem);
  if (!shown) return std::unexpected(shown.error());
  auto certificate = parse_certificate(certificate_json, "certificate");
  if (!certificate) return std::unexpected(certificate.error());
  const Plan plan{std::move(*shown), std::move(*certificate)};

  merkle::Report report;
  report.kind = "plan";
  merkle::add_check(report, "instance", check_instance(*problem, plan));
  merkle::add_check(report, "budgets", check_budgets(*problem, plan));
  merkle::add_check(report, "value", check_value(*problem, plan));
  merkle::add_check(report, "bound", check_bound(*problem, plan));
  std::int64_t showings = 0;
  for (const std::uint8_t one : plan.shown) showings += one;
  report.facts = {{"works", static_cast<std::int64_t>(problem->works.size())},
                  {"channels", static_cast<std::int64_t>(problem->channels.size())},
                  {"showings", showings},
                  {"value", to_decimal(plan.certificate.value)},
                  {"bound", to_decimal(plan.certificate.bound)},
                  {"gap_ppm", gap_ppm(plan.certificate)}};
  return report;
}

}  // namespace colophon::value
