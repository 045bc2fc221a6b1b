#pragma once
// Exposure, white balance, contrast and saturation: all that looks at one pixel alone.
#include <array>
#include <cstddef>
#include <cstdint>

#include "colophon/picture/adjust.hpp"

namespace colophon::picture {

class Tone {
 public:
  explicit Tone(const Adjustments& adjustments);
  bool changes() const { return changes_; }
  /// Of `pixels` pixels of 3 bytes; `from` and `to` may be the same.
  void apply(const std::uint8_t* from, std::uint8_t* to, std::size_t pixels) const;
  /// Where a channel's value goes before saturation: red, green, blue.
  const std::array<std::array<std::uint8_t, 256>, 3>& tables() const { return tables_; }

 private:
  std::array<std::array<std::uint8_t, 256>, 3> tables_{};
  std::int32_t saturation_q8_ = 256;
  bool changes_ = false;
};

}  // namespace colophon::picture
