#pragma once
// Content codings of answers: gzip for what is made on the spot, Brotli and gzip for files.
#include <optional>
#include <string>
#include <string_view>

namespace colophon::http {

/// True where the Accept-Encoding header names the coding and does not give it weight 0.
bool accepts(std::string_view accept_encoding, std::string_view coding);
/// Types that grow smaller: text, JSON, JavaScript, WebAssembly, SVG, ONNX.
bool is_compressible(std::string_view content_type);
/// Nothing where it would not be smaller.
std::optional<std::string> gzip(std::string_view bytes, int level);
std::optional<std::string> brotli(std::string_view bytes, int quality);

}  // namespace colophon::http
