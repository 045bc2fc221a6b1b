#include "colophon/value/instance.hpp"

#include <algorithm>
#include <bit>
#include <limits>
#include <optional>
#include <string>

#include "colophon/base/limits.hpp"
#include "colophon/base/money.hpp"

namespace colophon::value {
namespace {

static_assert(std::endian::native == std::endian::little, "the arrays are hashed as they lie in memory");

constexpr std::size_t kPieceBytes = 1u << 20;
constexpr std::size_t kCheckedAtOnce = 1u << 18;
/// Half of what 63 bits hold, so that a sum and one more number always fit.
constexpr std::int64_t kSumMax = std::numeric_limits<std::int64_t>::max() / 2;

std::string at(const char* field, std::size_t index) { return std::string(field) + "[" + std::to_string(index) + "]"; }

Result<void> check_sizes(const Instance& in) {
  if (in.items > limits::kInstanceItemsMax) return fail(Errc::limit_exceeded, "items", "A plan has at most 10^9 items.");
  if (in.channels > limits::kInstanceChannelsMax) return fail(Errc::limit_exceeded, "channels", "A plan has at most 10^6 channels.");
  if (in.budget.size() != in.channels) return fail(Errc::invalid_argument, "budgets", "There must be one budget a channel.");
  if (in.sparse() && in.row_begin.size() != in.items + 1) return fail(Errc::invalid_argument, "indptr", "There must be one number more than items.");
  const std::size_t cells = in.sparse() ? in.cell_channel.size() : in.items * in.channels;
  if (in.value.size() != cells) return fail(Errc::invalid_argument, "values", "There must be one value a cell: " + std::to_string(cells) + ", not " + std::to_string(in.value.size()) + ".");
  if (in.cost.size() != cells) return fail(Errc::invalid_argument, "costs", "There must be one cost a cell: " + std::to_string(cells) + ", not " + std::to_string(in.cost.size()) + ".");
  if (!in.limit.empty() && in.limit.size() != in.items) return fail(Errc::invalid_argument, "limits", "There must be one limit an item.");
  if (!in.floor.empty() && in.group.size() != in.items) return fail(Errc::invalid_argument, "groups", "Floors need a group for every item.");
  if (!in.cap.empty() && (in.channels == 0 || in.cap.size() % in.channels != 0)) {
    return fail(Errc::invalid_argument, "caps", "There must be one cap for every category and channel.");
  }
  if (!in.cap.empty() && in.category.size() != in.items) return fail(Errc::invalid_argument, "categories", "Caps need a category for every item.");
  if (in.rows() > limits::kInstanceRowsMax) return fail(Errc::limit_exceeded, "caps", "Budgets, floors and caps together are at most 4 million.");
  return {};
}

Result<void> check_rows(const Instance& in) {
  if (!in.sparse()) return {};
  if (in.row_begin.front() != 0) return fail(Errc::invalid_argument, "indptr[0]", "The first item's cells begin at 0.");
  for (std::size_t i = 0; i < in.items; ++i) {
    const std::int64_t begin = in.row_begin[i], end = in.row_begin[i + 1];
    if (end < begin || static_cast<std::uint64_t>(end) > in.cell_channel.size()) return fail(Errc::invalid_argument, at("indptr", i + 1), "The numbers must ascend up to the number of cells.");
    if (end - begin > static_cast<std::int64_t>(limits::kInstanceRowCellsMax)) return fail(Errc::limit_exceeded, at("indptr", i + 1), "An item has at most 65535 cells.");
    for (std::int64_t k = begin; k < end; ++k) {
      const std::uint32_t channel = in.cell_channel[static_cast<std::size_t>(k)];
      if (channel >= in.channels) return fail(Errc::invalid_argument, at("indices", static_cast<std::size_t>(k)), "There are " + std::to_string(in.channels) + " channels.");
      if (k > begin && channel <= in.cell_channel[static_cast<std::size_t>(k) - 1]) {
        return fail(Errc::invalid_argument, at("indices", static_cast<std::size_t>(k)), "The channels of an item must ascend.");
      }
    }
  }
  if (static_cast<std::size_t>(in.row_begin.back()) != in.cell_channel.size()) {
    return fail(Errc::invalid_argument, at("indptr", in.items), "The last number must be the number of cells, " + std::to_string(in.cell_channel.size()) + ".");
  }
  return {};
}

Result<void> check_labels(const Labels& labels, std::size_t count, const char* field, const char* what) {
  if (const auto* bytes = labels.u8(); bytes != nullptr && count >= 256) return {};
  for (std::size_t i = 0; i < labels.size(); ++i) {
    if (labels[i] >= count) return fail(Errc::invalid_argument, at(field, i), "There are " + std::to_string(count) + " " + what + ".");
  }
  return {};
}

Result<void> check_limits(const Instance& in) {
  for (const auto& [numbers, field] : {std::pair{in.budget, "budgets"}, {in.floor, "floors"}, {in.cap, "caps"}}) {
    for (std::size_t k = 0; k < numbers.size(); ++k) {
      if (numbers[k] < 0) return fail(Errc::negative_amount, at(field, k), "This must not be negative.");
      if (numbers[k] > kSumMax) return fail(Errc::overflow, at(field, k), "This is larger than any sum of costs can be: at most 2^62 - 1.");
    }
  }
  return {};
}

/// The sum of a piece of a column, or what is wrong with it.
struct Found { int128 sum = 0; std::optional<Error> error; };

Found check_piece(const Column& column, const char* field, std::size_t begin, std::size_t end) {
  Found found;
  if (const auto* numbers = column.f32()) {
    for (std::size_t k = begin; k < end; ++k) {
      const float x = (*numbers)[k];
      if (!(x >= 0) || !(x <= Column::kFloatMax)) {
        const bool number = x == x;
        found.error = Error{number && x < 0 ? Errc::negative_amount : Errc::invalid_argument, at(field, k),
                            number ? "This must be a number from 0 to 10^9." : "This is not a number (NaN)."};
        return found;
      }
      found.sum += Column::whole(x);
    }
  } else if (const auto* whole = column.i64()) {
    for (std::size_t k = begin; k < end; ++k) {
      if ((*whole)[k] < 0) { found.error = Error{Errc::negative_amount, at(field, k), "This must not be negative."}; return found; }
      found.sum += (*whole)[k];
    }
  }
  return found;
}

Result<void> check_column(const Column& column, const char* field, Executor& executor) {
  // 2^46 numbers of 16 bits fit, and there are fewer.
  if (column.u16() != nullptr) return {};
  const std::size_t pieces = (column.size() + kCheckedAtOnce - 1) / kCheckedAtOnce;
  std::vector<Found> found(pieces);
  executor.run(pieces, [&](std::size_t p) {
    found[p] = check_piece(column, field, p * kCheckedAtOnce, std::min(column.size(), (p + 1) * kCheckedAtOnce));
  });
  int128 sum = 0;
  for (const Found& one : found) {
    if (one.error) return std::unexpected(*one.error);
    sum += one.sum;
  }
  if (sum > kSumMax) return fail(Errc::overflow, field, "The sum of these numbers does not fit 62 bits: scale them down.");
  return {};
}

/// `name` says which array, `kind` the type of its numbers: two different instances never give the same bytes.
void hash_array(Sha256& sha, char name, char kind, ByteView bytes, std::size_t count, Executor& executor, const std::function<void(std::size_t)>& piece_done = {}) {
  const std::size_t pieces = (bytes.size() + kPieceBytes - 1) / kPieceBytes;
  std::vector<Hash> hashes(pieces);
  executor.run(pieces, [&](std::size_t p) {
    hashes[p] = sha256(bytes.subspan(p * kPieceBytes, std::min(kPieceBytes, bytes.size() - p * kPieceBytes)));
    if (piece_done) piece_done(p);
  });
  sha.update_u8(static_cast<std::uint8_t>(name)).update_u8(static_cast<std::uint8_t>(kind)).update_u64(count);
  for (const Hash& hash : hashes) sha.update(hash);
}

template <class T>
ByteView bytes_of(std::span<const T> numbers) { return {reinterpret_cast<const std::uint8_t*>(numbers.data()), numbers.size_bytes()}; }

void hash_column(Sha256& sha, char name, const Column& column, Executor& executor, const std::function<void(std::size_t, std::size_t)>& cells_passed) {
  const std::size_t number_bytes = column.u16() != nullptr ? 2 : column.f32() != nullptr ? 4 : 8;
  const std::size_t cells = kPieceBytes / number_bytes;
  std::function<void(std::size_t)> piece_done;
  if (cells_passed) piece_done = [&](std::size_t p) { cells_passed(p * cells, std::min(column.size(), (p + 1) * cells)); };
  const ByteView bytes = column.u16() != nullptr ? bytes_of(*column.u16()) : column.f32() != nullptr ? bytes_of(*column.f32()) : bytes_of(*column.i64());
  hash_array(sha, name, number_bytes == 2 ? '2' : number_bytes == 4 ? 'f' : '8', bytes, column.size(), executor, piece_done);
}

void hash_labels(Sha256& sha, char name, const Labels& labels, Executor& executor) {
  if (const auto* u8 = labels.u8()) return hash_array(sha, name, '1', bytes_of(*u8), u8->size(), executor);
  hash_array(sha, name, '4', bytes_of(*labels.u32()), labels.size(), executor);
}

}  // namespace

std::int64_t Column::whole(float x) {
  // The product is exact: a float has 24 bits, and the double 53.
  const double scaled = static_cast<double>(x) * 65536.0;
  const auto down = static_cast<std::int64_t>(scaled);
  const double rest = scaled - static_cast<double>(down);
  return rest > 0.5 || (rest == 0.5 && down % 2 != 0) ? down + 1 : down;
}

Result<void> check_instance(const Instance& in, Executor& executor) {
  if (auto checked = check_sizes(in); !checked) return checked;
  if (auto checked = check_rows(in); !checked) return checked;
  if (auto checked = check_limits(in); !checked) return checked;
  if (!in.floor.empty()) {
    if (auto checked = check_labels(in.group, in.groups(), "groups", "floors"); !checked) return checked;
  }
  if (!in.cap.empty()) {
    if (auto checked = check_labels(in.category, in.categories(), "categories", "categories with caps"); !checked) return checked;
  }
  if (auto checked = check_column(in.value, "values", executor); !checked) return checked;
  return check_column(in.cost, "costs", executor);
}

Hash instance_hash(const Instance& in, Executor& executor, const std::function<void(std::size_t, std::size_t)>& passed) {
  std::function<void(std::size_t, std::size_t)> cells_passed;
  if (passed && !in.sparse() && in.channels > 0) {
    // Of an item that a piece holds only a part of the rest is still to come.
    cells_passed = [&](std::size_t begin, std::size_t end) {
      const std::size_t first = (begin + in.channels - 1) / in.channels, last = end / in.channels;
      if (first < last) passed(first, last);
    };
  }
  Sha256 sha;
  sha.update(as_bytes("colophon/instance/2\n")).update_u64(in.items).update_u64(in.channels).update_u64(in.limit.empty() ? in.limit_each : 0);
  hash_column(sha, 'v', in.value, executor, cells_passed);
  hash_column(sha, 'c', in.cost, executor, cells_passed);
  hash_array(sha, 'b', '8', bytes_of(in.budget), in.budget.size(), executor);
  if (in.sparse()) {
    hash_array(sha, 'p', '8', bytes_of(in.row_begin), in.row_begin.size(), executor);
    hash_array(sha, 'i', '4', bytes_of(in.cell_channel), in.cell_channel.size(), executor);
  }
  if (!in.limit.empty()) hash_array(sha, 'k', '1', bytes_of(in.limit), in.limit.size(), executor);
  if (!in.floor.empty()) {
    hash_labels(sha, 'g', in.group, executor);
    hash_array(sha, 'e', '8', bytes_of(in.floor), in.floor.size(), executor);
  }
  if (!in.cap.empty()) {
    hash_labels(sha, 'h', in.category, executor);
    hash_array(sha, 'd', '8', bytes_of(in.cap), in.cap.size(), executor);
  }
  return sha.finish();
}

}  // namespace colophon::value
