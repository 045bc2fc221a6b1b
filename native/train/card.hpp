#pragma once
// The model card: what the network is, what it learnt from, how good it is, and the command that makes it again. Integers only, so that core's
// JSON reads it: docs/formats/model-card.md.
#include <string>

#include "train/trainer.hpp"

namespace colophon::train {

struct CardInput {
  std::string name;                    ///< "photo-quality": the stem of both files.
  std::string licence;                 ///< Of the weights.
  std::string command;                 ///< Makes it again.
};

/// The card as text, one member a line. It holds no time and no path of the machine: the same run gives the same card.
std::string model_card(const CardInput& input, std::span<const Picture> pictures, const Outcome& outcome, ByteView onnx);

}  // namespace colophon::train
