#include "targets.hpp"

#include "colophon/merkle/policy.hpp"

void colophon::fuzz::run_policy(ByteView input) {
  const auto policy = merkle::parse_policy(as_text(input));
  if (!policy) {
    expect(!policy.error().field.empty(), "a refusal names the line");
    return;
  }
  const std::size_t count = policy->witnesses.size();
  expect(policy->satisfied_by(std::vector<bool>(count, true)), "all witnesses together are enough for every quorum");
  expect(policy->satisfied_by(std::vector<bool>(count, false)) == (policy->quorum == merkle::Policy::kNone), "no witness is enough for no quorum");
  const std::string text = merkle::checkpoint_text({"example.com/log", 5, sha256("root")});
  const merkle::NoteSignature signature{"example.com/log", 7, Bytes(64, 9)};
  const auto note = merkle::parse_signed_checkpoint(merkle::signed_note(text, {&signature, 1}));
  const auto tasks = merkle::signature_tasks(*note, *policy);
  merkle::Report report;
  merkle::judge_signatures(report, *note, *policy, tasks, std::vector<bool>(tasks.size(), false));
  expect(!policy->logs.empty() || !tasks.empty() ? !report.holds() : true, "what nobody has signed is not taken");
}
