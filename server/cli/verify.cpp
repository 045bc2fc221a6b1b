// colophon verify: checks a statement, receipt, pool table, journal, plan, payment file, claims, consistency file or whole log as its reader's
// browser does.
#include <fstream>

#include "cli/commands.hpp"
#include "cli/output.hpp"
#include "cli/report.hpp"
#include "cli/trust.hpp"
#include "colophon/base/limits.hpp"
#include "colophon/merkle/log_verifier.hpp"
#include "colophon/merkle/proof_file.hpp"
#include "colophon/royalty/journal.hpp"
#include "colophon/royalty/statement.hpp"
#include "jobs/read_file.hpp"
#include "store/try.hpp"

namespace colophon::cli {
namespace {

constexpr std::string_view kJournalStart = "; colophon/journal/";
constexpr std::size_t kPieceBytes = 1u << 20;

Result<Json> parsed(const std::string& text, const std::string& file) {
  auto json = parse_json(text);
  if (!json) return fail(json.error().code, file, json.error().detail);
  return json;
}

/// A journal is text, and may be larger than a document.
Result<std::optional<merkle::Report>> journal_report(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  std::string start(kJournalStart.size(), '\0');
  in.read(start.data(), static_cast<std::streamsize>(start.size()));
  if (!in || start != kJournalStart) return std::nullopt;
  const auto text = COLOPHON_TRY(jobs::read_file(file, file, limits::kBundleBytesMax));
  auto report = royalty::verify_journal(text);
  if (!report) return fail(report.error().code, file + ": " + report.error().field, report.error().detail);
  return std::optional(std::move(*report));
}

Result<Json> read_document(const std::string& file) {
  return parsed(COLOPHON_TRY(jobs::read_file(file, file, limits::kJsonBytesMax)), file);
}

/// The checkpoint that --held names: a note, or the one inside a receipt.
Result<std::string> held_note(const Options& options) {
  if (!options.has("--held")) return std::string();
  const std::string file = options.value("--held");
  std::string text = COLOPHON_TRY(jobs::read_file(file, file, limits::kJsonBytesMax));
  if (text.starts_with(merkle::kProofFileHead)) return COLOPHON_TRY(merkle::parse_proof_file(text, file)).checkpoint;
  if (!text.starts_with('{')) return text;
  const Json receipt = COLOPHON_TRY(parsed(text, file));
  const Json* checkpoint = receipt.find("checkpoint");
  if (!checkpoint || !checkpoint->string()) return fail(Errc::invalid_argument, "--held", "This is neither a checkpoint nor a receipt.");
  return *checkpoint->string();
}

/// A folder of a tiled log, in the order that a verifier wants.
Result<merkle::Report> verify_folder(const std::filesystem::path& folder, const std::string& held) {
  auto verifier = COLOPHON_TRY(merkle::LogVerifier::start(held));
  const auto take = [&](const std::string& name) -> Result<void> {
    const std::string data = COLOPHON_TRY(jobs::read_file(folder / name, name, limits::kLogFileBytesMax));
    return verifier.file(name, as_bytes(data));
  };
  const std::string note = COLOPHON_TRY(jobs::read_file(folder / "checkpoint", "checkpoint", limits::kNoteBytesMax));
  COLOPHON_TRY(verifier.file("checkpoint", as_bytes(note)));
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(folder / "checkpoints", error)) COLOPHON_TRY(take("checkpoints/" + entry.path().filename().string()));
  const auto told = progress("verify");
  const std::uint64_t size = COLOPHON_TRY(merkle::parse_signed_checkpoint(note)).checkpoint.size;
  Result<void> read;
  merkle::for_each_tile(size, [&](const merkle::Tile& tile) {
    if (!read) return;
    // A tile that is not there is what the verifier says of the log, not an error of reading it.
    if (!std::filesystem::exists(folder / merkle::tile_path(tile), error)) return;
    read = take(merkle::tile_path(tile));
    if (read && tile.entries) read = told(static_cast<std::int64_t>(tile.index * merkle::kTileWidth), static_cast<std::int64_t>(size), "entries");
  });
  if (!read) return std::unexpected(read.error());
  return verifier.finish();
}

Result<merkle::Report> verify_archive(const std::string& file, const std::string& held) {
  auto verifier = COLOPHON_TRY(merkle::LogArchiveVerifier::start(held));
  std::ifstream in(file, std::ios::binary);
  const auto total = static_cast<std::int64_t>(std::filesystem::file_size(file));
  const auto told = progress("verify");
  std::string piece(kPieceBytes, '\0');
  for (std::int64_t done = 0; in;) {
    in.read(piece.data(), static_cast<std::streamsize>(piece.size()));
    const auto count = static_cast<std::size_t>(in.gcount());
    if (count == 0) break;
    COLOPHON_TRY(verifier->update(as_bytes(std::string_view(piece).substr(0, count))));
    COLOPHON_TRY(told(done += static_cast<std::int64_t>(count), total, "bytes"));
  }
  return verifier->finish();
}

/// An archive's first header names its first file, the checkpoint.
bool is_archive(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  std::string head(512, '\0');
  in.read(head.data(), 512);
  return in.gcount() == 512 && std::string_view(head).substr(257, 5) == "ustar";
}

Result<merkle::Report> verify_file(const Options& options) {
  const std::string file = options.arguments()[0];
  std::error_code error;
  if (std::filesystem::is_directory(file, error)) return verify_folder(file, COLOPHON_TRY(held_note(options)));
  if (is_archive(file)) return verify_archive(file, COLOPHON_TRY(held_note(options)));
  if (options.has("--held")) return fail(Errc::invalid_argument, "--held", "Only a whole log is compared with a checkpoint that you hold.");
  if (auto journal = COLOPHON_TRY(journal_report(file))) return std::move(*journal);
  if (auto payments = COLOPHON_TRY(xml_report(file))) return std::move(*payments);
  const std::string text = COLOPHON_TRY(jobs::read_file(file, file, limits::kJsonBytesMax));
  if (text.starts_with(merkle::kProofFileHead)) {
    std::string entry;
    if (options.has("--entry")) entry = COLOPHON_TRY(jobs::read_file(options.value("--entry"), "--entry", limits::kLogFileBytesMax));
    return merkle::verify_proof_file(text, options.has("--entry") ? std::optional(as_bytes(entry)) : std::nullopt);
  }
  const Json document = COLOPHON_TRY(parsed(text, file));
  if (auto claims = COLOPHON_TRY(claims_report(document))) return std::move(*claims);
  std::optional<Json> table;
  if (options.has("--table")) table = COLOPHON_TRY(read_document(options.value("--table")));
  return royalty::verify_document(document, table ? &*table : nullptr);
}

Result<int> run(const Options& options) {
  const auto trusted = COLOPHON_TRY(trusted_policy(options));
  auto report = COLOPHON_TRY(verify_file(options));
  COLOPHON_TRY(check_signatures(report, trusted));
  const bool holds = report.holds();
  if (options.json()) {
    print_json(merkle::report_json(report));
    return holds ? kDone : kDoesNotHold;
  }
  end_progress();
  print_report(report);
  if (report.signed_text.empty()) print("(it carries no checkpoint, so nothing was said about the log)");
  else if (!trusted && !report.log_key.empty()) print("(the log's key was taken from the document; give the one you trust with --log-key)");
  print(report.kind + (holds ? " holds" : " DOES NOT HOLD"));
  return holds ? kDone : kDoesNotHold;
}

}  // namespace

const Command& verify_command() {
  static const Command command{
      {"verify", "FILE", "Checks a statement, receipt (also a .tlog-proof), pool table, journal, plan, payment file, claims, consistency file or whole log (an archive or a "
                         "folder); exit status 0 where it holds, 1 where it does not, 3 where it is none.",
       {{"--table", "FILE", "The pool table of a statement: recompute the whole division with it."},
        {"--entry", "FILE", "The entry of a .tlog-proof that does not say what its entry was made from."},
        {"--held", "FILE", "With a whole log: a checkpoint or receipt that you hold; the log must have been in that state."},
        kLogKeyOption, kWitnessKeyOption, kPolicyOption},
       1, 1},
      run};
  return command;
}

}  // namespace colophon::cli
