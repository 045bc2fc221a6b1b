#include "answer.hpp"

#include <algorithm>
#include <limits>

namespace colophon::abi {

std::uint8_t* reserve(colophon_buffer* out, std::uint32_t size) {
  // An empty answer has an address too, so that the caller can always give it back.
  out->data = static_cast<std::uint8_t*>(colophon_alloc(std::max<std::uint32_t>(size, 1)));
  out->size = out->data ? size : 0;
  return out->data;
}

std::int32_t give(colophon_buffer* out, ByteView bytes) {
  const bool fits = bytes.size() <= std::numeric_limits<std::uint32_t>::max();
  std::uint8_t* data = fits ? reserve(out, static_cast<std::uint32_t>(bytes.size())) : nullptr;
  if (!data) {
    *out = {};
    return static_cast<std::int32_t>(Errc::out_of_memory);
  }
  std::copy(bytes.begin(), bytes.end(), data);
  return 0;
}

std::int32_t give(colophon_buffer* out, const Json& json) { return give(out, as_bytes(canonical_json(json))); }

std::int32_t give(colophon_buffer* out, const Error& error) {
  const Json record(JsonObject{{"code", errc_name(error.code)}, {"detail", error.detail}, {"field", error.field}});
  give(out, record);
  return static_cast<std::int32_t>(error.code);
}

}  // namespace colophon::abi
