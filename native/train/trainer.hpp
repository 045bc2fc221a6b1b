#pragma once
// The training loop: a function of pictures, configuration and, where a run continues, its checkpoint.
#include <functional>
#include <optional>

#include "train/checkpoint.hpp"
#include "train/dataset.hpp"
#include "train/metrics.hpp"

namespace colophon::train {

/// One line of progress: after every few steps, and after every epoch with the fit on the pictures held out.
struct Progress {
  int epoch = 0;                       ///< From 1.
  int epochs = 0;
  int crop = 0;
  int crops = 0;
  double training_loss = 0;            ///< Mean over this epoch so far.
  std::optional<Fit> validation;       ///< At the end of an epoch.
  bool best = false;                   ///< The best validation loss so far.
};

struct Hooks {
  std::function<void(const Progress&)> report;
  /// Asked before every step; true stops the run there.
  std::function<bool()> stop;
  /// Called at the end of every epoch and where the run stops.
  std::function<Result<void>(const Checkpoint&)> save;
};

struct Outcome {
  bool finished = false;               ///< False where `stop` ended it.
  Checkpoint checkpoint;               ///< Its `best` are the weights to ship.
  Split split;
  Fit validation;                      ///< Of `best`, on the fixed crops of the pictures held out.
  std::vector<Judged> judged;          ///< Of `best`, on whole held-out pictures: the caller fills it by judge(). Empty with human ratings.
};

/// SHA-256 over the names, hashes and classes of the pictures.
Hash data_digest(std::span<const Picture> pictures);

/// Trains. On one thread the same arguments give the same bits, and a run that was stopped and continued gives those of one that was not.
/// Errors: conflict where the checkpoint is of other data or settings, invalid_argument, and those of the data.
Result<Outcome> train(std::span<const Picture> pictures, const Config& config, int threads, const std::optional<Checkpoint>& resume,
                      const Hooks& hooks);

}  // namespace colophon::train
