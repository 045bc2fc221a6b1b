#include "http/models.hpp"

#include <filesystem>
#include <fstream>
#include <httplib.h>
#include <iterator>

#include "http/api.hpp"
#include "store/try.hpp"

namespace colophon::http {
namespace {

namespace fs = std::filesystem;
constexpr std::uintmax_t kModelBytesMax = 256u << 20;
constexpr std::string_view kCardEnding = ".card.json";

Result<std::string> read_whole(const fs::path& path) {
  std::error_code error;
  if (fs::file_size(path, error) > kModelBytesMax || error) return fail(Errc::unavailable, "models", path.string() + " is not there, or larger than 256 MiB.");
  std::ifstream in(path, std::ios::binary);
  std::string bytes{std::istreambuf_iterator<char>(in), {}};
  if (!in) return fail(Errc::unavailable, "models", path.string() + " cannot be read.");
  return bytes;
}

Result<ModelFile> read_model(const fs::path& card, const std::string& name) {
  ModelFile model;
  model.card = COLOPHON_TRY(read_whole(card));
  model.bytes = COLOPHON_TRY(read_whole(card.parent_path() / (name + ".onnx")));
  model.sha256 = to_hex(sha256(model.bytes));
  const Json json = COLOPHON_TRY(parse_json(model.card));
  const Json* onnx = json.find("onnx");
  const Json* stated = onnx != nullptr ? onnx->find("sha256") : nullptr;
  if (stated == nullptr || stated->string() == nullptr || *stated->string() != model.sha256) {
    return fail(Errc::model_mismatch, name, "The model file's SHA-256 is not the one on its card: they are of different versions.");
  }
  return model;
}

Result<const ModelFile*> named_model(Call& call) {
  const auto& models = call.services.models.by_name;
  const auto it = models.find(call.path.find("name")->second);
  if (it == models.end()) return fail(Errc::unknown_model, "name", "There is no model of that name: see /v1/models.");
  return &it->second;
}

Result<Answer> get_models(Call& call) {
  JsonArray rows;
  for (const auto& [name, model] : call.services.models.by_name) {
    const std::string path = "/v1/models/" + name;
    rows.emplace_back(JsonObject{{"name", name}, {"sha256", model.sha256}, {"bytes", static_cast<std::int64_t>(model.bytes.size())},
                                 {"card_url", path + "/card"}, {"file_url", path + "/file"}});
  }
  return Answer::json(JsonObject{{"models", std::move(rows)}});
}

Result<Answer> get_card(Call& call) { return Answer::text(COLOPHON_TRY(named_model(call))->card, "application/json"); }

Result<Answer> get_file(Call& call) {
  const ModelFile& model = *COLOPHON_TRY(named_model(call));
  Answer answer;
  const std::string etag = "\"" + model.sha256 + "\"";
  const bool named_by_hash = call.query("sha256") == model.sha256;
  // The bytes of one hash never change; the name alone may get a new version, so it is asked for again.
  answer.headers = {{"ETag", etag}, {"Cache-Control", named_by_hash ? "public, max-age=31536000, immutable" : "public, no-cache"}};
  if (call.request.get_header_value("If-None-Match").contains(etag)) {
    answer.status = 304;
    return answer;
  }
  answer.body = model.bytes;
  answer.content_type = "application/octet-stream";
  return answer;
}

/// The subject of the log's entry about this file with this card.
Id model_subject(const std::string& name, const ModelFile& model) {
  return uuid_from_name("colophon/model", name + "\n" + model.sha256 + "\n" + to_hex(sha256(model.card)));
}

Result<Answer> get_receipt(Call& call) {
  const ModelFile& model = *COLOPHON_TRY(named_model(call));
  return receipt_answer(call, "model", model_subject(call.path.find("name")->second, model));
}

}  // namespace

Result<void> log_models(store::Store& store, const ModelFiles& models) {
  for (const auto& [name, model] : models.by_name) {
    const Id subject = model_subject(name, model);
    COLOPHON_TRY(store.atomically([&]() -> Result<void> {
      if (COLOPHON_TRY(store.log_entry_of("model", subject))) return {};
      const JsonObject payload{{"model", name}, {"sha256", model.sha256}, {"card", to_hex(sha256(model.card))}};
      return store.append_log_entry({"model", subject, store.new_salt(), canonical_json(payload)});
    }));
  }
  return {};
}

Result<ModelFiles> read_models(const std::string& folder) {
  ModelFiles models;
  if (folder.empty()) return models;
  std::error_code error;
  for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
    const std::string file = it->path().filename().string();
    if (!file.ends_with(kCardEnding)) continue;
    const std::string name = file.substr(0, file.size() - kCardEnding.size());
    models.by_name.emplace(name, COLOPHON_TRY(read_model(it->path(), name)));
  }
  if (error) return fail(Errc::unavailable, "models", "The folder " + folder + " cannot be read.");
  return models;
}

void add_model_routes(Routes& routes) {
  const Access anyone{.anyone = true};
  routes.add({{.method = "GET", .path = "/v1/models", .access = anyone, .read = get_models},
              {.method = "GET", .path = "/v1/models/{name}/card", .access = anyone, .read = get_card},
              {.method = "GET", .path = "/v1/models/{name}/file", .access = anyone, .read = get_file},
              {.method = "GET", .path = "/v1/models/{name}/receipt", .access = anyone, .read = get_receipt}});
}

}  // namespace colophon::http
