#include "program/sound.hpp"

extern "C" {
#include <libavutil/channel_layout.h>
#include <libavutil/opt.h>
}

#include <span>

namespace colophon::media {

Sound::Sound() : chromaprint_(chromaprint_new(CHROMAPRINT_ALGORITHM_DEFAULT)) {
  chromaprint_start(chromaprint_, chromaprint_get_sample_rate(chromaprint_), chromaprint_get_num_channels(chromaprint_));
}

Sound::~Sound() { chromaprint_free(chromaprint_); }

Result<void> Sound::resample(const AVFrame* frame) {
  const int in = frame ? frame->nb_samples : 0;
  const int room = swr_get_out_samples(resampler_.get(), in);
  if (room < 0) return fail(Errc::invalid_argument, "file", "The sound could not be converted: " + libav_error(room));
  samples_.resize(static_cast<std::size_t>(room));
  auto* out = reinterpret_cast<std::uint8_t*>(samples_.data());
  const int count = swr_convert(resampler_.get(), &out, room, frame ? const_cast<const std::uint8_t**>(frame->extended_data) : nullptr, in);
  if (count < 0) return fail(Errc::invalid_argument, "file", "The sound could not be converted: " + libav_error(count));
  if (count > 0) chromaprint_feed(chromaprint_, samples_.data(), count);
  return {};
}

Result<void> Sound::add(const AVFrame& frame) {
  // A track that changes its form in the middle goes on in the new one.
  if (!resampler_ || frame.sample_rate != rate_ || frame.format != format_ || frame.ch_layout.nb_channels != channels_) {
    if (frame.sample_rate <= 0 || frame.ch_layout.nb_channels <= 0) return fail(Errc::invalid_argument, "file", "The sound has no rate or no channels.");
    if (resampler_) {
      if (auto rest = resample(nullptr); !rest) return rest;
    }
    AVChannelLayout mono = AV_CHANNEL_LAYOUT_MONO;
    AVChannelLayout layout = frame.ch_layout;
    // Channels without places are taken as the usual places for their number.
    if (layout.order == AV_CHANNEL_ORDER_UNSPEC) av_channel_layout_default(&layout, frame.ch_layout.nb_channels);
    SwrContext* made = nullptr;
    int status = swr_alloc_set_opts2(&made, &mono, AV_SAMPLE_FMT_S16, chromaprint_get_sample_rate(chromaprint_), &layout,
                                     static_cast<AVSampleFormat>(frame.format), frame.sample_rate, 0, nullptr);
    resampler_.reset(made);
    if (status >= 0) {
      // The settings of fpcalc: with others the features are others.
      av_opt_set_int(made, "filter_size", 16, 0);
      av_opt_set_int(made, "phase_shift", 8, 0);
      av_opt_set_int(made, "linear_interp", 1, 0);
      av_opt_set_double(made, "cutoff", 0.8, 0);
      status = swr_init(made);
    }
    if (status < 0) return fail(Errc::invalid_argument, "file", "The sound cannot be converted: " + libav_error(status));
    rate_ = frame.sample_rate;
    format_ = frame.format;
    channels_ = frame.ch_layout.nb_channels;
  }
  return resample(&frame);
}

Result<std::vector<std::int32_t>> Sound::finish() {
  if (resampler_) {
    if (auto rest = resample(nullptr); !rest) return std::unexpected(rest.error());
  }
  chromaprint_finish(chromaprint_);
  std::uint32_t* raw = nullptr;
  int size = 0;
  std::vector<std::int32_t> features;
  if (chromaprint_get_raw_fingerprint(chromaprint_, &raw, &size) == 1) {
    for (const std::uint32_t value : std::span(raw, static_cast<std::size_t>(size))) features.push_back(static_cast<std::int32_t>(value));
  }
  chromaprint_dealloc(raw);
  return features;
}

}  // namespace colophon::media
