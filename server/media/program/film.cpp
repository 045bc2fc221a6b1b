#include "program/film.hpp"

extern "C" {
#include <libavfilter/buffersink.h>
#include <libavfilter/buffersrc.h>
}

#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmath>

namespace colophon::media {
namespace {

// A turn as ffmpeg's command line makes it before any filter.
std::string turned(double rotation) {
  const double degrees = rotation - 360 * std::floor(rotation / 360 + 0.9 / 360);
  if (std::abs(degrees - 90) < 1) return "transpose=clock,";
  if (std::abs(degrees - 180) < 1) return "hflip,vflip,";
  if (std::abs(degrees - 270) < 1) return "transpose=cclock,";
  return "";
}

class Bits {
 public:
  explicit Bits(ByteView bytes) : bytes_(bytes) {}
  bool has(std::uint64_t count) const { return at_ + count <= std::uint64_t{bytes_.size()} * 8; }
  void skip(std::uint64_t count) { at_ += count; }
  std::uint32_t take(int count) {
    std::uint32_t value = 0;
    for (; count > 0; --count, ++at_) value = value << 1 | (bytes_[at_ / 8] >> (7 - at_ % 8) & 1u);
    return value;
  }

 private:
  ByteView bytes_;
  std::uint64_t at_ = 0;
};

}  // namespace

Film::Film() : memory_(memfd_create("signatures", 0)), filtered_(av_frame_alloc()) {}

Film::~Film() {
  graph_.reset();
  if (memory_ >= 0) close(memory_);
}

Result<void> Film::start(const AVFrame& first, const AVStream& stream, double rotation) {
  graph_.reset(avfilter_graph_alloc());
  graph_->nb_threads = 1;
  const AVRational rate = stream.avg_frame_rate.num > 0 ? stream.avg_frame_rate : stream.r_frame_rate;
  const AVRational aspect = first.sample_aspect_ratio.num > 0 ? first.sample_aspect_ratio : AVRational{0, 1};
  const std::string source = "video_size=" + std::to_string(first.width) + "x" + std::to_string(first.height) + ":pix_fmt=" + std::to_string(first.format) +
                             ":time_base=" + std::to_string(stream.time_base.num) + "/" + std::to_string(stream.time_base.den) + ":pixel_aspect=" +
                             std::to_string(aspect.num) + "/" + std::to_string(aspect.den) +
                             (rate.num > 0 ? ":frame_rate=" + std::to_string(rate.num) + "/" + std::to_string(rate.den) : "") +
                             ":colorspace=" + std::to_string(first.colorspace) + ":range=" + std::to_string(first.color_range);
  const std::string filters = turned(rotation) + "fps=fps=5,signature=format=binary:filename=/proc/self/fd/" + std::to_string(memory_);
  AVFilterInOut *inputs = avfilter_inout_alloc(), *outputs = avfilter_inout_alloc();
  int status = avfilter_graph_create_filter(&source_, avfilter_get_by_name("buffer"), "in", source.c_str(), nullptr, graph_.get());
  if (status >= 0) status = avfilter_graph_create_filter(&sink_, avfilter_get_by_name("buffersink"), "out", nullptr, nullptr, graph_.get());
  if (status >= 0) {
    *outputs = {av_strdup("in"), source_, 0, nullptr};
    *inputs = {av_strdup("out"), sink_, 0, nullptr};
    status = avfilter_graph_parse_ptr(graph_.get(), filters.c_str(), &inputs, &outputs, nullptr);
  }
  avfilter_inout_free(&inputs);
  avfilter_inout_free(&outputs);
  if (status >= 0) status = avfilter_graph_config(graph_.get(), nullptr);
  if (status < 0) return fail(Errc::invalid_argument, "file", "The film's pictures cannot be read: " + libav_error(status));
  return {};
}

Result<void> Film::drain() {
  for (;;) {
    const int status = av_buffersink_get_frame(sink_, filtered_.get());
    if (status == AVERROR(EAGAIN) || status == AVERROR_EOF) return {};
    if (status < 0) return fail(Errc::invalid_argument, "file", "The film's pictures cannot be read: " + libav_error(status));
    av_frame_unref(filtered_.get());
  }
}

Result<void> Film::add(AVFrame* frame) {
  const int status = av_buffersrc_add_frame(source_, frame);
  if (status < 0) return fail(Errc::invalid_argument, "file", "The film's pictures cannot be read: " + libav_error(status));
  return drain();
}

Result<std::vector<iscc::FrameSignature>> Film::finish() {
  if (!graph_) return std::vector<iscc::FrameSignature>();
  if (auto ended = add(nullptr); !ended) return std::unexpected(ended.error());
  // The filter writes when it is taken down.
  graph_.reset();
  struct stat status {};
  if (fstat(memory_, &status) != 0) return fail(Errc::internal, "", "The signatures cannot be read.");
  Bytes bytes(static_cast<std::size_t>(status.st_size));
  std::size_t at = 0;
  while (at < bytes.size()) {
    const ssize_t count = pread(memory_, bytes.data() + at, bytes.size() - at, static_cast<off_t>(at));
    if (count <= 0) return fail(Errc::internal, "", "The signatures cannot be read.");
    at += static_cast<std::size_t>(count);
  }
  return parse_signatures(bytes);
}

Result<std::vector<iscc::FrameSignature>> parse_signatures(ByteView bytes) {
  // Counts of bits that are not looked at: the region's header, the coarse signatures of segments, the words of a frame.
  constexpr std::uint64_t kRegionBits = 129, kMediaBits = 1 + 32 + 32, kSegmentBits = 4 * 32 + 1 + 5 * 243, kWordsBits = 5 * 8, kFrameBits = 1 + 32 + 8 + kWordsBits + 76 * 8;
  const auto cut = [] { return fail(Errc::invalid_argument, "file", "The frame signatures are cut."); };
  Bits bits(bytes);
  if (!bits.has(kRegionBits + 32 + 16 + kMediaBits + 32)) return std::vector<iscc::FrameSignature>();
  bits.skip(kRegionBits);
  const std::uint64_t frames = bits.take(32);
  bits.skip(16 + kMediaBits);
  const std::uint64_t segments = bits.take(32);
  if (!bits.has(segments * kSegmentBits + 1 + frames * kFrameBits)) return cut();
  bits.skip(segments * kSegmentBits + 1);
  std::vector<iscc::FrameSignature> result(frames);
  for (iscc::FrameSignature& frame : result) {
    bits.skip(1 + 32 + 8 + kWordsBits);
    for (std::size_t i = 0; i < frame.size(); i += 5) {
      // Five values of 0 to 2 in a byte, the first in the highest place.
      std::uint32_t packed = bits.take(8);
      for (std::size_t k = 5; k-- > 0; packed /= 3) frame[i + k] = static_cast<std::int32_t>(packed % 3);
    }
  }
  return result;
}

}  // namespace colophon::media
