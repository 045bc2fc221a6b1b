#pragma once
// The verb "set" of native_dump.cpp: a recipe is six sizes as little-endian u32 and then the bytes of a font's table, patterns (or none), a text, spans,
// readings and options. What comes out is the paragraph and the places of all hyphens, one after the other.
#include <array>
#include <cstdint>
#include <cstring>
#include <string>

#include "colophon_abi.h"

namespace colophon::parity {

struct LayoutOutcome {
  std::int32_t status = 0;
  std::string bytes;
};

inline LayoutOutcome set_recipe(const std::string& file) {
  std::array<std::uint32_t, 6> sizes{};
  std::memcpy(sizes.data(), file.data(), sizeof sizes);
  std::array<std::string, 6> parts;
  std::size_t at = sizeof sizes;
  for (std::size_t i = 0; i < parts.size(); ++i) parts[i] = file.substr(at, sizes[i]), at += sizes[i];
  const auto data = [&](std::size_t i) { return reinterpret_cast<const std::uint8_t*>(parts[i].data()); };
  const auto size = [&](std::size_t i) { return static_cast<std::uint32_t>(parts[i].size()); };
  LayoutOutcome outcome;
  const auto take = [&](std::int32_t status, colophon_buffer& out) {
    outcome.status = status;
    outcome.bytes.append(reinterpret_cast<const char*>(out.data), out.size);
    colophon_free(out.data);
    return status == 0;
  };
  colophon_font* font = nullptr;
  colophon_hyphenation* hyphenation = nullptr;
  colophon_buffer out{};
  if (!take(colophon_font_new(data(0), size(0), &font, &out), out)) return outcome;
  bool loaded = true;
  if (!parts[1].empty()) out = {}, loaded = take(colophon_hyphenation_new(data(1), size(1), &hyphenation, &out), out);
  if (loaded) {
    out = {};
    if (take(colophon_set_paragraph(font, hyphenation, data(2), size(2), data(3), size(3), data(4), size(4), data(5), size(5), &out), out) && hyphenation) {
      out = {};
      take(colophon_hyphenate(hyphenation, data(2), size(2), 5, &out), out);
    }
  }
  colophon_hyphenation_free(hyphenation);
  colophon_font_free(font);
  return outcome;
}

}  // namespace colophon::parity
