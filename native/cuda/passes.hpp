#pragma once
// The two passes as a GPU does them: blocks of kThreads threads, one item a thread, in phases with a barrier between them. nvcc compiles these functions into
// kernels (plugin.cu); the tests run the same functions on the processor, block after block and thread after thread (tests/cuda/emulator.cpp).
// A block's columns come to shared memory in one piece, since an item's own row is too short for a wide read; sums are of whole numbers, so that the
// order in which blocks add them changes nothing.
#include "value/exact_cell.hpp"

namespace colophon::cuda {

inline constexpr std::uint32_t kThreads = 128;
inline constexpr std::uint8_t kNotTaken = 255;

/// An instance on the device.
struct Columns {
  std::uint64_t items = 0;
  std::uint32_t channels = 0, groups = 0;
  const std::uint16_t* value = nullptr;
  const std::uint16_t* cost = nullptr;
  const std::uint32_t* group = nullptr;
  const std::int64_t* budget = nullptr;
  COLOPHON_HOST_DEVICE std::uint32_t rows() const { return channels + groups; }
};

struct SievePass {
  Columns columns;
  const value::ChannelPrice* channel;
  const value::GroupPrice* group;
  std::uint64_t* sums;              ///< The value, then what is used by row.
  std::uint32_t* undecided;         ///< One bit an item.
  COLOPHON_HOST_DEVICE static std::uint32_t sums_before_rows() { return 1; }
};

struct ExactPass {
  Columns columns;
  const std::int64_t* price;
  std::int32_t bits;
  std::int64_t near_cost;
  std::uint64_t* sums;              ///< The surplus' low 32 bits and its high ones, the value, then what is used by row.
  std::uint8_t* taken;
  std::uint32_t* near;
  COLOPHON_HOST_DEVICE static std::uint32_t sums_before_rows() { return 3; }
};

/// A block's shared memory: its items' values and costs, its sums, its bits.
struct Shared {
  std::uint64_t* sums;
  std::uint32_t* bits;
  std::uint16_t* value;
  std::uint16_t* cost;
};
inline std::size_t shared_bytes(const Columns& columns, std::uint32_t sums_before_rows) {
  return (sums_before_rows + columns.rows()) * sizeof(std::uint64_t) + kThreads / 32 * sizeof(std::uint32_t) + std::size_t{2} * kThreads * columns.channels * sizeof(std::uint16_t);
}
COLOPHON_HOST_DEVICE Shared shared_parts(unsigned char* memory, const Columns& columns, std::uint32_t sums_before_rows) {
  Shared shared;
  shared.sums = reinterpret_cast<std::uint64_t*>(memory);
  shared.bits = reinterpret_cast<std::uint32_t*>(shared.sums + sums_before_rows + columns.rows());
  shared.value = reinterpret_cast<std::uint16_t*>(shared.bits + kThreads / 32);
  shared.cost = shared.value + kThreads * columns.channels;
  return shared;
}

/// Where one thread is. add() and or_bits() are atomic on a device.
struct Lane {
  std::uint64_t block;
  std::uint32_t thread;
  Shared shared;

  COLOPHON_HOST_DEVICE std::uint64_t item() const { return block * kThreads + thread; }
  COLOPHON_HOST_DEVICE static void add(std::uint64_t* sum, std::uint64_t amount) {
#if defined(__CUDA_ARCH__)
    atomicAdd(reinterpret_cast<unsigned long long*>(sum), static_cast<unsigned long long>(amount));
#else
    *sum += amount;
#endif
  }
  COLOPHON_HOST_DEVICE static void or_bits(std::uint32_t* word, std::uint32_t bits) {
#if defined(__CUDA_ARCH__)
    atomicOr(word, bits);
#else
    *word |= bits;
#endif
  }
};

/// Phase 1: the block's rows, by consecutive threads from consecutive places; sums and bits of 0.
template <class Pass>
COLOPHON_HOST_DEVICE void begin_block(const Lane& lane, const Pass& pass) {
  const Columns& columns = pass.columns;
  const std::uint64_t first = lane.block * kThreads;
  const std::uint64_t left = columns.items - first;
  const std::uint32_t cells = static_cast<std::uint32_t>(left < kThreads ? left : kThreads) * columns.channels;
  for (std::uint32_t k = lane.thread; k < cells; k += kThreads) {
    lane.shared.value[k] = columns.value[first * columns.channels + k];
    lane.shared.cost[k] = columns.cost[first * columns.channels + k];
  }
  for (std::uint32_t k = lane.thread; k < Pass::sums_before_rows() + columns.rows(); k += kThreads) lane.shared.sums[k] = 0;
  if (lane.thread < kThreads / 32) lane.shared.bits[lane.thread] = 0;
}

/// Phase 2 of the sieve: what decide_tiles() does with a lane.
COLOPHON_HOST_DEVICE void decide_item(const Lane& lane, const SievePass& pass) {
  const Columns& columns = pass.columns;
  const std::uint64_t item = lane.item();
  if (item >= columns.items) return;
  const std::uint16_t* value = lane.shared.value + lane.thread * columns.channels;
  const std::uint16_t* cost = lane.shared.cost + lane.thread * columns.channels;
  const std::uint32_t group_row = columns.groups > 0 ? columns.group[item] : 0;
  const value::GroupPrice group = pass.group[group_row];
  float best_low = -3e38f;
  for (std::uint32_t c = 0; c < columns.channels; ++c) {
    const float low = value::cell_worth(static_cast<float>(value[c]), static_cast<float>(cost[c]), pass.channel[c], group).low;
    best_low = low > best_low ? low : best_low;
  }
  int candidates = 0, last = 0;
  float last_low = 0;
  // A second time rather than kept: 64 pairs a thread would not fit its registers.
  for (std::uint32_t c = 0; c < columns.channels; ++c) {
    const value::Worth worth = value::cell_worth(static_cast<float>(value[c]), static_cast<float>(cost[c]), pass.channel[c], group);
    if (!value::may_be_taken(worth.high, best_low, group)) continue;
    ++candidates;
    last = static_cast<int>(c);
    last_low = worth.low;
  }
  const int taken = value::decision(candidates, last, last_low, group);
  if (taken == value::kUndecided) {
    Lane::or_bits(&lane.shared.bits[lane.thread / 32], 1u << (lane.thread % 32));
  } else if (taken >= 0) {
    std::uint64_t* used = lane.shared.sums + SievePass::sums_before_rows();
    Lane::add(&lane.shared.sums[0], value[taken]);
    Lane::add(&used[taken], cost[taken]);
    if (columns.groups > 0) Lane::add(&used[columns.channels + group_row], 1);
  }
}

/// Phase 2 of the exact pass.
COLOPHON_HOST_DEVICE void decide_item(const Lane& lane, const ExactPass& pass) {
  const Columns& columns = pass.columns;
  const std::uint64_t item = lane.item();
  if (item >= columns.items) return;
  const std::uint16_t* value = lane.shared.value + lane.thread * columns.channels;
  const std::uint16_t* cost = lane.shared.cost + lane.thread * columns.channels;
  const std::uint32_t group_row = columns.groups > 0 ? columns.channels + columns.group[item] : 0;
  const value::ExactChoice choice =
      value::exact_choice(value, cost, columns.channels, pass.price, columns.budget, pass.bits, columns.groups > 0 ? pass.price[group_row] : 0);
  pass.taken[item] = choice.best > 0 ? static_cast<std::uint8_t>(choice.taken) : kNotTaken;
  if (choice.change() <= pass.near_cost) Lane::or_bits(&lane.shared.bits[lane.thread / 32], 1u << (lane.thread % 32));
  if (choice.best <= 0) return;
  std::uint64_t* used = lane.shared.sums + ExactPass::sums_before_rows();
  Lane::add(&lane.shared.sums[0], static_cast<std::uint64_t>(choice.best) & 0xFFFFFFFFu);
  Lane::add(&lane.shared.sums[1], static_cast<std::uint64_t>(choice.best) >> 32);
  Lane::add(&lane.shared.sums[2], value[choice.taken]);
  Lane::add(&used[choice.taken], cost[choice.taken]);
  if (columns.groups > 0) Lane::add(&used[group_row], 1);
}

COLOPHON_HOST_DEVICE std::uint32_t* bits_of(const SievePass& pass) { return pass.undecided; }
COLOPHON_HOST_DEVICE std::uint32_t* bits_of(const ExactPass& pass) { return pass.near; }

/// Phase 3: the block's sums and bits go out.
template <class Pass>
COLOPHON_HOST_DEVICE void end_block(const Lane& lane, const Pass& pass) {
  for (std::uint32_t k = lane.thread; k < Pass::sums_before_rows() + pass.columns.rows(); k += kThreads) {
    if (lane.shared.sums[k] != 0) Lane::add(&pass.sums[k], lane.shared.sums[k]);
  }
  const std::uint64_t word = lane.block * (kThreads / 32) + lane.thread;
  if (lane.thread < kThreads / 32 && word < (pass.columns.items + 31) / 32) bits_of(pass)[word] = lane.shared.bits[lane.thread];
}

}  // namespace colophon::cuda
