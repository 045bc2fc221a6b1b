#pragma once
// Archives of small files as one (POSIX ustar): written with fixed owners and times, so that the same files give the same bytes, and read
// piece by piece.
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "colophon/base/encoding.hpp"

namespace colophon {

/// The header and the data of one file, padded to blocks of 512 bytes. The name has at most 100 bytes.
std::string tar_file(std::string_view name, ByteView data);
/// What ends an archive: two blocks of zeros.
std::string tar_end();

/// Takes an archive in pieces of any size and gives its files one by one, whole. Directories are passed over, "./" before a name too.
class TarReader {
 public:
  using File = std::function<Result<void>(std::string_view name, ByteView data)>;
  /// Files larger than `file_bytes_max` are refused before they are read.
  TarReader(std::size_t file_bytes_max, File file) : file_bytes_max_(file_bytes_max), file_(std::move(file)) {}

  /// Errors: invalid_argument (no archive, a kind of member that is no file), limit_exceeded, and what `file` returns. After an error it takes
  /// nothing more.
  Result<void> update(ByteView piece);
  /// Error: invalid_argument (it ends in the middle of a file).
  Result<void> finish();

 private:
  Result<void> header();
  Result<void> block();

  std::size_t file_bytes_max_;
  File file_;
  Bytes pending_;                 ///< Less than a block while headers are read; the file's data so far.
  std::string name_;
  std::size_t data_bytes_ = 0, left_bytes_ = 0;   ///< Of the file: its size, and what is still to come with its padding.
  bool in_file_ = false, is_directory_ = false, ended_ = false;
};

}  // namespace colophon
