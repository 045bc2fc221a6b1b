// The optimiser over raw arrays.
#include <cstdlib>

#include "answer.hpp"
#include "colophon/value/raw_instance.hpp"
#include "colophon/value/solve.hpp"

using namespace colophon;

struct colophon_instance {
  value::RawArrays arrays;
  std::vector<std::uint8_t*> taken;
};

namespace {

/// Twelve significant digits after the point are more than a price that only saves time needs.
Result<double> decimal(std::string_view text, const std::string& field) {
  const std::size_t point = text.find('.');
  const auto whole = parse_uint128(text.substr(0, point), field);
  if (!whole) return std::unexpected(whole.error());
  double number = static_cast<double>(*whole), place = 1;
  if (point != text.npos) {
    for (const char digit : text.substr(point + 1)) {
      if (digit < '0' || digit > '9') return fail(Errc::invalid_amount, field, "This must be a decimal number.");
      place /= 10;
      number += place * (digit - '0');
    }
  }
  return number;
}

Result<value::SolveOptions> read_options(std::string_view text, std::vector<double>& warm) {
  const auto json = parse_json(text.empty() ? "{}" : text);
  if (!json) return std::unexpected(json.error());
  JsonFields fields(*json, "");
  value::SolveOptions options;
  options.search_work = static_cast<std::size_t>(fields.integer_or("search_work", 0));
  options.seed = static_cast<std::uint64_t>(fields.integer_or("seed", 1));
  const std::int64_t gap = fields.integer_or("gap_e12", 1'000'000);
  const Json* list = fields.any("warm");
  if (auto finished = fields.finish(); !finished) return std::unexpected(finished.error());
  if (gap < 0) return fail(Errc::negative_amount, "gap_e12", "This must not be negative.");
  options.gap_enough = static_cast<double>(gap) / 1e12;
  if (list == nullptr) return options;
  if (list->array() == nullptr) return fail(Errc::invalid_argument, "warm", "This must be a list of decimal strings.");
  for (std::size_t i = 0; i < list->array()->size(); ++i) {
    const std::string field = "warm[" + std::to_string(i) + "]";
    const std::string* price = (*list->array())[i].string();
    if (price == nullptr) return fail(Errc::invalid_argument, field, "This must be a decimal string.");
    const auto number = decimal(*price, field);
    if (!number) return std::unexpected(number.error());
    warm.push_back(*number);
  }
  return options;
}

Result<Json> solved(const colophon_instance& instance, std::string_view text, colophon_buffer* plan) {
  value::RawArrays arrays = instance.arrays;
  const auto in = arrays.instance();
  if (!in) return std::unexpected(in.error());
  std::vector<double> warm;
  auto options = read_options(text, warm);
  if (!options) return std::unexpected(options.error());
  options->warm_price = warm;
  const auto solution = value::solve(*in, *options);
  if (!solution) return std::unexpected(solution.error());
  const bool assignment = value::is_assignment(*in);
  std::int32_t status = 0;
  if (assignment) {
    status = abi::give(plan, value::assignment_of(*in, solution->shown));
  } else {
    const auto pairs = value::pairs_of(*in, solution->shown);
    status = abi::give(plan, ByteView(reinterpret_cast<const std::uint8_t*>(pairs.data()), pairs.size() * sizeof(std::uint32_t)));
  }
  if (status != 0) return fail(Errc::out_of_memory, "", "There is not enough memory for the plan.");
  JsonArray duals;
  for (const std::int64_t price : solution->certificate.price) duals.push_back(value::price_decimal(price, solution->certificate.price_bits));
  return Json(JsonObject{{"certificate", value::certificate_json(*in, solution->certificate)},
                         {"duals", std::move(duals)},
                         {"plan", assignment ? "assignment.u8" : "plan.u32"},
                         {"passes", static_cast<std::int64_t>(solution->work.passes)},
                         {"inner_passes_milli", static_cast<std::int64_t>(solution->work.inner_passes * 1'000)},
                         {"steps", static_cast<std::int64_t>(solution->work.steps)}});
}

Result<merkle::Report> checked(const colophon_instance& instance, std::string_view text, ByteView plan) {
  value::RawArrays arrays = instance.arrays;
  const auto in = arrays.instance();
  if (!in) return std::unexpected(in.error());
  SerialExecutor serial;
  if (auto held = value::check_instance(*in, serial); !held) return std::unexpected(held.error());
  const auto json = parse_json(text);
  if (!json) return std::unexpected(json.error());
  const auto certificate = value::parse_certificate(*json, *in);
  if (!certificate) return std::unexpected(certificate.error());
  const auto shown = value::is_assignment(*in) ? value::read_assignment(*in, plan) : value::read_pairs(*in, plan);
  if (!shown) return std::unexpected(shown.error());
  auto report = value::check_certificate(*in, *shown, *certificate, serial);
  if (report) merkle::say(*report);
  return report;
}

}  // namespace

colophon_instance* colophon_instance_new(void) { return new colophon_instance; }

void colophon_instance_free(colophon_instance* instance) {
  if (instance == nullptr) return;
  for (std::uint8_t* data : instance->taken) colophon_free(data);
  delete instance;
}

int32_t colophon_instance_array(colophon_instance* instance, const uint8_t* name, uint32_t name_size, uint8_t* data, uint32_t size, colophon_buffer* out) {
  instance->taken.push_back(data);
  const auto added = instance->arrays.add(abi::text_of(name, name_size), abi::bytes_of(data, size));
  return added ? abi::give(out, ByteView()) : abi::give(out, added.error());
}

int32_t colophon_instance_solve(const colophon_instance* instance, const uint8_t* options, uint32_t size, colophon_buffer* plan, colophon_buffer* out) {
  *plan = {};
  const auto result = solved(*instance, abi::text_of(options, size), plan);
  if (result) return abi::give(out, *result);
  colophon_free(plan->data);
  *plan = {};
  return abi::give(out, result.error());
}

int32_t colophon_instance_check(const colophon_instance* instance, const uint8_t* certificate, uint32_t size, const uint8_t* plan, uint32_t plan_size,
                                colophon_buffer* out) {
  const auto report = checked(*instance, abi::text_of(certificate, size), abi::bytes_of(plan, plan_size));
  return report ? abi::give(out, merkle::report_json(*report)) : abi::give(out, report.error());
}
