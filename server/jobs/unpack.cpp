#include "jobs/unpack.hpp"

#include <zlib.h>

#include <array>
#include <memory>

namespace colophon::jobs {

Result<std::string> unpack(std::string bytes, std::string_view field, std::uint64_t bytes_max) {
  if (!bytes.starts_with("\x1F\x8B")) return bytes;
  const auto damaged = [&] { return fail(Errc::invalid_argument, std::string(field), "the gzip file is damaged or was cut: send it again"); };
  z_stream stream{};
  if (inflateInit2(&stream, 16 + MAX_WBITS) != Z_OK) return fail(Errc::out_of_memory, std::string(field), "there is no memory to unpack the file");
  const std::unique_ptr<z_stream, int (*)(z_stream*)> owner(&stream, inflateEnd);
  std::string out;
  std::array<char, 1u << 16> buffer;
  std::size_t given = 0;
  int code = Z_OK;
  for (;;) {
    if (stream.avail_in == 0 && given < bytes.size()) {  // zlib counts in 32 bits.
      const auto piece = std::min<std::size_t>(bytes.size() - given, 1u << 30);
      stream.next_in = reinterpret_cast<Bytef*>(bytes.data() + given);
      stream.avail_in = static_cast<uInt>(piece);
      given += piece;
    }
    stream.next_out = reinterpret_cast<Bytef*>(buffer.data());
    stream.avail_out = static_cast<uInt>(buffer.size());
    code = inflate(&stream, Z_NO_FLUSH);
    if (code != Z_OK && code != Z_STREAM_END && code != Z_BUF_ERROR) return damaged();
    const std::size_t made = buffer.size() - stream.avail_out;
    if (out.size() + made > bytes_max)
      return fail(Errc::limit_exceeded, std::string(field), "unpacked, the file has more than " + std::to_string(bytes_max) + " bytes: send it in parts");
    out.append(buffer.data(), made);
    const bool more = stream.avail_in > 0 || given < bytes.size();
    if (code == Z_STREAM_END) {
      if (!more) return out;
      if (inflateReset(&stream) != Z_OK) return damaged();
    } else if (!more && made == 0) {
      return damaged();
    }
  }
}

}  // namespace colophon::jobs
