#pragma once
// The worker: threads that claim jobs from the store and run them. The command line and HTTP run the same functions.
//
//   kind      arguments                                              result
//   "score"   {"work": "uuid"}                                       {"quality_milli", "variance_milli", "work"}
//   "plan"    {"made_by", "rank_by_quality"?: bool}                  {"bound", "plan", "value"}
//   "settle"  {"made_by", "period", "rule"?}                         {"root", "settlement", "statements"}
//   "preview" {"agreements"?, "period", "rule"?}                     jobs/preview.hpp
//   "forecast" {}                                                    {"period", "through"}
//
// A job that its worker lost (a crash, a power cut) is claimed again when its lease has run out; all kinds may run twice.
#include <atomic>
#include <condition_variable>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "model/quality_model.hpp"
#include "store/store.hpp"

namespace colophon::jobs {

struct WorkerOptions {
  int threads = 1;
  std::filesystem::path models_dir;         ///< Where the quality model lies. Scoring jobs fail with unknown_model where it does not.
  store::UnixMs lease_ms = 60'000;
  int poll_ms = 200;                        ///< How often an idle worker looks for jobs of other processes.
};

class Worker {
 public:
  Worker(store::Store& store, WorkerOptions options);
  ~Worker();                                ///< Stops.
  void start();
  /// Ends after the jobs that are running; those that are queued wait for the next start.
  void stop();
  /// Claims and runs one job on this thread. False where there was none.
  Result<bool> run_one();

 private:
  store::Store& store_;
  WorkerOptions options_;
  std::string name_;
  std::atomic<bool> stopping_{false};
  std::mutex mutex_;
  std::condition_variable wake_;
  std::vector<std::thread> threads_;
  std::optional<model::QualityModel> model_;

  void loop();
  void run(const store::Job& job);
  Result<std::string> perform(const store::Job& job);
  Result<const model::QualityModel*> model();
};

}  // namespace colophon::jobs
