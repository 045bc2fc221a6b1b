// "colophon/plan/2": docs/formats/plan.md.
#include <algorithm>
#include <limits>

#include "colophon/base/limits.hpp"
#include "colophon/value/plan.hpp"

namespace colophon::value {
namespace {

constexpr std::string_view kFormat = "colophon/plan/2";

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

/// Small numbers that may be absent: the groups, categories and limits of works.
template <class T>
std::vector<T> read_labels(JsonFields& fields, std::string_view name) {
  std::vector<T> labels;
  const Json* list = fields.any(name);
  if (list == nullptr) return labels;
  if (list->array() == nullptr) { fields.note({Errc::invalid_argument, fields.path(name), "This must be a list of numbers."}); return labels; }
  labels.reserve(list->array()->size());
  for (std::size_t i = 0; i < list->array()->size(); ++i) {
    const std::int64_t* label = (*list->array())[i].integer();
    if (label == nullptr || *label < 0 || *label > std::int64_t{std::numeric_limits<T>::max()}) {
      fields.note({Errc::invalid_argument, item_path(fields.path(name), i), "This must be a number from 0 to " + std::to_string(std::numeric_limits<T>::max()) + "."});
      return labels;
    }
    labels.push_back(static_cast<T>(*label));
  }
  return labels;
}

std::vector<std::int64_t> read_numbers_if_there(JsonFields& fields, std::string_view name) {
  return fields.any(name) != nullptr ? read_numbers(fields, name) : std::vector<std::int64_t>();
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

template <class T>
JsonArray numbers_of(const std::vector<T>& labels) {
  JsonArray list;
  list.reserve(labels.size());
  for (const T label : labels) list.push_back(static_cast<std::int64_t>(label));
  return list;
}

CellSet cells_of(const ProblemArrays& arrays, std::size_t channels, const std::vector<std::uint8_t>& shown) {
  const Instance& in = arrays.instance();
  CellSet cells(in.cells());
  for (std::size_t i = 0; i < in.items; ++i) {
    for (std::size_t k = in.cell_begin(i); k < in.cell_begin(i + 1); ++k) cells.set(k, shown[i * channels + in.channel_of(k)] != 0);
  }
  return cells;
}

/// A work that is shown where its value is 0 has no cell: the arrays cannot say so.
Result<void> check_allowed(const Problem& problem, const std::vector<std::uint8_t>& shown) {
  for (std::size_t cell = 0; cell < shown.size(); ++cell) {
    if (shown[cell] != 0 && problem.value[cell] == 0) {
      return fail(Errc::does_not_hold, item_path("shown", cell / problem.channels.size()), "A work is shown on a channel where it may not be (its value there is 0).");
    }
  }
  return {};
}

Result<merkle::Report> report_of(const Problem& problem, const Plan& plan) {
  SerialExecutor serial;
  const ProblemArrays arrays(problem);
  auto report = check_certificate(arrays.instance(), cells_of(arrays, problem.channels.size(), plan.shown), plan.certificate, serial);
  if (!report) return report;
  const Hash hash = problem_hash(problem);
  Result<void> same;
  if (hash != plan.problem) same = fail(Errc::does_not_hold, "problem_hash", "The problem gives " + to_hex(hash) + ", the document says " + to_hex(plan.problem) + ".");
  merkle::add_check(*report, "problem", same);
  std::rotate(report->checks.begin(), report->checks.end() - 1, report->checks.end());
  merkle::add_check(*report, "allowed", check_allowed(problem, plan.shown));
  JsonObject facts{{"works", static_cast<std::int64_t>(problem.works.size())}};
  for (auto& [name, fact] : report->facts) {
    if (name != "items") facts.emplace_back(name, fact);
  }
  report->facts = std::move(facts);
  return report;
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
  problem.limit = read_labels<std::uint8_t>(fields, "limit");
  problem.group = read_labels<std::uint32_t>(fields, "group");
  problem.floor = read_numbers_if_there(fields, "floor");
  problem.category = read_labels<std::uint32_t>(fields, "category");
  problem.cap = read_numbers_if_there(fields, "cap");
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
  JsonObject arrays{{"works", texts(problem.works)}, {"channels", texts(problem.channels)}, {"value", decimals(problem.value)},
                    {"cost", decimals(problem.cost)}, {"budget", decimals(problem.budget)}};
  if (!problem.limit.empty()) arrays.emplace_back("limit", numbers_of(problem.limit));
  if (!problem.floor.empty()) {
    arrays.emplace_back("group", numbers_of(problem.group));
    arrays.emplace_back("floor", decimals(problem.floor));
  }
  if (!problem.cap.empty()) {
    arrays.emplace_back("category", numbers_of(problem.category));
    arrays.emplace_back("cap", decimals(problem.cap));
  }
  return {{"format", kFormat},
          {"problem", std::move(arrays)},
          {"problem_hash", to_hex(plan.problem)},
          {"shown", std::move(shown)},
          {"certificate", certificate_json(ProblemArrays(problem).instance(), plan.certificate)}};
}

Result<PlanDocument> parse_plan_document(const Json& document) {
  JsonFields fields(document, "");
  const std::string_view format = fields.string("format");
  if (fields.ok() && format != kFormat) return fail(Errc::unknown_format, "format", "This is not a plan (\"colophon/plan/2\").");
  const Json& problem_json = fields.required("problem");
  const std::string_view hash = fields.string("problem_hash");
  const JsonArray& shown_json = fields.array("shown");
  const Json& certificate_json = fields.required("certificate");
  if (auto finished = fields.finish(); !finished) return std::unexpected(finished.error());
  auto problem = parse_problem(problem_json, "problem");
  if (!problem) return std::unexpected(problem.error());
  PlanDocument read{std::move(*problem), {}};
  const auto bytes = from_hex(hash, "problem_hash");
  if (!bytes) return std::unexpected(bytes.error());
  if (bytes->size() != read.plan.problem.size()) return fail(Errc::invalid_encoding, "problem_hash", "A hash has 64 hexadecimal digits.");
  std::copy(bytes->begin(), bytes->end(), read.plan.problem.begin());
  auto shown = parse_shown(shown_json, read.problem);
  if (!shown) return std::unexpected(shown.error());
  read.plan.shown = std::move(*shown);
  auto certificate = parse_certificate(certificate_json, ProblemArrays(read.problem).instance());
  if (!certificate) {
    Error error = certificate.error();
    error.field = "certificate" + (error.field.empty() ? "" : "." + error.field);
    return std::unexpected(std::move(error));
  }
  read.plan.certificate = std::move(*certificate);
  return read;
}

Result<void> verify_plan(const Problem& problem, const Plan& plan) {
  if (auto checked = check_problem(problem); !checked) return checked;
  if (plan.shown.size() != problem.value.size()) return fail(Errc::does_not_hold, "shown", "There must be one digit a work and channel.");
  const auto report = report_of(problem, plan);
  if (!report) return std::unexpected(report.error());
  for (const merkle::Check& check : report->checks) {
    if (!check.holds) return fail(Errc::does_not_hold, check.field, check.detail);
  }
  return {};
}

Result<merkle::Report> verify_plan_document(const Json& document) {
  const auto read = parse_plan_document(document);
  if (!read) return std::unexpected(read.error());
  return report_of(read->problem, read->plan);
}

}  // namespace colophon::value
