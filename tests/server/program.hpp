#pragma once
// Runs the real program `colophon`, which lies beside the tests.
#include <array>
#include <cstdio>
#include <filesystem>
#include <string>

#include <sys/wait.h>

#include "scratch.hpp"

namespace colophon::tests {

struct Ran { int status = -1; std::string out, err; };

/// `arguments` is a shell's; the test takes care of what it quotes.
inline Ran colophon(const Scratch& scratch, const std::string& arguments) {
  const auto program = std::filesystem::read_symlink("/proc/self/exe").parent_path() / "colophon";
  const auto errors = scratch.path("stderr.txt").string();
  const auto command = "'" + program.string() + "' " + arguments + " 2>'" + errors + "' </dev/null";
  Ran ran;
  std::FILE* pipe = popen(command.c_str(), "r");
  if (!pipe) return ran;
  std::array<char, 4096> buffer;
  for (std::size_t n; (n = std::fread(buffer.data(), 1, buffer.size(), pipe)) > 0;) ran.out.append(buffer.data(), n);
  const int status = pclose(pipe);
  ran.status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  std::ifstream in(errors, std::ios::binary);
  ran.err.assign(std::istreambuf_iterator<char>(in), {});
  return ran;
}

}  // namespace colophon::tests
