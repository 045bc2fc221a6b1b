#pragma once
// Where tests find files: fixtures of the project, and ../shared, which may be absent (then a test skips aloud).
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>

namespace colophon::tests {

std::filesystem::path source_dir();
inline std::filesystem::path fixtures() { return source_dir() / "tests" / "fixtures"; }

/// A path below ../shared, or nothing. Use: `auto p = shared("conformance/tlog"); if (!p) SKIP("needs ../shared");`
inline std::optional<std::filesystem::path> shared(const std::string& below) {
  std::error_code error;
  auto path = source_dir().parent_path() / "shared" / below;
  if (!std::filesystem::exists(path, error)) return std::nullopt;
  return path;
}

inline std::string read_file(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace colophon::tests
