#include "colophon/base/encoding.hpp"
#include "colophon/iscc/codec.hpp"
#include "colophon/iscc/text.hpp"
#include "colophon/iscc/units.hpp"
#include "colophon/text/unicode.hpp"
#include "iscc/algorithms.hpp"

namespace colophon::iscc {
namespace {

constexpr std::size_t kNameBytesMax = 128, kDescriptionBytesMax = 4'096, kPayloadBytesMax = 128'000;

Digest widened(const Bytes& bytes) {
  Digest digest{};
  std::copy(bytes.begin(), bytes.end(), digest.begin());
  return digest;
}

// Windows of `width` over what `begins` delimits (one more entry than there are items); one window where there is less.
template <class Begin>
Digest windows_simhash(ByteView bytes, std::size_t items, std::size_t width, Begin&& begin) {
  Simhash simhash(32);
  const std::size_t windows = items > width ? items - width + 1 : 1;
  for (std::size_t i = 0; i < windows; ++i) {
    const std::size_t first = begin(i), last = begin(std::min(i + width, items));
    simhash.add(blake3(bytes.subspan(first, last - first)).data());
  }
  return widened(simhash.finish());
}

Digest text_simhash(std::u32string_view text) {
  const std::u32string collapsed = text_collapse(text);
  const std::string bytes = text::encode_utf8(collapsed);
  std::vector<std::size_t> begins;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if ((static_cast<unsigned char>(bytes[i]) & 0xC0) != 0x80) begins.push_back(i);
  }
  begins.push_back(bytes.size());
  return windows_simhash(as_bytes(bytes), collapsed.size(), 3, [&](std::size_t i) { return begins[i]; });
}

Digest bytes_simhash(ByteView bytes) {
  return windows_simhash(bytes, bytes.size(), 4, [](std::size_t i) { return i; });
}

// The first half of each, in turns of four bytes.
Digest interleaved(const Digest& name, const Digest& more) {
  Digest digest;
  for (std::size_t i = 0; i < 32; ++i) digest[i] = (i / 4 % 2 == 0 ? name : more)[i / 8 * 4 + i % 4];
  return digest;
}

Result<Bytes> percent_decoded(std::string_view text) {
  const auto value = [](char c) { return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1; };
  Bytes bytes;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool escaped = text[i] == '%' && i + 2 < text.size() && value(text[i + 1]) >= 0 && value(text[i + 2]) >= 0;
    bytes.push_back(escaped ? static_cast<std::uint8_t>(value(text[i + 1]) << 4 | value(text[i + 2])) : static_cast<std::uint8_t>(text[i]));
    if (escaped) i += 2;
  }
  return bytes;
}

// RFC 2397: "data:" [media type] [";base64"] "," data.
Result<Bytes> data_url_payload(std::string_view url) {
  const std::size_t comma = url.find(',');
  if (!url.starts_with("data:") || comma == std::string_view::npos) {
    return fail(Errc::invalid_argument, "meta", "The metadata is neither an object nor a Data-URL (data:application/json;base64,...).");
  }
  const std::string_view data = url.substr(comma + 1);
  return url.substr(0, comma).ends_with(";base64") ? from_base64(data, "meta") : percent_decoded(data);
}

struct Payload {
  Bytes bytes;
  std::string url;
};

Result<Payload> payload_of(const Json& meta) {
  if (const std::string* url = meta.string()) {
    auto bytes = data_url_payload(*url);
    if (!bytes) return std::unexpected(bytes.error());
    return Payload{std::move(*bytes), *url};
  }
  if (meta.object() == nullptr) return fail(Errc::invalid_argument, "meta", "The metadata is neither an object nor a Data-URL.");
  const std::string text = canonical_json(meta);
  const std::string type = meta.find("@context") != nullptr ? "application/ld+json" : "application/json";
  return Payload{Bytes(text.begin(), text.end()), "data:" + type + ";base64," + to_base64(as_bytes(text))};
}

bool is_absent(const Json* meta) {
  return meta == nullptr || meta->is_null() || (meta->string() != nullptr && meta->string()->empty()) || (meta->object() != nullptr && meta->object()->empty());
}

}  // namespace

Result<MetaCode> meta_code(const MetaInput& input, int bits) {
  const auto raw_name = text::decode_utf8(input.name, "name"), raw_description = text::decode_utf8(input.description, "description");
  if (!raw_name) return std::unexpected(raw_name.error());
  if (!raw_description) return std::unexpected(raw_description.error());
  const std::u32string name = text_trim(text_remove_newlines(text_clean(*raw_name)), kNameBytesMax);
  const std::u32string description = text_trim(text_clean(*raw_description), kDescriptionBytesMax);
  if (name.empty()) return fail(Errc::invalid_argument, "name", "A Meta-Code needs a name; nothing is left of this one once it is cleaned.");

  MetaCode result{.iscc = {}, .name = text::encode_utf8(name), .description = text::encode_utf8(description), .meta = {}, .metahash = {}};
  Digest digest = text_simhash(name);
  if (is_absent(input.meta)) {
    if (!description.empty()) digest = interleaved(digest, text_simhash(description));
    result.metahash = multihash(blake3(result.description.empty() ? result.name : result.name + " " + result.description));
  } else {
    auto payload = payload_of(*input.meta);
    if (!payload) return std::unexpected(payload.error());
    if (payload->bytes.size() > kPayloadBytesMax) {
      return fail(Errc::limit_exceeded, "meta", "The metadata has more than " + std::to_string(kPayloadBytesMax) + " bytes.");
    }
    if (!payload->bytes.empty()) digest = interleaved(digest, bytes_simhash(payload->bytes));
    result.metahash = multihash(blake3(payload->bytes));
    result.meta = std::move(payload->url);
  }
  if (bits < 32 || bits > 256 || bits % 32 != 0) {
    return fail(Errc::invalid_argument, "bits", "A unit has 32, 64, 96, 128, 160, 192, 224 or 256 bits.");
  }
  auto code = encode_unit(MainType::meta, 0, 0, static_cast<std::uint32_t>(bits), digest);
  if (!code) return std::unexpected(code.error());
  result.iscc = "ISCC:" + *code;
  return result;
}

}  // namespace colophon::iscc
