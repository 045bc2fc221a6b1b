#pragma once
// The network as an ONNX file (IR 8, opset 13) and back. What comes out is checked by onnx's own checker.
#include "colophon/base/encoding.hpp"
#include "colophon/base/error.hpp"
#include "train/network.hpp"

namespace colophon::train {

inline constexpr int kOnnxIrVersion = 8;
inline constexpr int kOnnxOpset = 13;
inline constexpr std::string_view kOnnxInput = "crops";    ///< float32 [batch, 3, 56, 56]
inline constexpr std::string_view kOnnxOutput = "logits";  ///< float32 [batch, 10]

/// The same weights give the same bytes. Error: internal where the checker refuses the model.
Result<Bytes> onnx_file(const Weights& weights);
/// Reads the initialisers of a file that onnx_file wrote. Errors: invalid_encoding, model_mismatch (another network).
Result<Weights> weights_from_onnx(ByteView file);

}  // namespace colophon::train
