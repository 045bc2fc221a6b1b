#include "colophon/base/tar.hpp"

#include <algorithm>
#include <array>

namespace colophon {
namespace {

constexpr std::size_t kBlock = 512;
// POSIX 1003.1, ustar: where the fields of a header lie.
struct Field { std::size_t at, size; };
constexpr Field kName{0, 100}, kMode{100, 8}, kOwner{108, 8}, kGroup{116, 8}, kSize{124, 12}, kTime{136, 12}, kSum{148, 8}, kMagic{257, 8}, kPrefix{345, 155};
constexpr std::size_t kType = 156;

std::size_t padded(std::size_t bytes) { return (bytes + kBlock - 1) / kBlock * kBlock; }

void put_octal(std::string& header, const Field& field, std::uint64_t value) {
  for (std::size_t i = field.size - 1; i-- > 0; value >>= 3) header[field.at + i] = static_cast<char>('0' + (value & 7));
}

// The sum of the header's bytes with the sum itself as spaces.
std::uint64_t sum_of(ByteView header) {
  std::uint64_t sum = 0;
  for (std::size_t i = 0; i < kBlock; ++i) sum += i >= kSum.at && i < kSum.at + kSum.size ? ' ' : header[i];
  return sum;
}

std::string_view text_of(ByteView header, const Field& field) {
  const std::string_view text(reinterpret_cast<const char*>(header.data()) + field.at, field.size);
  return text.substr(0, std::min(text.find('\0'), text.size()));
}

// Octal digits, ended by a space or a zero byte. Anything else is no number.
Result<std::uint64_t> octal(ByteView header, const Field& field) {
  std::string_view text = text_of(header, field);
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  std::uint64_t value = 0;
  for (const char digit : text) {
    if (digit < '0' || digit > '7') return fail(Errc::invalid_argument, "archive", "A header of the archive has no number where one belongs.");
    value = value << 3 | static_cast<std::uint64_t>(digit - '0');
  }
  return value;
}

}  // namespace

std::string tar_file(std::string_view name, ByteView data) {
  std::string text(kBlock, '\0');
  std::ranges::copy(name.substr(0, kName.size), text.begin());
  put_octal(text, kMode, 0644);
  put_octal(text, kOwner, 0);
  put_octal(text, kGroup, 0);
  put_octal(text, kSize, data.size());
  put_octal(text, kTime, 0);
  text[kType] = '0';
  std::ranges::copy(std::string_view("ustar\0" "00", 8), text.begin() + static_cast<std::ptrdiff_t>(kMagic.at));
  put_octal(text, {kSum.at, kSum.size - 1}, sum_of(as_bytes(text)));
  text[kSum.at + kSum.size - 1] = ' ';
  text.append(reinterpret_cast<const char*>(data.data()), data.size());
  text.resize(kBlock + padded(data.size()), '\0');
  return text;
}

std::string tar_end() { return std::string(2 * kBlock, '\0'); }

Result<void> TarReader::header() {
  const ByteView header = pending_;
  if (std::ranges::all_of(header, [](std::uint8_t byte) { return byte == 0; })) {
    ended_ = true;
    return {};
  }
  const auto sum = octal(header, kSum), size = octal(header, kSize);
  if (!sum || *sum != sum_of(header) || text_of(header, {kMagic.at, 5}) != "ustar") {
    return fail(Errc::invalid_argument, "archive", "This is not an archive of the form that \"colophon log export\" writes (tar), or it is damaged.");
  }
  if (!size) return std::unexpected(size.error());
  const char type = static_cast<char>(header[kType]);
  if (type != '0' && type != '\0' && type != '5') return fail(Errc::invalid_argument, "archive", "The archive holds something that is neither a file nor a folder.");
  const std::string_view prefix = text_of(header, kPrefix);
  name_ = prefix.empty() ? std::string() : std::string(prefix) + "/";
  name_ += text_of(header, kName);
  if (name_.starts_with("./")) name_.erase(0, 2);
  if (*size > file_bytes_max_) return fail(Errc::limit_exceeded, name_, "A file of the archive has more than " + std::to_string(file_bytes_max_) + " bytes.");
  is_directory_ = type == '5';
  data_bytes_ = static_cast<std::size_t>(*size);
  left_bytes_ = padded(data_bytes_);
  in_file_ = true;
  pending_.clear();
  return left_bytes_ == 0 ? block() : Result<void>();
}

Result<void> TarReader::block() {
  in_file_ = false;
  const Bytes data = std::exchange(pending_, {});
  if (is_directory_) return {};
  return file_(name_, ByteView(data).first(data_bytes_));
}

Result<void> TarReader::update(ByteView piece) {
  while (!piece.empty() && !ended_) {
    const std::size_t wanted = in_file_ ? left_bytes_ : kBlock - pending_.size();
    const std::size_t taken = std::min(wanted, piece.size());
    pending_.insert(pending_.end(), piece.begin(), piece.begin() + static_cast<std::ptrdiff_t>(taken));
    piece = piece.subspan(taken);
    if (in_file_) left_bytes_ -= taken;
    if (taken < wanted) break;
    if (auto step = in_file_ ? block() : header(); !step) {
      ended_ = true;
      return step;
    }
  }
  return {};
}

Result<void> TarReader::finish() {
  if (in_file_ || (!ended_ && !pending_.empty())) return fail(Errc::invalid_argument, "archive", "The archive ends in the middle of a file: it was cut.");
  if (!ended_) return fail(Errc::invalid_argument, "archive", "The archive has no end: it was cut, or it is none.");
  return {};
}

}  // namespace colophon
