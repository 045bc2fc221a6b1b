#pragma once
// The sound of a track as chromaprint's features.
#include <chromaprint.h>

#include <cstdint>
#include <memory>
#include <vector>

#include "colophon/base/error.hpp"
#include "program/handles.hpp"

namespace colophon::media {

class Sound {
 public:
  Sound();
  ~Sound();
  /// Decoded sound in whatever form it has; it becomes mono at chromaprint's rate.
  Result<void> add(const AVFrame& frame);
  Result<std::vector<std::int32_t>> finish();

 private:
  Result<void> resample(const AVFrame* frame);
  ChromaprintContext* chromaprint_;
  Resampler resampler_;
  int rate_ = 0, format_ = -1, channels_ = 0;
  std::vector<std::int16_t> samples_;
};

}  // namespace colophon::media
