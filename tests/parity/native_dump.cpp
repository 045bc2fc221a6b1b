// The native half of the parity test: runs the verbs of the C ABI over files and prints, a line a case, what came out.
//   abi_dump CASES               CASES has lines "verb TAB file [TAB file, number or name]"; prints "status TAB size TAB sha256"
//   abi_dump --documents BUNDLE FOLDER     settles a bundle and writes its statements and pool tables into the folder
#include <cstdio>
#include <fstream>
#include <functional>
#include <iostream>
#include <map>
#include <sstream>
#include <filesystem>
#include <string>

#include "colophon/base/json.hpp"
#include "colophon/hash/sha256.hpp"
#include "colophon/royalty/bundle.hpp"
#include "colophon_abi.h"
#include "shared.hpp"

using namespace colophon;

namespace {

struct Outcome {
  std::int32_t status = 0;
  std::string bytes;
};

const std::uint8_t* data(const std::string& text) { return reinterpret_cast<const std::uint8_t*>(text.data()); }
std::uint32_t size(const std::string& text) { return static_cast<std::uint32_t>(text.size()); }

Outcome run(const std::function<std::int32_t(colophon_buffer*)>& verb) {
  colophon_buffer out{};
  Outcome outcome;
  outcome.status = verb(&out);
  outcome.bytes.assign(reinterpret_cast<const char*>(out.data), out.size);
  colophon_free(out.data);
  return outcome;
}

/// Decodes, then runs a verb on the picture; an error of the decoder is the outcome.
Outcome with_picture(const std::string& file, const std::function<Outcome(colophon_image*)>& verb) {
  colophon_image* image = nullptr;
  Outcome outcome = run([&](colophon_buffer* out) { return colophon_image_decode(data(file), size(file), &image, out); });
  if (image == nullptr) return outcome;
  if (verb) outcome = verb(image);
  colophon_image_free(image);
  return outcome;
}

Outcome pixels(const colophon_image* image, std::uint32_t side) {
  return run([&](colophon_buffer* out) { return colophon_image_rgba(image, side, out); });
}

Outcome repaired(const std::string& file, const std::string& name) {
  return with_picture(file, [&](colophon_image* image) {
    colophon_image* result = nullptr;
    Outcome outcome = run([&](colophon_buffer* out) { return colophon_image_repair(image, data(name), size(name), &result, out); });
    if (result == nullptr) return outcome;
    outcome = pixels(result, 0);
    colophon_image_free(result);
    return outcome;
  });
}

using Transform = std::int32_t (*)(const std::uint8_t*, std::uint32_t, colophon_buffer*);
const std::map<std::string, Transform> kTransforms = {
    {"sha256", colophon_sha256},         {"canonical_json", colophon_canonical_json},
    {"blake3", colophon_blake3},
    {"commitment", colophon_commitment}, {"declaration", colophon_declaration}, {"text_features", colophon_text_features},
    {"settle", colophon_settle},         {"plan", colophon_plan},
    {"quality_from_logits", colophon_quality_from_logits}};

/// An instance of raw arrays, a file each, in a folder: solved, then its certificate checked. The plan's bytes, the answer and the report, one after the other.
Outcome solved(const std::string& options, const std::filesystem::path& folder) {
  colophon_instance* instance = colophon_instance_new();
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    const std::string name = entry.path().filename().string(), bytes = tests::read_file(entry.path());
    auto* copy = static_cast<std::uint8_t*>(colophon_alloc(size(bytes)));
    std::copy(bytes.begin(), bytes.end(), copy);
    const Outcome added = run([&](colophon_buffer* out) { return colophon_instance_array(instance, data(name), size(name), copy, size(bytes), out); });
    if (added.status != 0) { colophon_instance_free(instance); return added; }
  }
  colophon_buffer plan{};
  Outcome outcome = run([&](colophon_buffer* out) { return colophon_instance_solve(instance, data(options), size(options), &plan, out); });
  if (outcome.status == 0) {
    const auto answer = parse_json(outcome.bytes);
    const std::string certificate = canonical_json(*answer->find("certificate"));
    const Outcome report = run([&](colophon_buffer* out) { return colophon_instance_check(instance, data(certificate), size(certificate), plan.data, plan.size, out); });
    outcome.bytes = std::string(reinterpret_cast<const char*>(plan.data), plan.size) + outcome.bytes + report.bytes;
    outcome.status = report.status;
  }
  colophon_free(plan.data);
  colophon_instance_free(instance);
  return outcome;
}

Outcome run_case(const std::string& verb, const std::string& file, const std::string& more) {
  if (const auto found = kTransforms.find(verb); found != kTransforms.end()) {
    return run([&](colophon_buffer* out) { return found->second(data(file), size(file), out); });
  }
  if (verb == "verify") {
    const std::string table = more.empty() ? "" : tests::read_file(more);
    return run([&](colophon_buffer* out) { return colophon_verify(data(file), size(file), data(table), size(table), out); });
  }
  if (verb == "iscc_sum") {
    // In pieces of 1,000 bytes; the other side cuts otherwise.
    colophon_iscc_sum* const sum = colophon_iscc_sum_new();
    for (std::size_t at = 0; at < file.size(); at += 1000) {
      const std::string piece = file.substr(at, 1000);
      colophon_iscc_sum_update(sum, data(piece), size(piece));
    }
    return run([&](colophon_buffer* out) { return colophon_iscc_sum_finish(sum, 0, out); });
  }
  if (verb == "iscc_text") {
    return run([&](colophon_buffer* out) { return colophon_iscc_text(data(file), size(file), static_cast<std::uint32_t>(std::stoul(more)), out); });
  }
  if (verb == "iscc_call") {
    return run([&](colophon_buffer* out) { return colophon_iscc_call(data(more), size(more), data(file), size(file), out); });
  }
  if (verb == "image_iscc") {
    return with_picture(file, [](colophon_image* image) {
      return run([&](colophon_buffer* out) { return colophon_image_iscc(image, out); });
    });
  }
  if (verb == "trust") {
    const std::string policy = tests::read_file(more);
    return run([&](colophon_buffer* out) { return colophon_trust(data(file), size(file), data(policy), size(policy), nullptr, 0, out); });
  }
  if (verb == "log") {
    colophon_log_verifier* verifier = nullptr;
    const Outcome begun = run([&](colophon_buffer* out) { return colophon_log_verifier_new(nullptr, 0, &verifier, out); });
    if (verifier == nullptr) return begun;
    const std::size_t piece_bytes = std::stoul(more);
    for (std::size_t at = 0; at < file.size(); at += piece_bytes) {
      const std::string piece = file.substr(at, piece_bytes);
      colophon_log_verifier_update(verifier, data(piece), size(piece));
    }
    return run([&](colophon_buffer* out) { return colophon_log_verifier_finish(verifier, out); });
  }
  if (verb == "solve") return solved(file, more);
  if (verb == "decode") return with_picture(file, nullptr);
  if (verb == "rgba") {
    return with_picture(file, [&](colophon_image* image) { return pixels(image, static_cast<std::uint32_t>(std::stoul(more))); });
  }
  if (verb == "repair") return repaired(file, more);
  if (verb == "features") {
    return with_picture(file, [](colophon_image* image) {
      return run([&](colophon_buffer* out) { return colophon_image_features(image, out); });
    });
  }
  if (verb == "quality_input") {
    return with_picture(file, [](colophon_image* image) {
      return run([&](colophon_buffer* out) { return colophon_image_quality_input(image, out); });
    });
  }
  std::cerr << "abi_dump: no verb " << verb << "\n";
  std::exit(2);
}

int write_documents(const std::string& bundle_path, const std::filesystem::path& folder) {
  const auto json = parse_json(tests::read_file(bundle_path));
  const auto input = json ? royalty::parse_bundle(*json) : std::unexpected(json.error());
  const auto result = input ? royalty::settle(*input) : std::unexpected(input.error());
  if (!result) {
    std::cerr << "abi_dump: " << result.error().field << ": " << result.error().detail << "\n";
    return 1;
  }
  const royalty::StatementWriter writer(*input, *result);
  const auto write = [&](const std::string& name, const JsonObject& document) {
    std::ofstream(folder / name, std::ios::binary) << canonical_json(document);
  };
  for (std::size_t i = 0; i < result->parties.size(); ++i) write("statement-" + std::to_string(i) + ".json", writer.statement(i));
  for (std::size_t i = 0; i < result->pools.size(); ++i) write("table-" + std::to_string(i) + ".json", writer.pool_table(i));
  return 0;
}

}  // namespace

int main(int count, char** arguments) {
  if (count == 4 && std::string(arguments[1]) == "--documents") return write_documents(arguments[2], arguments[3]);
  if (count != 2) {
    std::cerr << "usage: abi_dump CASES | abi_dump --documents BUNDLE FOLDER\n";
    return 2;
  }
  std::ifstream cases(arguments[1]);
  for (std::string line; std::getline(cases, line);) {
    std::istringstream cells(line);
    std::string verb, path, more;
    std::getline(cells, verb, '\t');
    std::getline(cells, path, '\t');
    std::getline(cells, more, '\t');
    const Outcome outcome = run_case(verb, tests::read_file(path), more);
    std::cout << outcome.status << '\t' << outcome.bytes.size() << '\t' << to_hex(sha256(outcome.bytes)) << '\n';
  }
}
