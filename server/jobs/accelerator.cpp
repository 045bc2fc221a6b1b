#include "jobs/accelerator.hpp"

#include <dlfcn.h>

#include <filesystem>

namespace colophon::jobs {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kField = "--accelerator";
/// Below this a processor is done before a device has the arrays: starting CUDA alone takes some tenths of a second, in which 10^7 cells are solved.
constexpr std::size_t kCellsMin = std::size_t{1} << 25;

fs::path beside_program() {
  std::error_code error;
  const auto program = fs::read_symlink("/proc/self/exe", error);
  const auto path = program.parent_path().parent_path() / "lib" / "colophon" / "colophon-cuda.so";
  return !error && fs::exists(path, error) ? path : fs::path();
}

Result<LoadedAccelerator> load(const fs::path& path) {
  // Never closed: a table that was handed out stays good, and CUDA's runtime does not like to be unloaded.
  void* library = dlopen(fs::absolute(path).c_str(), RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) return fail(Errc::invalid_argument, std::string(kField), "'" + path.string() + "' could not be loaded: " + dlerror());
  const auto entry = reinterpret_cast<ColophonAcceleratorEntry>(dlsym(library, COLOPHON_ACCELERATOR_SYMBOL));
  if (entry == nullptr) return fail(Errc::invalid_argument, std::string(kField), "'" + path.string() + "' is no accelerator: it has no " COLOPHON_ACCELERATOR_SYMBOL);
  const ColophonAccelerator* table = entry();
  if (table == nullptr || table->version != COLOPHON_ACCELERATOR_VERSION) {
    return fail(Errc::invalid_argument, std::string(kField), "'" + path.string() + "' is of another version of the interface than this program's " + std::to_string(COLOPHON_ACCELERATOR_VERSION));
  }
  char message[256] = {};
  if (table->probe(message, sizeof message) != 0) return fail(Errc::unavailable, std::string(kField), message);
  return LoadedAccelerator{table, message};
}

}  // namespace

Result<LoadedAccelerator> load_accelerator(std::string_view which, const value::Instance& instance) {
  if (which == "none") return LoadedAccelerator{nullptr, "none was asked for"};
  if (which.find('/') != which.npos) {
    std::error_code error;
    if (!fs::exists(fs::path(which), error)) return fail(Errc::not_found, std::string(kField), "there is no file '" + std::string(which) + "'");
    return load(fs::path(which));
  }
  if (which != "auto" && which != "cuda") return fail(Errc::invalid_argument, std::string(kField), "auto, cuda, none or the path of a plug-in is needed, not '" + std::string(which) + "'");
  const bool optional = which == "auto";
  if (optional && instance.cells() < kCellsMin) return LoadedAccelerator{nullptr, "the instance is small enough for the processor"};
  const auto path = beside_program();
  if (path.empty()) {
    if (optional) return LoadedAccelerator{nullptr, "no plug-in lies beside the program"};
    return fail(Errc::not_found, std::string(kField), "no CUDA plug-in lies beside the program (lib/colophon/colophon-cuda.so): build it where nvcc is");
  }
  auto loaded = load(path);
  if (!loaded && optional) return LoadedAccelerator{nullptr, loaded.error().detail};
  return loaded;
}

}  // namespace colophon::jobs
