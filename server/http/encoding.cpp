#include "http/encoding.hpp"

#include <algorithm>
#include <array>
#include <brotli/encode.h>
#include <cstdint>
#include <zlib.h>

namespace colophon::http {

bool accepts(std::string_view accept_encoding, std::string_view coding) {
  while (!accept_encoding.empty()) {
    const std::size_t comma = accept_encoding.find(',');
    std::string_view item = accept_encoding.substr(0, comma);
    accept_encoding = comma == std::string_view::npos ? std::string_view() : accept_encoding.substr(comma + 1);
    while (item.starts_with(' ')) item.remove_prefix(1);
    const std::string_view name = item.substr(0, item.find_first_of("; "));
    if (name != coding) continue;
    const std::size_t weight = item.find("q=");
    return weight == std::string_view::npos || item.substr(weight + 2).find_first_not_of("0. ") != std::string_view::npos;
  }
  return false;
}

bool is_compressible(std::string_view content_type) {
  static constexpr std::array<std::string_view, 8> types{"text/", "application/atom+xml", "application/json", "application/problem+json", "application/javascript",
                                                         "application/wasm", "image/svg+xml", "application/manifest+json"};
  return std::ranges::any_of(types, [&](std::string_view type) { return content_type.starts_with(type); });
}

std::optional<std::string> gzip(std::string_view bytes, int level) {
  z_stream stream{};
  constexpr int kGzipWindow = 15 + 16;
  if (deflateInit2(&stream, level, Z_DEFLATED, kGzipWindow, 8, Z_DEFAULT_STRATEGY) != Z_OK) return std::nullopt;
  std::string out(bytes.size(), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  const int result = deflate(&stream, Z_FINISH);
  const std::size_t written = stream.total_out;
  deflateEnd(&stream);
  if (result != Z_STREAM_END) return std::nullopt;
  out.resize(written);
  return out;
}

std::optional<std::string> brotli(std::string_view bytes, int quality) {
  std::string out(bytes.size(), '\0');
  std::size_t written = out.size();
  const auto* data = reinterpret_cast<const std::uint8_t*>(bytes.data());
  const bool fits = BrotliEncoderCompress(quality, BROTLI_DEFAULT_WINDOW, BROTLI_MODE_GENERIC, bytes.size(), data, &written,
                                          reinterpret_cast<std::uint8_t*>(out.data()));
  if (!fits) return std::nullopt;
  out.resize(written);
  return out;
}

}  // namespace colophon::http
