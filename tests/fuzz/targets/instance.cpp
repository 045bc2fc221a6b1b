#include "targets.hpp"

#include <algorithm>
#include <cstring>

#include "colophon/value/raw_instance.hpp"
#include "colophon/value/solve.hpp"

namespace {

using namespace colophon;

constexpr std::size_t kItemsMax = 300, kCellsMax = 3'000, kRowsMax = 200;

/// Arrays as one string: the number of a name, a length as two bytes (little-endian), the bytes; again and again. Each is put where its numbers may lie.
struct Arrays {
  std::vector<std::vector<std::uint64_t>> memory;
  value::RawArrays arrays;
  bool good = true;

  explicit Arrays(ByteView input) {
    const auto names = value::RawArrays::names();
    while (input.size() >= 3) {
      const std::string_view name = names[input[0] % names.size()];
      const std::size_t size = std::min<std::size_t>(input[1] | input[2] << 8, input.size() - 3);
      memory.emplace_back((size + 7) / 8 + 1);
      if (size > 0) std::memcpy(memory.back().data(), input.data() + 3, size);
      const auto added = arrays.add(name, {reinterpret_cast<const std::uint8_t*>(memory.back().data()), size});
      if (!added) fuzz::expect(!added.error().detail.empty() && !added.error().field.empty(), "a refusal names the array and says why");
      good &= added.has_value();
      input = input.subspan(3 + size);
    }
  }
};

void check_plan_bytes(const value::Instance& in, const value::CellSet& shown) {
  const auto pairs = value::pairs_of(in, shown);
  const auto again = value::read_pairs(in, {reinterpret_cast<const std::uint8_t*>(pairs.data()), pairs.size() * sizeof(pairs[0])});
  fuzz::expect(again.has_value() && *again == shown, "pairs that were written read as the plan");
  if (!value::is_assignment(in)) return;
  const auto assignment = value::assignment_of(in, shown);
  const auto read = value::read_assignment(in, assignment);
  fuzz::expect(read.has_value() && *read == shown, "an assignment that was written reads as the plan");
}

}  // namespace

void colophon::fuzz::run_instance(ByteView input) {
  Arrays arrays(input);
  if (!arrays.good) return;
  const auto in = arrays.arrays.instance();
  if (!in) {
    expect(!in.error().detail.empty() && !in.error().field.empty(), "a refusal names the array and says why");
    return;
  }
  if (in->items > kItemsMax || in->cells() > kCellsMax || in->rows() > kRowsMax) return;
  // The input itself as a plan of it.
  for (const auto& plan : {value::read_pairs(*in, input), value::read_assignment(*in, input)}) {
    expect(plan.has_value() || !plan.error().detail.empty(), "a refusal says why");
  }
  SerialExecutor serial;
  const auto checked = value::check_instance(*in, serial);
  value::SolveOptions options;
  options.search_work = 5'000;
  const auto solution = value::solve(*in, options);
  if (!checked) expect(!solution.has_value(), "what is no instance is not solved");
  if (!solution) {
    expect(!solution.error().detail.empty() && !solution.error().field.empty(), "a refusal names the array and says why");
    return;
  }
  expect(solution->certificate.value <= solution->certificate.bound, "no plan is worth more than the bound");
  const auto report = value::check_certificate(*in, solution->shown, solution->certificate, serial);
  expect(report.has_value() && report->holds(), "a certificate that was made holds");
  const Json written(value::certificate_json(*in, solution->certificate));
  const auto read = value::parse_certificate(written, *in);
  expect(read.has_value() && canonical_json(value::certificate_json(*in, *read)) == canonical_json(written), "a certificate that was written reads as itself");
  check_plan_bytes(*in, solution->shown);
}
