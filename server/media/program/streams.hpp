#pragma once
// One file through ffmpeg's libraries: packets of the first sound and the first picture track to their fingerprinters.
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "colophon/base/error.hpp"
#include "colophon/iscc/units.hpp"

namespace colophon::media {

struct Tracks {
  bool has_audio = false, has_video = false;
  std::vector<std::int32_t> audio_features;               ///< Chromaprint's, as `fpcalc -raw -signed -length 0` gives them.
  std::vector<iscc::FrameSignature> video_frames;         ///< As ffmpeg's filters `fps=5,signature` give them.
  std::int64_t duration_ms = 0;
};

/// Reads the file that stands open as descriptor 0. Errors: unsupported_media_type, invalid_argument, limit_exceeded.
Result<Tracks> read_tracks(const std::function<void(double)>& progress);

}  // namespace colophon::media
