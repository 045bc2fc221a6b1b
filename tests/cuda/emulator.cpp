#include "emulator.hpp"

#include <cstdio>
#include <vector>

#include "passes.hpp"

namespace colophon::tests {
namespace {

using namespace colophon::cuda;

struct OnDevice {
  Columns columns;
  std::vector<std::uint16_t> value, cost;
  std::vector<std::uint32_t> group, bits;
  std::vector<std::int64_t> budget;
  std::vector<std::uint64_t> sums;
};

int instances = 0, passes_left = -1;

int probe(char* message, size_t room) {
  std::snprintf(message, room, "the emulator");
  return 0;
}

void* create(const ColophonAcceleratorShape* shape, char*, size_t) {
  auto* made = new OnDevice;
  ++instances;
  made->columns = {shape->items, shape->channels, shape->groups, nullptr, nullptr, nullptr, nullptr};
  made->value.resize(shape->items * shape->channels);
  made->cost.resize(shape->items * shape->channels);
  made->group.resize(shape->groups > 0 ? shape->items : 0);
  made->bits.resize((shape->items + 31) / 32);
  made->budget.assign(shape->budget, shape->budget + shape->channels);
  made->columns.value = made->value.data();
  made->columns.cost = made->cost.data();
  made->columns.group = made->group.data();
  made->columns.budget = made->budget.data();
  return made;
}

int load(void* instance, const ColophonAcceleratorItems* items) {
  auto& on = *static_cast<OnDevice*>(instance);
  const std::size_t first = items->first * on.columns.channels, count = items->count * on.columns.channels;
  for (std::size_t k = 0; k < count; ++k) {
    on.value[first + k] = items->value[k];
    on.cost[first + k] = items->cost[k];
  }
  for (std::size_t i = 0; items->group != nullptr && i < items->count; ++i) on.group[items->first + i] = items->group[i];
  return 0;
}

template <class Pass>
int run(OnDevice& on, const Pass& pass) {
  if (passes_left == 0) return 1;
  if (passes_left > 0) --passes_left;
  // Exactly as many bytes as the kernel is launched with, so that a sanitizer sees what lies beyond.
  std::vector<std::uint64_t> memory((shared_bytes(on.columns, Pass::sums_before_rows()) + 7) / 8);
  const std::uint64_t blocks = (on.columns.items + kThreads - 1) / kThreads;
  for (std::uint64_t block = 0; block < blocks; ++block) {
    const Shared shared = shared_parts(reinterpret_cast<unsigned char*>(memory.data()), on.columns, Pass::sums_before_rows());
    // Where a barrier stands all threads have done the phase before it; within a phase their order must not matter, so it is turned round in every other block.
    const auto each = [&](auto phase) {
      for (std::uint32_t t = 0; t < kThreads; ++t) phase(Lane{block, block % 2 == 0 ? t : kThreads - 1 - t, shared});
    };
    each([&](const Lane& lane) { begin_block(lane, pass); });
    each([&](const Lane& lane) { decide_item(lane, pass); });
    each([&](const Lane& lane) { end_block(lane, pass); });
  }
  return 0;
}

int sieve(void* instance, ColophonAcceleratorSieve* pass) {
  auto& on = *static_cast<OnDevice*>(instance);
  on.sums.assign(SievePass::sums_before_rows() + on.columns.rows(), 0);
  std::vector<value::ChannelPrice> channels;
  for (std::size_t c = 0; c < on.columns.channels; ++c) {
    const float* p = pass->channel_price + 5 * c;
    channels.push_back({p[0], p[1], p[2], p[3], p[4]});
  }
  std::vector<value::GroupPrice> groups;
  for (std::size_t g = 0; g < std::max<std::size_t>(on.columns.groups, 1); ++g) groups.push_back({pass->group_price[2 * g], pass->group_price[2 * g + 1]});
  const int failed = run(on, SievePass{on.columns, channels.data(), groups.data(), on.sums.data(), pass->undecided});
  pass->value = static_cast<std::int64_t>(on.sums[0]);
  for (std::size_t r = 0; r < on.columns.rows(); ++r) pass->used[r] = static_cast<std::int64_t>(on.sums[1 + r]);
  return failed;
}

int exact(void* instance, ColophonAcceleratorExact* pass) {
  auto& on = *static_cast<OnDevice*>(instance);
  on.sums.assign(ExactPass::sums_before_rows() + on.columns.rows(), 0);
  const int failed = run(on, ExactPass{on.columns, pass->price, pass->bits, pass->near_cost, on.sums.data(), pass->taken, pass->near});
  pass->surplus_low = on.sums[0];
  pass->surplus_high = on.sums[1];
  pass->value = static_cast<std::int64_t>(on.sums[2]);
  for (std::size_t r = 0; r < on.columns.rows(); ++r) pass->used[r] = static_cast<std::int64_t>(on.sums[3 + r]);
  return failed;
}

void destroy(void* instance) {
  delete static_cast<OnDevice*>(instance);
  --instances;
}

constexpr ColophonAccelerator kTable = {COLOPHON_ACCELERATOR_VERSION, probe, create, load, sieve, exact, destroy};

}  // namespace

const ColophonAccelerator* emulator() {
  passes_left = -1;
  return &kTable;
}

const ColophonAccelerator* failing_emulator(int good) {
  passes_left = good;
  return &kTable;
}

int emulated_instances() { return instances; }

}  // namespace colophon::tests
