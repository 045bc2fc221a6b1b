#pragma once
// Pictures made up from a seed: gradients with noise, so that every damage shows.
#include <string>

#include "train/dataset.hpp"

namespace colophon::tests {

inline image::Image flat_picture(std::uint32_t width, std::uint32_t height, std::uint8_t level) {
  return {width, height, std::vector<std::uint8_t>(std::size_t{3} * width * height, level)};
}

inline image::Image made_picture(std::uint32_t width, std::uint32_t height, std::uint32_t seed) {
  auto picture = flat_picture(width, height, 0);
  train::Random random(seed, train::Purpose::evaluation, 9, 9);
  for (std::uint32_t y = 0; y < height; ++y)
    for (std::uint32_t x = 0; x < width; ++x)
      for (std::uint32_t c = 0; c < 3; ++c)
        picture.rgb[3 * (std::size_t{y} * width + x) + c] =
            static_cast<std::uint8_t>((x * (seed % 5 + 1) + y * (c + 1) + ((x / 8 + y / 8) % 2) * 60 + random.below(16)) % 256);
  return picture;
}

/// `count` different pictures just large enough to train on.
inline std::vector<train::Picture> made_pictures(std::size_t count) {
  std::vector<train::Picture> pictures;
  for (std::size_t i = 0; i < count; ++i) {
    train::Picture picture;
    picture.file = "picture-" + std::to_string(i) + ".png";
    picture.sha256 = colophon::sha256(picture.file);
    picture.scales.push_back(made_picture(train::kPatchSide + 8, train::kPatchSide, static_cast<std::uint32_t>(i)));
    pictures.push_back(std::move(picture));
  }
  return pictures;
}

}  // namespace colophon::tests
