#pragma once
// The Audio- and Video-Code of a file, computed by the program colophon-media in a process of its own: what decodes strangers' films must not
// be able to do anything else.
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>

#include "colophon/base/error.hpp"

namespace colophon::media {

struct MediaLimits {
  std::uint64_t memory_bytes_max = 4ull << 30;   ///< Address space.
  std::uint32_t cpu_seconds_max = 3'600;
  std::uint32_t silence_ms_max = 120'000;        ///< Between two signs of progress.
  /// The program; empty: colophon-media in this program's folder.
  std::filesystem::path program;
};

struct MediaCodes {
  std::string audio;                 ///< "ISCC:..." of the first sound track, or empty.
  std::string video;                 ///< "ISCC:..." of the first picture track, or empty. A cover of an album is none.
  std::int64_t duration_ms = 0;      ///< Of what was decoded, not of what the header says.
  std::int64_t features = 0;         ///< Chromaprint's, of the sound.
  std::int64_t frames = 0;           ///< Whose signatures were taken: five a second.
};

/// `progress` hears the share that is done, 0 to 1, and says false to cancel. Errors: not_found (no such file), unsupported_media_type (neither
/// sound nor film), invalid_argument (a file that contradicts itself), limit_exceeded, cancelled, unavailable (no program).
Result<MediaCodes> fingerprint(const std::filesystem::path& file, int bits = 64, const std::function<bool(double)>& progress = {},
                               const MediaLimits& limits = {});

}  // namespace colophon::media
