#include "store/identity.hpp"

#include "colophon/iscc/codec.hpp"
#include "store/try.hpp"

namespace colophon::store {
namespace {

std::optional<iscc::UnitKind> kind_of(const iscc::Header& header) {
  using iscc::UnitKind;
  constexpr UnitKind kContent[] = {UnitKind::text, UnitKind::image, UnitKind::audio, UnitKind::video, UnitKind::mixed};
  switch (static_cast<iscc::MainType>(header.main_type)) {
    case iscc::MainType::meta: return UnitKind::meta;
    case iscc::MainType::content: return header.sub_type < std::size(kContent) ? std::optional(kContent[header.sub_type]) : std::nullopt;
    case iscc::MainType::data: return UnitKind::data;
    case iscc::MainType::instance: return UnitKind::instance;
    default: return std::nullopt;
  }
}

}  // namespace

Result<ContentIdentity> read_identity(std::string_view iscc) {
  ContentIdentity identity;
  identity.iscc = COLOPHON_TRY(iscc::normalize(iscc));
  for (const std::string& unit : COLOPHON_TRY(iscc::decompose(identity.iscc))) {
    const Bytes raw = COLOPHON_TRY(iscc::decode_base32(unit));
    const auto code = COLOPHON_TRY(iscc::decode_header(raw));
    const auto kind = kind_of(code.header);
    // A unit of another kind (semantic, an ISCC-ID) or of 32 bits is written down, but not compared.
    if (!kind || code.body.size() < 8) continue;
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < 8; ++i) value = value << 8 | code.body[i];
    identity.units.push_back({*kind, value});
  }
  return identity;
}

}  // namespace colophon::store
