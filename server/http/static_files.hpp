#pragma once
// The built pages and the package. All files are read once, at the start: a request names a key of a map, so no path reaches the disk.
#include <cstddef>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "colophon/base/error.hpp"

namespace colophon::http {

struct StaticFile {
  std::string content_type;
  std::string etag;                      ///< Of the bytes, quoted.
  bool immutable = false;                ///< Its name holds a hash of its content.
  bool page = false;                     ///< HTML of ours.
  std::string bytes;
  /// The bytes as a client takes them: coded once, at the first request for that coding. `coding` becomes "br", "gzip" or "".
  const std::string& coded(std::string_view accept_encoding, std::string& coding) const;
  /// The bytes in brotli as the build made them, smaller than what is made at a request.
  void precoded(std::string brotli);

 private:
  bool precoded_ = false;
  mutable std::once_flag brotli_once_, gzip_once_;
  mutable std::string brotli_, gzip_;
};

class StaticFiles {
 public:
  /// An empty folder name means no files. NAME.br beside NAME is NAME in brotli, and no file of its own.
  /// Errors: unavailable (cannot be read), limit_exceeded.
  static Result<StaticFiles> read(const std::string& folder);
  /// "/" is index.html, "/desk" is desk.html or desk/index.html, "/sdk/index.js" is index.js. Null where there is none.
  const StaticFile* find(std::string_view path) const;
  std::size_t count() const { return files_.size(); }

 private:
  std::map<std::string, std::unique_ptr<StaticFile>, std::less<>> files_;
};

/// The media type of a file name, "application/octet-stream" where it says nothing.
std::string_view media_type_of(std::string_view name);
/// True for names such as index-DaB3x9_k.js: eight characters of base64url, not all of them lower-case letters, before the extension.
bool has_hashed_name(std::string_view name);

}  // namespace colophon::http
