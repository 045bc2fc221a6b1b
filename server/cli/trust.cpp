#include "cli/trust.hpp"

#include "cli/output.hpp"
#include "colophon/base/limits.hpp"
#include "jobs/read_file.hpp"
#include "log/key.hpp"
#include "store/try.hpp"

namespace colophon::cli {
namespace {

/// What the keys of the policy say of one checkpoint, as a report of its own.
merkle::Report judged(const merkle::SignedCheckpoint& note, const merkle::Policy& policy) {
  const auto tasks = merkle::signature_tasks(note, policy);
  std::vector<bool> valid;
  for (const auto& task : tasks) valid.push_back(tlog::signature_holds(task.public_key, task.message, task.signature));
  merkle::Report report;
  merkle::judge_signatures(report, note, policy, tasks, valid);
  return report;
}

/// The check of the key that the document itself names, under another name. A key that is none does not hold.
merkle::Check own_check(const merkle::SignedCheckpoint& note, const std::string& log_key, std::string name) {
  const auto policy = merkle::parse_policy(log_key, "log_key");
  if (!policy || policy->logs.empty()) return {std::move(name), false, "log_key", policy ? "This is not the key of a log." : policy.error().detail};
  if (judged(note, *policy).checks.front().holds) return {std::move(name), true, "", ""};
  return {std::move(name), false, "checkpoint", "No signature of the checkpoint is a valid one by the key that the document names."};
}

Result<void> check_note(merkle::Report& report, const merkle::SignedCheckpoint& note, const std::optional<merkle::Policy>& trusted, bool is_older) {
  const std::string prefix = is_older ? "old-" : "";
  if (!report.log_key.empty()) report.checks.push_back(own_check(note, report.log_key, prefix + "signature"));
  const merkle::Report said = judged(note, trusted.value_or(merkle::Policy()));
  for (merkle::Check check : said.checks) {
    if (is_older && check.name == "witnesses") continue;
    check.name = prefix + check.name;
    report.checks.push_back(std::move(check));
  }
  if (is_older) return {};
  report.facts.insert(report.facts.end(), said.facts.begin(), said.facts.end());
  report.proven.insert(report.proven.end(), said.proven.begin(), said.proven.end());
  report.not_proven.insert(report.not_proven.end(), said.not_proven.begin(), said.not_proven.end());
  return {};
}

}  // namespace

Result<std::optional<merkle::Policy>> trusted_policy(const Options& options) {
  if (options.has("--policy")) {
    if (options.has("--log-key") || options.has("--witness-key")) return fail(Errc::invalid_argument, "--policy", "Give either a policy or single keys.");
    const std::string file = options.value("--policy");
    const std::string text = COLOPHON_TRY(jobs::read_file(file, file, limits::kPolicyBytesMax));
    return COLOPHON_TRY(merkle::parse_policy(text, file));
  }
  if (!options.has("--log-key") && !options.has("--witness-key")) return std::nullopt;
  std::string list;
  for (const auto& key : options.values("--log-key")) {
    COLOPHON_TRY(merkle::parse_verifier_key(key, "--log-key"));
    list += key + "\n";
  }
  for (const auto& key : options.values("--witness-key")) {
    COLOPHON_TRY(merkle::parse_verifier_key(key, "--witness-key", merkle::KeyType::cosignature));
    list += key + "\n";
  }
  return COLOPHON_TRY(merkle::parse_policy(list, "--log-key"));
}

Result<void> check_signatures(merkle::Report& report, const std::optional<merkle::Policy>& trusted) {
  for (const merkle::Declared& one : report.declared) {
    if (tlog::signature_holds(one.public_key, one.message, one.signature)) report.checks.push_back({"declared", true, "", ""});
    else report.checks.push_back({"declared", false, "payload.signature", "The signature is not by the key that the declaration names."});
    report.proven.push_back({"declared", "Whoever holds the key that the declaration names has signed exactly this declaration."});
  }
  if (!report.old_note.empty()) {
    if (const auto older = merkle::parse_signed_checkpoint(report.old_note)) COLOPHON_TRY(check_note(report, *older, trusted, true));
  }
  if (report.signed_text.empty()) return {};
  const auto note = COLOPHON_TRY(merkle::parse_signed_checkpoint(merkle::signed_note(report.signed_text, report.signatures)));
  COLOPHON_TRY(check_note(report, note, trusted, false));
  // A proof that names no key says nothing of whose log it is from, unless the user does.
  if (report.log_key.empty() && !trusted) report.checks.push_back({"known-key", false, "--log-key", "The document names no key: give the one of the log that you trust."});
  return {};
}

void print_report(const merkle::Report& report) {
  for (const auto& check : report.checks) {
    std::string line = (check.holds ? "holds          " : "DOES NOT HOLD  ") + check.name;
    if (!check.holds) line += "  " + (check.field.empty() ? std::string() : check.field + ": ") + check.detail;
    print(line);
  }
  const Json facts(report.facts);
  if (const Json* fork = facts.find("fork"); fork && fork->boolean()) print("The log has signed two roots for one size: this file is proof that it was forked.");
  if (const Json* witnesses = facts.find("witnesses"); witnesses && witnesses->array()) {
    for (const Json& one : *witnesses->array()) print("seen by        " + *one.find("name")->string() + " at " + *one.find("time")->string());
  }
  if (report.holds() && !report.proven.empty()) {
    print("\nproven:");
    for (const auto& saying : report.proven) print("  " + saying.text);
  }
  if (!report.not_proven.empty()) {
    print("\nnot proven:");
    for (const auto& saying : report.not_proven) print("  " + saying.text);
  }
  print("");
}

}  // namespace colophon::cli
