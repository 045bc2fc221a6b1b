#include "train/options.hpp"

#include <array>
#include <charconv>

namespace colophon::train {
namespace {

struct Setting {
  std::string_view option;
  std::int64_t least, most;
  void (*set)(Config&, std::int64_t);
};

constexpr std::array kSettings{
    Setting{"--seed", 0, (std::int64_t{1} << 53) - 1, [](Config& c, std::int64_t v) { c.seed = static_cast<std::uint64_t>(v); }},
    Setting{"--epochs", 1, 100'000, [](Config& c, std::int64_t v) { c.epochs = static_cast<int>(v); }},
    Setting{"--batch", 1, 4'096, [](Config& c, std::int64_t v) { c.batch = static_cast<int>(v); }},
    Setting{"--crops", 1, 10'000'000, [](Config& c, std::int64_t v) { c.crops = static_cast<int>(v); }},
    Setting{"--validation-crops", 1, 100'000, [](Config& c, std::int64_t v) { c.validation_crops = static_cast<int>(v); }},
    Setting{"--validation-percent", 1, 90, [](Config& c, std::int64_t v) { c.validation_percent = static_cast<int>(v); }},
    Setting{"--patience", 1, 100'000, [](Config& c, std::int64_t v) { c.patience = static_cast<int>(v); }},
    Setting{"--lr", 1, 1'000'000, [](Config& c, std::int64_t v) { c.learning_rate_ppm = v; }},
};

Result<std::int64_t> whole_number(std::string_view option, std::string_view text, std::int64_t least, std::int64_t most) {
  std::int64_t value = 0;
  const auto end = text.data() + text.size();
  const auto parsed = std::from_chars(text.data(), end, value);
  if (parsed.ec != std::errc{} || parsed.ptr != end || value < least || value > most)
    return fail(Errc::invalid_argument, std::string(option), "must be a whole number from " + std::to_string(least) + " to " + std::to_string(most));
  return value;
}

/// "0.0005" is 500 millionths. Finer than a millionth is refused, so that the card can say it exactly.
Result<std::int64_t> learning_rate_ppm(std::string_view text) {
  std::int64_t ppm = 0;
  int places = -1;
  bool good = !text.empty() && text.size() <= 8;
  for (const char c : text) {
    if (c == '.' && places < 0) { places = 0; continue; }
    good = good && c >= '0' && c <= '9' && places < 6;
    ppm = ppm * 10 + (c - '0');
    if (places >= 0) ++places;
    if (!good) break;
  }
  for (int i = places < 0 ? 0 : places; good && i < 6; ++i) ppm *= 10;
  if (!good || ppm < 1 || ppm > 1'000'000)
    return fail(Errc::invalid_argument, "--lr", "must be a decimal from 0.000001 to 1 with at most six places");
  return ppm;
}

Result<void> set_text(Options& options, std::string_view option, std::string_view value) {
  if (value.empty()) return fail(Errc::invalid_argument, std::string(option), "must not be empty");
  if (option == "--images") options.data.images = value;
  else if (option == "--catalogue") options.data.catalogue = value;
  else if (option == "--ratings") options.data.ratings = value;
  else if (option == "--data-licence") options.data.licence = value;
  else if (option == "--out") options.out = value;
  else if (option == "--checkpoint") options.checkpoint = value;
  else if (option == "--resume") options.resume = value;
  else if (option == "--name") options.name = value;
  else if (option == "--licence") options.licence = value;
  else return fail(Errc::invalid_argument, std::string(option), "no such option (colophon-train quality --help)");
  return {};
}

Result<void> set_option(Options& options, std::string_view option, std::string_view value) {
  for (const auto& setting : kSettings) {
    if (setting.option != option) continue;
    auto number = option == "--lr" ? learning_rate_ppm(value) : whole_number(option, value, setting.least, setting.most);
    if (!number) return std::unexpected(number.error());
    options.given.emplace_back(setting.option, *number);
    return {};
  }
  if (option == "--steps" || option == "--threads") {
    auto number = whole_number(option, value, 1, option == "--threads" ? 256 : std::int64_t{1} << 53);
    if (!number) return std::unexpected(number.error());
    if (option == "--steps") options.steps = *number;
    else options.threads = static_cast<int>(*number);
    return {};
  }
  return set_text(options, option, value);
}

std::string quoted(const std::string& text) {
  const bool plain = text.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789./_-") == std::string::npos;
  if (plain) return text;
  std::string result = "'";
  for (const char c : text) result += c == '\'' ? "'\\''" : std::string(1, c);
  return result + "'";
}

}  // namespace

Config Options::config(const std::optional<Checkpoint>& resumed) const {
  Config config = resumed ? resumed->config : Config{};
  for (const auto& [option, value] : given)
    for (const auto& setting : kSettings)
      if (setting.option == option) setting.set(config, value);
  return config;
}

std::string_view usage() {
  return R"(colophon-train quality (--images DIR | --catalogue DIR) --out DIR [OPTION...]
Trains the photo quality network and writes OUT/NAME.onnx and OUT/NAME.card.json.

  --images DIR             every JPEG and PNG below DIR
  --catalogue DIR          the photographs of DIR/catalogue.json
  --ratings CSV            `file,rating` lines, ratings 1 to 10 by people, in place of synthetic labels
  --out DIR                where the model and its card go
  --name NAME              the model's name (photo-quality)
  --licence TEXT           of the weights, for the card (Apache-2.0)
  --data-licence TEXT      of the files of --images, for the card
  --seed N                 (1)         --epochs N   at most (26)        --batch N    crops a step (32)
  --crops N                an epoch (2048)          --lr X  Adam's (0.0005)
  --patience N             epochs without a better validation loss (6)
  --validation-percent N   of the pictures (25)     --validation-crops N  (768)
  --threads N              (1) one thread gives the same bits every time
  --checkpoint FILE        (OUT/NAME.checkpoint) written after every epoch and where the run stops
  --resume FILE            continues a checkpoint; settings not given come from it
  --steps N                stops after N steps, as a signal would
  --json                   progress as JSON lines

colophon-train logits MODEL.onnx PICTURE...
Prints the 36 x 10 logits of each picture by libtorch, as JSON lines.

Exit status: 0 finished; 1 stopped before the end (SIGINT, SIGTERM, --steps, or a disk that could not be written): --resume with the checkpoint
continues, with the same result as if it had not stopped; 2 called wrongly; 3 the pictures, the ratings or the checkpoint are bad.
)";
}

Result<Options> parse_options(std::span<const std::string_view> arguments) {
  Options options;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const auto option = arguments[i];
    if (option == "--help" || option == "-h") { options.help = true; return options; }
    if (option == "--json") { options.json = true; continue; }
    if (i + 1 == arguments.size()) return fail(Errc::invalid_argument, std::string(option), "needs a value (colophon-train quality --help)");
    if (auto good = set_option(options, option, arguments[++i]); !good) return std::unexpected(good.error());
  }
  if (options.data.images.empty() == options.data.catalogue.empty())
    return fail(Errc::invalid_argument, "--images", "give either --images or --catalogue");
  if (options.out.empty()) return fail(Errc::invalid_argument, "--out", "is required: the folder for the model and its card");
  if (options.name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") != std::string::npos)
    return fail(Errc::invalid_argument, "--name", "must be of lower-case letters, digits and hyphens");
  if (options.checkpoint.empty()) options.checkpoint = options.out / (options.name + ".checkpoint");
  return options;
}

std::string command_line(const Options& options, const Config& c) {
  std::string line = "colophon-train quality";
  const auto add = [&](std::string_view option, const std::string& value) { line += " " + std::string(option) + " " + quoted(value); };
  if (!options.data.catalogue.empty()) add("--catalogue", options.data.catalogue.generic_string());
  else add("--images", options.data.images.generic_string());
  if (!options.data.ratings.empty()) add("--ratings", options.data.ratings.generic_string());
  add("--out", options.out.generic_string());
  add("--name", options.name);
  add("--seed", std::to_string(c.seed));
  add("--epochs", std::to_string(c.epochs));
  add("--batch", std::to_string(c.batch));
  add("--crops", std::to_string(c.crops));
  std::string fraction = std::to_string(1'000'000 + c.learning_rate_ppm % 1'000'000).substr(1);
  add("--lr", std::to_string(c.learning_rate_ppm / 1'000'000) + "." + fraction);
  add("--patience", std::to_string(c.patience));
  add("--validation-percent", std::to_string(c.validation_percent));
  add("--validation-crops", std::to_string(c.validation_crops));
  return line;
}

}  // namespace colophon::train
