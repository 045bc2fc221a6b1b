#pragma once
// Powers of two and the curve of sRGB in integers: no library's pow() enters a pixel.
#include <array>
#include <cstdint>

namespace colophon::picture {

inline constexpr std::uint32_t kOneQ16 = 1u << 16;

/// 2^(numerator / denominator) in 16.16 fixed point, within a unit of the last place; the exponent is from -15 to 15, the denominator up to 2^16.
std::uint32_t power_of_two_q16(std::int32_t numerator, std::int32_t denominator);
/// Hundredths of a stop, rounded towards 0: the n of the largest 2^(n / 100) that is at most the ratio, from -1,000 to 1,000. Both are above 0, under 2^40.
std::int32_t stops_centi(std::uint64_t numerator, std::uint64_t denominator);

/// The light of an encoded value, 0 to 65,535: IEC 61966-2-1.
extern const std::array<std::uint16_t, 256> kLight;
/// Its inverse in 8.8 fixed point, 0 to 65,280: straight lines between the table's values.
std::uint32_t encoded_q8(std::uint32_t light);

}  // namespace colophon::picture
