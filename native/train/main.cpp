// colophon-train: trains the quality model. A program of its own, because libtorch is large and the server does without it.
#include <csignal>
#include <cstdio>
#include <format>
#include <string>
#include <vector>

#include "train/card.hpp"
#include "train/files.hpp"
#include "train/learner.hpp"
#include "train/onnx_model.hpp"
#include "train/options.hpp"
#include "train/trainer.hpp"

namespace {

using namespace colophon;
using namespace colophon::train;

constexpr int kFinished = 0, kStopped = 1, kCalledWrongly = 2, kBadInput = 3;  // As `colophon` ends.
volatile std::sig_atomic_t stop_asked = 0;

void print(const std::string& line) {
  std::fputs((line + "\n").c_str(), stdout);
  std::fflush(stdout);
}

int report(const Error& error) {
  std::fputs(std::format("colophon-train: {}{}{} ({})\n", error.field, error.field.empty() ? "" : ": ", error.detail, errc_name(error.code)).c_str(), stderr);
  return error.code == Errc::storage_full || error.code == Errc::unavailable ? kStopped : kBadInput;
}

void catch_signals() {
  struct sigaction action {};
  action.sa_handler = [](int) { stop_asked = 1; };
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
}

void show(const Progress& p, bool json) {
  if (!p.validation) {
    print(json ? std::format(R"({{"epoch":{},"crop":{},"training_loss":{:.6f}}})", p.epoch, p.crop, p.training_loss)
               : std::format("epoch {}/{}, crop {}/{}: loss {:.4f}", p.epoch, p.epochs, p.crop, p.crops, p.training_loss));
    return;
  }
  const Fit& fit = *p.validation;
  print(json ? std::format(R"({{"epoch":{},"training_loss":{:.6f},"validation_loss":{:.6f},"accuracy":{:.4f},"mean_absolute_error":{:.4f},"best":{}}})",
                           p.epoch, p.training_loss, fit.loss, fit.accuracy, fit.mean_absolute_error, p.best)
             : std::format("epoch {}/{}: training loss {:.4f}, validation loss {:.4f}, accuracy {:.3f}, error {:.3f} classes{}", p.epoch, p.epochs,
                           p.training_loss, fit.loss, fit.accuracy, fit.mean_absolute_error, p.best ? ", the best so far" : ""));
}

Result<std::optional<Checkpoint>> load_checkpoint(const std::filesystem::path& path) {
  if (path.empty()) return std::optional<Checkpoint>{};
  auto file = read_file(path, "--resume");
  if (!file) return std::unexpected(file.error());
  return parse_checkpoint(as_bytes(*file)).transform([](Checkpoint&& c) { return std::optional(std::move(c)); });
}

/// With synthetic labels: how the shipped weights rank whole pictures that they have not seen.
Result<std::vector<Judged>> judge_held_out(std::span<const Picture> pictures, const Outcome& outcome, int threads) {
  if (pictures[outcome.split.validation.front()].rating_class) return std::vector<Judged>{};
  Learner learner(0, 1, threads);
  learner.set_weights(outcome.checkpoint.best);
  const Scorer scorer = [&](std::span<const float> crops) { return learner.logits(crops); };
  return judge(scorer, pictures, outcome.split.validation, outcome.checkpoint.config.seed);
}

Result<void> ship(const Options& options, std::span<const Picture> pictures, const Outcome& outcome) {
  auto onnx = onnx_file(outcome.checkpoint.best);
  if (!onnx) return std::unexpected(onnx.error());
  const auto card = model_card({options.name, options.licence, command_line(options, outcome.checkpoint.config)}, pictures, outcome, *onnx);
  const auto stem = options.out / options.name;
  if (auto good = write_file(stem.string() + ".onnx", *onnx); !good) return good;
  return write_file(stem.string() + ".card.json", as_bytes(card));
}

Result<int> quality(const Options& options) {
  auto resume = load_checkpoint(options.resume);
  if (!resume) return std::unexpected(resume.error());
  auto pictures = load_pictures(options.data);
  if (!pictures) return std::unexpected(pictures.error());
  std::error_code made;
  std::filesystem::create_directories(options.out, made);
  if (made) return fail(Errc::unavailable, "--out", options.out.string() + ": " + made.message());

  catch_signals();
  std::int64_t steps = 0;
  const Hooks hooks{
      .report = [&](const Progress& p) { show(p, options.json); },
      .stop = [&] { return stop_asked != 0 || (options.steps > 0 && steps++ >= options.steps); },
      .save = [&](const Checkpoint& checkpoint) { return write_file(options.checkpoint, checkpoint_file(checkpoint)); },
  };
  auto outcome = train::train(*pictures, options.config(*resume), options.threads, *resume, hooks);
  if (!outcome) return std::unexpected(outcome.error());
  if (!outcome->finished) {
    std::fputs(std::format("colophon-train: stopped; --resume {} continues\n", options.checkpoint.string()).c_str(), stderr);
    return kStopped;
  }
  auto judged = judge_held_out(*pictures, *outcome, options.threads);
  if (!judged) return std::unexpected(judged.error());
  outcome->judged = std::move(*judged);
  if (auto good = ship(options, *pictures, *outcome); !good) return std::unexpected(good.error());
  if (!options.json) {
    for (const auto degradation : kDegradations)
      if (!outcome->judged.empty())
        print(std::format("{}: rank correlation {:.3f} on {} held-out pictures", degradation_name(degradation),
                          severity_correlation(outcome->judged, degradation), outcome->split.validation.size()));
    print(std::format("wrote {}.onnx and its card; epoch {} had the best validation loss", (options.out / options.name).string(),
                      outcome->checkpoint.position.best_epoch + 1));
  }
  return kFinished;
}

Result<int> logits(std::span<const std::string_view> arguments) {
  if (arguments.size() < 2) return fail(Errc::invalid_argument, "logits", "needs a model and at least one picture");
  auto file = read_file(arguments[0], "MODEL");
  if (!file) return std::unexpected(file.error());
  auto weights = weights_from_onnx(as_bytes(*file));
  if (!weights) return std::unexpected(weights.error());
  Learner learner(0, 1, 1);
  learner.set_weights(*weights);
  for (const auto path : arguments.subspan(1)) {
    auto picture = read_file(path, path);
    if (!picture) return std::unexpected(picture.error());
    auto input = image::decode(as_bytes(*picture)).and_then(image::quality_input);
    if (!input) return fail(input.error().code, std::string(path), input.error().detail);
    std::string line = "[";
    for (const float value : learner.logits(*input)) line += std::format("{}{}", line.size() > 1 ? "," : "", value);
    print(line + "]");
  }
  return kFinished;
}

}  // namespace

int main(int count, char** values) {
  const std::vector<std::string_view> arguments(values + 1, values + count);
  const std::string_view verb = arguments.empty() ? "" : arguments.front();
  const auto rest = std::span(arguments).subspan(arguments.empty() ? 0 : 1);
  if (verb == "--help" || verb == "-h") { std::fputs(std::string(usage()).c_str(), stdout); return kFinished; }
  if (verb == "logits") {
    const auto done = logits(rest);
    return done ? *done : report(done.error());
  }
  if (verb != "quality") { std::fputs(std::string(usage()).c_str(), stderr); return kCalledWrongly; }
  const auto options = parse_options(rest);
  if (!options) {
    report(options.error());
    return kCalledWrongly;
  }
  if (options->help) { std::fputs(std::string(usage()).c_str(), stdout); return kFinished; }
  const auto done = quality(*options);
  return done ? *done : report(done.error());
}
