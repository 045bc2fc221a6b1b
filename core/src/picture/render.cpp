#include "colophon/picture/render.hpp"

#include <algorithm>
#include <cassert>

#include "image/view.hpp"
#include "picture/band.hpp"
#include "picture/denoise.hpp"
#include "picture/rows.hpp"
#include "picture/sharpen.hpp"
#include "picture/tone.hpp"

namespace colophon::picture {
namespace {

/// Few enough that a band of a 12-megapixel photo stays near the processor, many enough that its border costs little.
constexpr std::uint32_t kBandRows = 64;
constexpr std::uint32_t kRadiusMax = 32;

Rect part_of(const image::Image& image, const Edit& edit) { return edit.crop == Rect{} ? Rect{0, 0, image.width, image.height} : edit.crop; }

image::PreviewSize upright_size(const Rect& part, std::uint32_t longest) {
  return image::preview_size(image::Image{part.width, part.height, {}}, longest);
}

/// How strong what looks at neighbours is where `from` pixels have become `to`.
struct AtScale {
  std::uint32_t noise_levels = 0;
  Sharpener::Mask mask{1, 0};

  AtScale(const image::Image& image, const Adjustments& adjust, std::uint64_t from, std::uint64_t to) {
    // The mean of n x n pixels has an nth of their noise.
    noise_levels = static_cast<std::uint32_t>((static_cast<std::uint64_t>(adjust.denoise) * kNoiseLevelsMax * to + 50 * from) / (100 * from));
    // The square is as large as it would be before scaling; where that is less than a pixel it shows less.
    const std::uint64_t step = image::view_step(image), scaled = (step * to + from / 2) / from;
    mask.radius = static_cast<std::uint32_t>(std::clamp<std::uint64_t>(scaled, 1, kRadiusMax));
    mask.strength_q6 = static_cast<std::uint32_t>(static_cast<std::uint64_t>(adjust.sharpen) * std::min(step * to, from) / from);
  }
};

/// Where the pixels go: a picture of `channels` bytes a pixel, turned and mirrored.
class Canvas {
 public:
  Canvas(std::uint8_t* data, image::PreviewSize upright, const Edit& edit, std::ptrdiff_t channels) : data_(data), channels_(channels), turned_(edit.turns % 2 == 1) {
    const auto width = static_cast<std::ptrdiff_t>(upright.width), height = static_cast<std::ptrdiff_t>(upright.height);
    const std::ptrdiff_t row = turned_ ? height : width;
    switch (edit.turns) {
      case 0: origin_ = 0, right_ = 1, down_ = row; break;
      case 1: origin_ = height - 1, right_ = row, down_ = -1; break;
      case 2: origin_ = height * row - 1, right_ = -1, down_ = -row; break;
      default: origin_ = (width - 1) * row, right_ = -row, down_ = 1; break;
    }
    if (!edit.mirror) return;
    // Within each row of the result the order of the columns is turned round.
    const std::ptrdiff_t column = origin_ % row;
    origin_ += row - 1 - 2 * column;
    (turned_ ? down_ : right_) *= -1;
  }
  /// Rows from `begin` to before `end` of the upright picture; `at` gives each.
  template <class Row>
  void write(std::uint32_t width, std::uint32_t begin, std::uint32_t end, Row at) {
    if (!turned_) {
      for (std::uint32_t y = begin; y < end; ++y) run(at(y), 3, place(0, y), right_ * channels_, width);
      return;
    }
    // Down first: what lies side by side in the result is written together.
    const std::ptrdiff_t stride = at(begin + (end - begin > 1)) - at(begin);
    for (std::uint32_t x = 0; x < width; ++x) run(at(begin) + std::size_t{3} * x, stride, place(x, begin), down_ * channels_, end - begin);
  }

 private:
  std::uint8_t* place(std::uint32_t x, std::uint32_t y) { return data_ + (origin_ + static_cast<std::ptrdiff_t>(x) * right_ + static_cast<std::ptrdiff_t>(y) * down_) * channels_; }
  void run(const std::uint8_t* from, std::ptrdiff_t step, std::uint8_t* to, std::ptrdiff_t to_step, std::uint32_t count) {
    const bool alpha = channels_ == 4;
    for (std::uint32_t i = 0; i < count; ++i, from += step, to += to_step) {
      to[0] = from[0];
      to[1] = from[1];
      to[2] = from[2];
      if (alpha) to[3] = 255;
    }
  }
  std::uint8_t* data_;
  std::ptrdiff_t channels_, origin_ = 0, right_ = 1, down_ = 1;
  bool turned_;
};

void draw(const image::Image& image, const Edit& edit, std::uint32_t longest, std::uint8_t* data, std::ptrdiff_t channels) {
  const Rect part = part_of(image, edit);
  const image::PreviewSize size = upright_size(part, longest);
  const AtScale scale(image, edit.adjust, std::max(part.width, part.height), std::max(size.width, size.height));
  const bool denoises = scale.noise_levels > 0, sharpens = scale.mask.strength_q6 > 0;
  const std::uint32_t reach = sharpens ? scale.mask.radius : 0;
  const Tone tone(edit.adjust);
  Rows rows(image, part, size);
  Canvas canvas(data, size, edit, channels);
  Sharpener sharpener(sharpens ? size.width : 0, size.height, scale.mask);
  const std::uint32_t held = std::min(size.height, kBandRows + 2 * (reach + 1));
  Band raw(size.width, denoises ? held : 0), band(size.width, held);

  for (std::uint32_t begin = 0; begin < size.height; begin += kBandRows) {
    const std::uint32_t end = std::min(size.height, begin + kBandRows);
    const std::uint32_t first = begin > reach ? begin - reach : 0, last = std::min(size.height, end + reach);
    band.begin_at(first);
    if (denoises) {
      const std::uint32_t above = first > 0 ? first - 1 : 0, below = std::min(size.height, last + 1);
      raw.begin_at(above);
      for (std::uint32_t y = above; y < below; ++y) {
        rows.read(y, raw.row(y));
        raw.fill_border(y);
      }
      for (std::uint32_t y = first; y < last; ++y) {
        denoise_row(raw.row(y > 0 ? y - 1 : 0), raw.row(y), raw.row(std::min(y + 1, size.height - 1)), band.row(y), std::size_t{3} * size.width, scale.noise_levels);
        tone.apply(band.row(y), band.row(y), size.width);
      }
    } else if (rows.scaled()) {
      for (std::uint32_t y = first; y < last; ++y) {
        rows.read(y, band.row(y));
        tone.apply(band.row(y), band.row(y), size.width);
      }
    } else {
      for (std::uint32_t y = first; y < last; ++y) tone.apply(rows.whole(y), band.row(y), size.width);
    }
    if (sharpens) sharpener.run(band, begin, end);
    canvas.write(size.width, begin, end, [&](std::uint32_t y) { return band.row(y); });
  }
}

image::PreviewSize turned(image::PreviewSize size, std::uint32_t turns) { return turns % 2 == 1 ? image::PreviewSize{size.height, size.width} : size; }

}  // namespace

Result<image::PreviewSize> rendered_size(const image::Image& image, const Edit& edit, std::uint32_t longest) {
  if (const auto checked = check(edit, image); !checked) return std::unexpected(checked.error());
  return turned(upright_size(part_of(image, edit), longest), edit.turns);
}

Result<image::Image> render(const image::Image& image, const Edit& edit, std::uint32_t longest) {
  const auto size = rendered_size(image, edit, longest);
  if (!size) return std::unexpected(size.error());
  image::Image made{size->width, size->height, {}};
  made.rgb.resize(std::size_t{3} * size->width * size->height);
  draw(image, edit, longest, made.rgb.data(), 3);
  return made;
}

Result<void> render_rgba(const image::Image& image, const Edit& edit, std::uint32_t longest, std::span<std::uint8_t> rgba) {
  const auto size = rendered_size(image, edit, longest);
  if (!size) return std::unexpected(size.error());
  assert(rgba.size() == std::size_t{4} * size->width * size->height);
  draw(image, edit, longest, rgba.data(), 4);
  return {};
}

}  // namespace colophon::picture
