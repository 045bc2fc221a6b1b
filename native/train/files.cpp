#include "train/files.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>

namespace colophon::train {
namespace {

Result<void> write_failed(const std::filesystem::path& path) {
  const int reason = errno;
  return fail(reason == ENOSPC ? Errc::storage_full : Errc::unavailable, path.string(), std::string("cannot be written: ") + std::strerror(reason));
}

}  // namespace

Result<std::string> read_file(const std::filesystem::path& path, std::string_view field) {
  std::ifstream in(path, std::ios::binary);
  std::string text((std::istreambuf_iterator<char>(in)), {});
  if (!in.is_open() || in.bad()) return fail(Errc::not_found, std::string(field), path.string() + " cannot be read");
  return text;
}

Result<void> write_file(const std::filesystem::path& path, ByteView bytes) {
  const auto beside = path.string() + ".new";
  const int file = ::open(beside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (file < 0) return write_failed(path);
  bool good = true;
  while (good && !bytes.empty()) {
    const ssize_t written = ::write(file, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    good = written >= 0;
    if (good) bytes = bytes.subspan(static_cast<std::size_t>(written));
  }
  good = good && ::fsync(file) == 0;
  good = ::close(file) == 0 && good;
  if (good && ::rename(beside.c_str(), path.c_str()) == 0) return {};
  auto error = write_failed(path);
  ::unlink(beside.c_str());
  return error;
}

}  // namespace colophon::train
