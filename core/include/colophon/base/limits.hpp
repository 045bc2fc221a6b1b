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
inline constexpr std::uint64_t kBundleBytesMax = 4ull << 30;   // All files of a settlement bundle together.
inline constexpr std::size_t kNameBytesMax = 128;
inline constexpr std::size_t kAgreementsMax = 1'000'000;
inline constexpr std::size_t kAgreementDepthMax = 16;      // Agreements within agreements, and works derived from works.
inline constexpr std::size_t kTermsPerAgreementMax = 1'000;
inline constexpr std::size_t kTiersPerTermMax = 64;
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
inline constexpr std::size_t kClaimsMax = 50'000;      // With their proofs they are just under kJsonBytesMax.
inline constexpr std::size_t kPaymentsMax = 100'000;   // Of one payment file.
inline constexpr std::size_t kXmlBytesMax = 256u << 20;
inline constexpr std::size_t kXmlElementsMax = 12'000'000;
inline constexpr std::size_t kXmlDepthMax = 64;
inline constexpr std::size_t kHyphenationBytesMax = 4u << 20;
inline constexpr std::size_t kHyphenationPatternMax = 15;         // Letters of a pattern, word boundaries included.
inline constexpr std::size_t kHyphenationNodesMax = 500'000;
inline constexpr std::size_t kHyphenatedWordUnitsMax = 127;       // A longer word is no word of a language.
inline constexpr std::size_t kParagraphUnitsMax = 1u << 20;       // UTF-16 units of what is set as one paragraph.
inline constexpr std::size_t kBreakItemsMax = 4u << 20;
inline constexpr std::int32_t kLengthUnitsMax = 1 << 24;          // Of a width or a height in layout.
inline constexpr std::size_t kFontStylesMax = 8;
inline constexpr std::size_t kFontEntriesMax = 400'000;           // Advances and kerning pairs of a font.
inline constexpr std::size_t kPageLinesMax = 16u << 20;           // Of all that is laid into pages at once.
inline constexpr std::size_t kProofFileBytesMax = 1u << 20;
inline constexpr std::size_t kLogFileBytesMax = 17u << 20;        // An entry bundle of 256 entries of 65,535 bytes.
inline constexpr std::size_t kLogCheckpointsMax = 1'000'000;
inline constexpr std::size_t kPolicyBytesMax = 256u << 10;
inline constexpr std::size_t kPolicyLinesMax = 1'000;
inline constexpr std::size_t kSalesFileBytesMax = 1u << 30;       // Unpacked.
inline constexpr std::size_t kSalesErrorsMax = 100;               // A reading ends there.
inline constexpr std::size_t kSalesMappingBytesMax = 256u << 10;
inline constexpr std::size_t kSalesMappingValuesMax = 10'000;     // Of one field's map.
inline constexpr std::size_t kSalesCellBytesMax = 4'096;          // Of what is kept of a line: titles, names, ids.

}  // namespace colophon::limits
