#include "train/dataset.hpp"

#include <algorithm>
#include <map>

namespace colophon::train {
namespace {

using image::Image;

Image cut(const Image& image, std::uint32_t x, std::uint32_t y, std::uint32_t side) {
  Image patch{side, side, {}};
  patch.rgb.reserve(std::size_t{3} * side * side);
  for (std::uint32_t row = 0; row < side; ++row) {
    const auto begin = image.rgb.begin() + static_cast<std::ptrdiff_t>(3 * (std::size_t{y + row} * image.width + x));
    patch.rgb.insert(patch.rgb.end(), begin, begin + static_cast<std::ptrdiff_t>(3 * side));
  }
  return patch;
}

/// Writes the crop as the network reads it: image::quality_input says how.
void write_crop(const Image& patch, const Sample& sample, float* out) {
  constexpr auto side = image::kCropSide;
  for (std::uint32_t y = 0; y < side; ++y) {
    for (std::uint32_t x = 0; x < side; ++x) {
      const std::uint32_t across = sample.mirrored ? side - 1 - x : x;
      const std::uint32_t from_x = kPatchMargin + sample.phase_x + (sample.turned ? y : across);
      const std::uint32_t from_y = kPatchMargin + sample.phase_y + (sample.turned ? across : y);
      const std::uint8_t* pixel = patch.rgb.data() + 3 * (std::size_t{from_y} * kPatchSide + from_x);
      for (std::size_t c = 0; c < 3; ++c)
        out[c * side * side + std::size_t{y} * side + x] = (static_cast<float>(pixel[c]) - 127.5f) / 127.5f;
    }
  }
}

}  // namespace

Result<Split> split_by_picture(std::span<const Picture> pictures, std::uint64_t seed, int validation_percent) {
  std::map<Hash, std::vector<std::size_t>> by_content;
  for (std::size_t i = 0; i < pictures.size(); ++i) by_content[pictures[i].sha256].push_back(i);
  if (by_content.size() < 2)
    return fail(Errc::invalid_argument, "pictures", "training needs at least two different pictures: one to learn from and one to be tested with");
  std::vector<const std::vector<std::size_t>*> groups;
  for (const auto& [hash, group] : by_content) groups.push_back(&group);
  Random random(seed, Purpose::split, 0, 0);
  for (std::size_t i = groups.size() - 1; i > 0; --i) std::swap(groups[i], groups[random.below(static_cast<std::uint32_t>(i + 1))]);
  const auto wanted = (groups.size() * static_cast<std::size_t>(validation_percent) + 50) / 100;
  const auto held_out = std::clamp<std::size_t>(wanted, 1, groups.size() - 1);
  Split split;
  for (std::size_t i = 0; i < groups.size(); ++i) {
    auto& side = i < held_out ? split.validation : split.training;
    side.insert(side.end(), groups[i]->begin(), groups[i]->end());
  }
  std::ranges::sort(split.training);
  std::ranges::sort(split.validation);
  return split;
}

Sample draw_sample(std::span<const Picture> pictures, std::span<const std::size_t> among, Random random) {
  Sample sample;
  sample.picture = among[random.below(static_cast<std::uint32_t>(among.size()))];
  const Picture& picture = pictures[sample.picture];
  sample.scale = random.below(static_cast<std::uint32_t>(picture.scales.size()));
  const Image& image = picture.scales[sample.scale];
  sample.x = random.below(image.width - kPatchSide + 1);
  sample.y = random.below(image.height - kPatchSide + 1);
  sample.phase_x = random.below(kPatchPhases);
  sample.phase_y = random.below(kPatchPhases);
  sample.mirrored = random.below(2) == 1;
  sample.turned = random.below(2) == 1;
  sample.degradation = kDegradations[random.below(kDegradations.size())];
  sample.severity = picture.rating_class ? 0 : random.uniform();
  sample.class_index = picture.rating_class ? *picture.rating_class : severity_class(sample.severity);
  return sample;
}

Result<Batch> make_batch(std::span<const Picture> pictures, std::span<const std::size_t> among, std::uint64_t seed, Purpose purpose,
                         std::uint32_t epoch, std::uint32_t begin, std::uint32_t count) {
  Batch batch;
  batch.crops.resize(count * kCropValues);
  for (std::uint32_t i = 0; i < count; ++i) {
    const Random random(seed, purpose, epoch, begin + i);
    const Sample sample = draw_sample(pictures, among, random);
    const Picture& picture = pictures[sample.picture];
    Image patch = cut(picture.scales[sample.scale], sample.x, sample.y, kPatchSide);
    if (!picture.rating_class) {
      // The noise has a key of its own, so that it shares no number with the choice of the sample.
      auto worse = degraded(patch, sample.degradation, sample.severity, Random(~seed, purpose, epoch, begin + i));
      if (!worse) return std::unexpected(worse.error());
      patch = std::move(*worse);
    }
    write_crop(patch, sample, batch.crops.data() + i * kCropValues);
    batch.classes.push_back(sample.class_index);
  }
  return batch;
}

}  // namespace colophon::train
