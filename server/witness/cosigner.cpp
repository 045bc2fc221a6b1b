#include "witness/cosigner.hpp"

#include <algorithm>
#include <chrono>

#include "colophon/base/money.hpp"
#include "colophon/merkle/cosignature.hpp"
#include "colophon/merkle/witness.hpp"
#include "log/key.hpp"
#include "store/try.hpp"

namespace colophon::witness {
namespace {

using namespace std::chrono_literals;
constexpr auto kPoll = 50ms;
constexpr auto kPauseMin = 500ms, kPauseMax = 30'000ms;
constexpr int kTimeoutSeconds = 5;

/// The cosignature of that witness among the lines of its answer.
Result<merkle::NoteSignature> find_cosignature(std::string_view body, const merkle::VerifierKey& key, std::string_view signed_text) {
  while (!body.empty()) {
    const std::string_view line = body.substr(0, body.find('\n'));
    body.remove_prefix(std::min(line.size() + 1, body.size()));
    const auto signature = merkle::parse_signature_line(line, "witness");
    if (!signature || signature->name != key.name || signature->key_hash != key.key_hash) continue;
    const auto cosignature = merkle::parse_cosignature(*signature, "witness");
    if (!cosignature) return std::unexpected(cosignature.error());
    if (tlog::signature_holds(key.public_key, merkle::cosigned_text(cosignature->time, signed_text), cosignature->signature)) return *signature;
    return fail(Errc::does_not_hold, "witness", "its cosignature is wrong");
  }
  return fail(Errc::does_not_hold, "witness", "its answer holds no cosignature by the key in the policy");
}

}  // namespace

Cosigner::Cosigner(tlog::Log& log, merkle::Policy witnesses, Trouble trouble, Post post)
    : log_(log), policy_(std::move(witnesses)), trouble_(std::move(trouble)), post_(std::move(post)),
      known_size_(policy_.witnesses.size()), cosigned_note_(policy_.witnesses.size()) {
  if (!post_) post_ = [](const std::string& url, const std::string& body) { return web_post(url, body, "text/plain", kTimeoutSeconds); };
}

Cosigner::~Cosigner() { stop(); }

void Cosigner::start() {
  for (std::size_t i = 0; i < policy_.witnesses.size(); ++i)
    if (!policy_.witnesses[i].url.empty()) threads_.emplace_back([this, i] { loop(i); });
}

void Cosigner::stop() {
  stopping_ = true;
  for (auto& thread : threads_) thread.join();
  threads_.clear();
}

void Cosigner::loop(std::size_t witness) {
  std::string last;
  std::chrono::milliseconds pause = kPauseMin;
  while (!stopping_) {
    const auto asked = ask(witness);
    const std::string detail = asked ? "" : asked.error().detail;
    if (detail != last && trouble_) trouble_(policy_.witnesses[witness].name, detail);
    last = detail;
    pause = asked ? kPauseMin : std::min<std::chrono::milliseconds>(pause * 2, kPauseMax);
    const auto until = std::chrono::steady_clock::now() + (asked ? std::chrono::milliseconds(kPoll) : pause);
    while (!stopping_ && std::chrono::steady_clock::now() < until) std::this_thread::sleep_for(kPoll / 2);
  }
}

Result<bool> Cosigner::ask(std::size_t witness) {
  const auto note = log_.latest_note();
  if (!note) return note.error().code == Errc::not_found ? Result<bool>(false) : std::unexpected(note.error());
  if (*note == cosigned_note_[witness]) return false;
  return submit(witness, *note, true);
}

Result<bool> Cosigner::submit(std::size_t witness, const std::string& note, bool retry) {
  const auto parsed = COLOPHON_TRY(merkle::parse_signed_checkpoint(note));
  merkle::AddCheckpoint request{known_size_[witness], {}, note};
  const std::uint64_t size = parsed.checkpoint.size;
  if (request.old_size > size) return fail(Errc::does_not_hold, "witness", "it has cosigned a larger log than this one: " + std::to_string(request.old_size) + " entries");
  if (request.old_size > 0 && request.old_size < size) request.proof = COLOPHON_TRY(log_.consistency(request.old_size, size));
  const merkle::Policy::Witness& asked = policy_.witnesses[witness];
  const WebAnswer answer = COLOPHON_TRY(post_(joined_url(asked.url, "add-checkpoint"), merkle::format_add_checkpoint(request)));
  if (answer.status == 409 && retry) {
    const std::string_view body = answer.body;
    const auto known = parse_uint128(body.substr(0, body.find('\n')), "witness");
    if (known && *known <= ~std::uint64_t{0}) {
      known_size_[witness] = static_cast<std::uint64_t>(*known);
      return submit(witness, note, false);
    }
  }
  if (answer.status != 200) {
    return fail(Errc::does_not_hold, "witness", "it answers " + std::to_string(answer.status) + ": " + answer.body.substr(0, std::min<std::size_t>(answer.body.find('\n'), 200)));
  }
  const auto signature = COLOPHON_TRY(find_cosignature(answer.body, asked.key, parsed.signed_text));
  COLOPHON_TRY(log_.add_cosignature(size, asked.key.name, merkle::signature_line(signature)));
  known_size_[witness] = size;
  cosigned_note_[witness] = note;
  return true;
}

}  // namespace colophon::witness
