#pragma once
// Model files with their cards, read once: NAME.onnx beside NAME.card.json. Private to server/http.
#include <map>
#include <string>

#include "colophon/base/error.hpp"
#include "colophon/hash/sha256.hpp"
#include "store/store.hpp"

namespace colophon::http {

struct ModelFile { std::string bytes, card, sha256; };
struct ModelFiles { std::map<std::string, ModelFile, std::less<>> by_name; };

/// Errors: unavailable (cannot be read), invalid_json (a card that is none), model_mismatch (a file whose hash is not the card's "onnx.sha256").
Result<ModelFiles> read_models(const std::string& folder);

/// Puts into the log, once each, which model files with which cards this service works with: a score names its model by its hash.
Result<void> log_models(store::Store& store, const ModelFiles& models);

}  // namespace colophon::http
