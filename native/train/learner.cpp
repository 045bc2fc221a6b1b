#include "train/learner.hpp"

#include <ATen/Parallel.h>
#include <torch/torch.h>

#include <algorithm>
#include <cstring>

#include "colophon/image/quality.hpp"

namespace colophon::train {
namespace {

constexpr std::size_t kCropValues = std::size_t{3} * image::kCropSide * image::kCropSide;
constexpr std::int64_t kSliceCrops = 72;

struct ContentQualityImpl : torch::nn::Module {
  torch::nn::Sequential feature_extractor{
      torch::nn::Conv2d(torch::nn::Conv2dOptions(3, 64, 3).stride(1).padding(1)),
      torch::nn::ReLU(torch::nn::ReLUOptions(true)),
      torch::nn::MaxPool2d(torch::nn::MaxPool2dOptions(2).stride(2)),
      torch::nn::Conv2d(torch::nn::Conv2dOptions(64, 128, 3).stride(1).padding(1)),
      torch::nn::ReLU(torch::nn::ReLUOptions(true)),
      torch::nn::MaxPool2d(torch::nn::MaxPool2dOptions(2).stride(2)),
      torch::nn::Flatten()};
  torch::nn::Linear fc{128 * 14 * 14, 10};

  ContentQualityImpl() {
    register_module("feature_extractor", feature_extractor);
    register_module("fc", fc);
  }
  torch::Tensor forward(const torch::Tensor& x) { return fc->forward(feature_extractor->forward(x)); }
};
TORCH_MODULE(ContentQuality);

/// libtorch does not write to an input; its interface just has no pointer to const.
torch::Tensor view(std::span<const float> crops) {
  const auto count = static_cast<std::int64_t>(crops.size() / kCropValues);
  return torch::from_blob(const_cast<float*>(crops.data()), {count, 3, image::kCropSide, image::kCropSide}, torch::kFloat32);
}

std::vector<float> values(const torch::Tensor& tensor) {
  const auto dense = tensor.detach().contiguous();
  return {dense.data_ptr<float>(), dense.data_ptr<float>() + dense.numel()};
}

torch::Tensor tensor_of(const std::vector<float>& values, const torch::Tensor& like) {
  auto tensor = torch::empty_like(like, torch::MemoryFormat::Contiguous);
  std::memcpy(tensor.data_ptr<float>(), values.data(), values.size() * sizeof(float));
  return tensor;
}

}  // namespace

struct Learner::Torch {
  ContentQuality network{nullptr};
  std::unique_ptr<torch::optim::Adam> adam;

  torch::optim::AdamParamState* moments(const torch::Tensor& parameter) {
    auto& state = adam->state();
    const auto found = state.find(parameter.unsafeGetTensorImpl());
    return found == state.end() ? nullptr : static_cast<torch::optim::AdamParamState*>(found->second.get());
  }
};

Learner::Learner(std::uint64_t seed, double learning_rate, int threads) : torch_(std::make_unique<Torch>()) {
  at::set_num_threads(threads);
  torch::manual_seed(seed);
  torch_->network = ContentQuality();
  torch_->adam = std::make_unique<torch::optim::Adam>(torch_->network->parameters(), torch::optim::AdamOptions(learning_rate));
}
Learner::~Learner() = default;
Learner::Learner(Learner&&) noexcept = default;

double Learner::step(std::span<const float> crops, std::span<const std::int64_t> classes) {
  const auto labels = torch::from_blob(const_cast<std::int64_t*>(classes.data()), {static_cast<std::int64_t>(classes.size())}, torch::kInt64);
  torch_->network->train();
  torch_->adam->zero_grad();
  const auto loss = torch::nn::functional::cross_entropy(torch_->network->forward(view(crops)), labels);
  loss.backward();
  torch_->adam->step();
  return loss.item<double>();
}

std::vector<float> Learner::logits(std::span<const float> crops) const {
  const torch::NoGradGuard no_gradients;
  torch_->network->eval();
  std::vector<float> result;
  result.reserve(crops.size() / kCropValues * image::kQualityClasses);
  const auto slice = static_cast<std::size_t>(kSliceCrops) * kCropValues;
  for (std::size_t at = 0; at < crops.size(); at += slice) {
    const auto part = values(torch_->network->forward(view(crops.subspan(at, std::min(slice, crops.size() - at)))));
    result.insert(result.end(), part.begin(), part.end());
  }
  return result;
}

LearnerState Learner::state() const {
  LearnerState state;
  const auto parameters = torch_->network->parameters();
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    state.weights[i] = values(parameters[i]);
    // Before its first step Adam has no moments; they begin at zero.
    const auto* moments = torch_->moments(parameters[i]);
    state.first_moment[i] = moments ? values(moments->exp_avg()) : std::vector<float>(state.weights[i].size());
    state.second_moment[i] = moments ? values(moments->exp_avg_sq()) : std::vector<float>(state.weights[i].size());
    if (moments) state.steps = moments->step();
  }
  return state;
}

void Learner::restore(const LearnerState& state) {
  set_weights(state.weights);
  torch_->adam->state().clear();
  if (state.steps == 0) return;
  const auto parameters = torch_->network->parameters();
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    auto moments = std::make_unique<torch::optim::AdamParamState>();
    moments->step(state.steps);
    moments->exp_avg(tensor_of(state.first_moment[i], parameters[i]));
    moments->exp_avg_sq(tensor_of(state.second_moment[i], parameters[i]));
    torch_->adam->state()[parameters[i].unsafeGetTensorImpl()] = std::move(moments);
  }
}

void Learner::set_weights(const Weights& weights) {
  const torch::NoGradGuard no_gradients;
  auto parameters = torch_->network->parameters();
  for (std::size_t i = 0; i < parameters.size(); ++i) parameters[i].copy_(tensor_of(weights[i], parameters[i]));
}

}  // namespace colophon::train
