#include "media/fingerprint.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <utility>

#include "colophon/base/json.hpp"
#include "store/try.hpp"

namespace colophon::media {
namespace {

constexpr int kOutOfMemory = 97, kNotStarted = 98;
constexpr std::size_t kAnswerBytesMax = 1u << 20;

class Descriptor {
 public:
  explicit Descriptor(int value) : value_(value) {}
  ~Descriptor() { if (value_ >= 0) close(value_); }
  Descriptor(const Descriptor&) = delete;
  int get() const { return value_; }
  void shut() { if (value_ >= 0) close(std::exchange(value_, -1)); }

 private:
  int value_;
};

std::unexpected<Error> unavailable(const std::string& what) { return fail(Errc::unavailable, "colophon-media", what + ": " + std::strerror(errno)); }

Result<std::filesystem::path> program_of(const MediaLimits& limits) {
  std::error_code error;
  auto program = limits.program;
  if (program.empty()) program = std::filesystem::read_symlink("/proc/self/exe", error).replace_filename("colophon-media");
  if (error || !std::filesystem::exists(program, error)) {
    return fail(Errc::unavailable, "colophon-media", "the program " + program.string() + " that fingerprints sound and film is not there: build it (./dev build)");
  }
  return program;
}

void limit(int resource, rlim_t value) {
  const rlimit both{value, value};
  setrlimit(static_cast<__rlimit_resource>(resource), &both);
}

/// Between fork and exec: only calls that are safe there.
[[noreturn]] void become_program(int file, int answer, const char* program, char* const* words, char* const* environment, const MediaLimits& limits) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
  signal(SIGPIPE, SIG_DFL);
  const int nowhere = open("/dev/null", O_WRONLY);
  if (dup2(file, STDIN_FILENO) < 0 || dup2(answer, STDOUT_FILENO) < 0 || dup2(nowhere, STDERR_FILENO) < 0 || close_range(3, ~0u, 0) != 0) _exit(kNotStarted);
  constexpr rlim_t kSignatureBytesMax = 256u << 20;
  limit(RLIMIT_CPU, limits.cpu_seconds_max);
  limit(RLIMIT_CORE, 0);
  limit(RLIMIT_FSIZE, kSignatureBytesMax);
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
  limit(RLIMIT_AS, limits.memory_bytes_max);   // A sanitizer maps terabytes for its shadow.
#endif
  execve(program, words, environment);
  _exit(kNotStarted);
}

/// A child that is ended and waited for whatever happens.
class Child {
 public:
  explicit Child(pid_t pid) : pid_(pid) {}
  ~Child() { if (pid_ > 0) { kill(pid_, SIGKILL); wait(); } }
  Child(const Child&) = delete;
  int wait() {
    int status = 0;
    while (waitpid(pid_, &status, 0) < 0 && errno == EINTR) {}
    pid_ = -1;
    return status;
  }

 private:
  pid_t pid_;
};

Error why_it_ended(int status, const MediaLimits& limits) {
  if (WIFEXITED(status) && WEXITSTATUS(status) == kOutOfMemory)
    return {Errc::limit_exceeded, "file", "the file needs more than " + std::to_string(limits.memory_bytes_max >> 20) + " MiB to decode"};
  if (WIFSIGNALED(status) && (WTERMSIG(status) == SIGXCPU || WTERMSIG(status) == SIGKILL))
    return {Errc::limit_exceeded, "file", "the file takes more than " + std::to_string(limits.cpu_seconds_max) + " s of processor time to decode"};
  if (WIFSIGNALED(status)) return {Errc::invalid_argument, "file", "the decoding process died of the file (signal " + std::to_string(WTERMSIG(status)) + "): export it again"};
  return {Errc::unavailable, "colophon-media", "the decoding process could not be started (status " + std::to_string(WEXITSTATUS(status)) + ")"};
}

Result<MediaCodes> codes_of(const Json& line) {
  if (const Json* error = line.find("error")) {
    JsonFields fields(*error, "");
    const auto code = static_cast<Errc>(fields.integer("code"));
    const std::string detail(fields.string("detail"));
    return fail(code, "file", detail);
  }
  MediaCodes codes;
  JsonFields fields(line, "colophon-media");
  codes.duration_ms = fields.integer("duration_ms");
  codes.features = fields.integer("features");
  codes.frames = fields.integer("frames");
  codes.audio = fields.string_or("audio", "");
  codes.video = fields.string_or("video", "");
  if (auto read = fields.finish(); !read) return std::unexpected(read.error());
  return codes;
}

/// Lines until the last one; progress lines are passed on.
Result<std::string> last_line(int answer, const std::function<bool(double)>& progress, const MediaLimits& limits) {
  std::string text;
  char part[4096];
  for (;;) {
    pollfd one{answer, POLLIN, 0};
    const int ready = poll(&one, 1, static_cast<int>(limits.silence_ms_max));
    if (ready < 0 && errno == EINTR) continue;
    if (ready == 0) return fail(Errc::limit_exceeded, "file", "the file was not decoded further for " + std::to_string(limits.silence_ms_max) + " ms");
    const ssize_t count = read(answer, part, sizeof part);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return text;
    text.append(part, static_cast<std::size_t>(count));
    if (text.size() > kAnswerBytesMax) return fail(Errc::does_not_hold, "file", "the decoding process answered without end");
    for (std::size_t end; (end = text.find('\n')) != std::string::npos && text.starts_with("{\"progress_ppm\":");) {
      const auto line = parse_json(std::string_view(text).substr(0, end));
      text.erase(0, end + 1);
      const Json* ppm = line ? line->find("progress_ppm") : nullptr;
      if (ppm == nullptr || ppm->integer() == nullptr || !progress) continue;
      if (!progress(static_cast<double>(*ppm->integer()) / 1e6)) return fail(Errc::cancelled, "", "the fingerprint was cancelled");
    }
  }
}

}  // namespace

Result<MediaCodes> fingerprint(const std::filesystem::path& file, int bits, const std::function<bool(double)>& progress, const MediaLimits& limits) {
  const auto program = COLOPHON_TRY(program_of(limits));
  const Descriptor input(open(file.c_str(), O_RDONLY | O_CLOEXEC));
  if (input.get() < 0) return fail(Errc::not_found, "file", "cannot read '" + file.string() + "': " + std::strerror(errno));
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) return unavailable("no pipe");
  const Descriptor reading(ends[0]);
  Descriptor writing(ends[1]);
  const std::string path = program.string();
  std::string bits_word = std::to_string(bits);
  // Keys and passwords of the server stay in its own environment; only where the loader looks is passed on.
  const char* const libraries = std::getenv("LD_LIBRARY_PATH");
  std::string library_path = std::string("LD_LIBRARY_PATH=") + (libraries ? libraries : "");
  char* const words[] = {const_cast<char*>(path.c_str()), bits_word.data(), nullptr};
  char* const environment[] = {libraries ? library_path.data() : nullptr, nullptr};
  const pid_t pid = fork();
  if (pid == 0) become_program(input.get(), writing.get(), path.c_str(), words, environment, limits);
  if (pid < 0) return unavailable("no process");
  Child child(pid);
  writing.shut();
  const auto answer = COLOPHON_TRY(last_line(reading.get(), progress, limits));
  const int status = child.wait();
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) return std::unexpected(why_it_ended(status, limits));
  const auto line = COLOPHON_TRY(parse_json(answer));
  return codes_of(line);
}

}  // namespace colophon::media
