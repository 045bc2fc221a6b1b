// 64 items at a time, one lane an item and a row of lanes a channel: loops of fixed length over floats, which compilers turn into
// whatever vectors the target has. Every lane does what cell_worth() says, so the answer is the same with any of them.
#include "value/dense_tile.hpp"

#include <limits>

#if defined(__x86_64__) && defined(__GNUC__)
#define COLOPHON_X86_VECTORS 1
#endif

namespace colophon::value {
namespace {

constexpr std::size_t kLanes = 64;
constexpr std::size_t kTileChannelsMax = 64;

struct alignas(64) Tile {
  float low[kTileChannelsMax][kLanes];    ///< First the values, then the least worth.
  float high[kTileChannelsMax][kLanes];   ///< First the costs, then the most worth.
  float best_low[kLanes];
  GroupPrice group[kLanes];
  std::int32_t candidates[kLanes];
  std::int32_t last[kLanes];
  float last_low[kLanes];
};

float up(double x) { return static_cast<float>(std::min(x * (1 + 0x1p-20), 1e30)); }

inline float number(std::uint16_t x) { return static_cast<float>(x); }
inline float number(float x) { return x * 65536.0f; }
inline std::int64_t whole(std::uint16_t x) { return x; }
inline std::int64_t whole(float x) { return Column::whole(x); }

template <class T>
[[gnu::always_inline]] inline void load(Tile& tile, const T* value, const T* cost, std::size_t lanes, std::size_t channels) {
  for (std::size_t i = 0; i < lanes; ++i) {
    for (std::size_t c = 0; c < channels; ++c) {
      tile.low[c][i] = number(value[i * channels + c]);
      tile.high[c][i] = number(cost[i * channels + c]);
    }
  }
}

[[gnu::always_inline]] inline void decide(Tile& tile, const ChannelPrice* prices, std::size_t channels) {
  for (std::size_t i = 0; i < kLanes; ++i) {
    tile.best_low[i] = -3e38f;
    tile.candidates[i] = 0;
    tile.last[i] = 0;
    tile.last_low[i] = 0;
  }
  for (std::size_t c = 0; c < channels; ++c) {
    const ChannelPrice price = prices[c];
    for (std::size_t i = 0; i < kLanes; ++i) {
      const Worth worth = cell_worth(tile.low[c][i], tile.high[c][i], price, tile.group[i]);
      tile.low[c][i] = worth.low;
      tile.high[c][i] = worth.high;
      tile.best_low[i] = worth.low > tile.best_low[i] ? worth.low : tile.best_low[i];
    }
  }
  for (std::size_t c = 0; c < channels; ++c) {
    for (std::size_t i = 0; i < kLanes; ++i) {
      const bool may = may_be_taken(tile.high[c][i], tile.best_low[i], tile.group[i]);
      tile.candidates[i] += may ? 1 : 0;
      tile.last[i] = may ? static_cast<std::int32_t>(c) : tile.last[i];
      tile.last_low[i] = may ? tile.low[c][i] : tile.last_low[i];
    }
  }
}

struct Job {
  const Instance& in;
  const TilePrices& prices;
  std::size_t begin, end;
  std::vector<std::int64_t>& used;
  std::vector<std::uint32_t>& undecided;
};

template <class T>
[[gnu::always_inline]] inline std::int64_t decide_all(const Job& job, const T* value, const T* cost, Tile& tile) {
  const std::size_t channels = job.in.channels;
  const bool floors = !job.in.floor.empty();
  std::int64_t sum = 0;
  for (std::size_t i = 0; i < kLanes; ++i) tile.group[i] = job.prices.group[0];
  for (std::size_t first = job.begin; first < job.end; first += kLanes) {
    const std::size_t lanes = std::min(kLanes, job.end - first);
    const T* values = value + first * channels;
    const T* costs = cost + first * channels;
    if (floors) {
      for (std::size_t i = 0; i < lanes; ++i) tile.group[i] = job.prices.group[job.in.group[first + i]];
    }
    load(tile, values, costs, lanes, channels);
    decide(tile, job.prices.channel.data(), channels);
    for (std::size_t i = 0; i < lanes; ++i) {
      const int taken = decision(tile.candidates[i], tile.last[i], tile.last_low[i], tile.group[i]);
      if (taken == kUndecided) {
        job.undecided.push_back(static_cast<std::uint32_t>(first + i));
      } else if (taken >= 0) {
        const auto c = static_cast<std::size_t>(taken);
        sum += whole(values[i * channels + c]);
        job.used[c] += whole(costs[i * channels + c]);
        if (floors) job.used[job.in.floor_row(job.in.group[first + i])] -= 1;
      }
    }
  }
  return sum;
}

// The same source for each kind of vectors that a processor may have; the choice is made when it runs.
#define COLOPHON_DECIDE(name, attribute)                                                                         \
  template <class T>                                                                                             \
  attribute std::int64_t name(const Job& job, const T* value, const T* cost, Tile& tile) {                       \
    return decide_all(job, value, cost, tile);                                                                   \
  }
COLOPHON_DECIDE(decide_plain, )
#if COLOPHON_X86_VECTORS
COLOPHON_DECIDE(decide_avx2, __attribute__((target("avx2"))))
COLOPHON_DECIDE(decide_avx512, __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,prefer-vector-width=512"))))
#endif

template <class T>
std::int64_t decide_best(const Job& job, const T* value, const T* cost) {
  Tile tile = {};
#if COLOPHON_X86_VECTORS
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl") &&
      __builtin_cpu_supports("avx512dq")) {
    return decide_avx512(job, value, cost, tile);
  }
  if (__builtin_cpu_supports("avx2")) return decide_avx2(job, value, cost, tile);
#endif
  return decide_plain(job, value, cost, tile);
}

}  // namespace

bool dense_tiles_do(const Instance& in) {
  const bool columns = (in.value.u16() != nullptr && in.cost.u16() != nullptr) || (in.value.f32() != nullptr && in.cost.f32() != nullptr);
  return columns && !in.sparse() && in.limit.empty() && in.limit_each == 1 && in.cap.empty() && in.channels >= 1 && in.channels <= kTileChannelsMax;
}

TilePrices tile_prices(const Instance& in, const Box& box) {
  const bool floats = in.value.f32() != nullptr;
  TilePrices prices;
  for (std::size_t c = 0; c < in.channels; ++c) {
    const double rounding = floats ? 1 + box.centre[c] + box.radius[c] : 0;
    const auto budget = static_cast<double>(in.budget[c]), slack = floats ? budget * 0x1p-20 + 1 : 0;
    prices.channel.push_back({static_cast<float>(box.centre[c]), up(box.radius[c]), up(rounding), static_cast<float>(budget - slack), static_cast<float>(budget + slack)});
  }
  for (std::size_t g = 0; g < in.groups(); ++g) prices.group.push_back({static_cast<float>(box.centre[in.floor_row(g)]), up(box.radius[in.floor_row(g)])});
  if (prices.group.empty()) prices.group.emplace_back();
  return prices;
}

std::int64_t decide_tiles(const Instance& in, const Box& box, std::size_t begin, std::size_t end, std::vector<std::int64_t>& used,
                          std::vector<std::uint32_t>& undecided) {
  const bool floats = in.value.f32() != nullptr;
  const TilePrices prices = tile_prices(in, box);
  const Job job{in, prices, begin, end, used, undecided};
  return floats ? decide_best(job, in.value.f32()->data(), in.cost.f32()->data()) : decide_best(job, in.value.u16()->data(), in.cost.u16()->data());
}

}  // namespace colophon::value
