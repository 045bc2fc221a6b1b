#include "picture/fixed.hpp"

#include <algorithm>

namespace colophon::picture {
namespace {

constexpr int kRoots = 20;

/// 2^(1/2), 2^(1/4), 2^(1/8), ... in 2.30 fixed point, each the rounded square root of the one before.
constexpr auto kRootsOfTwo = [] {
  std::array<std::uint32_t, kRoots> roots{};
  std::uint64_t of = 2ull << 30;
  for (std::uint32_t& root : roots) {
    const std::uint64_t n = of << 30;
    std::uint64_t found = 0;
    for (std::uint64_t bit = 1ull << 31; bit != 0; bit >>= 1) {
      if ((found + bit) * (found + bit) <= n) found += bit;
    }
    if (n - found * found > found) ++found;
    of = found;
    root = static_cast<std::uint32_t>(found);
  }
  return roots;
}();

}  // namespace

std::uint32_t power_of_two_q16(std::int32_t numerator, std::int32_t denominator) {
  std::int32_t whole = numerator / denominator, rest = numerator % denominator;
  if (rest < 0) { --whole; rest += denominator; }
  const std::uint64_t fraction = ((static_cast<std::uint64_t>(rest) << kRoots) + static_cast<std::uint64_t>(denominator) / 2) / static_cast<std::uint64_t>(denominator);
  std::uint64_t power = 1ull << 30;
  for (int bit = 0; bit < kRoots; ++bit) {
    if (fraction >> (kRoots - 1 - bit) & 1) power = (power * kRootsOfTwo[static_cast<std::size_t>(bit)] + (1ull << 29)) >> 30;
  }
  // A fraction that was rounded up to 1.
  if (fraction >> kRoots) power = 2ull << 30;
  const int down = 14 - whole;
  return static_cast<std::uint32_t>(down <= 0 ? power << -down : (power + (1ull << (down - 1))) >> down);
}

std::int32_t stops_centi(std::uint64_t numerator, std::uint64_t denominator) {
  std::int32_t low = -1'000, high = 1'000;
  while (low < high) {
    const std::int32_t middle = low + (high - low + 1) / 2;
    if (static_cast<std::uint64_t>(power_of_two_q16(middle, 100)) * denominator <= numerator << 16) low = middle;
    else high = middle - 1;
  }
  return low;
}

const std::array<std::uint16_t, 256> kLight = {
    0, 20, 40, 60, 80, 99, 119, 139, 159, 179, 199, 219, 241, 264, 288, 313,
    340, 367, 396, 427, 458, 491, 526, 562, 599, 637, 677, 718, 761, 805, 851, 898,
    947, 997, 1048, 1101, 1156, 1212, 1270, 1330, 1391, 1453, 1517, 1583, 1651, 1720, 1790, 1863,
    1937, 2013, 2090, 2170, 2250, 2333, 2418, 2504, 2592, 2681, 2773, 2866, 2961, 3058, 3157, 3258,
    3360, 3464, 3570, 3678, 3788, 3900, 4014, 4129, 4247, 4366, 4488, 4611, 4736, 4864, 4993, 5124,
    5257, 5392, 5530, 5669, 5810, 5953, 6099, 6246, 6395, 6547, 6700, 6856, 7014, 7174, 7335, 7500,
    7666, 7834, 8004, 8177, 8352, 8528, 8708, 8889, 9072, 9258, 9445, 9635, 9828, 10022, 10219, 10417,
    10619, 10822, 11028, 11235, 11446, 11658, 11873, 12090, 12309, 12530, 12754, 12980, 13209, 13440, 13673, 13909,
    14146, 14387, 14629, 14874, 15122, 15371, 15623, 15878, 16135, 16394, 16656, 16920, 17187, 17456, 17727, 18001,
    18277, 18556, 18837, 19121, 19407, 19696, 19987, 20281, 20577, 20876, 21177, 21481, 21787, 22096, 22407, 22721,
    23038, 23357, 23678, 24002, 24329, 24658, 24990, 25325, 25662, 26001, 26344, 26688, 27036, 27386, 27739, 28094,
    28452, 28813, 29176, 29542, 29911, 30282, 30656, 31033, 31412, 31794, 32179, 32567, 32957, 33350, 33745, 34143,
    34544, 34948, 35355, 35764, 36176, 36591, 37008, 37429, 37852, 38278, 38706, 39138, 39572, 40009, 40449, 40891,
    41337, 41785, 42236, 42690, 43147, 43606, 44069, 44534, 45002, 45473, 45947, 46423, 46903, 47385, 47871, 48359,
    48850, 49344, 49841, 50341, 50844, 51349, 51858, 52369, 52884, 53401, 53921, 54445, 54971, 55500, 56032, 56567,
    57105, 57646, 58190, 58737, 59287, 59840, 60396, 60955, 61517, 62082, 62650, 63221, 63795, 64372, 64952, 65535,
};

std::uint32_t encoded_q8(std::uint32_t light) {
  if (light >= kLight.back()) return 255 << 8;
  const auto above = std::ranges::upper_bound(kLight, light);
  const auto index = static_cast<std::uint32_t>(above - kLight.begin()) - 1;
  const std::uint32_t low = kLight[index], step = *above - low;
  return (index << 8) + (((light - low) << 8) + step / 2) / step;
}

}  // namespace colophon::picture
