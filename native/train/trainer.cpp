#include "train/trainer.hpp"

#include <algorithm>

#include "train/learner.hpp"

namespace colophon::train {
namespace {

constexpr int kReportEverySteps = 10;

Result<void> check(const Config& config, const std::optional<Checkpoint>& resume, const Hash& data) {
  const auto positive = [](const char* name, std::int64_t value) -> Result<void> {
    return value >= 1 ? Result<void>{} : fail(Errc::invalid_argument, name, "must be at least 1");
  };
  for (const auto& [name, value] : {std::pair<const char*, std::int64_t>{"--epochs", config.epochs}, {"--batch", config.batch}, {"--crops", config.crops},
                                    {"--validation-crops", config.validation_crops}, {"--patience", config.patience}, {"--lr", config.learning_rate_ppm}})
    if (auto good = positive(name, value); !good) return good;
  if (config.validation_percent < 1 || config.validation_percent > 90)
    return fail(Errc::invalid_argument, "--validation-percent", "must be from 1 to 90");
  if (!resume) return {};
  if (resume->data != data) return fail(Errc::conflict, "--resume", "the checkpoint was made from other pictures or ratings");
  Config same = config;
  same.epochs = resume->config.epochs;      // A run may be made longer.
  same.patience = resume->config.patience;
  if (same != resume->config)
    return fail(Errc::conflict, "--resume", "the checkpoint was made with other settings: leave out those that it should take from there");
  return {};
}

/// One run: the learner, the checkpoint that it is at, and the fixed validation batch.
class Run {
 public:
  Run(std::span<const Picture> pictures, const Config& config, int threads, const Hooks& hooks)
      : pictures_(pictures), hooks_(hooks), learner_(config.seed, static_cast<double>(config.learning_rate_ppm) / 1e6, threads) {}

  Result<Outcome> go(const Config& config, const std::optional<Checkpoint>& resume) {
    if (auto good = prepare(config, resume); !good) return std::unexpected(good.error());
    while (!done()) {
      auto whole = epoch();
      if (!whole) return std::unexpected(whole.error());
      if (!*whole) return stopped();
      if (auto good = close_epoch(); !good) return std::unexpected(good.error());
    }
    return finish();
  }

 private:
  Result<void> prepare(const Config& config, const std::optional<Checkpoint>& resume) {
    auto split = split_by_picture(pictures_, config.seed, config.validation_percent);
    if (!split) return std::unexpected(split.error());
    split_ = *split;
    if (resume) {
      at_ = *resume;
      learner_.restore(at_.learner);
    } else {
      at_.data = data_digest(pictures_);
      for (std::size_t i = 0; i < at_.best.size(); ++i) at_.best[i].assign(kParameters[i].size(), 0);
    }
    at_.config = config;
    auto batch = make_batch(pictures_, split_.validation, config.seed, Purpose::validation, 0, 0, static_cast<std::uint32_t>(config.validation_crops));
    if (!batch) return std::unexpected(batch.error());
    validation_ = std::move(*batch);
    return {};
  }

  bool done() const {
    const auto& p = at_.position;
    return p.epoch >= at_.config.epochs || (p.best_epoch >= 0 && p.epoch - 1 - p.best_epoch >= at_.config.patience);
  }

  /// False where it was stopped.
  Result<bool> epoch() {
    Position& p = at_.position;
    const Config& config = at_.config;
    for (int steps = 1; p.crop < config.crops; ++steps) {
      if (hooks_.stop && hooks_.stop()) return false;
      const auto count = static_cast<std::uint32_t>(std::min(config.batch, config.crops - p.crop));
      auto batch = make_batch(pictures_, split_.training, config.seed, Purpose::training, static_cast<std::uint32_t>(p.epoch),
                              static_cast<std::uint32_t>(p.crop), count);
      if (!batch) return std::unexpected(batch.error());
      p.loss_sum += learner_.step(batch->crops, batch->classes) * count;
      p.crop += static_cast<std::int32_t>(count);
      if (steps % kReportEverySteps == 0) report({}, false);
    }
    return true;
  }

  Result<void> close_epoch() {
    Position& p = at_.position;
    const Fit fit = fit_of(learner_.logits(validation_.crops), validation_.classes);
    const bool best = p.best_epoch < 0 || fit.loss < p.best_loss;
    if (best) {
      p.best_loss = fit.loss;
      p.best_epoch = p.epoch;
      at_.best = learner_.state().weights;
    }
    report(fit, best);
    ++p.epoch;
    p.crop = 0;
    p.loss_sum = 0;
    return save();
  }

  void report(const std::optional<Fit>& validation, bool best) const {
    const Position& p = at_.position;
    if (hooks_.report)
      hooks_.report({p.epoch + 1, at_.config.epochs, p.crop, at_.config.crops, p.loss_sum / std::max(p.crop, 1), validation, best});
  }

  Result<void> save() {
    at_.position.finished = done();
    at_.learner = learner_.state();
    return hooks_.save ? hooks_.save(at_) : Result<void>{};
  }

  Result<Outcome> stopped() {
    if (auto good = save(); !good) return std::unexpected(good.error());
    return Outcome{false, at_, split_, {}, {}};
  }

  Result<Outcome> finish() {
    at_.position.finished = true;
    learner_.set_weights(at_.best);
    return Outcome{true, at_, split_, fit_of(learner_.logits(validation_.crops), validation_.classes), {}};
  }

  std::span<const Picture> pictures_;
  const Hooks& hooks_;
  Learner learner_;
  Checkpoint at_;
  Split split_;
  Batch validation_;
};

}  // namespace

Hash data_digest(std::span<const Picture> pictures) {
  Sha256 hash;
  hash.update("colophon/training-data/1\n").update_u64(pictures.size());
  for (const auto& picture : pictures) {
    hash.update_u64(picture.file.size()).update(picture.file).update(ByteView(picture.sha256));
    hash.update_u8(picture.rating_class ? static_cast<std::uint8_t>(*picture.rating_class) : 255);
  }
  return hash.finish();
}

Result<Outcome> train(std::span<const Picture> pictures, const Config& config, int threads, const std::optional<Checkpoint>& resume,
                      const Hooks& hooks) {
  if (auto good = check(config, resume, data_digest(pictures)); !good) return std::unexpected(good.error());
  return Run(pictures, config, threads, hooks).go(config, resume);
}

}  // namespace colophon::train
