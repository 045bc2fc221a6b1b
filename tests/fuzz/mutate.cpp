#include "mutate.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <vector>

#include "colophon/base/json.hpp"

namespace colophon::fuzz {
namespace {

constexpr std::size_t kInputBytesMax = 1u << 20;  // Doubling must not run away.

constexpr std::array<std::string_view, 18> kPieces = {
    "0", "1", "-1", "9223372036854775807", "9223372036854775808", "-9223372036854775808", "18446744073709551615",
    "340282366920938463463374607431768211455", "0.000000000001", "1/1", "1/0", "999999/1000000", "",
    "00000000-0000-0000-0000-000000000000", "0000000000000000000000000000000000000000000000000000000000000000", "\xFF", "\n\n", "9007199254740991"};

void change_bytes_once(std::string& text, std::string_view other, Random& random) {
  const std::size_t at = text.empty() ? 0 : random.below(text.size());
  const std::size_t length = text.empty() ? 0 : std::min<std::size_t>(text.size() - at, 1 + random.below(32));
  switch (random.below(9)) {
    case 0:
      if (!text.empty()) text[at] = static_cast<char>(text[at] ^ 1 << random.below(8));
      break;
    case 1:
      if (!text.empty()) text[at] = static_cast<char>(random.below(256));
      break;
    case 2: text.erase(at, length); break;
    case 3: text.insert(at, text.substr(at, length)); break;
    case 4: text.insert(at, kPieces[random.below(kPieces.size())]); break;
    case 5: text.resize(at); break;
    case 6:
      if (!other.empty()) text.insert(at, other.substr(random.below(other.size()), 1 + random.below(64)));
      break;
    case 7: {
      const std::string piece = text.substr(at, length);
      text.erase(at, length);
      text.insert(text.empty() ? 0 : random.below(text.size()), piece);
      break;
    }
    default:  // The next digit from here on becomes another one.
      for (std::size_t i = at; i < text.size(); ++i) {
        if (text[i] < '0' || text[i] > '9') continue;
        text[i] = static_cast<char>('0' + random.below(10));
        break;
      }
  }
  if (text.size() > kInputBytesMax) text.resize(kInputBytesMax);
}

void collect(Json& value, std::vector<Json*>& all) {
  all.push_back(&value);
  if (auto* items = value.array()) {
    for (Json& item : *items) collect(item, all);
  } else if (auto* members = value.object()) {
    for (auto& [name, member] : *members) collect(member, all);
  }
}

std::string changed_string(const std::string& text, Random& random) {
  if (random.below(4) == 0) return std::string(kPieces[random.below(kPieces.size() - 3)]);
  std::string changed = text;
  change_bytes_once(changed, "", random);
  return changed;
}

void change_list(JsonArray& items, Random& random) {
  if (items.empty()) return;
  const auto at = items.begin() + static_cast<std::ptrdiff_t>(random.below(items.size()));
  switch (random.below(4)) {
    case 0: items.erase(at); break;
    case 1: {
      const Json copy = *at;
      items.insert(at, copy);
      break;
    }
    case 2: std::iter_swap(at, items.begin() + static_cast<std::ptrdiff_t>(random.below(items.size()))); break;
    default: items.resize(random.below(items.size()));
  }
}

void change_members(JsonObject& members, Random& random) {
  if (members.empty()) return;
  const std::size_t at = random.below(members.size());
  switch (random.below(3)) {
    case 0: members.erase(members.begin() + static_cast<std::ptrdiff_t>(at)); break;
    case 1: members.emplace_back("unknown", members[at].second); break;
    default: std::swap(members[at].second, members[random.below(members.size())].second);
  }
}

// A value of another type, or of another place in the document.
Json replacement(const std::vector<Json*>& all, Random& random) {
  switch (random.below(6)) {
    case 0: return Json();
    case 1: return Json(true);
    case 2: return Json(static_cast<std::int64_t>(random.below(1000)) - 10);
    case 3: return Json(std::string(kPieces[random.below(kPieces.size() - 3)]));
    case 4: return Json(JsonArray{});
    default: return *all[random.below(all.size())];
  }
}

std::uint32_t crc32(std::string_view bytes) {
  std::uint32_t crc = ~0u;
  for (const char byte : bytes) {
    crc ^= static_cast<unsigned char>(byte);
    for (int i = 0; i < 8; ++i) crc = crc >> 1 ^ (0xEDB88320u & (0u - (crc & 1)));
  }
  return ~crc;
}

// Length, type, data, CRC of type and data: for as many chunks as still have their place.
void write_png_checksums(std::string& file) {
  constexpr std::size_t kSignatureBytes = 8, kAroundData = 12;
  if (!file.starts_with("\x89PNG")) return;
  for (std::size_t at = kSignatureBytes; file.size() >= at && file.size() - at >= kAroundData;) {
    std::size_t length = 0;
    for (std::size_t i = 0; i < 4; ++i) length = length << 8 | static_cast<unsigned char>(file[at + i]);
    if (length > file.size() - at - kAroundData) return;
    const std::uint32_t crc = crc32(std::string_view(file).substr(at + 4, length + 4));
    for (std::size_t i = 0; i < 4; ++i) file[at + 8 + length + i] = static_cast<char>(crc >> (24 - 8 * i));
    at += length + kAroundData;
  }
}

}  // namespace

std::string mutate_image(std::string_view input, std::string_view other, Random& random) {
  std::string file = mutate_bytes(input, other, random);
  write_png_checksums(file);
  return file;
}

std::string mutate_bytes(std::string_view input, std::string_view other, Random& random) {
  std::string text(input);
  for (std::uint64_t changes = 1 + random.below(4); changes > 0; --changes) change_bytes_once(text, other, random);
  return text;
}

std::string mutate_json(std::string_view input, std::string_view other, Random& random) {
  auto document = parse_json(input);
  if (!document) return mutate_bytes(input, other, random);
  std::vector<Json*> all;
  collect(*document, all);
  Json& value = *all[random.below(all.size())];
  if (random.below(8) == 0) {
    Json other_value = replacement(all, random);
    value = std::move(other_value);
  } else if (const std::string* text = value.string()) {
    value = Json(changed_string(*text, random));
  } else if (const std::int64_t* number = value.integer()) {
    value = Json(*number + static_cast<std::int64_t>(random.below(5)) - 2);
  } else if (JsonArray* items = value.array()) {
    change_list(*items, random);
  } else if (JsonObject* members = value.object()) {
    change_members(*members, random);
  }
  return canonical_json(*document);
}

}  // namespace colophon::fuzz
