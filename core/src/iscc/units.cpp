#include "colophon/iscc/units.hpp"

#include <algorithm>

#include "colophon/base/limits.hpp"
#include "colophon/hash/xxh32.hpp"
#include "colophon/iscc/codec.hpp"
#include "colophon/iscc/text.hpp"
#include "colophon/text/unicode.hpp"
#include "iscc/algorithms.hpp"
#include "iscc/minhash.hpp"

namespace colophon::iscc {
namespace {

constexpr std::uint32_t kText = 0, kImage = 1, kAudio = 2, kVideo = 3, kMixed = 4;

Result<std::string> unit(MainType main_type, std::uint32_t sub_type, int bits, ByteView digest) {
  if (bits < 32 || bits > 256 || bits % 32 != 0) {
    return fail(Errc::invalid_argument, "bits", "A unit has 32, 64, 96, 128, 160, 192, 224 or 256 bits.");
  }
  auto code = encode_unit(main_type, sub_type, 0, static_cast<std::uint32_t>(bits), digest);
  if (!code) return std::unexpected(code.error());
  return "ISCC:" + *code;
}

}  // namespace

Result<TextCode> text_code(std::string_view utf8, int bits) {
  if (utf8.size() > limits::kTextBytesMax) {
    return fail(Errc::limit_exceeded, "text", "A text may have " + std::to_string(limits::kTextBytesMax >> 20) + " MiB: send it in parts.");
  }
  const auto decoded = text::decode_utf8(utf8, "text");
  if (!decoded) return std::unexpected(decoded.error());
  const std::u32string collapsed = text_collapse(*decoded);

  // Windows of 13 code points as UTF-8: where each code point begins in it.
  constexpr std::size_t kWindow = 13;
  const std::string bytes = text::encode_utf8(collapsed);
  std::vector<std::uint32_t> begins;
  begins.reserve(collapsed.size() + 1);
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if ((static_cast<unsigned char>(bytes[i]) & 0xC0) != 0x80) begins.push_back(static_cast<std::uint32_t>(i));
  }
  begins.push_back(static_cast<std::uint32_t>(bytes.size()));
  const std::size_t windows = collapsed.size() > kWindow ? collapsed.size() - kWindow + 1 : 1;
  std::vector<std::uint32_t> features(windows);
  for (std::size_t i = 0; i < windows; ++i) {
    const std::size_t end = begins[std::min(i + kWindow, collapsed.size())];
    features[i] = xxh32(as_bytes(std::string_view(bytes).substr(begins[i], end - begins[i])));
  }
  MinimumHashes least;
  least.fill(kNoFeatureYet);
  add_features(least, features);
  auto code = unit(MainType::content, kText, bits, minhash_digest(least));
  if (!code) return std::unexpected(code.error());
  return TextCode{std::move(*code), static_cast<std::int64_t>(collapsed.size())};
}

Result<std::string> image_code(std::span<const std::uint8_t> pixels, int bits) {
  if (pixels.size() != 1024) return fail(Errc::invalid_argument, "pixels", "An Image-Code is made of 1,024 grey values (32 x 32).");
  return unit(MainType::content, kImage, bits, image_digest(pixels.first<1024>()));
}

Result<std::string> audio_code(std::span<const std::int32_t> features, int bits) {
  return unit(MainType::content, kAudio, bits, audio_digest(features));
}

Result<std::string> video_code(std::span<const FrameSignature> frames, int bits) {
  if (frames.empty()) return fail(Errc::invalid_argument, "frames", "A Video-Code needs at least one frame signature.");
  return unit(MainType::content, kVideo, bits, video_digest(frames));
}

Result<std::string> mixed_code(std::span<const std::string> codes, int bits) {
  if (codes.size() < 2) return fail(Errc::invalid_argument, "codes", "A Mixed-Code is made of at least two Content-Codes.");
  if (bits < 32 || bits > 256 || bits % 32 != 0) return unit(MainType::content, kMixed, bits, {});
  const auto bytes = static_cast<std::size_t>(bits) / 8;
  Simhash simhash(bytes);
  for (std::size_t i = 0; i < codes.size(); ++i) {
    const std::string field = "codes[" + std::to_string(i) + "]";
    const auto cleaned = clean(codes[i]);
    const auto raw = cleaned ? decode_base32(*cleaned) : std::unexpected(cleaned.error());
    const auto code = raw ? decode_header(*raw) : std::unexpected(raw.error());
    if (!code) return fail(code.error().code, field, code.error().detail);
    if (code->header.main_type != static_cast<std::uint32_t>(MainType::content)) {
      return fail(Errc::invalid_argument, field, "A Mixed-Code is made of Content-Codes only.");
    }
    const auto length = decode_length(code->header);
    if (!length || *length < static_cast<std::uint32_t>(bits) || code->body.size() < bytes) {
      return fail(Errc::invalid_argument, field, "The code is shorter than the " + std::to_string(bits) + " bits that are asked for.");
    }
    // The first byte of the header keeps apart what is of different kinds.
    Bytes digest{raw->front()};
    digest.insert(digest.end(), code->body.begin(), code->body.begin() + static_cast<std::ptrdiff_t>(bytes) - 1);
    simhash.add(digest.data());
  }
  return unit(MainType::content, kMixed, bits, simhash.finish());
}

Result<std::string> data_code(const Digest& digest, int bits) { return unit(MainType::data, 0, bits, digest); }
Result<std::string> instance_code(const Hash& blake3, int bits) { return unit(MainType::instance, 0, bits, blake3); }
std::string multihash(const Hash& blake3) { return "1e20" + to_hex(blake3); }

void SumHasher::update(ByteView bytes) {
  // In pieces that stay in the cache for the second of the two.
  constexpr std::size_t kPiece = 256u << 10;
  while (!bytes.empty()) {
    const ByteView piece = bytes.first(std::min(kPiece, bytes.size()));
    data_.update(piece);
    instance_.update(piece);
    bytes = bytes.subspan(piece.size());
  }
}

SumHasher::Sum SumHasher::finish(bool wide) const {
  const int bits = wide ? 128 : 64;
  const Hash hash = instance_.finish();
  Sum sum;
  sum.data = data_code(data_.digest(), bits).value();
  sum.instance = instance_code(hash, bits).value();
  sum.iscc = iscc_code(std::array{sum.data, sum.instance}, wide).value();
  sum.datahash = multihash(hash);
  sum.bytes = instance_.bytes();
  return sum;
}

Result<std::string> iscc_code(std::span<const std::string> units, bool wide) {
  if (units.size() < 2) return fail(Errc::invalid_argument, "codes", "An ISCC-CODE is made of at least two units, a Data-Code and an Instance-Code among them.");
  if (units.size() > 5) return fail(Errc::invalid_argument, "codes", "An ISCC-CODE takes each unit once.");
  std::vector<Code> codes;
  for (std::size_t i = 0; i < units.size(); ++i) {
    const std::string field = "codes[" + std::to_string(i) + "]";
    const auto cleaned = clean(units[i]);
    const auto raw = cleaned ? decode_base32(*cleaned) : std::unexpected(cleaned.error());
    auto code = raw ? decode_header(*raw) : std::unexpected(raw.error());
    if (!code) return fail(code.error().code, field, code.error().detail);
    if (code->body.size() < 8) return fail(Errc::invalid_argument, field, "An ISCC-CODE takes units of at least 64 bits.");
    codes.push_back(std::move(*code));
  }
  // By main type, in the order given where that is equal; there are five at most that are any good.
  for (std::size_t i = 1; i < codes.size(); ++i) {
    for (std::size_t k = i; k > 0 && codes[k].header.main_type < codes[k - 1].header.main_type; --k) std::swap(codes[k], codes[k - 1]);
  }

  // The optional units that stand before Data and Instance, each at most once: bit 0 content, bit 1 semantic, bit 2 meta.
  std::uint32_t optional = 0;
  std::optional<std::uint32_t> kind;
  const auto refuse = [](const char* why) { return fail(Errc::invalid_argument, "codes", why); };
  const std::size_t last = codes.size() - 2;
  if (codes[last].header.main_type != static_cast<std::uint32_t>(MainType::data) || codes[last + 1].header.main_type != static_cast<std::uint32_t>(MainType::instance)) {
    return refuse("An ISCC-CODE needs one Data-Code and one Instance-Code.");
  }
  for (const Code& code : std::span(codes).first(last)) {
    const std::uint32_t main_type = code.header.main_type;
    if (main_type > static_cast<std::uint32_t>(MainType::content)) return refuse("An ISCC-CODE takes each unit once, and no ISCC-ID or Flake-Code.");
    const std::uint32_t bit = 4u >> main_type;
    if ((optional & bit) != 0) return refuse("An ISCC-CODE takes each unit once.");
    optional |= bit;
    if (main_type == static_cast<std::uint32_t>(MainType::meta)) continue;
    if (kind && *kind != code.header.sub_type) return refuse("Semantic-Code and Content-Code must be of the same kind.");
    kind = code.header.sub_type;
  }
  constexpr std::uint32_t kSum = 5, kNone = 6, kWide = 7;
  const bool is_wide = wide && last == 0 && codes[0].body.size() >= 16 && codes[1].body.size() >= 16;
  const std::uint32_t sub_type = is_wide ? kWide : kind ? *kind : last == 0 ? kSum : kNone;
  auto bytes = encode_header({static_cast<std::uint32_t>(MainType::iscc), sub_type, 0, optional});
  if (!bytes) return std::unexpected(bytes.error());
  for (const Code& code : codes) bytes->insert(bytes->end(), code.body.begin(), code.body.begin() + (is_wide ? 16 : 8));
  return "ISCC:" + encode_base32(*bytes);
}

}  // namespace colophon::iscc
