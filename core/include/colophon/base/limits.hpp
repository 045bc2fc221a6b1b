#pragma once
// Every limit on what comes from outside: one name and one default each.
#include <cstddef>
#include <cstdint>

namespace colophon::limits {

inline constexpr std::size_t kImageBytesMax = 64u << 20;
inline constexpr std::uint32_t kImageSideMax = 16'384;
inline constexpr std::uint64_t kImagePixelsMax = 64'000'000;
inline constexpr std::size_t kJpegScansMax = 200;  // Each scan of a progressive JPEG costs a pass over its blocks.
inline constexpr std::size_t kTextBytesMax = 8u << 20;
inline constexpr std::size_t kJsonBytesMax = 64u << 20;
inline constexpr std::size_t kJsonDepthMax = 32;
inline constexpr std::size_t kCsvRowBytesMax = 1u << 20;
inline constexpr std::size_t kCsvColumnsMax = 256;
inline constexpr std::size_t kPartiesPerWorkMax = 1'000;
inline constexpr std::uint64_t kShareDenominatorMax = 1'000'000;
inline constexpr std::size_t kPoolRowsMax = 50'000'000;
inline constexpr std::size_t kPlanWorksMax = 10'000'000;
inline constexpr std::size_t kPlanChannelsMax = 64;
inline constexpr std::uint64_t kInstanceItemsMax = 1'000'000'000;
inline constexpr std::size_t kInstanceChannelsMax = 1'000'000;
inline constexpr std::size_t kInstanceRowsMax = 4'000'000;   // Limits that have a price: budgets, floors and caps.
inline constexpr std::size_t kInstanceRowCellsMax = 65'535;  // Channels on which one item may be shown.
inline constexpr int kDecimalPlacesMax = 12;
inline constexpr std::size_t kMerkleProofHashesMax = 64;
inline constexpr std::size_t kNoteBytesMax = 64u << 10;
inline constexpr std::size_t kNoteSignaturesMax = 100;

}  // namespace colophon::limits
