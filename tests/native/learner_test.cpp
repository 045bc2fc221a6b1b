#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <cmath>

#include "made_pictures.hpp"
#include "train/learner.hpp"
#include "train/metrics.hpp"
#include "train/onnx_model.hpp"

using namespace colophon;
using namespace colophon::train;

namespace {

using Plane = std::vector<float>;

/// 3x3, stride 1, zeros around, then ReLU: the definition, one sum at a time.
Plane convolve(const Plane& in, int channels, int side, const Plane& weight, const Plane& bias) {
  const int outputs = static_cast<int>(bias.size());
  Plane out(static_cast<std::size_t>(outputs * side * side));
  for (int o = 0; o < outputs; ++o)
    for (int y = 0; y < side; ++y)
      for (int x = 0; x < side; ++x) {
        double sum = bias[static_cast<std::size_t>(o)];
        for (int c = 0; c < channels; ++c)
          for (int dy = -1; dy <= 1; ++dy)
            for (int dx = -1; dx <= 1; ++dx) {
              if (y + dy < 0 || y + dy >= side || x + dx < 0 || x + dx >= side) continue;
              sum += static_cast<double>(in[static_cast<std::size_t>((c * side + y + dy) * side + x + dx)]) *
                     weight[static_cast<std::size_t>(((o * channels + c) * 3 + dy + 1) * 3 + dx + 1)];
            }
        out[static_cast<std::size_t>((o * side + y) * side + x)] = static_cast<float>(std::max(sum, 0.0));
      }
  return out;
}

Plane pool(const Plane& in, int channels, int side) {
  const int half = side / 2;
  Plane out(static_cast<std::size_t>(channels * half * half));
  for (int c = 0; c < channels; ++c)
    for (int y = 0; y < half; ++y)
      for (int x = 0; x < half; ++x) {
        const auto at = [&](int dy, int dx) { return in[static_cast<std::size_t>((c * side + 2 * y + dy) * side + 2 * x + dx)]; };
        out[static_cast<std::size_t>((c * half + y) * half + x)] = std::max({at(0, 0), at(0, 1), at(1, 0), at(1, 1)});
      }
  return out;
}

Plane by_hand(const Weights& w, const Plane& crop) {
  const auto flat = pool(convolve(pool(convolve(crop, 3, 56, w[0], w[1]), 64, 56), 64, 28, w[2], w[3]), 128, 28);
  Plane logits;
  for (std::size_t k = 0; k < 10; ++k) {
    double sum = w[5][k];
    for (std::size_t i = 0; i < flat.size(); ++i) sum += static_cast<double>(flat[i]) * w[4][k * flat.size() + i];
    logits.push_back(static_cast<float>(sum));
  }
  return logits;
}

Batch some_crops(std::uint32_t count) {
  const auto pictures = tests::made_pictures(2);
  const std::vector<std::size_t> among{0, 1};
  return *make_batch(pictures, among, 1, Purpose::training, 0, 0, count);
}

}  // namespace

TEST_CASE("the logits are those of the founding document's network, computed by hand") {
  const Learner learner(1, 0.001, 1);
  const auto batch = some_crops(1);
  const auto ours = learner.logits(batch.crops), expected = by_hand(learner.state().weights, batch.crops);
  REQUIRE(ours.size() == 10);
  for (std::size_t k = 0; k < 10; ++k) CHECK(std::abs(ours[k] - expected[k]) < 1e-5);
}

TEST_CASE("a step returns the cross entropy and moves each bias of the last layer as Adam's first step must") {
  constexpr double rate = 0.001;
  Learner learner(1, rate, 1);
  const auto batch = some_crops(3);
  const auto logits = learner.logits(batch.crops);
  const auto before = learner.state().weights[5];
  // d loss / d bias[k] is the mean over the batch of softmax(logits)[k] - [label is k].
  std::array<double, 10> gradient{};
  double loss = 0;
  for (std::size_t i = 0; i < 3; ++i) {
    double sum = 0;
    for (std::size_t k = 0; k < 10; ++k) sum += std::exp(static_cast<double>(logits[10 * i + k]));
    for (std::size_t k = 0; k < 10; ++k) {
      const double probability = std::exp(static_cast<double>(logits[10 * i + k])) / sum;
      const bool label = batch.classes[i] == static_cast<std::int64_t>(k);
      gradient[k] += (probability - label) / 3;
      if (label) loss -= std::log(probability) / 3;
    }
  }
  CHECK(std::abs(learner.step(batch.crops, batch.classes) - loss) < 1e-5);
  const auto after = learner.state();
  CHECK(after.steps == 1);
  for (std::size_t k = 0; k < 10; ++k) {
    // With the moments' bias correction the first step is rate * g / (|g| + 1e-8): the rate, against the gradient's sign.
    CHECK(std::abs((after.weights[5][k] - before[k]) + rate * gradient[k] / (std::abs(gradient[k]) + 1e-8)) < 1e-6);
    CHECK(std::abs(after.first_moment[5][k] - 0.1 * gradient[k]) < 1e-6);
    CHECK(std::abs(after.second_moment[5][k] - 0.001 * gradient[k] * gradient[k]) < 1e-8);
  }
}

TEST_CASE("a learner that is restored goes on with the same bits") {
  const auto batch = some_crops(4);
  Learner first(1, 0.001, 1), second(99, 0.001, 1);
  first.step(batch.crops, batch.classes);
  second.restore(first.state());
  const double a = first.step(batch.crops, batch.classes), b = second.step(batch.crops, batch.classes);
  CHECK(a == b);
  CHECK(first.state().weights == second.state().weights);
  CHECK(first.state().second_moment == second.state().second_moment);
  CHECK(second.state().steps == 2);
}

TEST_CASE("the ONNX file gives the weights back, bit for bit, and is the same every time") {
  const auto weights = Learner(3, 0.001, 1).state().weights;
  const auto file = onnx_file(weights);
  REQUIRE(file);
  CHECK(file->size() > 1'300'000);
  CHECK(file->size() < 1'400'000);
  CHECK(*file == *onnx_file(weights));
  const auto back = weights_from_onnx(*file);
  REQUIRE(back);
  CHECK(*back == weights);
}

TEST_CASE("what is not our ONNX file is refused") {
  CHECK(weights_from_onnx(as_bytes("hello, this is text")).error().code == Errc::invalid_encoding);
  CHECK(weights_from_onnx({}).error().code == Errc::model_mismatch);
  auto weights = Learner(3, 0.001, 1).state().weights;
  const auto file = *onnx_file(weights);
  CHECK_FALSE(weights_from_onnx(ByteView(file).first(file.size() / 2)));
  weights[1].pop_back();
  CHECK(onnx_file(weights).error().code == Errc::invalid_argument);
}

TEST_CASE("the fit of logits, by hand") {
  std::vector<float> logits(30, 0.0f);
  logits[3] = 20;       // Certain of class 3,
  logits[10 + 9] = 20;  // certain of class 9, which is wrong by two,
  const std::vector<std::int64_t> classes{3, 7, 0};  // and undecided between ten equal classes: the first of them counts as chosen.
  const auto fit = fit_of(logits, classes);
  CHECK(std::abs(fit.accuracy - 2.0 / 3) < 1e-12);
  CHECK(std::abs(fit.mean_absolute_error - 2.0 / 3) < 1e-12);
  CHECK(std::abs(fit.loss - (0 + 20 + std::log(10.0)) / 3) < 1e-6);
}

TEST_CASE("rank correlation with ties, as in textbooks") {
  const std::vector<double> rising{1, 2, 3, 4, 5}, falling{9, 7, 5, 3, 1}, flat{2, 2, 2, 2, 2}, ties{1, 2, 2, 3, 4}, mixed{2, 1, 4, 3, 5};
  CHECK(std::abs(rank_correlation(rising, rising) - 1) < 1e-12);
  CHECK(std::abs(rank_correlation(rising, falling) + 1) < 1e-12);
  CHECK(rank_correlation(rising, flat) == 0);
  CHECK(std::abs(rank_correlation(rising, mixed) - 0.8) < 1e-12);            // 1 - 6 * 4 / (5 * 24)
  CHECK(std::abs(rank_correlation(rising, ties) - 0.9746794344808963) < 1e-12);  // Ranks 1, 2.5, 2.5, 4, 5: sqrt(0.95).
}
