// Reading the pictures of a folder or of a catalogue, and the ratings that people gave them.
#include <algorithm>
#include <charconv>
#include <fstream>
#include <iterator>
#include <map>

#include "colophon/base/json.hpp"
#include "train/dataset.hpp"
#include "train/files.hpp"

namespace colophon::train {
namespace {

namespace fs = std::filesystem;

struct Listed { fs::path path; std::string file; std::string licence; };

bool is_picture(const fs::path& path) {
  std::string suffix = path.extension().string();
  std::ranges::transform(suffix, suffix.begin(), [](unsigned char c) { return static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c); });
  return suffix == ".jpg" || suffix == ".jpeg" || suffix == ".png";
}

Result<std::vector<Listed>> list_folder(const fs::path& folder, const std::string& licence) {
  std::error_code error;
  std::vector<Listed> listed;
  for (fs::recursive_directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
    if (at->is_regular_file(error) && is_picture(at->path()))
      listed.push_back({at->path(), at->path().lexically_relative(folder).generic_string(), licence});
  }
  if (error) return fail(Errc::not_found, "--images", folder.string() + ": " + error.message());
  return listed;
}

Result<std::vector<Listed>> list_catalogue(const fs::path& folder) {
  auto text = read_file(folder / "catalogue.json", "--catalogue");
  if (!text) return std::unexpected(text.error());
  auto json = parse_json(*text);
  if (!json) return std::unexpected(json.error());
  const Json* works = json->find("works");
  if (!works || !works->array()) return fail(Errc::missing_field, "works", "the catalogue has no list of works");
  std::vector<Listed> listed;
  for (const auto& work : *works->array()) {
    const auto text_of = [&](std::string_view name) { const Json* found = work.find(name); return found && found->string() ? *found->string() : ""; };
    const std::string file = text_of("file");
    if (text_of("kind") != "photo" || !is_picture(file)) continue;
    listed.push_back({folder / file, file, text_of("licence")});
  }
  return listed;
}

image::Image half(const image::Image& image) {
  image::Image result{image.width / 2, image.height / 2, {}};
  result.rgb.resize(std::size_t{3} * result.width * result.height);
  const std::size_t row = std::size_t{3} * image.width;
  for (std::size_t y = 0; y < result.height; ++y) {
    for (std::size_t x = 0; x < result.width; ++x) {
      for (std::size_t c = 0; c < 3; ++c) {
        const std::uint8_t* from = image.rgb.data() + 2 * y * row + 6 * x + c;
        result.rgb[3 * (y * result.width + x) + c] = static_cast<std::uint8_t>((from[0] + from[3] + from[row] + from[row + 3] + 2) / 4);
      }
    }
  }
  return result;
}

Result<Picture> load_picture(const Listed& listed) {
  auto file = read_file(listed.path, listed.file);
  if (!file) return std::unexpected(file.error());
  auto decoded = image::decode(as_bytes(*file));
  if (!decoded) return fail(decoded.error().code, listed.file, decoded.error().detail);
  if (std::min(decoded->width, decoded->height) < kPatchSide)
    return fail(Errc::image_too_small, listed.file, "training cuts patches of " + std::to_string(kPatchSide) + " pixels: leave this picture out");
  Picture picture{listed.file, colophon::sha256(*file), listed.licence, {}, {}};
  picture.scales.push_back(std::move(*decoded));
  auto smaller = half(picture.scales.front());
  if (std::min(smaller.width, smaller.height) >= kPatchSide) picture.scales.push_back(std::move(smaller));
  return picture;
}

Result<int> parse_rating(std::string_view text, const std::string& line) {
  double rating = 0;
  const auto end = text.data() + text.size();
  const auto parsed = std::from_chars(text.data(), end, rating, std::chars_format::fixed);
  if (parsed.ec != std::errc{} || parsed.ptr != end || !(rating >= 1 && rating <= 10))
    return fail(Errc::invalid_argument, line, "the rating must be a number from 1 to 10");
  return static_cast<int>(rating + 0.5) - 1;
}

}  // namespace

Result<std::vector<std::pair<std::string, int>>> parse_ratings(std::string_view csv) {
  std::vector<std::pair<std::string, int>> ratings;
  std::map<std::string, std::size_t> seen;
  std::size_t number = 0;
  while (!csv.empty()) {
    ++number;
    const auto end = csv.find('\n');
    std::string_view line = csv.substr(0, end);
    csv = end == std::string_view::npos ? std::string_view{} : csv.substr(end + 1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    const std::string where = "ratings line " + std::to_string(number);
    if (number == 1) {
      if (line != "file,rating") return fail(Errc::invalid_argument, where, "the first line must be: file,rating");
      continue;
    }
    if (line.empty()) continue;
    const auto comma = line.rfind(',');
    if (comma == std::string_view::npos || comma == 0) return fail(Errc::invalid_argument, where, "must be: file,rating");
    auto rating = parse_rating(line.substr(comma + 1), where);
    if (!rating) return std::unexpected(rating.error());
    const std::string file(line.substr(0, comma));
    if (!seen.emplace(file, number).second)
      return fail(Errc::invalid_argument, where, file + " was already rated on line " + std::to_string(seen[file]));
    ratings.emplace_back(file, *rating);
  }
  if (number == 0) return fail(Errc::invalid_argument, "ratings line 1", "the first line must be: file,rating");
  return ratings;
}

Result<std::vector<Picture>> load_pictures(const DataSource& source) {
  auto listed = source.catalogue.empty() ? list_folder(source.images, source.licence) : list_catalogue(source.catalogue);
  if (!listed) return std::unexpected(listed.error());
  std::ranges::sort(*listed, {}, &Listed::file);
  std::map<std::string, int> classes;
  if (!source.ratings.empty()) {
    auto csv = read_file(source.ratings, "--ratings");
    if (!csv) return std::unexpected(csv.error());
    auto ratings = parse_ratings(*csv);
    if (!ratings) return std::unexpected(ratings.error());
    classes.insert(ratings->begin(), ratings->end());
    for (const auto& [file, ignored] : classes)
      if (std::ranges::find(*listed, file, &Listed::file) == listed->end())
        return fail(Errc::not_found, "--ratings", file + " is rated but is not among the pictures");
    std::erase_if(*listed, [&](const Listed& entry) { return !classes.contains(entry.file); });
  }
  std::vector<Picture> pictures;
  for (const auto& entry : *listed) {
    auto picture = load_picture(entry);
    if (!picture) return std::unexpected(picture.error());
    if (const auto found = classes.find(entry.file); found != classes.end()) {
      picture->rating_class = found->second;
      picture->scales.resize(1);  // A rating is of the picture as it is.
    }
    pictures.push_back(std::move(*picture));
  }
  return pictures;
}

}  // namespace colophon::train
