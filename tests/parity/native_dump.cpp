// The native half of the parity test: runs the verbs of the C ABI over files and prints, a line a case, what came out.
//   abi_dump CASES               CASES has lines "verb TAB file [TAB file or number]"; prints "status TAB size TAB sha256"
//   abi_dump --documents BUNDLE FOLDER     settles the bundle in a folder and writes its statements and pool tables into the other
//   abi_dump --random COUNT FOLDER         writes random settlements as bundles, FOLDER/SEED/*.csv
// The verb "settle" takes a bundle's folder: what comes out is the summary, every statement and table, and the journal, one after the other.
#include <cstdio>
#include <cstring>
#include <fstream>
#include <functional>
#include <iostream>
#include <map>
#include <set>
#include <sstream>
#include <filesystem>
#include <string>

#include "colophon/base/json.hpp"
#include "colophon/hash/sha256.hpp"
#include "colophon_abi.h"
#include "core/royalty_rule_book.hpp"
#include "colophon/royalty/bundle.hpp"
#include "native_layout.hpp"
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
    {"plan", colophon_plan},
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

/// A folder's files, by name.
std::vector<std::pair<std::string, std::string>> files_of(const std::filesystem::path& folder) {
  std::vector<std::pair<std::string, std::string>> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) files.emplace_back(entry.path().filename().string(), tests::read_file(entry.path()));
  std::ranges::sort(files);
  return files;
}

Outcome settled(const std::string& folder) {
  colophon_bundle* bundle = colophon_bundle_new();
  for (const auto& [name, text] : files_of(folder)) colophon_bundle_add(bundle, data(name), size(name), data(text), size(text));
  Outcome all = run([&](colophon_buffer* out) { return colophon_bundle_settle(bundle, nullptr, 0, out); });
  if (all.status == 0) {
    for (const auto verb : {colophon_bundle_statement, colophon_bundle_table}) {
      for (std::uint32_t i = 0;; ++i) {
        const Outcome document = run([&](colophon_buffer* out) { return verb(bundle, i, out); });
        if (document.status != 0) break;
        all.bytes += document.bytes;
      }
    }
    all.bytes += run([&](colophon_buffer* out) { return colophon_bundle_journal(bundle, out); }).bytes;
  }
  colophon_bundle_free(bundle);
  return all;
}

/// A text in UTF-16, read with a dictionary: the reading, its words, and its graphemes, words and sentences by Unicode, one after the other.
Outcome read_text(const std::string& text, const std::string& dictionary) {
  colophon_reader* reader = nullptr;
  Outcome all = run([&](colophon_buffer* out) { return colophon_reader_open(data(dictionary), size(dictionary), nullptr, 0, &reader, out); });
  if (reader == nullptr) return all;
  std::uint8_t length[4];
  for (int i = 0; i < 4; ++i) length[i] = static_cast<std::uint8_t>(size(text) / 2 >> 8 * i);
  all = run([&](colophon_buffer* out) { return colophon_reader_read(reader, data(text), size(text), length, sizeof length, nullptr, 0, out); });
  all.bytes += run([&](colophon_buffer* out) { return colophon_reader_words(reader, data(text), size(text), 1, out); }).bytes;
  for (const std::uint32_t kind : {0u, 1u, 2u}) all.bytes += run([&](colophon_buffer* out) { return colophon_text_segments(data(text), size(text), kind, out); }).bytes;
  colophon_reader_free(reader);
  return all;
}

Outcome run_case(const std::string& verb, const std::string& path, const std::string& more) {
  const std::string file = std::filesystem::is_directory(path) ? "" : tests::read_file(path);
  if (const auto found = kTransforms.find(verb); found != kTransforms.end()) {
    return run([&](colophon_buffer* out) { return found->second(data(file), size(file), out); });
  }
  if (verb == "reading") return read_text(file, tests::read_file(more));
  if (verb == "settle") return settled(path);
  if (verb == "explain") return run([&](colophon_buffer* out) { return colophon_explain(data(file), size(file), data(more), size(more), out); });
  if (verb == "explain_agreements") {
    return run([&](colophon_buffer* out) { return colophon_explain_agreements(data(file), size(file), data(more), size(more), out); });
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
  if (verb == "palette" || verb == "saliency" || verb == "crop" || verb == "harmony" || verb == "style") {
    return with_picture(file, [&](colophon_image* image) {
      return run([&](colophon_buffer* out) {
        if (verb == "palette") return colophon_picture_palette(image, static_cast<std::uint32_t>(std::stoul(more)), out);
        if (verb == "saliency") return colophon_picture_saliency(image, out);
        if (verb == "harmony") return colophon_picture_harmony(image, out);
        if (verb == "style") return colophon_picture_style(image, out);
        const std::size_t colon = more.find(':');
        return colophon_picture_crop(image, static_cast<std::uint32_t>(std::stoul(more)), static_cast<std::uint32_t>(std::stoul(more.substr(colon + 1))), out);
      });
    });
  }
  if (verb == "enhance" || verb == "edit") {
    return with_picture(file, [&](colophon_image* image) {
      return run([&](colophon_buffer* out) {
        if (verb == "enhance") return colophon_picture_enhance(image, out);
        // The longest side, a blank, and the edit.
        const std::size_t blank = more.find(' ');
        const std::string edit = more.substr(blank + 1);
        return colophon_picture_preview(image, data(edit), size(edit), static_cast<std::uint32_t>(std::stoul(more)), out);
      });
    });
  }
  if (verb == "metadata_keep" || verb == "metadata_strip") {
    const std::string encoded = tests::read_file(more);
    colophon_buffer written{};
    Outcome outcome = run([&](colophon_buffer* out) {
      return colophon_picture_metadata(data(file), size(file), data(encoded), size(encoded), 640, 480, verb == "metadata_keep", &written, out);
    });
    if (outcome.status == 0) outcome.bytes.insert(0, reinterpret_cast<const char*>(written.data), written.size);
    colophon_free(written.data);
    return outcome;
  }
  if (verb == "upscale") {
    // By a model that answers every colour with its opposite, four times.
    return with_picture(file, [](colophon_image* image) {
      colophon_upscale* upscale = nullptr;
      Outcome outcome = run([&](colophon_buffer* out) { return colophon_upscale_new(image, &upscale, out); });
      if (upscale == nullptr) return outcome;
      for (std::uint32_t tile = 0;; ++tile) {
        const Outcome input = run([&](colophon_buffer* out) { return colophon_upscale_input(upscale, tile, out); });
        if (input.status != 0) break;
        std::vector<float> values(input.bytes.size() / sizeof(float));
        std::memcpy(values.data(), input.bytes.data(), input.bytes.size());
        std::string answer;
        for (int copy = 0; copy < 4; ++copy) {
          for (const float value : values) {
            const float opposite = 1.0f - value;
            answer.append(reinterpret_cast<const char*>(&opposite), sizeof opposite);
          }
        }
        run([&](colophon_buffer* out) { return colophon_upscale_blend(upscale, tile, data(std::as_const(answer)), size(answer), out); });
      }
      outcome = run([&](colophon_buffer* out) { return colophon_upscale_finish(upscale, out); });
      colophon_upscale_free(upscale);
      return outcome;
    });
  }
  if (verb == "set") {
    auto set = parity::set_recipe(file);
    return {set.status, std::move(set.bytes)};
  }
  if (verb == "quality_input") {
    return with_picture(file, [](colophon_image* image) {
      return run([&](colophon_buffer* out) { return colophon_image_quality_input(image, out); });
    });
  }
  std::cerr << "abi_dump: no verb " << verb << "\n";
  std::exit(2);
}

int write_documents(const std::string& folder, const std::filesystem::path& out) {
  const auto files = files_of(folder);
  std::vector<royalty::BundleFile> list;
  for (const auto& [name, text] : files) list.push_back({name, text});
  const auto bundle = royalty::parse_bundle(list);
  const auto result = bundle ? royalty::settle(bundle->input) : std::unexpected(bundle.error());
  if (!result) {
    std::cerr << "abi_dump: " << result.error().field << ": " << result.error().detail << "\n";
    return 1;
  }
  const royalty::StatementWriter writer(bundle->input, *result);
  const auto write = [&](const std::string& name, const JsonObject& document) { std::ofstream(out / name, std::ios::binary) << canonical_json(document); };
  for (std::size_t i = 0; i < result->parties.size(); ++i) write("statement-" + std::to_string(i) + ".json", writer.statement(i));
  for (std::size_t i = 0; i < result->pools.size(); ++i) write("table-" + std::to_string(i) + ".json", writer.pool_table(i));
  return 0;
}

int write_random(std::uint64_t count, const std::filesystem::path& folder) {
  for (std::uint64_t seed = 0; seed < count; ++seed) {
    const std::filesystem::path bundle = folder / std::to_string(seed);
    std::filesystem::create_directories(bundle);
    royalty::write_bundle(tests::random_bundle(seed), [&](std::string_view name, std::string_view text) { std::ofstream(bundle / name, std::ios::binary) << text; });
  }
  return 0;
}

}  // namespace

int main(int count, char** arguments) {
  if (count == 4 && std::string(arguments[1]) == "--documents") return write_documents(arguments[2], arguments[3]);
  if (count == 4 && std::string(arguments[1]) == "--random") return write_random(std::stoull(arguments[2]), arguments[3]);
  if (count != 2) {
    std::cerr << "usage: abi_dump CASES | abi_dump --documents BUNDLE FOLDER | abi_dump --random COUNT FOLDER\n";
    return 2;
  }
  std::ifstream cases(arguments[1]);
  for (std::string line; std::getline(cases, line);) {
    std::istringstream cells(line);
    std::string verb, path, more;
    std::getline(cells, verb, '\t');
    std::getline(cells, path, '\t');
    std::getline(cells, more, '\t');
    const Outcome outcome = run_case(verb, path, more);
    std::cout << outcome.status << '\t' << outcome.bytes.size() << '\t' << to_hex(sha256(outcome.bytes)) << '\n';
  }
}
