#include "cli/commands.hpp"

namespace colophon::cli {

namespace fs = std::filesystem;

Result<std::unique_ptr<store::Store>> open_store(const Options& options, bool must_exist) {
  const auto file = options.value("--store");
  std::error_code error;
  if (must_exist && !fs::exists(file, error))
    return fail(Errc::not_found, "--store", "there is no store '" + file + "': make one with colophon import");
  return store::open_sqlite(file);
}

fs::path folder_beside_program(const fs::path& in_source, const fs::path& installed) {
  std::error_code error;
  const auto program = fs::read_symlink("/proc/self/exe", error);
  if (error) return {};
  const auto bin = program.parent_path();
  // build/<preset>/bin/colophon in a source tree, or bin/colophon under a prefix.
  for (const auto& candidate : {bin / ".." / ".." / ".." / in_source, bin / ".." / "share" / "colophon" / installed})
    if (fs::is_directory(candidate, error)) return fs::weakly_canonical(candidate, error);
  return {};
}

fs::path models_folder(const Options& options) {
  return options.has("--models") ? fs::path(options.value("--models")) : folder_beside_program("native/models", "models");
}

}  // namespace colophon::cli
