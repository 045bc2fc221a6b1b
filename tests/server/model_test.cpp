#include <catch2/catch_test_macros.hpp>

#include <chrono>
#include <cmath>
#include <filesystem>
#include <fstream>

#include "colophon/base/json.hpp"
#include "colophon/image/features.hpp"
#include "model/picture_wire.hpp"
#include "model/quality_model.hpp"
#include "shared.hpp"

using namespace colophon;
using namespace colophon::model;

namespace {

namespace fs = std::filesystem;

struct Folder {
  fs::path path;
  Folder() {
    std::string name = (fs::temp_directory_path() / "colophon-model-XXXXXX").string();
    path = mkdtemp(name.data());
  }
  ~Folder() { fs::remove_all(path); }
  void write(const std::string& name, const std::string& text) const { std::ofstream(path / name, std::ios::binary) << text; }
  /// A program that stands where the decoding process should.
  SandboxLimits worker(const std::string& script, std::uint32_t wall_ms_max = 10'000) const {
    write("worker", "#!/bin/sh\n" + script + "\n");
    fs::permissions(path / "worker", fs::perms::owner_all);
    SandboxLimits limits;
    limits.worker = path / "worker";
    limits.wall_ms_max = wall_ms_max;
    return limits;
  }
};

fs::path shipped() { return tests::source_dir() / "native" / "models"; }
std::string photograph(const char* name) { return tests::read_file(tests::source_dir() / "examples" / "catalogue" / "images" / name); }

/// The shipped model and its card in a folder where they may be spoilt.
struct Copy : Folder {
  std::string onnx = tests::read_file(shipped() / "photo-quality.onnx");
  std::string card = tests::read_file(shipped() / "photo-quality.card.json");
  Result<QualityModel> load() const {
    write("photo-quality.onnx", onnx);
    write("photo-quality.card.json", card);
    return QualityModel::load(path);
  }
  void replace_in_card(const std::string& from, const std::string& to) {
    const auto at = card.find(from);
    REQUIRE(at != std::string::npos);
    card.replace(at, from.size(), to);
  }
};

Errc code_of(const auto& result) { return result ? Errc::ok : result.error().code; }

}  // namespace

TEST_CASE("the shipped model is the file that its card names") {
  const auto model = QualityModel::load(shipped());
  REQUIRE(model);
  CHECK(model->name() == "photo-quality");
  CHECK(model->id() == "photo-quality@" + to_hex(sha256(tests::read_file(shipped() / "photo-quality.onnx"))));
}

TEST_CASE("a model file that was changed by one bit is refused before it is loaded") {
  Copy copy;
  REQUIRE(copy.load());
  for (const std::size_t at : {std::size_t{0}, copy.onnx.size() / 2, copy.onnx.size() - 1}) {
    copy.onnx[at] ^= 1;
    CHECK(code_of(copy.load()) == Errc::model_mismatch);
    copy.onnx[at] ^= 1;
  }
  copy.onnx.pop_back();
  CHECK(code_of(copy.load()) == Errc::model_mismatch);
}

TEST_CASE("a card that is not this model's is refused") {
  Copy copy;
  SECTION("another name") { copy.replace_in_card("\"name\": \"photo-quality\"", "\"name\": \"other\""); CHECK(code_of(copy.load()) == Errc::model_mismatch); }
  SECTION("another format") { copy.replace_in_card("colophon/model-card/1", "colophon/model-card/9"); CHECK(code_of(copy.load()) == Errc::unknown_format); }
  SECTION("no hash") { copy.replace_in_card("\"sha256\"", "\"sha255\""); CHECK(code_of(copy.load()) == Errc::missing_field); }
  SECTION("not JSON") { copy.card = "{"; CHECK(code_of(copy.load()) == Errc::invalid_json); }
}

TEST_CASE("a file that is no quality model is refused although its card agrees") {
  Copy copy;
  const auto before = to_hex(sha256(copy.onnx));
  copy.onnx = "not a network";
  copy.replace_in_card(before, to_hex(sha256(copy.onnx)));
  CHECK(code_of(copy.load()) == Errc::model_mismatch);
}

TEST_CASE("a model that is not there is named") {
  const Folder empty;
  CHECK(code_of(QualityModel::load(empty.path)) == Errc::unknown_model);
  CHECK(code_of(QualityModel::load(shipped(), "no-such-model")) == Errc::unknown_model);
  CHECK(code_of(QualityModel::load(shipped(), "photo-quality", 0)) == Errc::invalid_argument);
}

TEST_CASE("logits need whole crops, and a crop's logits do not depend on its neighbours") {
  const auto model = *QualityModel::load(shipped());
  const std::size_t crop = 3 * 56 * 56;
  std::vector<float> two(2 * crop);
  for (std::size_t i = 0; i < two.size(); ++i) two[i] = static_cast<float>(i % 255) / 127.5f - 1;
  CHECK(code_of(model.logits({})) == Errc::invalid_argument);
  CHECK(code_of(model.logits(std::span(two).first(crop - 1))) == Errc::invalid_argument);
  const auto both = *model.logits(two), second = *model.logits(std::span(two).subspan(crop));
  REQUIRE(both.size() == 20);
  for (std::size_t k = 0; k < 10; ++k) CHECK(std::abs(both[10 + k] - second[k]) < 1e-5);
}

TEST_CASE("the decoding process sees what core sees") {
  for (const char* name : {"chelsea.png", "rocket.jpg"}) {
    const auto file = photograph(name);
    const auto seen = open_picture(as_bytes(file));
    REQUIRE(seen);
    const auto picture = *image::decode(as_bytes(file));
    CHECK(seen->tensor == *image::quality_input(picture));
    CHECK(seen->info.width == picture.width);
    const auto features = *parse_json(seen->features_json);
    const auto direct = image::features(picture);
    REQUIRE(features.find("features")->array()->size() == direct.size());
    for (std::size_t i = 0; i < direct.size(); ++i)
      CHECK(*(*features.find("features")->array())[i].find("value_milli")->integer() == direct[i].value_milli);
  }
}

TEST_CASE("a picture is scored, and its score is the same every time") {
  const auto model = *QualityModel::load(shipped());
  const auto file = photograph("rocket.jpg");
  const auto first = measure_picture(as_bytes(file), model), again = measure_picture(as_bytes(file), model);
  REQUIRE(first);
  REQUIRE(again);
  CHECK(first->quality.mean_milli >= 1000);
  CHECK(first->quality.mean_milli <= 10000);
  CHECK(first->quality.mean_milli == again->quality.mean_milli);
  std::int64_t sum = 0;
  for (const auto ppm : first->quality.probability_ppm) sum += ppm;
  CHECK(sum == 1'000'000);
}

TEST_CASE("what is no picture comes back as core's own error") {
  const auto photo = photograph("rocket.jpg");
  CHECK(code_of(open_picture(as_bytes("hello, this is text"))) == Errc::not_an_image);
  CHECK(code_of(open_picture({})) == Errc::not_an_image);
  const auto cut = open_picture(as_bytes(photo).first(photo.size() / 2));
  CHECK((code_of(cut) == Errc::image_truncated || code_of(cut) == Errc::image_corrupt));
}

TEST_CASE("a decoding process that hangs is ended at its time") {
  const Folder folder;
  const auto begin = std::chrono::steady_clock::now();
  CHECK(code_of(open_picture(as_bytes("x"), folder.worker("exec sleep 60", 300))) == Errc::limit_exceeded);
  CHECK(code_of(open_picture(as_bytes("x"), folder.worker("exec 1>&-; exec sleep 60", 300))) != Errc::ok);  // Closes its answer and stays.
  CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(20));
}

TEST_CASE("a decoding process that dies, lies or talks without end is the picture's fault, not the server's") {
  const Folder folder;
  CHECK(code_of(open_picture(as_bytes("x"), folder.worker("kill -SEGV $$"))) == Errc::image_corrupt);
  CHECK(code_of(open_picture(as_bytes("x"), folder.worker("kill -XCPU $$"))) == Errc::limit_exceeded);
  CHECK(code_of(open_picture(as_bytes("x"), folder.worker("exit 97"))) == Errc::limit_exceeded);
  CHECK(code_of(open_picture(as_bytes("x"), folder.worker("echo hello"))) == Errc::does_not_hold);
  CHECK(code_of(open_picture(as_bytes("x"), folder.worker("exec yes"))) == Errc::does_not_hold);
  CHECK(code_of(open_picture(as_bytes("x"), folder.worker("exit 1"))) == Errc::unavailable);
  SandboxLimits limits;
  limits.worker = folder.path / "no-such-program";
  CHECK(code_of(open_picture(as_bytes("x"), limits)) == Errc::unavailable);
}

TEST_CASE("the decoding process inherits no descriptor, no environment and may write no file") {
  const Folder folder;
  // Exits with 97 where it finds something that it should not have.
  const auto limits = folder.worker("[ -e /proc/self/fd/3 ] && [ \"$(readlink /proc/self/fd/3)\" != \"$0\" ] && case $(readlink /proc/self/fd/3) in /proc/*) ;; */worker) ;; *) exit 97;; esac\n"
                                    "[ -n \"$COLOPHON_SECRET\" ] && exit 97\n"
                                    "exit 0");
  setenv("COLOPHON_SECRET", "1", 1);
  std::ifstream held(tests::source_dir() / "CMakeLists.txt");  // A descriptor that is open here.
  CHECK(code_of(open_picture(as_bytes("x"), limits)) == Errc::does_not_hold);  // Exit 0 without an answer.
  unsetenv("COLOPHON_SECRET");
  CHECK(code_of(open_picture(as_bytes("x"), folder.worker("echo much > '" + (folder.path / "made").string() + "' || exit 1"))) != Errc::ok);
  CHECK((!fs::exists(folder.path / "made") || fs::file_size(folder.path / "made") == 0));
}

TEST_CASE("the parent believes only a message of the right shape, whatever a taken-over process writes") {
  const auto photo = photograph("rocket.jpg");
  const auto honest = to_wire(open_picture(as_bytes(photo)));
  REQUIRE(from_wire(honest));
  CHECK(honest.size() <= wire_bytes_max());
  const auto spoilt = [&](auto change) {
    auto message = honest;
    change(message);
    return code_of(from_wire(message));
  };
  CHECK(spoilt([](Bytes& m) { m.pop_back(); }) == Errc::does_not_hold);
  CHECK(spoilt([](Bytes& m) { m.push_back(0); }) == Errc::does_not_hold);
  CHECK(spoilt([](Bytes& m) { m.clear(); }) == Errc::does_not_hold);
  CHECK(spoilt([](Bytes& m) { m[4] = 7; }) == Errc::does_not_hold);             // A format that is none.
  CHECK(spoilt([](Bytes& m) { m[11] = 0xFF; }) == Errc::does_not_hold);         // A width of thousands of millions.
  CHECK(spoilt([](Bytes& m) { m[20] = 0xFF; m[23] = 0xFF; }) == Errc::does_not_hold);  // A text longer than the message.
  CHECK(spoilt([](Bytes& m) { m[24] = '['; }) == Errc::does_not_hold);          // Features that are no JSON.
  CHECK(spoilt([](Bytes& m) { m[m.size() - 1] = 0x7F; m[m.size() - 2] = 0xC0; }) == Errc::does_not_hold);  // Not a number.
  CHECK(spoilt([](Bytes& m) { m[m.size() - 1] = 0x42; }) == Errc::does_not_hold);       // A value above 1.
  const auto error = to_wire(fail(Errc::image_corrupt, "file", "broken"));
  CHECK(code_of(from_wire(error)) == Errc::image_corrupt);
  auto unknown = error;
  unknown[0] = 200;
  CHECK(code_of(from_wire(unknown)) == Errc::does_not_hold);
}
