// Other encodings of tables as UTF-8.
#include <array>

#include "colophon/sales/table.hpp"

namespace colophon::sales {
namespace {

constexpr char32_t kReplacement = 0xFFFD;

// Windows-1252 from 0x80 to 0x9F (WHATWG Encoding); the five bytes without a meaning are replaced.
constexpr std::array<char16_t, 32> kWindows1252{0x20AC, 0xFFFD, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
                                                0x2039, 0x0152, 0xFFFD, 0x017D, 0xFFFD, 0xFFFD, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
                                                0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0xFFFD, 0x017E, 0x0178};

void append(std::string& text, char32_t point) {
  if (point < 0x80) {
    text += static_cast<char>(point);
    return;
  }
  const auto tail = [&](int shift) { text += static_cast<char>(0x80 | (point >> shift & 0x3F)); };
  if (point < 0x800) {
    text += static_cast<char>(0xC0 | point >> 6);
  } else if (point < 0x10000) {
    text += static_cast<char>(0xE0 | point >> 12);
    tail(6);
  } else {
    text += static_cast<char>(0xF0 | point >> 18);
    tail(12);
    tail(6);
  }
  tail(0);
}

std::string from_windows_1252(std::string_view bytes) {
  std::string text;
  text.reserve(bytes.size() + bytes.size() / 8);
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    append(text, byte >= 0x80 && byte <= 0x9F ? kWindows1252[byte - 0x80u] : byte);
  }
  return text;
}

/// By its byte order mark; little-endian without one, as spreadsheets write it.
std::string from_utf16(std::string_view bytes) {
  const bool big = bytes.starts_with("\xFE\xFF");
  if (big || bytes.starts_with("\xFF\xFE")) bytes.remove_prefix(2);
  const auto unit = [&](std::size_t at) {
    const auto first = static_cast<unsigned char>(bytes[at]), second = static_cast<unsigned char>(bytes[at + 1]);
    return static_cast<char32_t>(big ? first << 8 | second : second << 8 | first);
  };
  std::string text;
  text.reserve(bytes.size());
  std::size_t at = 0;
  for (; at + 1 < bytes.size(); at += 2) {
    char32_t point = unit(at);
    if (point >= 0xD800 && point <= 0xDFFF) {
      const char32_t low = point <= 0xDBFF && at + 3 < bytes.size() ? unit(at + 2) : 0;
      if (low >= 0xDC00 && low <= 0xDFFF) {
        point = 0x10000 + ((point - 0xD800) << 10) + (low - 0xDC00);
        at += 2;
      } else {
        point = kReplacement;
      }
    }
    append(text, point);
  }
  if (at < bytes.size()) append(text, kReplacement);
  return text;
}

}  // namespace

std::string to_utf8(std::string_view bytes, TextEncoding encoding) {
  switch (encoding) {
    case TextEncoding::windows_1252: return from_windows_1252(bytes);
    case TextEncoding::utf16: return from_utf16(bytes);
    case TextEncoding::utf8: break;
  }
  return std::string(bytes);
}

}  // namespace colophon::sales
