#pragma once
// The log's side of witnesses: a thread for each, which hands it every new checkpoint and keeps its cosignature.
#include <atomic>
#include <functional>
#include <thread>
#include <vector>

#include "log/log.hpp"
#include "witness/web_client.hpp"

namespace colophon::witness {

class Cosigner {
 public:
  using Post = std::function<Result<WebAnswer>(const std::string& url, const std::string& body)>;
  /// Told once for each new trouble with a witness, and once when it is over (an empty detail).
  using Trouble = std::function<void(const std::string& witness, const std::string& detail)>;

  /// Witnesses of the policy that have no URL are not asked. An empty `post` is HTTP.
  Cosigner(tlog::Log& log, merkle::Policy witnesses, Trouble trouble = {}, Post post = {});
  ~Cosigner();                              ///< Stops.
  void start();
  void stop();

  /// Asks one witness for the latest checkpoint where it has not cosigned it yet. False where there was nothing to ask.
  /// Errors: unavailable (no answer), does_not_hold (it refuses, or its cosignature is wrong).
  Result<bool> ask(std::size_t witness);

 private:
  Result<bool> submit(std::size_t witness, const std::string& note, bool retry);
  void loop(std::size_t witness);

  tlog::Log& log_;
  merkle::Policy policy_;
  Trouble trouble_;
  Post post_;
  std::vector<std::uint64_t> known_size_;   ///< What each witness has cosigned last, as far as it said.
  std::vector<std::string> cosigned_note_;  ///< The note that it was asked for last with success.
  std::atomic<bool> stopping_{false};
  std::vector<std::thread> threads_;
};

}  // namespace colophon::witness
