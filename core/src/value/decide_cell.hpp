#pragma once
// The arithmetic of one cell and one item of a dense instance with one channel an item. The CPU's tiles and the CUDA kernel compile
// these same functions, so that both decide every item alike. C++20, nothing of the standard library.
#include <cstdint>

#if defined(__CUDACC__)
#define COLOPHON_HOST_DEVICE __host__ __device__ __forceinline__
#else
#define COLOPHON_HOST_DEVICE inline
#endif

namespace colophon::value {

/// What a pass knows of a channel, as float32.
struct ChannelPrice {
  float centre = 0, radius = 0;
  float rounding = 0;     ///< What rounding a column of floats to whole numbers may change of a cell's worth.
  float fits_below = 0;   ///< A cell that costs at most so much fits the budget alone,
  float never_above = 0;  ///< and one that costs more does not, and is in no plan. They differ where the budget has no float of its own.
};
/// And of an item's group.
struct GroupPrice { float centre = 0, radius = 0; };

/// The least and the most that a cell may be worth in the box, the group's radius left out; every rounding of float32 is on the safe side.
struct Worth { float low, high; };

COLOPHON_HOST_DEVICE Worth cell_worth(float value, float cost, const ChannelPrice& channel, const GroupPrice& group) {
  const float paid = channel.centre * cost;
  const float worth = (value - paid) + group.centre;
  const float spread = (channel.radius * cost + channel.rounding) + 0x1p-21f * ((value + paid) + group.centre);
  return {cost <= channel.fits_below ? worth - spread : -3e38f, cost <= channel.never_above ? worth + spread : -3e38f};
}

/// True where the cell may be the one that the item takes, with the best of the item's cells being worth `best_low` at least.
COLOPHON_HOST_DEVICE bool may_be_taken(float high, float best_low, const GroupPrice& group) {
  return high + group.radius > 0 && high >= best_low;
}

inline constexpr int kTakesNone = -1;
inline constexpr int kUndecided = -2;

/// What an item takes whose `candidates` cells may be taken, of which the last is `last` with `last_low`.
COLOPHON_HOST_DEVICE int decision(int candidates, int last, float last_low, const GroupPrice& group) {
  if (candidates == 0) return kTakesNone;
  return candidates == 1 && last_low - group.radius > 0 ? last : kUndecided;
}

}  // namespace colophon::value
