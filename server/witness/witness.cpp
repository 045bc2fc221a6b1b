#include "witness/witness.hpp"

#include <algorithm>
#include <chrono>

#include "colophon/merkle/witness.hpp"
#include "store/try.hpp"

namespace colophon::witness {
namespace {

Answer text(int status, std::string body) { return {status, "text/plain; charset=utf-8", std::move(body) + "\n"}; }

/// The signature lines of the keys that a log has here: only these were checked.
std::vector<merkle::NoteSignature> lines_of_log(const merkle::SignedCheckpoint& note, const merkle::Policy& logs) {
  std::vector<merkle::NoteSignature> lines;
  for (const merkle::NoteSignature& signature : note.signatures) {
    const bool known = std::ranges::any_of(logs.logs, [&](const merkle::VerifierKey& key) {
      return key.name == note.checkpoint.origin && key.name == signature.name && key.key_hash == signature.key_hash;
    });
    if (known) lines.push_back(signature);
  }
  return lines;
}

}  // namespace

Result<std::unique_ptr<Witness>> Witness::open(Settings settings) {
  if (!settings.now) {
    settings.now = [] { return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch()).count(); };
  }
  if (settings.name.empty() || settings.name.find_first_of(" +\n\t\r") != std::string::npos) {
    return fail(Errc::invalid_argument, "name", "A witness's name is one word without spaces and plus signs, such as witness.example/w1.");
  }
  settings.logs.witnesses.clear();
  auto seen = COLOPHON_TRY(store::CheckpointRegister::open(settings.store_file));
  auto key = COLOPHON_TRY(tlog::SigningKey::load(settings.store_file + ".witness-key", settings.name, true, merkle::KeyType::cosignature));
  return std::unique_ptr<Witness>(new Witness(std::move(settings), std::move(key), std::move(seen)));
}

bool Witness::knows(std::string_view origin) const {
  return std::ranges::any_of(settings_.logs.logs, [&](const merkle::VerifierKey& key) { return key.name == origin; });
}

Answer Witness::add_checkpoint(std::string_view body) {
  const auto request = merkle::parse_add_checkpoint(body);
  if (!request) return text(400, request.error().detail);
  const auto note = merkle::parse_signed_checkpoint(request->note);
  if (!note) return text(400, note.error().detail);
  auto answer = judged(*note, *request);
  return answer ? *answer : text(answer.error().code == Errc::internal ? 500 : 503, answer.error().detail);
}

Result<Answer> Witness::judged(const merkle::SignedCheckpoint& note, const merkle::AddCheckpoint& request) {
  const merkle::Checkpoint& submitted = note.checkpoint;
  if (!knows(submitted.origin)) return text(404, "This witness does not know the log " + submitted.origin + ".");
  const auto tasks = merkle::signature_tasks(note, settings_.logs);
  const bool all_hold = std::ranges::all_of(tasks, [](const auto& task) { return tlog::signature_holds(task.public_key, task.message, task.signature); });
  if (tasks.empty() || !all_hold) return text(403, tasks.empty() ? "No key of this log has signed the checkpoint." : "A signature of the log is wrong.");

  const auto row = COLOPHON_TRY(seen_->read(submitted.origin));
  std::optional<merkle::Checkpoint> latest;
  if (row) latest = merkle::Checkpoint{submitted.origin, row->size, row->root};
  const merkle::Verdict verdict = merkle::judge_extension(latest, request, submitted);
  switch (verdict.extension) {
    case merkle::Extension::extends: break;
    case merkle::Extension::malformed: return text(400, verdict.detail);
    case merkle::Extension::stale: return Answer{409, "text/x.tlog.size", std::to_string(latest ? latest->size : 0) + "\n"};
    case merkle::Extension::inconsistent: return text(422, verdict.detail);
  }
  const store::UnixMs now = settings_.now();
  // A cosignature says "as of this time the largest that I have seen": with an earlier time than the one before it would be a lie.
  if (now < 1'000 || (row && now < row->made_at)) return text(503, "The witness's clock went back: it cosigns nothing until the clock is right.");
  const merkle::NoteSignature cosignature = key_.cosign(note.signed_text, static_cast<std::uint64_t>(now / 1000));
  auto lines = lines_of_log(note, settings_.logs);
  lines.push_back(cosignature);
  // Checked and stored in one step: where another submission came in between, this one was judged against what is no longer the latest.
  auto swapped = seen_->swap(submitted.origin, request.old_size, {submitted.size, submitted.root, merkle::signed_note(note.signed_text, lines), now});
  if (!swapped && swapped.error().code == Errc::conflict) {
    const auto winner = COLOPHON_TRY(seen_->read(submitted.origin));
    return Answer{409, "text/x.tlog.size", std::to_string(winner ? winner->size : 0) + "\n"};
  }
  if (!swapped) return std::unexpected(swapped.error());
  return Answer{200, "text/plain; charset=utf-8", merkle::signature_line(cosignature)};
}

Answer Witness::checkpoint(std::string_view origin_hash) {
  for (const merkle::VerifierKey& key : settings_.logs.logs) {
    if (to_hex(sha256(key.name)) != origin_hash) continue;
    const auto row = seen_->read(key.name);
    if (!row) return text(503, row.error().detail);
    if (*row) return {200, "text/plain; charset=utf-8", (*row)->note};
  }
  return text(404, "This witness has cosigned no checkpoint of such a log.");
}

}  // namespace colophon::witness
