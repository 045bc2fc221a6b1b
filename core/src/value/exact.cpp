#include "value/exact.hpp"

#include <cmath>
#include <limits>

#include "value/accelerated.hpp"
#include "value/exact_cell.hpp"
#include "value/order.hpp"

namespace colophon::value {
namespace {

constexpr int128 kSmall = int128{1} << 62;

/// Bits of a task's cells. Its first and last word may be shared with a neighbour: they are kept aside and put in afterwards.
struct TaskBits {
  std::span<std::uint64_t> words;
  std::size_t first = 0, last = 0;
  std::uint64_t head = 0, tail = 0;

  void set(std::size_t cell) {
    const std::size_t word = cell / 64;
    const std::uint64_t bit = std::uint64_t{1} << (cell % 64);
    if (word == first) head |= bit;
    else if (word == last) tail |= bit;
    else words[word] |= bit;
  }
};

struct Piece {
  int128 surplus = 0, value = 0;
  bool overflow = false;
  std::vector<std::int64_t> used;
  std::vector<std::uint32_t> near;
  TaskBits bits;
};

struct Job {
  const Instance& in;
  const RowMap& rows;
  const ExactPrices& prices;
  const Reading& reading;
  int128 near_cost;
  bool keep_bits;
};

/// Any instance: 128 bits a cell.
class GeneralItems {
 public:
  explicit GeneralItems(const Job& job) : job_(job) {}

  void take(std::size_t item, Piece& piece) {
    const Instance& in = job_.in;
    const std::size_t room = in.limit_of(item);
    if (room == 0) return;
    row_.read(in, item);
    worth_.clear();
    for (const Row::Cell& cell : row_.cells) worth_.push_back(worth_of(item, cell));
    put_first(room);
    for (std::size_t j = 0; j < std::min(room, worth_.size()) && worth_[order_[j]] > 0; ++j) {
      piece.overflow |= __builtin_add_overflow(piece.surplus, worth_[order_[j]], &piece.surplus);
    }
    if (job_.reading.bonus != 0) {
      const int128 bonus = scaled(job_.reading.bonus, job_.prices.bits);
      for (std::size_t j = 0; j < row_.cells.size(); ++j) {
        if (job_.reading.shown->test(in.cell_begin(item) + row_.cells[j].place)) worth_[j] += bonus;
      }
      put_first(room);
    }
    choose(item, room, piece);
  }

  static int128 scaled(double number, int bits) { return static_cast<int128>(std::ldexp(number, bits)); }

 private:
  int128 worth_of(std::size_t item, const Row::Cell& cell) const {
    const auto& price = job_.prices.price;
    // v < 2^62 and bits <= 32, so the sum of the parts fits; only the product may not, and then the cell is worth nothing.
    int128 worth = job_.reading.values ? static_cast<int128>(cell.value) << job_.prices.bits : 0;
    worth -= static_cast<int128>(price[cell.channel]) * cell.cost;
    if (!job_.in.cap.empty()) worth -= price[job_.rows.cap(job_.in.category[item], cell.channel)];
    if (!job_.in.floor.empty()) worth += price[job_.rows.floor(job_.in.group[item])];
    return worth;
  }

  /// The best cells and one more, those that come first before others of the same worth.
  void put_first(std::size_t room) {
    order_.resize(worth_.size());
    for (std::uint32_t j = 0; j < order_.size(); ++j) order_[j] = j;
    sort_first_ids(order_, std::min(room + 1, order_.size()), [this](std::uint32_t a, std::uint32_t b) { return worth_[a] != worth_[b] ? worth_[a] > worth_[b] : a < b; });
  }

  void choose(std::size_t item, std::size_t room, Piece& piece) {
    std::size_t taken = 0;
    while (taken < std::min(room, order_.size()) && worth_[order_[taken]] > 0) ++taken;
    for (std::size_t j = 0; j < taken; ++j) {
      const Row::Cell& cell = row_.cells[order_[j]];
      piece.value += cell.value;
      piece.used[cell.channel] += cell.cost;
      if (!job_.in.floor.empty()) piece.used[job_.rows.floor(job_.in.group[item])] += 1;
      if (!job_.in.cap.empty()) piece.used[job_.rows.cap(job_.in.category[item], cell.channel)] += 1;
      if (job_.keep_bits) piece.bits.set(job_.in.cell_begin(item) + cell.place);
    }
    // What the cheapest change of mind costs: to drop the least, to add the best of the rest, or to exchange these two.
    int128 change = std::numeric_limits<std::int64_t>::max() * static_cast<int128>(2);
    const bool more = taken < order_.size();
    if (taken > 0) change = worth_[order_[taken - 1]] - (more ? std::max<int128>(worth_[order_[taken]], 0) : 0);
    if (more && taken < room) change = std::min(change, -worth_[order_[taken]]);
    if (change <= job_.near_cost) piece.near.push_back(static_cast<std::uint32_t>(item));
  }

  const Job& job_;
  Row row_;
  std::vector<int128> worth_;
  std::vector<std::uint32_t> order_;
};

/// Dense, one channel an item, no caps, uint16, and prices of which no product leaves 62 bits: 64 bits a cell.
bool small_numbers(const Job& job) {
  const Instance& in = job.in;
  if (in.value.u16() == nullptr || in.cost.u16() == nullptr || in.sparse() || !in.limit.empty() || in.limit_each != 1 || !in.cap.empty() || job.reading.bonus != 0 || !job.reading.values) return false;
  for (std::size_t r = 0; r < job.prices.price.size(); ++r) {
    if (job.prices.price[r] > (r < in.channels ? kSmall >> 16 : kSmall >> 1)) return false;
  }
  return true;
}

void take_small(const Job& job, std::size_t begin, std::size_t end, Piece& piece) {
  const Instance& in = job.in;
  const std::size_t channels = in.channels;
  const std::uint16_t* value = in.value.u16()->data() + begin * channels;
  const std::uint16_t* cost = in.cost.u16()->data() + begin * channels;
  const std::int64_t* price = job.prices.price.data();
  const int bits = job.prices.bits;
  const auto near_cost = static_cast<std::int64_t>(std::min(job.near_cost, kSmall));
  const bool floors = !in.floor.empty();
  for (std::size_t i = begin; i < end; ++i, value += channels, cost += channels) {
    const std::int64_t bonus = floors ? price[job.rows.floor(in.group[i])] : 0;
    const ExactChoice choice = exact_choice(value, cost, static_cast<std::uint32_t>(channels), price, in.budget.data(), bits, bonus);
    if (choice.best > 0) {
      piece.surplus += choice.best;
      piece.value += value[choice.taken];
      piece.used[choice.taken] += cost[choice.taken];
      if (floors) piece.used[job.rows.floor(in.group[i])] += 1;
      if (job.keep_bits) piece.bits.set(i * channels + choice.taken);
    }
    if (choice.change() <= near_cost) piece.near.push_back(static_cast<std::uint32_t>(i));
  }
}

/// What the accelerator found of a task's items.
void take_found(const Job& job, const Accelerated::Exact& found, std::size_t begin, std::size_t end, Piece& piece) {
  for (std::size_t i = begin; i < end; ++i) {
    if (job.keep_bits && found.taken[i] < job.in.channels) piece.bits.set(i * job.in.channels + found.taken[i]);
    if ((found.near[i / 32] >> (i % 32) & 1) != 0) piece.near.push_back(static_cast<std::uint32_t>(i));
  }
}

}  // namespace

ExactPrices rounded(const std::vector<double>& price) {
  double largest = 0;
  for (const double p : price) largest = std::max(largest, p);
  ExactPrices exact;
  // 2^30 as a price leaves 62 bits for its product with 2^32.
  while (exact.bits > 0 && std::ldexp(largest, exact.bits) >= 0x1p62) --exact.bits;
  exact.price.reserve(price.size());
  for (const double p : price) exact.price.push_back(static_cast<std::int64_t>(std::min(std::ldexp(p, exact.bits) + 0.5, 0x1p62)));
  return exact;
}

Result<ExactPass> exact_pass(const Instance& in, const RowMap& rows, const ExactPrices& prices, const Reading& reading, double near_cost, CellSet* shown, Executor& executor, Accelerated* accelerated) {
  const Job job{in, rows, prices, reading, GeneralItems::scaled(std::min(near_cost, 0x1p62), prices.bits), shown != nullptr};
  const std::size_t each = pass_items(in), tasks = (in.items + each - 1) / each;
  const bool small = small_numbers(job);
  std::vector<Piece> pieces(tasks);
  Accelerated::Exact found;
  const bool elsewhere = small && accelerated != nullptr && accelerated->exact(prices, static_cast<std::int64_t>(std::min(job.near_cost, kSmall)), found);
  executor.run(tasks, [&](std::size_t t) {
    Piece& piece = pieces[t];
    const std::size_t begin = t * each, end = std::min(in.items, begin + each);
    piece.used.assign(rows.count(), 0);
    if (shown != nullptr) {
      const std::size_t first = in.cell_begin(begin), last = in.cell_begin(end);
      piece.bits.words = shown->words();
      piece.bits.first = first / 64;
      piece.bits.last = last > first ? (last - 1) / 64 : first / 64;
    }
    if (elsewhere) {
      take_found(job, found, begin, end, piece);
    } else if (small) {
      take_small(job, begin, end, piece);
    } else {
      GeneralItems items(job);
      for (std::size_t i = begin; i < end; ++i) items.take(i, piece);
    }
    reading.has_passed(begin, end);
  });
  ExactPass pass;
  pass.used.assign(rows.count(), 0);
  bool overflow = false;
  const auto add = [&](int128 amount) { overflow |= __builtin_add_overflow(pass.bound, amount, &pass.bound); };
  for (std::size_t c = 0; c < in.channels; ++c) add(static_cast<int128>(prices.price[c]) * in.budget[c]);
  for (std::size_t g = 0; g < in.groups(); ++g) add(-static_cast<int128>(prices.price[in.floor_row(g)]) * in.floor[g]);
  for (std::size_t k = 0; k < in.cap.size(); ++k) add(static_cast<int128>(prices.price[in.channels + in.groups() + k]) * in.cap[k]);
  if (elsewhere) {
    add(found.surplus);
    pass.value += found.value;
    for (std::size_t r = 0; r < rows.count(); ++r) pass.used[r] += found.used[r];
  }
  for (const Piece& piece : pieces) {
    add(piece.surplus);
    overflow |= piece.overflow;
    pass.value += piece.value;
    for (std::size_t r = 0; r < rows.count(); ++r) pass.used[r] += piece.used[r];
    pass.near.insert(pass.near.end(), piece.near.begin(), piece.near.end());
    if (shown != nullptr && in.cells() > 0) {
      shown->words()[piece.bits.first] |= piece.bits.head;
      shown->words()[piece.bits.last] |= piece.bits.tail;
    }
  }
  if (overflow) return fail(Errc::overflow, "values", "The bound does not fit 127 bits: scale the values down.");
  return pass;
}

}  // namespace colophon::value
