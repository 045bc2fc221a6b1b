#include "value/sieve.hpp"

#include "value/accelerated.hpp"
#include "value/dense_tile.hpp"

namespace colophon::value {
namespace {

/// Integers: what the decided items of a task use and bring, and its open ones.
struct Piece {
  std::int64_t value = 0;
  std::vector<std::int64_t> used;
  OpenSet open;
};

std::vector<double> limits_of(const Instance& in) {
  std::vector<double> limits;
  limits.reserve(in.rows());
  for (const std::int64_t budget : in.budget) limits.push_back(static_cast<double>(budget));
  for (const std::int64_t floor : in.floor) limits.push_back(-static_cast<double>(floor));
  for (const std::int64_t cap : in.cap) limits.push_back(static_cast<double>(cap));
  return limits;
}

/// Reads items as the open set has them.
class Reader {
 public:
  Reader(const Instance& in, const RowMap& rows, const Box& box, const Reading& reading) : in_(in), reading_(reading), decider_(rows, box) {}
  void read(std::size_t item, OpenSet& open) {
    const std::uint32_t limit = in_.limit_of(item);
    if (limit == 0) return;
    row_.read(in_, item);
    if (row_.cells.empty()) return;
    cells_.clear();
    for (const Row::Cell& cell : row_.cells) {
      const bool stays = reading_.bonus != 0 && reading_.shown->test(in_.cell_begin(item) + cell.place);
      const double value = reading_.values ? static_cast<double>(cell.value) : 0;
      cells_.push_back({cell.channel, cell.place, value + (stays ? reading_.bonus : 0), static_cast<double>(cell.cost)});
    }
    const OpenItem head{static_cast<std::uint32_t>(item), static_cast<std::uint32_t>(cells_.size()), limit,
                        in_.floor.empty() ? 0 : in_.group[item], in_.cap.empty() ? 0 : in_.category[item]};
    decider_.decide(head, cells_, open);
  }

 private:
  const Instance& in_;
  const Reading& reading_;
  Decider decider_;
  Row row_;
  std::vector<OpenCell> cells_;
};

void append(OpenSet& whole, OpenSet& piece) {
  whole.items.insert(whole.items.end(), piece.items.begin(), piece.items.end());
  whole.cells.insert(whole.cells.end(), piece.cells.begin(), piece.cells.end());
  piece = {};
}

}  // namespace

OpenSet sieve(const Instance& in, const RowMap& rows, const Box& box, const Reading& reading, Executor& executor, Accelerated* accelerated) {
  const std::size_t each = pass_items(in), tasks = (in.items + each - 1) / each;
  std::vector<Piece> pieces(tasks);
  const bool tiles = dense_tiles_do(in) && reading.bonus == 0 && reading.values;
  Accelerated::Decided decided;
  const bool elsewhere = tiles && accelerated != nullptr && accelerated->sieve(box, decided);
  executor.run(tasks, [&](std::size_t t) {
    Piece& piece = pieces[t];
    const std::size_t begin = t * each, end = std::min(in.items, begin + each);
    Reader reader(in, rows, box, reading);
    piece.open.rest.assign(rows.count(), 0);
    piece.used.assign(rows.count(), 0);
    if (elsewhere) {
      for (std::size_t i = begin; i < end; ++i) {
        if ((decided.undecided[i / 32] >> (i % 32) & 1) != 0) reader.read(i, piece.open);
      }
    } else if (tiles) {
      std::vector<std::uint32_t> undecided;
      piece.value = decide_tiles(in, box, begin, end, piece.used, undecided);
      for (const std::uint32_t item : undecided) reader.read(item, piece.open);
    } else {
      for (std::size_t i = begin; i < end; ++i) reader.read(i, piece.open);
    }
    reading.has_passed(begin, end);
  });
  OpenSet whole;
  whole.rest = limits_of(in);
  std::size_t items = 0, cells = 0;
  for (const Piece& piece : pieces) { items += piece.open.items.size(); cells += piece.open.cells.size(); }
  whole.items.reserve(items);
  whole.cells.reserve(cells);
  for (Piece& piece : pieces) {
    for (std::size_t r = 0; r < rows.count(); ++r) whole.rest[r] += piece.open.rest[r];
    whole.value += piece.open.value;
    append(whole, piece.open);
  }
  // The integers last: exact where doubles would round on the way.
  std::int64_t value = decided.value;
  for (const Piece& piece : pieces) value += piece.value;
  whole.value += static_cast<double>(value);
  for (std::size_t r = 0; r < rows.count(); ++r) {
    // A floor's row counts down.
    std::int64_t used = !elsewhere ? 0 : r < in.channels ? decided.used[r] : -decided.used[r];
    for (const Piece& piece : pieces) used += piece.used[r];
    whole.rest[r] -= static_cast<double>(used);
  }
  return whole;
}

OpenSet sample(const Instance& in, const RowMap& rows, const Box& box, const Reading& reading, std::size_t count) {
  const auto mixed = [](std::uint64_t z) {  // SplitMix64
    z += 0x9E3779B97F4A7C15ull;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ull;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBull;
    return z ^ (z >> 31);
  };
  OpenSet open;
  open.rest.assign(rows.count(), 0);
  open.spread.assign(rows.count(), 0);
  Reader reader(in, rows, box, reading);
  std::vector<double> drawn(in.groups());
  std::size_t passed = 0;
  for (std::uint64_t j = 0; j < count; ++j) {
    const std::uint64_t begin = j * in.items / count, end = (j + 1) * in.items / count;
    const auto item = static_cast<std::size_t>(begin + mixed(j) % (end - begin));
    if (!in.floor.empty()) drawn[in.group[item]] += 1;
    reader.read(item, open);
    if (end - passed >= 2 * kPassItems || j + 1 == count) {
      reading.has_passed(passed, static_cast<std::size_t>(end));
      passed = static_cast<std::size_t>(end);
    }
  }
  std::vector<double> group_items(in.groups());
  if (!in.floor.empty()) {
    for (std::size_t i = 0; i < in.items; ++i) group_items[in.group[i]] += 1;
  }
  const std::vector<double> limits = limits_of(in);
  const double part = static_cast<double>(count) / static_cast<double>(in.items);
  for (std::size_t r = 0; r < rows.count(); ++r) {
    // A floor asks for a share of its own group, of which the draw may have more or fewer than its share.
    const bool floor = r >= in.channels && r < in.channels + in.groups();
    const double group = floor ? group_items[r - in.channels] : 0;
    open.rest[r] += limits[r] * (floor ? (group > 0 ? drawn[r - in.channels] / group : 0) : part);
  }
  return open;
}

}  // namespace colophon::value
