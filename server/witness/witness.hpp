#pragma once
// A witness (C2SP tlog-witness v1.0.0): cosigns a log's checkpoint where it extends the latest one that it has cosigned, and never another.
#include <functional>
#include <memory>
#include <string>

#include "colophon/merkle/policy.hpp"
#include "colophon/merkle/witness.hpp"
#include "log/key.hpp"
#include "store/checkpoint_register.hpp"

namespace colophon::witness {

struct Settings {
  std::string name;                       ///< "witness.example/w1": a schema-less URL that identifies it.
  std::string store_file;                 ///< What it has cosigned; its key lies beside it: "FILE.witness-key".
  merkle::Policy logs;                    ///< Only the logs of it count; several keys of one log are several lines.
  std::function<store::UnixMs()> now;     ///< Empty: the system's clock.
};

struct Answer { int status = 200; std::string content_type = "text/plain; charset=utf-8", body; };

/// May be used by many threads at once, and by several processes over one file.
class Witness {
 public:
  /// Makes the key where there is none. Errors: invalid_argument ("name"), unavailable, does_not_hold (the key file).
  static Result<std::unique_ptr<Witness>> open(Settings settings);

  const std::string& verifier_key() const { return key_.verifier_key(); }
  /// The answer to the body of POST add-checkpoint: 200 with the cosignature; 400, 403, 404, 409 (with the size), 422 as the protocol says;
  /// 503 where its clock went back.
  Answer add_checkpoint(std::string_view body);
  /// The answer to GET ORIGIN-HASH/checkpoint: the latest cosigned checkpoint of the log whose origin has that SHA-256.
  Answer checkpoint(std::string_view origin_hash);

 private:
  Witness(Settings settings, tlog::SigningKey key, std::unique_ptr<store::CheckpointRegister> seen)
      : settings_(std::move(settings)), key_(std::move(key)), seen_(std::move(seen)) {}
  Result<Answer> judged(const merkle::SignedCheckpoint& note, const merkle::AddCheckpoint& request);
  bool knows(std::string_view origin) const;

  Settings settings_;
  tlog::SigningKey key_;
  std::unique_ptr<store::CheckpointRegister> seen_;
};

}  // namespace colophon::witness
