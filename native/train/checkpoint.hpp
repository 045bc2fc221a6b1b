#pragma once
// A run of training in a file, so that it can stop at any step and continue as if it had not.
#include <filesystem>
#include <string>

#include "colophon/base/encoding.hpp"
#include "colophon/base/error.hpp"
#include "colophon/hash/sha256.hpp"
#include "train/network.hpp"

namespace colophon::train {

/// What decides a run, apart from the pictures. Defaults: those of the shipped model.
struct Config {
  std::uint64_t seed = 1;              ///< Below 2^53, so that it can stand in JSON.
  int epochs = 26;                     ///< At most; early stopping may end sooner.
  int batch = 32;                      ///< Crops a step.
  int crops = 2048;                    ///< Crops an epoch, drawn anew in each.
  int validation_crops = 768;          ///< Fixed crops of the pictures held out.
  int validation_percent = 25;         ///< Of the pictures.
  int patience = 6;                    ///< Epochs without a better validation loss before it ends.
  std::int64_t learning_rate_ppm = 500;///< Adam's, in millionths.
  friend bool operator==(const Config&, const Config&) = default;
};

/// Where a run is.
struct Position {
  std::int32_t epoch = 0;              ///< From 0.
  std::int32_t crop = 0;               ///< Crops of this epoch that were learnt from.
  double loss_sum = 0;                 ///< Of this epoch's steps, each times its crops.
  double best_loss = 0;                ///< On the pictures held out; meaningless while best_epoch is -1.
  std::int32_t best_epoch = -1;
  bool finished = false;
};

struct Checkpoint {
  Config config;
  Hash data{};                         ///< Of the pictures and their labels: another folder is refused.
  Position position;
  LearnerState learner;
  Weights best;                        ///< Of best_epoch; zeros before the first.
};

/// A text line, a JSON line, float32 in the order of kParameters, and a SHA-256 over all of it: docs/explanation/quality.md.
Bytes checkpoint_file(const Checkpoint& checkpoint);
/// Errors: unknown_format, does_not_hold (the SHA-256: damaged or cut short), and whatever the JSON has wrong.
Result<Checkpoint> parse_checkpoint(ByteView file);

}  // namespace colophon::train
