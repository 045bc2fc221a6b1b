// colophon log: the transparency log of a store: its keys, the whole of it as a file, proofs out of it.
#include "log/log.hpp"

#include <fstream>

#include "cli/commands.hpp"
#include "cli/output.hpp"
#include "colophon/base/money.hpp"
#include "log/keys.hpp"
#include "store/try.hpp"

namespace colophon::cli {
namespace {

Result<std::string> stored_origin(store::Store& store) {
  const auto origin = COLOPHON_TRY(store.setting("log_origin"));
  if (!origin) return fail(Errc::not_found, "--store", "This store has no log yet: serve it once.");
  return *origin;
}

Result<std::unique_ptr<tlog::Log>> open_log(const Options& options, store::Store& store) {
  return tlog::Log::open(store, tlog::key_file_of(options.value("--store")), COLOPHON_TRY(stored_origin(store)));
}

Result<tlog::Keys> open_keys(const Options& options, store::Store& store) {
  return tlog::Keys::open(store, tlog::key_file_of(options.value("--store")), COLOPHON_TRY(stored_origin(store)), false);
}

Result<std::string> required(const Options& options, std::string_view name, const char* verb) {
  if (options.has(name)) return options.value(name);
  return fail(Errc::missing_field, std::string(name), std::string("\"colophon log ") + verb + "\" needs it.");
}

Result<int> show(const Options& options, store::Store& store) {
  auto log = COLOPHON_TRY(open_log(options, store));
  const auto note = log->checkpoint();
  if (options.json()) {
    print_json(JsonObject{{"origin", log->origin()}, {"size", std::to_string(log->size())}, {"log_key", log->log_key()}, {"checkpoint", note ? Json(*note) : Json()}});
  } else {
    print(note ? *note : std::string("(nothing was ever registered)\n"));
    print("key: " + log->log_key());
  }
  return kDone;
}

Result<int> keys(const Options& options, store::Store& store) {
  JsonArray array;
  std::vector<std::vector<std::string>> rows{{"number", "state", "key"}};
  const auto all = COLOPHON_TRY(open_keys(options, store));
  for (const auto& row : all.rows()) {
    const std::string state(store::log_key_state_name(row.state));
    array.push_back(JsonObject{{"number", row.number}, {"state", state}, {"log_key", row.verifier_key}, {"added_at", row.added_at}, {"retired_at", row.retired_at}});
    rows.push_back({std::to_string(row.number), state, row.verifier_key});
  }
  if (options.json()) print_json(JsonObject{{"keys", array}}); else print_table(rows, {0});
  return kDone;
}

Result<int> add_key(const Options& options, store::Store& store) {
  auto all = COLOPHON_TRY(open_keys(options, store));
  const std::string key = COLOPHON_TRY(all.add(store));
  if (options.json()) print_json(JsonObject{{"log_key", key}});
  else print(key + "\n(it signs from the next checkpoint on, beside the older key. Publish it, give readers time, then: colophon log retire-key --key OLD)");
  return kDone;
}

Result<int> retire_key(const Options& options, store::Store& store) {
  auto all = COLOPHON_TRY(open_keys(options, store));
  const std::string key = COLOPHON_TRY(required(options, "--key", "retire-key"));
  COLOPHON_TRY(all.retire(store, key, options.has("--compromised")));
  if (options.json()) print_json(JsonObject{{"log_key", key}, {"state", options.has("--compromised") ? "compromised" : "retired"}});
  else print("It signs no more. Its file may go; what it has signed " + std::string(options.has("--compromised") ? "counts as signed by nobody." : "stays good."));
  return kDone;
}

Result<int> export_log(const Options& options, store::Store& store) {
  const std::string file = COLOPHON_TRY(required(options, "--out", "export"));
  auto log = COLOPHON_TRY(open_log(options, store));
  COLOPHON_TRY(log->sequence_now());
  std::ofstream out(file, std::ios::binary | std::ios::trunc);
  std::int64_t bytes = 0;
  const auto told = progress("export");
  COLOPHON_TRY(log->export_archive([&](std::string_view piece) {
    out.write(piece.data(), static_cast<std::streamsize>(piece.size()));
    bytes += static_cast<std::int64_t>(piece.size());
    (void)told(bytes, 0, "bytes");
    return out.good();
  }));
  out.close();
  if (!out) return fail(Errc::storage_full, file, "The file could not be written whole.");
  end_progress();
  if (options.json()) print_json(JsonObject{{"file", file}, {"bytes", bytes}, {"size", std::to_string(log->size())}});
  else print(std::to_string(log->size()) + " entries, " + std::to_string(bytes) + " bytes. Anybody can check it: colophon verify " + file + " --log-key KEY");
  return kDone;
}

Result<int> consistency(const Options& options, store::Store& store) {
  const std::int64_t from = COLOPHON_TRY(integer_option(options, "--from", -1, 0, INT64_MAX));
  if (from < 0) return fail(Errc::missing_field, "--from", "\"colophon log consistency\" needs the size of an earlier checkpoint.");
  auto log = COLOPHON_TRY(open_log(options, store));
  print_json(COLOPHON_TRY(log->consistency_file(static_cast<std::uint64_t>(from))));
  return kDone;
}

Result<int> receipt(const Options& options, store::Store& store) {
  auto log = COLOPHON_TRY(open_log(options, store));
  const std::string kind = options.value("--kind", "work");
  const Id subject = COLOPHON_TRY(Id::parse(COLOPHON_TRY(required(options, "--id", "receipt")), "--id"));
  const Json document(COLOPHON_TRY(log->receipt_for(kind, subject)));
  if (options.has("--tlog-proof")) print(merkle::format_proof_file(COLOPHON_TRY(merkle::proof_file_of_receipt(document))));
  else print_json(document);
  return kDone;
}

Result<int> run(const Options& options) {
  const auto& verb = options.arguments()[0];
  auto store = COLOPHON_TRY(open_store(options));
  if (verb == "show") return show(options, *store);
  if (verb == "keys") return keys(options, *store);
  if (verb == "add-key") return add_key(options, *store);
  if (verb == "retire-key") return retire_key(options, *store);
  if (verb == "export") return export_log(options, *store);
  if (verb == "consistency") return consistency(options, *store);
  if (verb == "receipt") return receipt(options, *store);
  print_error({Errc::invalid_argument, "", "log knows show, keys, add-key, retire-key, export, consistency and receipt, not '" + verb + "'"}, options.json());
  return kUsage;
}

}  // namespace

const Command& log_command() {
  static const Command command{
      {"log", "show|keys|add-key|retire-key|export|consistency|receipt", "The store's transparency log: its checkpoint, its keys and their rotation, the whole of it as a file, proofs.",
       {kStoreOption,
        {"--out", "FILE", "export: where the archive goes (tar; docs/formats/log.md)."},
        {"--key", "KEY", "retire-key: the key that signs no more."},
        {"--compromised", "", "retire-key: it may have been stolen; what only it has signed is not vouched for any more."},
        {"--from", "SIZE", "consistency: the size of an earlier checkpoint; the proof to the latest goes to stdout."},
        {"--id", "ID", "receipt: of the work, settlement or plan of this id."},
        {"--kind", "KIND", "receipt: work (default), settlement, plan, model, log-key, declaration, decision, licence."},
        {"--tlog-proof", "", "receipt: as a C2SP .tlog-proof file."}},
       1, 1},
      run};
  return command;
}

}  // namespace colophon::cli
