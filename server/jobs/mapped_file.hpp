#pragma once
// A file as memory that the system reads when it is touched.
#include <cstdint>
#include <filesystem>
#include <span>

#include "colophon/base/error.hpp"

namespace colophon::jobs {

class MappedFile {
 public:
  MappedFile() = default;
  ~MappedFile();
  MappedFile(MappedFile&& other) noexcept;
  MappedFile& operator=(MappedFile&& other) noexcept;
  /// Errors: not_found (it cannot be read). `field` names the file as its user knows it.
  static Result<MappedFile> open(const std::filesystem::path& path, std::string_view field);
  std::size_t bytes() const { return bytes_; }
  /// Numbers of T; what is left over at the end is not among them.
  template <class T>
  std::span<const T> as() const { return {static_cast<const T*>(data_), bytes_ / sizeof(T)}; }
  /// Lets go of the pages that lie wholly within mapped bytes: what is touched again is read again.
  static void release(std::span<const std::uint8_t> bytes);

 private:
  void* data_ = nullptr;
  std::size_t bytes_ = 0;
};

}  // namespace colophon::jobs
