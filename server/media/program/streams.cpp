#include "program/streams.hpp"

extern "C" {
#include <libavutil/display.h>
}

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>

#include "program/film.hpp"
#include "program/handles.hpp"
#include "program/sound.hpp"

namespace colophon::media {

std::string libav_error(int code) {
  char text[AV_ERROR_MAX_STRING_SIZE] = {};
  av_strerror(code, text, sizeof text);
  return text;
}

namespace {

// Descriptor 0 as ffmpeg's source of bytes: it opens nothing by name.
class Input {
 public:
  ~Input() {
    if (format_) avformat_close_input(&format_);
    if (io_) {
      av_freep(&io_->buffer);
      avio_context_free(&io_);
    }
  }

  Result<void> open() {
    constexpr int kBuffer = 64 << 10;
    io_ = avio_alloc_context(static_cast<unsigned char*>(av_malloc(kBuffer)), kBuffer, 0, nullptr, read_bytes, nullptr, seek_bytes);
    format_ = avformat_alloc_context();
    format_->pb = io_;
    format_->flags |= AVFMT_FLAG_CUSTOM_IO;
    // No format that fetches other files by what it reads in this one.
    format_->protocol_whitelist = av_strdup("");
    int status = avformat_open_input(&format_, nullptr, nullptr, nullptr);
    if (status < 0) return fail(Errc::unsupported_media_type, "file", "This is neither sound nor film that can be read here: " + libav_error(status));
    status = avformat_find_stream_info(format_, nullptr);
    if (status < 0) return fail(Errc::invalid_argument, "file", "The file's tracks cannot be read: " + libav_error(status));
    return {};
  }
  AVFormatContext* format() { return format_; }
  double share_read() const { return io_->seekable && size() > 0 ? static_cast<double>(lseek(0, 0, SEEK_CUR)) / static_cast<double>(size()) : 0; }

 private:
  static std::int64_t size() {
    struct stat status {};
    return fstat(0, &status) == 0 ? status.st_size : -1;
  }
  static int read_bytes(void*, std::uint8_t* buffer, int size) {
    const ssize_t count = read(0, buffer, static_cast<std::size_t>(size));
    return count > 0 ? static_cast<int>(count) : count == 0 ? AVERROR_EOF : AVERROR(EIO);
  }
  static std::int64_t seek_bytes(void*, std::int64_t offset, int whence) {
    if ((whence & AVSEEK_SIZE) != 0) return size();
    return lseek(0, offset, whence & ~AVSEEK_FORCE);
  }
  AVIOContext* io_ = nullptr;
  AVFormatContext* format_ = nullptr;
};

Result<CodecContext> decoder_of(const AVStream& stream) {
  const AVCodec* codec = avcodec_find_decoder(stream.codecpar->codec_id);
  if (codec == nullptr) return fail(Errc::unsupported_media_type, "file", std::string("The file is coded in a way that cannot be read here: ") + avcodec_get_name(stream.codecpar->codec_id));
  CodecContext context(avcodec_alloc_context3(codec));
  avcodec_parameters_to_context(context.get(), stream.codecpar);
  context->pkt_timebase = stream.time_base;
  context->thread_count = 1;
  if (const int status = avcodec_open2(context.get(), codec, nullptr); status < 0) return fail(Errc::invalid_argument, "file", "The file's tracks cannot be decoded: " + libav_error(status));
  return context;
}

double rotation_of(const AVStream& stream) {
  const AVPacketSideData* side = av_packet_side_data_get(stream.codecpar->coded_side_data, stream.codecpar->nb_coded_side_data, AV_PKT_DATA_DISPLAYMATRIX);
  if (side == nullptr || side->size < 9 * sizeof(std::int32_t)) return 0;
  const double degrees = -av_display_rotation_get(reinterpret_cast<const std::int32_t*>(side->data));
  return degrees == degrees ? degrees : 0;
}

// The first track of a kind that is no picture attached to sound.
int track_of(AVFormatContext* format, AVMediaType type) {
  const int index = av_find_best_stream(format, type, -1, -1, nullptr, 0);
  return index >= 0 && (format->streams[index]->disposition & AV_DISPOSITION_ATTACHED_PIC) == 0 ? index : -1;
}

class Reader {
 public:
  Result<Tracks> run(const std::function<void(double)>& progress) {
    if (auto opened = input_.open(); !opened) return std::unexpected(opened.error());
    AVFormatContext* const format = input_.format();
    audio_ = track_of(format, AVMEDIA_TYPE_AUDIO);
    video_ = track_of(format, AVMEDIA_TYPE_VIDEO);
    if (audio_ < 0 && video_ < 0) return fail(Errc::unsupported_media_type, "file", "The file has neither sound nor moving pictures.");
    for (const int index : {audio_, video_}) {
      if (index < 0) continue;
      auto decoder = decoder_of(*format->streams[index]);
      if (!decoder) return std::unexpected(decoder.error());
      (index == audio_ ? audio_decoder_ : video_decoder_) = std::move(*decoder);
    }
    for (unsigned i = 0; i < format->nb_streams; ++i) {
      if (static_cast<int>(i) != audio_ && static_cast<int>(i) != video_) format->streams[i]->discard = AVDISCARD_ALL;
    }
    Packet packet(av_packet_alloc());
    int packets = 0;
    while (av_read_frame(format, packet.get()) >= 0) {
      auto decoded = decode(packet->stream_index, packet.get());
      av_packet_unref(packet.get());
      if (!decoded) return std::unexpected(decoded.error());
      if (++packets % 256 == 0) progress(input_.share_read());
    }
    for (const int index : {audio_, video_}) {
      if (auto rest = decode(index, nullptr); !rest) return std::unexpected(rest.error());
    }
    return result();
  }

 private:
  // A damaged packet is passed over, as a player does; a null packet gives what the decoder still holds.
  Result<void> decode(int index, const AVPacket* packet) {
    if (index < 0 || (index != audio_ && index != video_)) return {};
    AVCodecContext* const decoder = (index == audio_ ? audio_decoder_ : video_decoder_).get();
    if (avcodec_send_packet(decoder, packet) < 0) return {};
    while (avcodec_receive_frame(decoder, frame_.get()) >= 0) {
      auto added = index == audio_ ? add_sound() : add_picture();
      av_frame_unref(frame_.get());
      if (!added) return added;
    }
    return {};
  }

  Result<void> add_sound() {
    audio_samples_ += frame_->nb_samples;
    if (frame_->sample_rate > 0) audio_ms_ = audio_samples_ * 1000 / frame_->sample_rate;
    return sound_.add(*frame_);
  }

  Result<void> add_picture() {
    const AVStream& stream = *input_.format()->streams[video_];
    frame_->pts = frame_->best_effort_timestamp;
    if (!film_.started()) {
      if (auto started = film_.start(*frame_, stream, rotation_of(stream)); !started) return started;
      first_pts_ = frame_->pts;
    }
    if (frame_->pts != AV_NOPTS_VALUE && first_pts_ != AV_NOPTS_VALUE) {
      // The frame that lasts a century would be repeated five times a second.
      constexpr std::int64_t kDurationMsMax = 24LL * 3600 * 1000;
      const std::int64_t ms = av_rescale_q(frame_->pts - first_pts_, stream.time_base, AVRational{1, 1000});
      if (ms > kDurationMsMax) return fail(Errc::limit_exceeded, "file", "The film says that it is longer than a day.");
      video_ms_ = std::max(video_ms_, ms + av_rescale_q(frame_->duration, stream.time_base, AVRational{1, 1000}));
    }
    return film_.add(frame_.get());
  }

  Result<Tracks> result() {
    Tracks tracks;
    auto features = sound_.finish();
    if (!features) return std::unexpected(features.error());
    auto frames = film_.finish();
    if (!frames) return std::unexpected(frames.error());
    tracks.has_audio = audio_samples_ > 0;
    tracks.has_video = !frames->empty();
    if (!tracks.has_audio && !tracks.has_video) return fail(Errc::invalid_argument, "file", "Nothing of the file could be decoded: it is damaged or cut.");
    tracks.audio_features = std::move(*features);
    tracks.video_frames = std::move(*frames);
    tracks.duration_ms = std::max(audio_ms_, video_ms_);
    return tracks;
  }

  Input input_;
  int audio_ = -1, video_ = -1;
  CodecContext audio_decoder_, video_decoder_;
  Frame frame_{av_frame_alloc()};
  Sound sound_;
  Film film_;
  std::int64_t audio_samples_ = 0, audio_ms_ = 0, video_ms_ = 0, first_pts_ = AV_NOPTS_VALUE;
};

}  // namespace

Result<Tracks> read_tracks(const std::function<void(double)>& progress) { return Reader().run(progress); }

}  // namespace colophon::media
