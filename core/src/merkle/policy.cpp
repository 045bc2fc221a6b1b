#include "colophon/merkle/policy.hpp"

#include <algorithm>
#include <utility>

#include "colophon/base/limits.hpp"
#include "colophon/base/money.hpp"
#include "colophon/base/time.hpp"
#include "colophon/merkle/cosignature.hpp"

namespace colophon::merkle {
namespace {

constexpr std::string_view kSpace = " \t";

std::vector<std::string_view> words_of(std::string_view line) {
  std::vector<std::string_view> words;
  while (true) {
    line.remove_prefix(std::min(line.find_first_not_of(kSpace), line.size()));
    if (line.empty()) return words;
    const std::size_t end = std::min(line.find_first_of(kSpace), line.size());
    words.push_back(line.substr(0, end));
    line.remove_prefix(end);
  }
}

// Reads a policy line by line. The first error wins.
class Reader {
 public:
  explicit Reader(std::string_view field) : field_(field) {}

  Result<void> line(std::string_view text) {
    ++number_;
    const std::vector<std::string_view> words = words_of(text);
    if (words.empty() || words[0].starts_with('#')) return {};
    if (++lines_ > limits::kPolicyLinesMax) return fail(Errc::limit_exceeded, place(), "A policy has at most " + std::to_string(limits::kPolicyLinesMax) + " lines.");
    if (words[0] == "log") return log(words);
    if (words[0] == "witness") return witness(words);
    if (words[0] == "group") return group(words);
    if (words[0] == "quorum") return quorum(words);
    if (words.size() == 1 && words[0].contains('+')) return bare_key(words[0]);
    return refuse("A line begins with log, witness, group or quorum, or is a verifier key.");
  }

  Result<Policy> finish() {
    if (has_bare_ && has_words_) return refuse("Write either a policy or a list of verifier keys, not both.");
    if (has_bare_ && !policy_.witnesses.empty()) {
      Policy::Group any{"any", 1, {}};
      for (std::size_t i = 0; i < policy_.witnesses.size(); ++i) any.members.push_back(i);
      policy_.groups.push_back(std::move(any));
      policy_.quorum = policy_.witnesses.size();
      return std::move(policy_);
    }
    if (has_words_ && !has_quorum_) return refuse("A policy needs one quorum line: \"quorum none\" asks for no witness.");
    for (Policy::Group& group : policy_.groups)
      for (std::size_t& member : group.members) member = index_of(member);
    if (policy_.quorum != Policy::kNone) policy_.quorum = index_of(policy_.quorum);
    return std::move(policy_);
  }

 private:
  /// A name that was defined: its place among the witnesses or among the groups, and whether a group has it already.
  struct Name { std::string text; bool is_group = false; std::size_t place = 0; bool used = false; };

  std::string place() const { return std::string(field_) + ":" + std::to_string(number_); }
  std::unexpected<Error> refuse(const char* detail) const { return fail(Errc::invalid_argument, place(), detail); }
  // Groups come after all witnesses, whose number is known only at the end: until then names are counted by their order.
  std::size_t index_of(std::size_t name) const {
    return names_[name].is_group ? policy_.witnesses.size() + names_[name].place : names_[name].place;
  }

  Result<void> add_log(std::string_view text, std::string_view url) {
    Result<VerifierKey> key = parse_verifier_key(text, place());
    if (!key) return std::unexpected(key.error());
    const auto same = [&](const VerifierKey& other) { return other.public_key == key->public_key; };
    if (std::ranges::any_of(policy_.logs, same)) return refuse("The log's key stands twice.");
    policy_.logs.push_back(std::move(*key));
    policy_.log_urls.emplace_back(url);
    return {};
  }
  Result<void> add_witness(std::string_view name, std::string_view text, std::string_view url) {
    Result<VerifierKey> key = parse_verifier_key(text, place(), KeyType::cosignature);
    if (!key) return std::unexpected(key.error());
    const auto same = [&](const Policy::Witness& other) { return other.key.public_key == key->public_key; };
    if (std::ranges::any_of(policy_.witnesses, same)) return refuse("The witness's key stands twice.");
    policy_.witnesses.push_back({std::string(name), std::move(*key), std::string(url)});
    return {};
  }

  Result<void> log(const std::vector<std::string_view>& words) {
    has_words_ = true;
    if (words.size() < 2 || words.size() > 3) return refuse("A log is written as: log KEY [URL]");
    return add_log(words[1], words.size() == 3 ? words[2] : std::string_view());
  }
  Result<void> witness(const std::vector<std::string_view>& words) {
    has_words_ = true;
    if (words.size() < 3 || words.size() > 4) return refuse("A witness is written as: witness NAME KEY [URL]");
    if (auto defined = define(words[1], false, policy_.witnesses.size()); !defined) return defined;
    return add_witness(words[1], words[2], words.size() == 4 ? words[3] : std::string_view());
  }
  Result<void> bare_key(std::string_view text) {
    has_bare_ = true;
    if (parse_verifier_key(text, place())) return add_log(text, "");
    if (const auto key = parse_verifier_key(text, place(), KeyType::cosignature)) return add_witness(key->name, text, "");
    return refuse("This is the key neither of a log (type 01) nor of a witness (type 04), or its hash is not that of its name and key.");
  }

  Result<void> define(std::string_view name, bool is_group, std::size_t at) {
    if (name == "none" || std::ranges::any_of(names_, [&](const Name& other) { return other.text == name; })) return refuse("The name stands for something else already.");
    names_.push_back({std::string(name), is_group, at, false});
    return {};
  }
  Result<std::size_t> known(std::string_view name) {
    const auto found = std::ranges::find(names_, name, &Name::text);
    if (found == names_.end()) return refuse("A name must be defined on a line before the one that uses it.");
    return static_cast<std::size_t>(found - names_.begin());
  }

  Result<void> group(const std::vector<std::string_view>& words) {
    has_words_ = true;
    if (words.size() < 4) return refuse("A group is written as: group NAME all|any|NUMBER MEMBER...");
    Policy::Group group{std::string(words[1]), 0, {}};
    const std::size_t count = words.size() - 3;
    for (std::size_t i = 3; i < words.size(); ++i) {
      const auto member = known(words[i]);
      if (!member) return std::unexpected(member.error());
      if (std::exchange(names_[*member].used, true)) return refuse("A name can be the member of one group, once.");
      group.members.push_back(*member);
    }
    const Result<uint128> number = parse_uint128(words[2], place());
    if (words[2] == "all") group.threshold = count;
    else if (words[2] == "any") group.threshold = 1;
    else if (!number || *number < 1 || *number > count) return refuse("A group asks for all, for any, or for a number from 1 to that of its members.");
    else group.threshold = static_cast<std::size_t>(*number);
    if (auto defined = define(words[1], true, policy_.groups.size()); !defined) return defined;
    policy_.groups.push_back(std::move(group));
    return {};
  }
  Result<void> quorum(const std::vector<std::string_view>& words) {
    has_words_ = true;
    if (words.size() != 2) return refuse("A quorum is written as: quorum NAME");
    if (std::exchange(has_quorum_, true)) return refuse("A policy has one quorum line.");
    if (words[1] == "none") return {};
    const auto name = known(words[1]);
    if (!name) return std::unexpected(name.error());
    policy_.quorum = *name;
    return {};
  }

  std::string_view field_;
  std::size_t number_ = 0, lines_ = 0;
  bool has_bare_ = false, has_words_ = false, has_quorum_ = false;
  std::vector<Name> names_;
  Policy policy_;
};

}  // namespace

bool Policy::satisfied_by(const std::vector<bool>& cosigned) const {
  if (quorum == kNone) return true;
  // Members are defined before their group, so one pass in order is enough.
  std::vector<bool> holds(cosigned.begin(), cosigned.end());
  holds.resize(witnesses.size());
  for (const Group& group : groups) {
    const auto count = std::ranges::count_if(group.members, [&](std::size_t member) { return holds[member]; });
    holds.push_back(static_cast<std::size_t>(count) >= group.threshold);
  }
  return holds[quorum];
}

Result<Policy> parse_policy(std::string_view text, std::string_view field) {
  if (text.size() > limits::kPolicyBytesMax) return fail(Errc::limit_exceeded, std::string(field), "The policy is too long.");
  Reader reader(field);
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    if (line.ends_with('\r')) line.remove_suffix(1);  // Pasted from elsewhere.
    if (auto read = reader.line(line); !read) return std::unexpected(read.error());
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return reader.finish();
}

std::vector<SignatureTask> signature_tasks(const SignedCheckpoint& note, const Policy& policy) {
  std::vector<SignatureTask> tasks;
  const auto is_by = [](const NoteSignature& signature, const VerifierKey& key) { return signature.name == key.name && signature.key_hash == key.key_hash; };
  for (const NoteSignature& signature : note.signatures) {
    for (std::size_t i = 0; i < policy.logs.size(); ++i) {
      const VerifierKey& key = policy.logs[i];
      if (key.name != note.checkpoint.origin || !is_by(signature, key)) continue;
      tasks.push_back({key.name, key.public_key, note.signed_text, signature.signature, false, i, 0});
    }
    for (std::size_t i = 0; i < policy.witnesses.size(); ++i) {
      const VerifierKey& key = policy.witnesses[i].key;
      if (!is_by(signature, key)) continue;
      SignatureTask task{policy.witnesses[i].name, key.public_key, "", signature.signature, true, i, 0};
      // One that is malformed stays a task that no key can have signed.
      if (const auto cosignature = parse_cosignature(signature, "checkpoint")) {
        task.time = cosignature->time;
        task.message = cosigned_text(cosignature->time, note.signed_text);
        task.signature = cosignature->signature;
      }
      tasks.push_back(std::move(task));
    }
  }
  return tasks;
}

void judge_signatures(Report& report, const SignedCheckpoint& note, const Policy& policy, std::span<const SignatureTask> tasks, const std::vector<bool>& valid) {
  std::vector<bool> cosigned(policy.witnesses.size());
  std::vector<const SignatureTask*> witnesses;
  JsonArray signed_by;
  std::string wrong;
  for (std::size_t i = 0; i < tasks.size(); ++i) {
    const SignatureTask& task = tasks[i];
    const bool holds = i < valid.size() && valid[i] && !task.message.empty();
    if (!holds) {
      wrong = task.name;
    } else if (task.is_witness) {
      if (!cosigned[task.member]) witnesses.push_back(&task);
      cosigned[task.member] = true;
    } else {
      signed_by.emplace_back(task.name);
    }
  }
  const auto no = [](std::string detail) { return fail(Errc::does_not_hold, "checkpoint", std::move(detail)); };
  if (policy.logs.empty() && wrong.empty()) {
    report.not_proven.push_back({"whose-log", "Whose log this is: no key that you trust was given."});
  } else {
    if (!wrong.empty()) add_check(report, "known-key", no("The signature of " + wrong + " is wrong: the checkpoint was changed, or never signed."));
    else if (signed_by.empty()) add_check(report, "known-key", no("No log key that you trust has signed this checkpoint of " + note.checkpoint.origin + "."));
    else add_check(report, "known-key", {});
    report.proven.push_back({"signed", "The log " + note.checkpoint.origin + ", by a key that you trust, has signed this state of itself."});
  }
  if (policy.quorum != Policy::kNone) {
    const std::string count = std::to_string(witnesses.size()) + " of " + std::to_string(policy.witnesses.size());
    if (policy.satisfied_by(cosigned)) add_check(report, "witnesses", {});
    else add_check(report, "witnesses", no("Too few witnesses that you trust have cosigned this checkpoint: " + count + "."));
  }
  report.facts.emplace_back("signed_by", std::move(signed_by));
  if (witnesses.empty()) {
    report.not_proven.push_back({"time", "When it happened: the times are the platform's own word, as no witness that you trust has seen this state of the log."});
    report.not_proven.push_back({"one-history", "That the log shows everybody this same history: that takes witnesses, or monitors that compare."});
    return;
  }
  std::ranges::stable_sort(witnesses, {}, &SignatureTask::time);
  JsonArray seen;
  for (const SignatureTask* task : witnesses) seen.emplace_back(JsonObject{{"name", task->name}, {"time", format_utc(task->time)}});
  report.facts.emplace_back("witnesses", std::move(seen));
  report.proven.push_back({"seen", "All of it was in the log by " + format_utc(witnesses.front()->time) + ": " + witnesses.front()->name + " saw it then."});
  report.proven.push_back({"extends", "The log has only grown since these witnesses first saw it."});
}

}  // namespace colophon::merkle
