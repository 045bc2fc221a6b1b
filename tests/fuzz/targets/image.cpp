#include "targets.hpp"

#include "colophon/image/features.hpp"
#include "colophon/image/image.hpp"
#include "colophon/image/quality.hpp"

void colophon::fuzz::run_image(ByteView input) {
  const auto info = image::inspect(input);
  if (!info) {
    expect(!info.error().detail.empty(), "a refusal says why");
    return;
  }
  expect(info->width > 0 && info->height > 0 && info->orientation >= 1 && info->orientation <= 8, "what was inspected is in range");
  // Larger pictures are allowed, but a fuzzer would spend its time on them.
  if (std::uint64_t{info->width} * info->height > 1'000'000) return;
  const auto picture = image::decode(input);
  if (!picture) return;
  const bool turned = info->orientation >= 5;
  expect(picture->width == (turned ? info->height : info->width), "the decoded width is the inspected one");
  expect(picture->height == (turned ? info->width : info->height), "the decoded height is the inspected one");
  expect(picture->rgb.size() == std::size_t{picture->width} * picture->height * 3, "there are three bytes a pixel");
  const auto measured = image::features(*picture);
  expect(measured.size() == image::kFeatureCount, "every feature is measured");
  if (const auto tensor = image::quality_input(*picture)) {
    for (const float value : *tensor) expect(value >= -1.0f && value <= 1.0f, "the tensor is between -1 and 1");
  }
  const image::Image repaired = image::repaired(*picture, image::Repair::levels);
  expect(repaired.rgb.size() == picture->rgb.size(), "a repair keeps the size");
}
