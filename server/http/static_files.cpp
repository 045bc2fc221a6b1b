#include "http/static_files.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <utility>

#include "colophon/hash/sha256.hpp"
#include "http/encoding.hpp"

namespace colophon::http {
namespace {

namespace fs = std::filesystem;
constexpr std::size_t kFilesMax = 2'000;
constexpr std::uintmax_t kBytesMax = 256u << 20;
constexpr std::size_t kCodedBytesMin = 512;
constexpr int kBrotliQuality = 7;   // 9 and above take seconds on the runtime's megabytes
constexpr int kGzipLevel = 6;

}  // namespace

std::string_view media_type_of(std::string_view name) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 19> types{{
      {".html", "text/html; charset=utf-8"}, {".js", "text/javascript; charset=utf-8"}, {".mjs", "text/javascript; charset=utf-8"},
      {".css", "text/css; charset=utf-8"}, {".json", "application/json"}, {".map", "application/json"}, {".wasm", "application/wasm"},
      {".svg", "image/svg+xml"}, {".png", "image/png"}, {".jpg", "image/jpeg"}, {".jpeg", "image/jpeg"}, {".webp", "image/webp"},
      {".ico", "image/x-icon"}, {".txt", "text/plain; charset=utf-8"}, {".md", "text/plain; charset=utf-8"}, {".ts", "text/plain; charset=utf-8"},
      {".woff2", "font/woff2"}, {".onnx", "application/octet-stream"}, {".webmanifest", "application/manifest+json"}}};
  for (const auto& [extension, type] : types) if (name.ends_with(extension)) return type;
  return "application/octet-stream";
}

bool has_hashed_name(std::string_view name) {
  name = name.substr(name.rfind('/') + 1);
  const std::size_t dot = name.rfind('.');
  if (dot == std::string_view::npos || dot < 9) return false;
  const std::string_view hash = name.substr(dot - 8, 8);
  const char before = name[dot - 9];
  if (before != '-' && before != '.') return false;
  const auto in_alphabet = [](unsigned char c) { return std::isalnum(c) != 0 || c == '_' || c == '-'; };
  const auto telling = [](unsigned char c) { return std::isdigit(c) != 0 || std::isupper(c) != 0; };
  return std::ranges::all_of(hash, in_alphabet) && std::ranges::any_of(hash, telling);
}

const std::string& StaticFile::coded(std::string_view accept_encoding, std::string& coding) const {
  coding.clear();
  if (!precoded_ && (!is_compressible(content_type) || bytes.size() < kCodedBytesMin)) return bytes;
  if (accepts(accept_encoding, "br")) {
    std::call_once(brotli_once_, [this] { brotli_ = brotli(bytes, kBrotliQuality).value_or(""); });
    if (!brotli_.empty()) { coding = "br"; return brotli_; }
  }
  if (accepts(accept_encoding, "gzip")) {
    std::call_once(gzip_once_, [this] { gzip_ = gzip(bytes, kGzipLevel).value_or(""); });
    if (!gzip_.empty()) { coding = "gzip"; return gzip_; }
  }
  return bytes;
}

void StaticFile::precoded(std::string brotli) {
  std::call_once(brotli_once_, [&] { brotli_ = std::move(brotli); });
  precoded_ = true;
}

Result<StaticFiles> StaticFiles::read(const std::string& folder) {
  StaticFiles files;
  if (folder.empty()) return files;
  std::error_code error;
  std::uintmax_t total = 0;
  for (fs::recursive_directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
    const std::string relative = fs::relative(it->path(), folder, error).generic_string();
    if (relative.starts_with('.') || relative.contains("/.") || !it->is_regular_file(error)) continue;
    total += it->file_size(error);
    if (files.files_.size() == kFilesMax || total > kBytesMax) {
      return fail(Errc::limit_exceeded, "web_dir", "The folder " + folder + " holds more than pages: more than 2,000 files or 256 MiB.");
    }
    std::ifstream in(it->path(), std::ios::binary);
    auto file = std::make_unique<StaticFile>();
    file->bytes.assign(std::istreambuf_iterator<char>(in), {});
    if (!in) return fail(Errc::unavailable, "web_dir", "The file " + relative + " cannot be read.");
    file->content_type = media_type_of(relative);
    file->etag = "\"" + to_hex(sha256(file->bytes)).substr(0, 32) + "\"";
    file->immutable = has_hashed_name(relative);
    file->page = relative.ends_with(".html");
    files.files_.emplace("/" + relative, std::move(file));
  }
  if (error) return fail(Errc::unavailable, "web_dir", "The folder " + folder + " cannot be read: build the pages, or name their folder.");
  for (auto it = files.files_.begin(); it != files.files_.end();) {
    const auto plain = it->first.ends_with(".br") ? files.files_.find(it->first.substr(0, it->first.size() - 3)) : files.files_.end();
    if (plain == files.files_.end()) { ++it; continue; }
    plain->second->precoded(std::move(it->second->bytes));
    it = files.files_.erase(it);
  }
  return files;
}

const StaticFile* StaticFiles::find(std::string_view path) const {
  std::string name(path);
  // One folder, web/dist, holds the pages and the package: the pages are at the root, the package's files under /sdk/.
  if (name.starts_with("/sdk/")) name.erase(0, 4);
  if (name.ends_with('/')) name += "index.html";
  for (const char* ending : {"", ".html", "/index.html"}) {
    if (auto it = files_.find(name + ending); it != files_.end()) return it->second.get();
  }
  return nullptr;
}

}  // namespace colophon::http
