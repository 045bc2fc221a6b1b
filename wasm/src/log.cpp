#include "answer.hpp"
#include "colophon/merkle/log_verifier.hpp"
#include "colophon/merkle/policy.hpp"

using namespace colophon;

namespace {

Result<Json> trusted(std::string_view note_text, std::string_view policy_text, std::string_view verdicts) {
  const auto note = merkle::parse_signed_checkpoint(note_text);
  if (!note) return std::unexpected(note.error());
  const auto policy = merkle::parse_policy(policy_text);
  if (!policy) return std::unexpected(policy.error());
  const auto tasks = merkle::signature_tasks(*note, *policy);
  if (verdicts.empty() && !tasks.empty()) {
    JsonArray list;
    for (const auto& task : tasks) {
      list.push_back(JsonObject{{"name", task.name}, {"key", to_base64(task.public_key)}, {"message", to_base64(as_bytes(task.message))},
                                {"signature", to_base64(task.signature)}, {"witness", task.is_witness}, {"time", std::to_string(task.time)}});
    }
    return Json(JsonObject{{"tasks", std::move(list)}});
  }
  if (verdicts.size() != tasks.size()) return fail(Errc::invalid_argument, "verdicts", "There must be one verdict a task.");
  std::vector<bool> valid;
  for (const char verdict : verdicts) valid.push_back(verdict == '1');
  merkle::Report report;
  merkle::judge_signatures(report, *note, *policy, tasks, valid);
  const Json json = merkle::report_json(report);
  JsonObject answer{{"tasks", JsonArray()}};
  for (const char* name : {"checks", "facts", "proven", "not_proven"}) answer.emplace_back(name, *json.find(name));
  return Json(std::move(answer));
}

}  // namespace

int32_t colophon_trust(const uint8_t* note, uint32_t note_size, const uint8_t* policy, uint32_t policy_size, const uint8_t* verdicts,
                       uint32_t verdicts_size, colophon_buffer* out) {
  const auto answer = trusted(abi::text_of(note, note_size), abi::text_of(policy, policy_size), abi::text_of(verdicts, verdicts_size));
  return answer ? abi::give(out, *answer) : abi::give(out, answer.error());
}

struct colophon_log_verifier {
  std::unique_ptr<merkle::LogArchiveVerifier> archive;
  Result<void> so_far;
};

int32_t colophon_log_verifier_new(const uint8_t* held, uint32_t size, colophon_log_verifier** verifier, colophon_buffer* out) {
  auto archive = merkle::LogArchiveVerifier::start(abi::text_of(held, size));
  if (!archive) return abi::give(out, archive.error());
  *verifier = new colophon_log_verifier{std::move(*archive), {}};
  return abi::give(out, ByteView());
}

void colophon_log_verifier_update(colophon_log_verifier* verifier, const uint8_t* data, uint32_t size) {
  if (verifier->so_far) verifier->so_far = verifier->archive->update(abi::bytes_of(data, size));
}

int32_t colophon_log_verifier_finish(colophon_log_verifier* verifier, colophon_buffer* out) {
  const auto report = verifier->so_far ? verifier->archive->finish() : std::unexpected(verifier->so_far.error());
  delete verifier;
  return report ? abi::give(out, merkle::report_json(*report)) : abi::give(out, report.error());
}
