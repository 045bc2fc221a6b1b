#pragma once
// The network in libtorch: one step of Adam on the cross entropy, and the logits. The only unit that includes torch/torch.h is learner.cpp.
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "train/network.hpp"

namespace colophon::train {

class Learner {
 public:
  /// Weights drawn by libtorch's own initialisation from `seed`. One thread gives the same bits every time; more do not promise it.
  Learner(std::uint64_t seed, double learning_rate, int threads);
  ~Learner();
  Learner(Learner&&) noexcept;

  /// One step of Adam over a batch: crops x 3 x 56 x 56 and a class a crop. Returns the mean loss before the step.
  double step(std::span<const float> crops, std::span<const std::int64_t> classes);
  /// Crops x 10. In slices, so that the memory needed does not grow with the number of crops.
  std::vector<float> logits(std::span<const float> crops) const;

  LearnerState state() const;
  void restore(const LearnerState& state);
  void set_weights(const Weights& weights);

 private:
  struct Torch;
  std::unique_ptr<Torch> torch_;
};

}  // namespace colophon::train
