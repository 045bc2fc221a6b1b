#include "train/onnx_model.hpp"

#include <onnx/checker.h>
#include <onnx/onnx_pb.h>

#include <bit>
#include <cstring>
#include <exception>

namespace colophon::train {
namespace {

static_assert(std::endian::native == std::endian::little, "raw_data of ONNX is little-endian");

onnx::NodeProto* add_node(onnx::GraphProto& graph, const char* operation, const char* name, std::initializer_list<std::string_view> inputs,
                          std::string_view output) {
  auto* node = graph.add_node();
  node->set_op_type(operation);
  node->set_name(name);
  for (const auto input : inputs) node->add_input(std::string(input));
  node->add_output(std::string(output));
  return node;
}

void set_integers(onnx::NodeProto* node, const char* name, std::initializer_list<std::int64_t> values) {
  auto* attribute = node->add_attribute();
  attribute->set_name(name);
  attribute->set_type(onnx::AttributeProto::INTS);
  for (const auto value : values) attribute->add_ints(value);
}

void set_integer(onnx::NodeProto* node, const char* name, std::int64_t value) {
  auto* attribute = node->add_attribute();
  attribute->set_name(name);
  attribute->set_type(onnx::AttributeProto::INT);
  attribute->set_i(value);
}

void add_convolution(onnx::GraphProto& graph, const char* name, std::string_view input, std::size_t parameter, std::string_view output) {
  auto* node = add_node(graph, "Conv", name, {input, kParameters[parameter].name, kParameters[parameter + 1].name}, output);
  set_integers(node, "kernel_shape", {3, 3});
  set_integers(node, "pads", {1, 1, 1, 1});
  set_integers(node, "strides", {1, 1});
}

void add_pooling(onnx::GraphProto& graph, const char* name, std::string_view input, std::string_view output) {
  auto* node = add_node(graph, "MaxPool", name, {input}, output);
  set_integers(node, "kernel_shape", {2, 2});
  set_integers(node, "strides", {2, 2});
}

void describe(onnx::ValueInfoProto* value, std::string_view name, std::initializer_list<std::int64_t> sides) {
  value->set_name(std::string(name));
  auto* tensor = value->mutable_type()->mutable_tensor_type();
  tensor->set_elem_type(onnx::TensorProto::FLOAT);
  tensor->mutable_shape()->add_dim()->set_dim_param("batch");
  for (const auto side : sides) tensor->mutable_shape()->add_dim()->set_dim_value(side);
}

void fill_graph(onnx::GraphProto& graph, const Weights& weights) {
  graph.set_name("ContentQuality");
  describe(graph.add_input(), kOnnxInput, {3, 56, 56});
  describe(graph.add_output(), kOnnxOutput, {10});
  for (std::size_t i = 0; i < weights.size(); ++i) {
    auto* tensor = graph.add_initializer();
    tensor->set_name(std::string(kParameters[i].name));
    tensor->set_data_type(onnx::TensorProto::FLOAT);
    for (std::size_t d = 0; d < kParameters[i].dimensions; ++d) tensor->add_dims(kParameters[i].sides[d]);
    tensor->set_raw_data(weights[i].data(), weights[i].size() * sizeof(float));
  }
  add_convolution(graph, "conv1", kOnnxInput, 0, "conv1");
  add_node(graph, "Relu", "relu1", {"conv1"}, "relu1");
  add_pooling(graph, "pool1", "relu1", "pool1");
  add_convolution(graph, "conv2", "pool1", 2, "conv2");
  add_node(graph, "Relu", "relu2", {"conv2"}, "relu2");
  add_pooling(graph, "pool2", "relu2", "pool2");
  set_integer(add_node(graph, "Flatten", "flatten", {"pool2"}, "flat"), "axis", 1);
  set_integer(add_node(graph, "Gemm", "fc", {"flat", kParameters[4].name, kParameters[5].name}, kOnnxOutput), "transB", 1);
}

}  // namespace

Result<Bytes> onnx_file(const Weights& weights) {
  if (!fits(weights)) return fail(Errc::invalid_argument, "weights", "a parameter does not have the size of its place in the network");
  onnx::ModelProto model;
  model.set_ir_version(kOnnxIrVersion);
  model.set_producer_name("colophon-train");
  auto* opset = model.add_opset_import();
  opset->set_domain("");
  opset->set_version(kOnnxOpset);
  fill_graph(*model.mutable_graph(), weights);
  try {
    onnx::checker::check_model(model, true);
  } catch (const std::exception& error) {
    return fail(Errc::internal, "onnx", error.what());
  }
  const std::string text = model.SerializeAsString();
  return Bytes(text.begin(), text.end());
}

Result<Weights> weights_from_onnx(ByteView file) {
  onnx::ModelProto model;
  if (!model.ParseFromArray(file.data(), static_cast<int>(file.size()))) return fail(Errc::invalid_encoding, "onnx", "not an ONNX file");
  Weights weights;
  for (const auto& tensor : model.graph().initializer()) {
    for (std::size_t i = 0; i < kParameters.size(); ++i) {
      if (tensor.name() != kParameters[i].name || tensor.raw_data().size() != kParameters[i].size() * sizeof(float)) continue;
      weights[i].resize(kParameters[i].size());
      std::memcpy(weights[i].data(), tensor.raw_data().data(), tensor.raw_data().size());
    }
  }
  if (!fits(weights))
    return fail(Errc::model_mismatch, "onnx", "not a ContentQuality network: an initialiser is missing or has another size");
  return weights;
}

}  // namespace colophon::train
