#include "jobs/read_file.hpp"

#include <fstream>

namespace colophon::jobs {

Result<std::string> read_file(const std::filesystem::path& path, std::string_view field, std::uint64_t bytes_max) {
  std::error_code error;
  const auto size = std::filesystem::file_size(path, error);
  if (error) return fail(Errc::not_found, std::string(field), "cannot read '" + path.string() + "': " + error.message());
  if (size > bytes_max)
    return fail(Errc::limit_exceeded, std::string(field), "'" + path.string() + "' has " + std::to_string(size) + " bytes, the limit is " + std::to_string(bytes_max));
  std::ifstream in(path, std::ios::binary);
  std::string text(size, '\0');
  if (!in.read(text.data(), static_cast<std::streamsize>(size)))
    return fail(Errc::not_found, std::string(field), "cannot read '" + path.string() + "'");
  return text;
}

}  // namespace colophon::jobs
