#include <catch2/catch_test_macros.hpp>

#include <algorithm>

#include "colophon/base/json.hpp"
#include "made_pictures.hpp"
#include "train/card.hpp"
#include "train/onnx_model.hpp"
#include "train/options.hpp"
#include "train/trainer.hpp"

using namespace colophon;
using namespace colophon::train;

namespace {

Config small() {
  Config config;
  config.epochs = 2;
  config.batch = 4;
  config.crops = 10;                   // Not a multiple of the batch: an epoch's last step is shorter.
  config.validation_crops = 4;
  return config;
}

Outcome run(std::span<const Picture> pictures, const Config& config, const std::optional<Checkpoint>& resume = {}, int stop_after = 0) {
  int steps = 0;
  const Hooks hooks{.report = {}, .stop = [&] { return stop_after > 0 && steps++ >= stop_after; }, .save = {}};
  auto outcome = train::train(pictures, config, 1, resume, hooks);
  REQUIRE(outcome);
  return *outcome;
}

}  // namespace

TEST_CASE("the same seed gives the same bits, another seed does not") {
  const auto pictures = tests::made_pictures(3);
  const auto first = run(pictures, small());
  CHECK(first.finished);
  CHECK(checkpoint_file(first.checkpoint) == checkpoint_file(run(pictures, small()).checkpoint));
  auto other = small();
  other.seed = 2;
  CHECK(first.checkpoint.best != run(pictures, other).checkpoint.best);
}

TEST_CASE("a run that was stopped anywhere and continued ends with the bits of one that was not") {
  const auto pictures = tests::made_pictures(3);
  const auto whole = checkpoint_file(run(pictures, small()).checkpoint);
  for (const int stop_after : {1, 3, 4}) {  // Inside the first epoch, at its end, and inside the second.
    CAPTURE(stop_after);
    const auto stopped = run(pictures, small(), {}, stop_after);
    CHECK_FALSE(stopped.finished);
    const auto read = parse_checkpoint(checkpoint_file(stopped.checkpoint));
    REQUIRE(read);
    CHECK(checkpoint_file(run(pictures, small(), *read).checkpoint) == whole);
  }
}

TEST_CASE("training lowers the loss on what it has seen") {
  const auto pictures = tests::made_pictures(2);
  auto config = small();
  config.crops = 64;
  config.batch = 16;
  config.epochs = 3;
  config.learning_rate_ppm = 1000;
  std::vector<double> losses;
  const Hooks hooks{.report = [&](const Progress& p) { if (p.validation) losses.push_back(p.training_loss); }, .stop = {}, .save = {}};
  REQUIRE(train::train(pictures, config, 1, {}, hooks));
  REQUIRE(losses.size() == 3);
  CHECK(losses.back() < losses.front());
}

TEST_CASE("training ends when the validation loss has not improved for the patience") {
  const auto pictures = tests::made_pictures(3);
  auto config = small();
  config.epochs = 40;
  config.patience = 2;
  config.learning_rate_ppm = 200'000;  // Far too fast: it leaves the minimum at once.
  const auto outcome = run(pictures, config);
  CHECK(outcome.finished);
  CHECK(outcome.checkpoint.position.epoch < 40);
  CHECK(outcome.checkpoint.position.epoch - 1 - outcome.checkpoint.position.best_epoch == 2);
}

TEST_CASE("a checkpoint of other pictures or settings is refused") {
  const auto pictures = tests::made_pictures(3);
  const auto stopped = run(pictures, small(), {}, 1).checkpoint;
  const auto refused = [&](std::span<const Picture> data, const Config& config) {
    const auto outcome = train::train(data, config, 1, stopped, {});
    return !outcome && outcome.error().code == Errc::conflict && outcome.error().field == "--resume";
  };
  auto others = pictures;
  others[1].sha256[0] ^= 1;
  CHECK(refused(others, small()));
  auto rated = pictures;
  rated[1].rating_class = 4;
  CHECK(refused(rated, small()));
  auto faster = small();
  faster.learning_rate_ppm = 1000;
  CHECK(refused(pictures, faster));
  auto longer = small();
  longer.epochs = 3;
  CHECK(run(pictures, longer, stopped).finished);
}

TEST_CASE("settings out of range are named") {
  const auto pictures = tests::made_pictures(2);
  const struct { const char* field; void (*spoil)(Config&); } rows[] = {
      {"--epochs", [](Config& c) { c.epochs = 0; }},      {"--batch", [](Config& c) { c.batch = -1; }},
      {"--crops", [](Config& c) { c.crops = 0; }},        {"--validation-crops", [](Config& c) { c.validation_crops = 0; }},
      {"--patience", [](Config& c) { c.patience = 0; }},  {"--lr", [](Config& c) { c.learning_rate_ppm = 0; }},
      {"--validation-percent", [](Config& c) { c.validation_percent = 100; }}};
  for (const auto& row : rows) {
    auto config = small();
    row.spoil(config);
    const auto outcome = train::train(pictures, config, 1, {}, {});
    REQUIRE_FALSE(outcome);
    CHECK(outcome.error().field == row.field);
  }
}

TEST_CASE("a damaged checkpoint is refused, wherever the damage is") {
  const auto pictures = tests::made_pictures(2);
  const auto file = checkpoint_file(run(pictures, small(), {}, 1).checkpoint);
  REQUIRE(parse_checkpoint(file));
  for (const std::size_t at : {std::size_t{5}, std::size_t{200}, std::size_t{5'000}, file.size() / 2, file.size() - 40, file.size() - 1}) {
    auto damaged = file;
    damaged[at] ^= 0x10;
    CAPTURE(at);
    const auto parsed = parse_checkpoint(damaged);
    REQUIRE_FALSE(parsed);
    CHECK(parsed.error().code == Errc::does_not_hold);
  }
  for (const std::size_t size : {file.size() - 1, file.size() / 2, std::size_t{20}}) CHECK_FALSE(parse_checkpoint(ByteView(file).first(size)));
  CHECK(parse_checkpoint(as_bytes("hello\n")).error().code == Errc::unknown_format);
  CHECK(parse_checkpoint({}).error().code == Errc::unknown_format);
}

TEST_CASE("the card says the hash of the model, the split and that the labels are synthetic") {
  const auto pictures = tests::made_pictures(4);
  const auto outcome = run(pictures, small());
  const auto onnx = *onnx_file(outcome.checkpoint.best);
  const auto card = parse_json(model_card({"photo-quality", "Apache-2.0", "colophon-train quality"}, pictures, outcome, onnx));
  REQUIRE(card);
  CHECK(*card->find("title")->string() == "technical photo quality (synthetic labels)");
  CHECK(*card->find("onnx")->find("sha256")->string() == to_hex(sha256(onnx)));
  REQUIRE(card->find("data")->array()->size() == 4);
  for (std::size_t i = 0; i < 4; ++i) {
    const bool held_out = std::ranges::contains(outcome.split.validation, i);
    CHECK(*(*card->find("data")->array())[i].find("split")->string() == (held_out ? "validation" : "training"));
  }
}

TEST_CASE("the command line: what is wrong is named") {
  using Arguments = std::vector<std::string_view>;
  const auto options = parse_options(Arguments{"--catalogue", "c", "--out", "o", "--seed", "7", "--lr", "0.00025", "--json"});
  REQUIRE(options);
  CHECK(options->config({}).seed == 7);
  CHECK(options->config({}).learning_rate_ppm == 250);
  CHECK(options->config({}).epochs == Config{}.epochs);
  CHECK(options->checkpoint == "o/photo-quality.checkpoint");
  const struct { Arguments arguments; const char* field; } bad[] = {
      {{}, "--images"},
      {{"--images", "a", "--catalogue", "b", "--out", "o"}, "--images"},
      {{"--images", "a"}, "--out"},
      {{"--images", "a", "--out"}, "--out"},
      {{"--images", "a", "--out", "o", "--seed", "-1"}, "--seed"},
      {{"--images", "a", "--out", "o", "--epochs", "3x"}, "--epochs"},
      {{"--images", "a", "--out", "o", "--lr", "0.0000001"}, "--lr"},
      {{"--images", "a", "--out", "o", "--lr", "0"}, "--lr"},
      {{"--images", "a", "--out", "o", "--lr", "1e-3"}, "--lr"},
      {{"--images", "a", "--out", "o", "--name", "../x"}, "--name"},
      {{"--images", "a", "--out", "o", "--colour", "red"}, "--colour"},
  };
  for (const auto& row : bad) {
    CAPTURE(row.field);
    const auto parsed = parse_options(row.arguments);
    REQUIRE_FALSE(parsed);
    CHECK(parsed.error().field == row.field);
  }
}

TEST_CASE("settings that are not given come from the checkpoint that is resumed") {
  Checkpoint checkpoint;
  checkpoint.config = small();
  const std::vector<std::string_view> arguments{"--images", "a", "--out", "o", "--resume", "c", "--epochs", "9"};
  auto expected = small();
  expected.epochs = 9;
  CHECK(parse_options(arguments)->config(checkpoint) == expected);
}
