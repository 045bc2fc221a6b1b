#include "jobs/raw_instance.hpp"

#include <algorithm>

#include "store/try.hpp"

namespace colophon::jobs {
namespace {

Result<MappedFile> map(const std::filesystem::path& folder, const char* name, std::size_t number_bytes) {
  auto file = COLOPHON_TRY(MappedFile::open(folder / name, name));
  if (file.bytes() % number_bytes != 0) {
    return fail(Errc::invalid_argument, name, "its size, " + std::to_string(file.bytes()) + " bytes, is no multiple of " + std::to_string(number_bytes));
  }
  return file;
}

bool there(const std::filesystem::path& folder, const char* name) {
  std::error_code error;
  return std::filesystem::exists(folder / name, error);
}

Result<MappedFile> map_if_there(const std::filesystem::path& folder, const char* name, std::size_t number_bytes) {
  return there(folder, name) ? map(folder, name, number_bytes) : Result<MappedFile>(MappedFile());
}

}  // namespace

Result<RawInstance> RawInstance::open(const std::filesystem::path& folder) {
  RawInstance raw;
  value::Instance& in = raw.instance_;
  raw.budgets_ = COLOPHON_TRY(map(folder, "budgets.i64", 8));
  in.budget = raw.budgets_.as<std::int64_t>();
  in.channels = in.budget.size();
  const bool floats = there(folder, "values.f32");
  if (floats != there(folder, "costs.f32")) return fail(Errc::invalid_argument, "values.f32", "values and costs are both uint16 (.u16) or both float32 (.f32)");
  raw.number_bytes_ = floats ? 4 : 2;
  raw.values_ = COLOPHON_TRY(map(folder, floats ? "values.f32" : "values.u16", raw.number_bytes_));
  raw.costs_ = COLOPHON_TRY(map(folder, floats ? "costs.f32" : "costs.u16", raw.number_bytes_));
  if (floats) {
    in.value = value::Column(raw.values_.as<float>());
    in.cost = value::Column(raw.costs_.as<float>());
    for (std::size_t c = 0; c < in.channels; ++c) {
      std::int64_t scaled = 0;
      if (__builtin_mul_overflow(in.budget[c], std::int64_t{1} << value::Column::kFractionBits, &scaled)) {
        return fail(Errc::overflow, "budgets[" + std::to_string(c) + "]", "with float32 costs a budget is below 2^46");
      }
      raw.scaled_budgets_.push_back(scaled);
    }
    in.budget = raw.scaled_budgets_;
  } else {
    in.value = value::Column(raw.values_.as<std::uint16_t>());
    in.cost = value::Column(raw.costs_.as<std::uint16_t>());
  }
  if (there(folder, "indptr.i64") || there(folder, "indices.u32")) {
    raw.indptr_ = COLOPHON_TRY(map(folder, "indptr.i64", 8));
    raw.indices_ = COLOPHON_TRY(map(folder, "indices.u32", 4));
    in.row_begin = raw.indptr_.as<std::int64_t>();
    in.cell_channel = raw.indices_.as<std::uint32_t>();
    if (in.row_begin.empty()) return fail(Errc::invalid_argument, "indptr.i64", "it has one number more than there are items: at least the 0 that the first begins at");
    in.items = in.row_begin.size() - 1;
  } else if (in.channels > 0) {
    if (in.value.size() % in.channels != 0) {
      return fail(Errc::invalid_argument, floats ? "values.f32" : "values.u16",
                  std::to_string(in.value.size()) + " values are not a whole number of items of " + std::to_string(in.channels) + " channels (budgets.i64)");
    }
    in.items = in.value.size() / in.channels;
  }
  raw.limits_ = COLOPHON_TRY(map_if_there(folder, "limits.u8", 1));
  if (there(folder, "limits.u8")) in.limit = raw.limits_.as<std::uint8_t>();
  raw.floors_ = COLOPHON_TRY(map_if_there(folder, "floors.i64", 8));
  in.floor = raw.floors_.as<std::int64_t>();
  raw.groups_ = COLOPHON_TRY(map_if_there(folder, "groups.u8", 1));
  const value::Labels groups(raw.groups_.as<std::uint8_t>());
  if (!in.floor.empty()) in.group = groups;
  raw.caps_ = COLOPHON_TRY(map_if_there(folder, "caps.i64", 8));
  in.cap = raw.caps_.as<std::int64_t>();
  raw.categories_ = COLOPHON_TRY(map_if_there(folder, "categories.u8", 1));
  // Where there are no categories of their own, caps are on the groups.
  if (!in.cap.empty()) in.category = there(folder, "categories.u8") ? value::Labels(raw.categories_.as<std::uint8_t>()) : groups;
  return raw;
}

void RawInstance::release(std::size_t begin, std::size_t end) const {
  const std::size_t first = instance_.cell_begin(begin), last = instance_.cell_begin(end);
  values_.release(first * number_bytes_, last * number_bytes_);
  costs_.release(first * number_bytes_, last * number_bytes_);
  if (instance_.sparse()) {
    indices_.release(first * sizeof(std::uint32_t), last * sizeof(std::uint32_t));
    indptr_.release(begin * sizeof(std::int64_t), end * sizeof(std::int64_t));
  }
}

bool fits_assignment(const value::Instance& in) {
  return !in.sparse() && in.channels < 255 && in.limit.empty() && in.limit_each == 1;
}

std::vector<std::uint8_t> assignment_of(const value::Instance& in, const value::CellSet& shown) {
  std::vector<std::uint8_t> assignment(in.items, 255);
  for (std::size_t word = 0; word < shown.words().size(); ++word) {
    for (std::uint64_t bits = shown.words()[word]; bits != 0; bits &= bits - 1) {
      const std::size_t cell = word * 64 + static_cast<std::size_t>(__builtin_ctzll(bits));
      assignment[cell / in.channels] = static_cast<std::uint8_t>(cell % in.channels);
    }
  }
  return assignment;
}

std::vector<std::uint32_t> pairs_of(const value::Instance& in, const value::CellSet& shown) {
  std::vector<std::uint32_t> pairs;
  for (std::size_t i = 0; i < in.items; ++i) {
    for (std::size_t k = in.cell_begin(i); k < in.cell_begin(i + 1); ++k) {
      if (!shown.test(k)) continue;
      pairs.push_back(static_cast<std::uint32_t>(i));
      pairs.push_back(in.channel_of(k));
    }
  }
  return pairs;
}

namespace {

std::unexpected<Error> bad_plan(const std::string& name, std::size_t at, std::string why) {
  return fail(Errc::invalid_argument, name + "[" + std::to_string(at) + "]", std::move(why));
}

Result<value::CellSet> read_assignment(const value::Instance& in, const MappedFile& file, const std::string& name) {
  const auto assignment = file.as<std::uint8_t>();
  if (in.sparse() || assignment.size() != in.items) return fail(Errc::invalid_argument, name, "it has one byte an item: " + std::to_string(in.items) + ", not " + std::to_string(assignment.size()));
  value::CellSet shown(in.cells());
  for (std::size_t i = 0; i < in.items; ++i) {
    if (assignment[i] == 255) continue;
    if (assignment[i] >= in.channels) return bad_plan(name, i, "there are " + std::to_string(in.channels) + " channels; 255 means not shown");
    shown.set(i * in.channels + assignment[i], true);
  }
  return shown;
}

}  // namespace

Result<value::CellSet> read_plan(const value::Instance& in, const std::filesystem::path& path) {
  const std::string name = path.filename().string();
  const auto file = COLOPHON_TRY(MappedFile::open(path, name));
  if (path.extension() == ".u8") return read_assignment(in, file, name);
  const auto pairs = file.as<std::uint32_t>();
  if (file.bytes() % 8 != 0) return fail(Errc::invalid_argument, name, "it has pairs of two numbers of four bytes");
  value::CellSet shown(in.cells());
  for (std::size_t k = 0; k < pairs.size(); k += 2) {
    const std::size_t item = pairs[k];
    if (item >= in.items) return bad_plan(name, k, "there are " + std::to_string(in.items) + " items");
    std::size_t cell = in.cell_begin(item);
    const std::size_t end = in.cell_begin(item + 1);
    while (cell < end && in.channel_of(cell) != pairs[k + 1]) ++cell;
    if (cell == end) return bad_plan(name, k + 1, "item " + std::to_string(item) + " has no cell for channel " + std::to_string(pairs[k + 1]));
    if (shown.test(cell)) return bad_plan(name, k, "item " + std::to_string(item) + " is shown twice on channel " + std::to_string(pairs[k + 1]));
    shown.set(cell, true);
  }
  return shown;
}

}  // namespace colophon::jobs
