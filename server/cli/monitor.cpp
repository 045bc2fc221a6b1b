// colophon monitor: follows a log from outside and checks everything.
#include <csignal>
#include <filesystem>
#include <thread>

#include "cli/commands.hpp"
#include "cli/output.hpp"
#include "cli/trust.hpp"
#include "colophon/base/limits.hpp"
#include "jobs/read_file.hpp"
#include "store/try.hpp"
#include "witness/monitor.hpp"
#include "witness/web_client.hpp"

namespace colophon::cli {
namespace {

std::atomic<bool> stop_wanted{false};

Result<std::string> got(const std::string& url) {
  auto answer = COLOPHON_TRY(witness::web_get(url));
  if (answer.status == 200) return std::move(answer.body);
  return fail(answer.status == 404 ? Errc::not_found : Errc::unavailable, "--log", url + " answered " + std::to_string(answer.status) + ".");
}

/// The log at an address, or its files in a folder.
witness::Monitor::Fetch fetch_from(const std::string& log) {
  if (log.starts_with("http://") || log.starts_with("https://")) return [log](const std::string& path) { return got(witness::joined_url(log, path)); };
  return [log](const std::string& path) { return jobs::read_file(std::filesystem::path(log) / path, path, limits::kLogFileBytesMax); };
}

Result<std::string> fetch_from_witness(const merkle::Policy::Witness& asked, const std::string& origin_hash) {
  return got(witness::joined_url(asked.url, origin_hash + "/checkpoint"));
}

/// Whole or not at all: a monitor that forgets half of what it saw would see a fork where there is none.
Result<void> write_memory(const std::filesystem::path& file, const witness::Memory& memory) {
  const auto temporary = std::filesystem::path(file) += ".new";
  COLOPHON_TRY(write_file(temporary, witness::memory_text(memory)));
  std::error_code error;
  std::filesystem::rename(temporary, file, error);
  if (error) return fail(Errc::unavailable, "--memory", "The file " + file.string() + " cannot be written.");
  return {};
}

void print_sighting(const Options& options, const witness::Sighting& sighting) {
  if (options.json()) {
    JsonArray signed_by, seen_by, compared;
    for (const auto& name : sighting.signed_by) signed_by.emplace_back(name);
    for (const auto& [name, time] : sighting.seen_by) seen_by.emplace_back(JsonObject{{"name", name}, {"time", time}});
    for (const auto& name : sighting.compared) compared.emplace_back(name);
    print_json(JsonObject{{"grew", sighting.grew}, {"old_size", std::to_string(sighting.old_size)}, {"size", std::to_string(sighting.size)}, {"signed_by", std::move(signed_by)},
                          {"witnesses", std::move(seen_by)}, {"compared", std::move(compared)}});
  } else if (sighting.grew) {
    std::string line = "size " + std::to_string(sighting.size) + ": extends " + std::to_string(sighting.old_size) + ", every entry and tile agrees";
    for (const auto& [name, time] : sighting.seen_by) line += "; seen by " + name + " at " + time;
    for (const auto& name : sighting.compared) line += "; " + name + " holds the same history";
    print(line);
  }
  std::fflush(stdout);
}

Result<int> alarmed(const Options& options, const witness::Alarm& alarm) {
  const std::string file = options.value("--evidence", options.value("--memory") + ".evidence.json");
  COLOPHON_TRY(write_file(file, canonical_json(alarm.evidence)));
  if (options.json()) print_json(JsonObject{{"alarm", alarm.what}, {"evidence", file}});
  else print("ALARM: " + alarm.what + "\nThe evidence is in " + file + ". Show it to others; nothing more is taken from this log.");
  return kDoesNotHold;
}

Result<int> run(const Options& options) {
  const auto policy = COLOPHON_TRY(trusted_policy(options));
  if (!policy || policy->logs.empty()) return fail(Errc::missing_field, "--log-key", "A monitor needs the log's key: without it anybody could be the log.");
  const std::string file = options.value("--memory"), log = options.value("--log");
  witness::Memory memory;
  if (std::filesystem::exists(file)) memory = COLOPHON_TRY(witness::parse_memory(COLOPHON_TRY(jobs::read_file(file, "--memory", limits::kJsonBytesMax))));
  const std::int64_t interval = COLOPHON_TRY(integer_option(options, "--interval", 60, 1, 86'400));
  std::signal(SIGINT, [](int) { stop_wanted = true; });
  std::signal(SIGTERM, [](int) { stop_wanted = true; });
  const auto told = progress("monitor");
  const auto step = [&](std::uint64_t done, std::uint64_t total) { return told(static_cast<std::int64_t>(done), static_cast<std::int64_t>(total), "entries"); };
  witness::Monitor monitor(*policy, std::move(memory), fetch_from(log), fetch_from_witness, step);
  while (!stop_wanted) {
    const auto sighting = monitor.look();
    end_progress();
    if (monitor.alarm()) return alarmed(options, *monitor.alarm());
    if (sighting) {
      COLOPHON_TRY(write_memory(file, monitor.memory()));
      print_sighting(options, *sighting);
      if (options.has("--once")) return kDone;
    } else {
      if (options.has("--once")) return std::unexpected(sighting.error());
      print_error(sighting.error(), false);
    }
    for (std::int64_t tenth = 0; tenth < interval * 10 && !stop_wanted; ++tenth) std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
  return kDone;
}

}  // namespace

const Command& monitor_command() {
  static const Command command{
      {"monitor", "", "Follows a log: fetches every entry and tile, recomputes the tree, compares with what it saw before and with what witnesses saw. Exit status 1 where the log broke its word.",
       {{"--log", "URL", "The log's address, for Colophon https://HOST/v1/log; or a folder of its files.", true},
        {"--memory", "FILE", "What it has seen; made where there is none.", true},
        kLogKeyOption, kWitnessKeyOption, kPolicyOption,
        {"--once", "", "Looks once and ends."},
        {"--interval", "SECONDS", "Between two looks (default 60)."},
        {"--evidence", "FILE", "Where the evidence of a broken word goes (default: beside the memory)."}},
       0, 0},
      run};
  return command;
}

}  // namespace colophon::cli
