#pragma once
// Written by make_unicode_tables.py from Debian's unicode-data 15.1 (Unicode License v3, NOTICE), restricted to Unicode 14.0. Not to be edited.
#include <cstdint>

namespace colophon::text::tables {

inline constexpr char32_t kEnd = 0x31400;
inline constexpr std::uint8_t kControl = 1;
inline constexpr std::uint8_t kMark = 2;
inline constexpr std::uint8_t kPunctuation = 4;
inline constexpr std::uint8_t kSpace = 8;
inline constexpr std::uint8_t kCased = 16;
inline constexpr std::uint8_t kIgnorable = 32;
inline constexpr std::uint8_t kDecomposes = 64;
inline constexpr std::uint8_t kFollows = 128;
inline constexpr int kClassShift = 5;
inline constexpr int kGroupShift = 4;
inline constexpr int kLowerShift = 7;

extern const std::uint16_t kClassIndex[6304];
extern const std::uint8_t kClassBlock[17408];
extern const std::uint8_t kClassFlags[89];
extern const std::uint8_t kClassCombining[89];
extern const std::uint8_t kGroupIndex[788];
extern const std::uint16_t kGroupBlock[1008];
extern const std::uint16_t kDecompositionPool[14567];
extern const std::uint16_t kComposed[928];
extern const char32_t kComposedBeyond[13];
extern const std::uint8_t kLowerIndex[1576];
extern const std::uint8_t kLowerBlock[4608];
extern const std::int32_t kLowerDelta[81];

}  // namespace colophon::text::tables
