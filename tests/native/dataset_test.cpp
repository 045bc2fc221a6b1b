#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>

#include "made_pictures.hpp"
#include "shared.hpp"

using namespace colophon;
using namespace colophon::train;
using colophon::tests::made_pictures;

namespace {

/// A folder that goes when the test ends.
struct Folder {
  std::filesystem::path path;
  Folder() {
    std::string name = (std::filesystem::temp_directory_path() / "colophon-native-XXXXXX").string();
    path = mkdtemp(name.data());
  }
  ~Folder() { std::filesystem::remove_all(path); }
  void write(const std::string& name, ByteView bytes) const {
    std::ofstream(path / name, std::ios::binary).write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
  }
  void picture(const std::string& name, std::uint32_t side, std::uint32_t seed) const { write(name, jpeg_file(tests::made_picture(side, side, seed), 95)); }
};

}  // namespace

TEST_CASE("no picture is on both sides of the split, and all are on one") {
  const auto pictures = made_pictures(13);
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    const auto split = split_by_picture(pictures, seed, 25);
    REQUIRE(split);
    CHECK(split->validation.size() == 3);
    std::set<std::size_t> all(split->training.begin(), split->training.end());
    for (const auto index : split->validation) CHECK(all.insert(index).second);
    CHECK(all.size() == pictures.size());
  }
}

TEST_CASE("files with equal bytes are on the same side, whatever their names") {
  auto pictures = made_pictures(9);
  pictures[4].sha256 = pictures[0].sha256;
  pictures[8].sha256 = pictures[0].sha256;
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    const auto split = *split_by_picture(pictures, seed, 30);
    const auto held_out = [&](std::size_t index) { return std::ranges::contains(split.validation, index); };
    CHECK(held_out(0) == held_out(4));
    CHECK(held_out(0) == held_out(8));
  }
}

TEST_CASE("the split follows from the content and the seed, not from the order of the files") {
  auto pictures = made_pictures(10);
  const auto names = [](std::span<const Picture> all, const std::vector<std::size_t>& some) {
    std::set<std::string> result;
    for (const auto index : some) result.insert(all[index].file);
    return result;
  };
  const auto before = names(pictures, split_by_picture(pictures, 5, 25)->validation);
  std::ranges::reverse(pictures);
  CHECK(before == names(pictures, split_by_picture(pictures, 5, 25)->validation));
  std::set<std::set<std::string>> different;
  for (std::uint64_t seed = 0; seed < 20; ++seed) different.insert(names(pictures, split_by_picture(pictures, seed, 25)->validation));
  CHECK(different.size() > 5);
}

TEST_CASE("one picture, or one picture twice, cannot be split") {
  auto pictures = made_pictures(2);
  pictures[1].sha256 = pictures[0].sha256;
  CHECK(split_by_picture(pictures, 1, 25).error().code == Errc::invalid_argument);
  CHECK_FALSE(split_by_picture(std::span(pictures).first(1), 1, 25));
  CHECK_FALSE(split_by_picture({}, 1, 25));
}

TEST_CASE("a sample comes from its side, has the class of its severity and lies in the picture") {
  const auto pictures = made_pictures(5);
  const std::vector<std::size_t> among{1, 3};
  std::array<int, 10> classes{};
  for (std::uint32_t i = 0; i < 2'000; ++i) {
    const auto sample = draw_sample(pictures, among, Random(1, Purpose::training, 0, i));
    REQUIRE((sample.picture == 1 || sample.picture == 3));
    REQUIRE(sample.x + kPatchSide <= pictures[sample.picture].scales[0].width);
    REQUIRE(sample.y + kPatchSide <= pictures[sample.picture].scales[0].height);
    REQUIRE(sample.class_index == severity_class(sample.severity));
    ++classes[static_cast<std::size_t>(sample.class_index)];
  }
  for (const int count : classes) CHECK(std::abs(count - 200) < 80);  // Six standard deviations.
}

TEST_CASE("a batch is a function of its place, and its values are those that the network reads") {
  const auto pictures = made_pictures(3);
  const std::vector<std::size_t> among{0, 1, 2};
  const auto whole = *make_batch(pictures, among, 1, Purpose::training, 4, 0, 6);
  const auto part = *make_batch(pictures, among, 1, Purpose::training, 4, 2, 3);
  CHECK(std::equal(part.crops.begin(), part.crops.end(), whole.crops.begin() + 2 * static_cast<std::ptrdiff_t>(kCropValues)));
  CHECK(std::equal(part.classes.begin(), part.classes.end(), whole.classes.begin() + 2));
  CHECK(std::ranges::all_of(whole.crops, [](float value) { return value >= -1 && value <= 1; }));
  CHECK(whole.crops != make_batch(pictures, among, 1, Purpose::training, 5, 0, 6)->crops);
}

TEST_CASE("ratings are `file,rating` lines; what is not is refused with its line") {
  using Rows = std::vector<std::pair<std::string, int>>;
  CHECK(*parse_ratings("file,rating\na.jpg,1\nb,c.png,10\r\nd.jpg,7.4\ne.jpg,7.5\n") == Rows{{"a.jpg", 0}, {"b,c.png", 9}, {"d.jpg", 6}, {"e.jpg", 7}});
  const struct { const char* csv; const char* line; } bad[] = {
      {"", "ratings line 1"},
      {"a.jpg,5\n", "ratings line 1"},                        // No header.
      {"file,rating\na.jpg\n", "ratings line 2"},
      {"file,rating\n,5\n", "ratings line 2"},
      {"file,rating\na.jpg,0\n", "ratings line 2"},
      {"file,rating\na.jpg,10.5\n", "ratings line 2"},
      {"file,rating\na.jpg,5\nb.jpg,nan\n", "ratings line 3"},
      {"file,rating\na.jpg,5\nb.jpg,5x\n", "ratings line 3"},
      {"file,rating\na.jpg,5\n\na.jpg,6\n", "ratings line 4"},  // Rated twice.
  };
  for (const auto& row : bad) {
    CAPTURE(row.csv);
    const auto parsed = parse_ratings(row.csv);
    REQUIRE_FALSE(parsed);
    CHECK(parsed.error().code == Errc::invalid_argument);
    CHECK(parsed.error().field == row.line);
  }
}

TEST_CASE("a folder of pictures is read in the order of the names, with a half-size twin where it is large enough") {
  const Folder folder;
  folder.picture("b.jpg", 220, 2);
  folder.picture("a.JPG", 120, 1);
  folder.write("notes.txt", as_bytes("not a picture"));
  const auto pictures = load_pictures({.images = folder.path});
  REQUIRE(pictures);
  REQUIRE(pictures->size() == 2);
  CHECK((*pictures)[0].file == "a.JPG");
  CHECK((*pictures)[0].scales.size() == 1);
  REQUIRE((*pictures)[1].scales.size() == 2);
  CHECK((*pictures)[1].scales[1].width == 110);
  CHECK_FALSE((*pictures)[1].rating_class);
}

TEST_CASE("with ratings only the rated pictures are read, and each keeps its class undamaged") {
  const Folder folder;
  folder.picture("a.jpg", 220, 1);
  folder.picture("b.jpg", 220, 2);
  folder.picture("c.jpg", 220, 3);
  folder.write("r.csv", as_bytes("file,rating\na.jpg,3\nc.jpg,9\n"));
  const auto pictures = *load_pictures({.images = folder.path, .ratings = folder.path / "r.csv"});
  REQUIRE(pictures.size() == 2);
  CHECK(pictures[0].rating_class == 2);
  CHECK(pictures[1].rating_class == 8);
  const std::vector<std::size_t> among{1};
  const auto sample = draw_sample(pictures, among, Random(1, Purpose::training, 0, 0));
  CHECK(sample.class_index == 8);
  CHECK(sample.severity == 0);
  folder.write("bad.csv", as_bytes("file,rating\nz.jpg,3\n"));
  CHECK(load_pictures({.images = folder.path, .ratings = folder.path / "bad.csv"}).error().code == Errc::not_found);
}

TEST_CASE("a picture that cannot be used is named") {
  const Folder folder;
  folder.picture("good.jpg", 120, 1);
  SECTION("too small for a patch") {
    folder.picture("small.jpg", kPatchSide - 1, 2);
    const auto pictures = load_pictures({.images = folder.path});
    CHECK(pictures.error().code == Errc::image_too_small);
    CHECK(pictures.error().field == "small.jpg");
  }
  SECTION("no picture") {
    folder.write("text.png", as_bytes("hello"));
    const auto pictures = load_pictures({.images = folder.path});
    CHECK(pictures.error().code == Errc::not_an_image);
    CHECK(pictures.error().field == "text.png");
  }
  SECTION("a folder that is not there") { CHECK(load_pictures({.images = folder.path / "none"}).error().code == Errc::not_found); }
}

TEST_CASE("the sample catalogue's photographs are found with their licences") {
  const auto pictures = load_pictures({.catalogue = tests::source_dir() / "examples" / "catalogue"});
  REQUIRE(pictures);
  CHECK(pictures->size() == 13);
  for (const auto& picture : *pictures) CHECK_FALSE(picture.licence.empty());
}
