#include "jobs/mapped_file.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

namespace colophon::jobs {

MappedFile::~MappedFile() {
  if (data_ != nullptr) munmap(data_, bytes_);
}

MappedFile::MappedFile(MappedFile&& other) noexcept : data_(std::exchange(other.data_, nullptr)), bytes_(std::exchange(other.bytes_, 0)) {}

MappedFile& MappedFile::operator=(MappedFile&& other) noexcept {
  std::swap(data_, other.data_);
  std::swap(bytes_, other.bytes_);
  return *this;
}

Result<MappedFile> MappedFile::open(const std::filesystem::path& path, std::string_view field) {
  const auto cannot = [&] { return fail(Errc::not_found, std::string(field), "cannot read '" + path.string() + "': " + std::strerror(errno)); };
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return cannot();
  struct stat about{};
  MappedFile mapped;
  if (fstat(file, &about) != 0 || !S_ISREG(about.st_mode)) {
    if (errno == 0 || !S_ISREG(about.st_mode)) errno = EINVAL;
    const auto error = cannot();
    close(file);
    return error;
  }
  if (about.st_size > 0) {
    void* data = mmap(nullptr, static_cast<std::size_t>(about.st_size), PROT_READ, MAP_PRIVATE, file, 0);
    if (data == MAP_FAILED) {
      const auto error = cannot();
      close(file);
      return error;
    }
    mapped.data_ = data;
    mapped.bytes_ = static_cast<std::size_t>(about.st_size);
  }
  close(file);
  return mapped;
}

void MappedFile::release(std::span<const std::uint8_t> bytes) {
  static const auto page = static_cast<std::uintptr_t>(sysconf(_SC_PAGESIZE));
  const std::uintptr_t begin = (reinterpret_cast<std::uintptr_t>(bytes.data()) + page - 1) / page * page;
  const std::uintptr_t end = reinterpret_cast<std::uintptr_t>(bytes.data() + bytes.size()) / page * page;
  if (begin < end) madvise(reinterpret_cast<void*>(begin), end - begin, MADV_DONTNEED);
}

}  // namespace colophon::jobs
