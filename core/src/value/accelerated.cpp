#include "value/accelerated.hpp"

#include "value/decide_cell.hpp"
#include "value/dense_tile.hpp"

namespace colophon::value {
namespace {

/// So many items are copied at a time, so that a caller whose arrays are mapped files can let go of them on the way.
constexpr std::size_t kLoadItems = 1u << 20;

static_assert(sizeof(ChannelPrice) == 5 * sizeof(float) && sizeof(GroupPrice) == 2 * sizeof(float), "the plug-in reads them as floats");

}  // namespace

std::unique_ptr<Accelerated> Accelerated::make(const Instance& in, const RowMap& rows, const Reading& reading, const ColophonAccelerator* accelerator) {
  if (accelerator == nullptr || accelerator->version != COLOPHON_ACCELERATOR_VERSION) return nullptr;
  if (!dense_tiles_do(in) || in.value.u16() == nullptr || in.items == 0 || in.items > UINT32_MAX) return nullptr;
  if (in.channels > COLOPHON_ACCELERATOR_CHANNELS_MAX || rows.count() > COLOPHON_ACCELERATOR_ROWS_MAX) return nullptr;
  if (reading.bonus != 0 || !reading.values) return nullptr;
  char message[256] = {};
  if (accelerator->probe(message, sizeof message) != 0) return nullptr;
  const ColophonAcceleratorShape shape{in.items, static_cast<std::uint32_t>(in.channels), static_cast<std::uint32_t>(in.groups()), in.budget.data()};
  void* handle = accelerator->create(&shape, message, sizeof message);
  if (handle == nullptr) return nullptr;
  std::unique_ptr<Accelerated> accelerated(new Accelerated(in, *accelerator, handle));
  return accelerated->load(reading) ? std::move(accelerated) : nullptr;
}

Accelerated::~Accelerated() { accelerator_.destroy(handle_); }

bool Accelerated::load(const Reading& reading) {
  std::vector<std::uint32_t> groups;
  for (std::size_t first = 0; first < in_.items; first += kLoadItems) {
    const std::size_t count = std::min(kLoadItems, in_.items - first);
    if (!in_.floor.empty()) {
      groups.resize(count);
      for (std::size_t i = 0; i < count; ++i) groups[i] = in_.group[first + i];
    }
    const ColophonAcceleratorItems items{first, count, in_.value.u16()->data() + first * in_.channels, in_.cost.u16()->data() + first * in_.channels,
                                         in_.floor.empty() ? nullptr : groups.data()};
    if (accelerator_.load(handle_, &items) != 0) return false;
    reading.has_passed(first, first + count);
  }
  return true;
}

bool Accelerated::sieve(const Box& box, Decided& decided) {
  if (!works_) return false;
  const TilePrices prices = tile_prices(in_, box);
  decided.used.assign(in_.rows(), 0);
  decided.undecided.assign((in_.items + 31) / 32, 0);
  ColophonAcceleratorSieve pass{};
  pass.channel_price = &prices.channel.data()->centre;
  pass.group_price = &prices.group.data()->centre;
  pass.used = decided.used.data();
  pass.undecided = decided.undecided.data();
  works_ = accelerator_.sieve(handle_, &pass) == 0;
  decided.value = pass.value;
  passes_ += works_ ? 1 : 0;
  return works_;
}

bool Accelerated::exact(const ExactPrices& prices, std::int64_t near_cost, Exact& exact) {
  if (!works_) return false;
  exact.used.assign(in_.rows(), 0);
  exact.taken.assign(in_.items, 0);
  exact.near.assign((in_.items + 31) / 32, 0);
  ColophonAcceleratorExact pass{};
  pass.price = prices.price.data();
  pass.bits = prices.bits;
  pass.near_cost = near_cost;
  pass.used = exact.used.data();
  pass.taken = exact.taken.data();
  pass.near = exact.near.data();
  works_ = accelerator_.exact(handle_, &pass) == 0;
  exact.surplus = (static_cast<int128>(pass.surplus_high) << 32) + pass.surplus_low;
  exact.value = pass.value;
  passes_ += works_ ? 1 : 0;
  return works_;
}

}  // namespace colophon::value
