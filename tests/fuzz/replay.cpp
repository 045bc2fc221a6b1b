// Runs every target on its committed corpus and on seeded mutations of it, without libFuzzer: the same inputs on every machine.
//   fuzz_replay [TARGET...]            all targets, or some
//   fuzz_replay TARGET FILE            one input, as a fuzzer wrote it down
#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

#include <unistd.h>

#include "mutate.hpp"
#include "shared.hpp"
#include "targets.hpp"

namespace {

using namespace colophon;
using namespace colophon::fuzz;

// What is being run, for the report of a crash: where a signal arrives only async-signal-safe calls are allowed.
const std::string* current_input = nullptr;

void write_input_down(int signal_number) {
  constexpr char kPath[] = "fuzz_replay-crash";
  if (std::FILE* file = current_input ? std::fopen(kPath, "wb") : nullptr) {
    std::fwrite(current_input->data(), 1, current_input->size(), file);
    std::fclose(file);
    constexpr char kMessage[] = "the input is in the file fuzz_replay-crash\n";
    if (write(STDERR_FILENO, kMessage, sizeof kMessage - 1) < 0) std::_Exit(3);
  }
  std::signal(signal_number, SIG_DFL);
  std::raise(signal_number);
}

void run(const Target& target, const std::string& input) {
  current_input = &input;
  target.run(as_bytes(input));
  current_input = nullptr;
}

std::vector<std::string> corpus(std::string_view target) {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(tests::source_dir() / "tests" / "fuzz" / "corpus" / target)) {
    files.push_back(entry.path());
  }
  std::ranges::sort(files);
  std::vector<std::string> inputs;
  for (const auto& file : files) inputs.push_back(tests::read_file(file));
  return inputs;
}

bool replay(const Target& target) {
  const auto begin = std::chrono::steady_clock::now();
  const std::vector<std::string> seeds = corpus(target.name);
  if (seeds.empty()) {
    std::fprintf(stderr, "%s: the corpus is empty\n", target.name.data());
    return false;
  }
  for (const std::string& seed : seeds) run(target, seed);
  Random random(0xC010);
  // Some mutations build on the one before, so that changes add up.
  std::string walked = seeds[0];
  for (std::size_t i = 0; i < target.replay_mutations; ++i) {
    const std::string& other = seeds[random.below(seeds.size())];
    if (i % 16 == 0) walked = other;
    const std::string& from = random.below(2) == 0 ? walked : other;
    const Kind kind = random.below(4) != 0 ? target.kind : Kind::bytes;
    std::string input = kind == Kind::json    ? mutate_json(from, other, random)
                        : kind == Kind::image ? mutate_image(from, other, random)
                        : kind == Kind::xml   ? mutate_xml(from, other, random)
                                              : mutate_bytes(from, other, random);
    run(target, input);
    walked = std::move(input);
  }
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - begin;
  std::printf("%-10s %3zu seeds %6zu mutations %6.2f s\n", target.name.data(), seeds.size(), target.replay_mutations, seconds.count());
  return true;
}

const Target* find(std::string_view name) {
  const auto found = std::ranges::find(targets(), name, &Target::name);
  return found == targets().end() ? nullptr : &*found;
}

}  // namespace

int main(int count, char** arguments) {
  for (const int signal_number : {SIGABRT, SIGSEGV, SIGFPE}) std::signal(signal_number, write_input_down);
  if (count == 3 && std::filesystem::is_regular_file(arguments[2])) {
    const Target* target = find(arguments[1]);
    if (target == nullptr) return 2;
    run(*target, tests::read_file(arguments[2]));
    return 0;
  }
  bool all_ran = true;
  for (const Target& target : targets()) {
    const bool wanted = count == 1 || std::any_of(arguments + 1, arguments + count, [&](const char* name) { return target.name == name; });
    if (wanted) all_ran = replay(target) && all_ran;
  }
  for (int i = 1; i < count; ++i) {
    if (find(arguments[i]) != nullptr) continue;
    std::fprintf(stderr, "there is no target %s\n", arguments[i]);
    all_ran = false;
  }
  return all_ran ? 0 : 1;
}
