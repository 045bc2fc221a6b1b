#pragma once
// Pictures, the split by picture, and the crops that are drawn from them.
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "colophon/hash/sha256.hpp"
#include "colophon/image/quality.hpp"
#include "train/degrade.hpp"

namespace colophon::train {

inline constexpr std::size_t kCropValues = std::size_t{3} * image::kCropSide * image::kCropSide;
/// Damage is done to a patch and the crop is cut out of it: a margin as wide as the widest blur (3 sigma) on every side, and up to 15 pixels
/// more, so that the crop lies anywhere on the grid of JPEG's 16-pixel blocks.
inline constexpr std::uint32_t kPatchMargin = 12;
inline constexpr std::uint32_t kPatchPhases = 16;
inline constexpr std::uint32_t kPatchSide = image::kCropSide + 2 * kPatchMargin + kPatchPhases;

struct Picture {
  std::string file;                       ///< Relative to the folder of the data; pictures are ordered by it.
  Hash sha256{};
  std::string licence;                    ///< As the catalogue says, or as the operator says for a folder.
  std::optional<int> rating_class;        ///< From --ratings: the class of a human rating.
  /// The picture, and its half by 2x2 boxes where that is large enough: training sees both scales as undamaged.
  std::vector<image::Image> scales;
};

struct DataSource {
  std::filesystem::path images{};         ///< A folder of JPEG and PNG files, or empty.
  std::filesystem::path catalogue{};      ///< A folder with a catalogue.json, or empty.
  std::filesystem::path ratings{};        ///< A CSV with the header `file,rating`, or empty: synthetic labels.
  std::string licence = "not stated";     ///< Of the files of `images`.
};

/// Reads every picture. With ratings, only the rated ones. Errors name the file: those of image::decode, image_too_small (a side under
/// kPatchSide), not_found, and for the CSV invalid_argument with the line.
Result<std::vector<Picture>> load_pictures(const DataSource& source);

/// Reads `file,rating` lines; a rating is 1 to 10 with at most three decimals and its class is the nearest whole rating less 1.
Result<std::vector<std::pair<std::string, int>>> parse_ratings(std::string_view csv);

struct Split { std::vector<std::size_t> training, validation; };
/// Whole pictures go to one side; files with equal bytes go to the same side. At least one picture on each side. Error: invalid_argument where
/// there are fewer than two different pictures.
Result<Split> split_by_picture(std::span<const Picture> pictures, std::uint64_t seed, int validation_percent);

/// Where a crop comes from and what was done to it.
struct Sample {
  std::size_t picture = 0;
  std::size_t scale = 0;
  std::uint32_t x = 0, y = 0;             ///< Of the patch.
  std::uint32_t phase_x = 0, phase_y = 0; ///< Of the crop in the patch, beyond the margin.
  bool mirrored = false, turned = false;
  Degradation degradation = Degradation::blur;
  double severity = 0;
  int class_index = 0;
};
/// Draws one sample among `among`; a pure function of its arguments. A rated picture keeps its class and is not damaged (severity 0).
Sample draw_sample(std::span<const Picture> pictures, std::span<const std::size_t> among, Random random);

/// A batch for the learner.
struct Batch { std::vector<float> crops; std::vector<std::int64_t> classes; };
/// Samples `begin` to `begin + count` of an epoch.
Result<Batch> make_batch(std::span<const Picture> pictures, std::span<const std::size_t> among, std::uint64_t seed, Purpose purpose,
                         std::uint32_t epoch, std::uint32_t begin, std::uint32_t count);

}  // namespace colophon::train
