#pragma once
// The pictures of a track as MPEG-7 frame signatures, five a second.
#include <cstdint>
#include <string>
#include <vector>

#include "colophon/base/encoding.hpp"
#include "colophon/iscc/units.hpp"
#include "program/handles.hpp"

namespace colophon::media {

class Film {
 public:
  Film();
  ~Film();
  Film(const Film&) = delete;
  /// `stream` gives the rate, `rotation` is its display matrix in degrees, counted as ffmpeg counts.
  Result<void> start(const AVFrame& first, const AVStream& stream, double rotation);
  Result<void> add(AVFrame* frame);
  Result<std::vector<iscc::FrameSignature>> finish();
  bool started() const { return graph_ != nullptr; }

 private:
  Result<void> drain();
  int memory_ = -1;                    ///< Where the filter writes its signatures.
  FilterGraph graph_;
  AVFilterContext* source_ = nullptr;
  AVFilterContext* sink_ = nullptr;
  Frame filtered_;
};

/// The frame signatures of ISO/IEC 15938-3's binary form, as ffmpeg writes it. Error: invalid_argument.
Result<std::vector<iscc::FrameSignature>> parse_signatures(ByteView bytes);

}  // namespace colophon::media
