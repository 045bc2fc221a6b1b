// colophon registry: what is registered here as JSON-LD, and what other platforms have registered.
#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <functional>

#include "cli/commands.hpp"
#include "cli/output.hpp"
#include "cli/trust.hpp"
#include "colophon/merkle/receipt.hpp"
#include "log/keys.hpp"
#include "registry/interchange.hpp"
#include "store/try.hpp"
#include "witness/web_client.hpp"

namespace colophon::cli {
namespace {

constexpr std::size_t kPage = 100;
constexpr std::size_t kRefusedShown = 20;

Result<std::string> stored_origin(store::Store& store) {
  const auto origin = COLOPHON_TRY(store.setting("log_origin"));
  if (!origin) return fail(Errc::not_found, "--store", "This store has no log yet: serve it once.");
  return *origin;
}

Result<int> export_all(const Options& options, store::Store& store) {
  const std::string file = options.value("--out");
  if (file.empty()) return fail(Errc::missing_field, "--out", "\"colophon registry export\" needs it.");
  auto log = COLOPHON_TRY(tlog::Log::open(store, tlog::key_file_of(options.value("--store")), COLOPHON_TRY(stored_origin(store))));
  COLOPHON_TRY(log->sequence_now());
  const auto total = static_cast<std::int64_t>(COLOPHON_TRY(store.count_works({})));
  const auto told = progress("export");
  std::ofstream out(file, std::ios::binary | std::ios::trunc);
  std::int64_t works = 0;
  std::string cursor;
  do {
    // One document a line: whoever reads it needs the memory of one.
    const Json page(COLOPHON_TRY(registry::export_works(store, *log, cursor, kPage)));
    works += static_cast<std::int64_t>(page.find("@graph")->array()->size());
    out << canonical_json(page) << '\n';
    cursor = page.find("next") != nullptr ? *page.find("next")->string() : std::string();
    if (!told(works, total, "works")) break;
  } while (!cursor.empty() && out);
  out.close();
  if (!out) return fail(Errc::storage_full, file, "The file could not be written whole.");
  end_progress();
  if (options.json()) print_json(JsonObject{{"file", file}, {"works", works}});
  else print(std::to_string(works) + " works. The other platform: colophon registry import " + file + " --log-key " + log->log_key());
  return kDone;
}

/// Calls `take` for each document of a file (one a line) or of an address (page after page).
Result<void> each_document(const std::string& source, const std::function<Result<std::string>(const std::string&)>& take) {
  if (!source.starts_with("http://") && !source.starts_with("https://")) {
    std::ifstream in(source, std::ios::binary);
    if (!in) return fail(Errc::unavailable, source, "The file cannot be read.");
    for (std::string line; std::getline(in, line);)
      if (!line.empty()) COLOPHON_TRY(take(line));
    return {};
  }
  const char* key = std::getenv("COLOPHON_API_KEY");
  std::string cursor;
  do {
    const std::string url = source + (source.contains('?') ? "&" : "?") + "limit=" + std::to_string(kPage) + (cursor.empty() ? "" : "&cursor=" + cursor);
    const auto answer = COLOPHON_TRY(witness::web_get(url, 30, key != nullptr ? key : ""));
    if (answer.status != 200) {
      return fail(Errc::unavailable, source, "It answered " + std::to_string(answer.status) + (answer.status == 401 ? ": give the other platform's key in COLOPHON_API_KEY." : "."));
    }
    const std::string next = COLOPHON_TRY(take(answer.body));
    if (next == cursor && !next.empty()) return fail(Errc::does_not_hold, source, "The same page came twice.");
    cursor = next;
  } while (!cursor.empty());
  return {};
}

Result<int> import_all(const Options& options, store::Store& store) {
  if (options.arguments().size() != 2) return fail(Errc::missing_field, "FILE|URL", "\"colophon registry import\" needs the file or the address of the other registry.");
  const auto trusted = COLOPHON_TRY(trusted_policy(options));
  if (!trusted) return fail(Errc::missing_field, "--log-key", "Whose receipts are these? Name the other platform's log key, or a policy.");
  const std::string own = COLOPHON_TRY(stored_origin(store));
  const auto check = [&](const Json& receipt) -> Result<merkle::Report> {
    merkle::Report report = COLOPHON_TRY(merkle::verify_receipt(receipt));
    COLOPHON_TRY(check_signatures(report, trusted));
    return report;
  };
  registry::Imported sum;
  JsonArray refused;
  const auto told = progress("import");
  COLOPHON_TRY(each_document(options.arguments()[1], [&](const std::string& text) -> Result<std::string> {
    const auto page = COLOPHON_TRY(registry::import_works(store, own, COLOPHON_TRY(parse_json(text)), check));
    sum.added += page.added;
    sum.changed += page.changed;
    sum.known += page.known;
    for (const Error& error : page.refused) {
      sum.refused.push_back(error);
      if (refused.size() < kRefusedShown) refused.push_back(JsonObject{{"field", error.field}, {"detail", error.detail}});
    }
    (void)told(static_cast<std::int64_t>(sum.added + sum.changed + sum.known + sum.refused.size()), 0, "works");
    return page.next;
  }));
  end_progress();
  if (options.json()) {
    print_json(JsonObject{{"added", static_cast<std::int64_t>(sum.added)}, {"changed", static_cast<std::int64_t>(sum.changed)}, {"known", static_cast<std::int64_t>(sum.known)},
                          {"refused_count", static_cast<std::int64_t>(sum.refused.size())}, {"refused", std::move(refused)}});
  } else {
    print(std::to_string(sum.added) + " new, " + std::to_string(sum.changed) + " changed, " + std::to_string(sum.known) + " known already, " + std::to_string(sum.refused.size()) + " refused.");
    for (std::size_t i = 0; i < std::min(sum.refused.size(), kRefusedShown); ++i) print("refused: " + sum.refused[i].field + ": " + sum.refused[i].detail);
    if (sum.refused.size() > kRefusedShown) print("... and " + std::to_string(sum.refused.size() - kRefusedShown) + " more.");
  }
  return sum.refused.empty() ? kDone : kDoesNotHold;
}

Result<int> run(const Options& options) {
  const auto& verb = options.arguments()[0];
  auto store = COLOPHON_TRY(open_store(options));
  if (verb == "export") return export_all(options, *store);
  if (verb == "import") return import_all(options, *store);
  print_error({Errc::invalid_argument, "", "registry knows export and import, not '" + verb + "'"}, options.json());
  return kUsage;
}

}  // namespace

const Command& registry_command() {
  static const Command command{
      {"registry", "export --out FILE | import FILE|URL", "What is registered here as JSON-LD with receipts, and what other platforms have registered.",
       {kStoreOption,
        {"--out", "FILE", "export: where it goes, one document a line."},
        kLogKeyOption, kWitnessKeyOption, kPolicyOption},
       1, 2},
      run};
  return command;
}

}  // namespace colophon::cli
