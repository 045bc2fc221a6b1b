#include "model/sandbox.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <utility>

#include "colophon/base/limits.hpp"
#include "model/picture_wire.hpp"
#include "model/worker_exit.hpp"
#include "store/try.hpp"

namespace colophon::model {
namespace {

using Clock = std::chrono::steady_clock;

/// A descriptor that closes itself.
class Descriptor {
 public:
  explicit Descriptor(int value = -1) : value_(value) {}
  Descriptor(Descriptor&& other) noexcept : value_(std::exchange(other.value_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept { std::swap(value_, other.value_); return *this; }
  ~Descriptor() { close(); }
  void close() { if (value_ >= 0) ::close(std::exchange(value_, -1)); }
  int get() const { return value_; }

 private:
  int value_;
};

std::unexpected<Error> unavailable(const std::string& what) {
  return fail(Errc::unavailable, "decode-worker", what + ": " + std::strerror(errno));
}

Result<std::filesystem::path> worker_program(const SandboxLimits& limits) {
  std::error_code error;
  auto program = limits.worker;
  if (program.empty()) {
    program = std::filesystem::read_symlink("/proc/self/exe", error);
    if (!error && program.filename() != "colophon") program.replace_filename("colophon");
  }
  if (error || !std::filesystem::exists(program, error))
    return fail(Errc::unavailable, "decode-worker", "the program " + program.string() + " that decodes pictures is not there");
  return program;
}

/// The picture as a file without a name that nobody can change any more.
Result<Descriptor> sealed(ByteView file) {
  Descriptor memory(memfd_create("picture", MFD_CLOEXEC | MFD_ALLOW_SEALING));
  if (memory.get() < 0) return unavailable("no memory file");
  while (!file.empty()) {
    const ssize_t written = write(memory.get(), file.data(), file.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return unavailable("the picture cannot be passed on");
    file = file.subspan(static_cast<std::size_t>(written));
  }
  fcntl(memory.get(), F_ADD_SEALS, F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE);
  return memory;
}

void limit(int resource, rlim_t soft, rlim_t hard) {
  const rlimit value{soft, hard};
  setrlimit(static_cast<__rlimit_resource>(resource), &value);
}

/// Between fork and exec: only calls that are safe there, because other threads may have held any lock.
[[noreturn]] void become_worker(int picture, int answer, const char* program, char* const* arguments, char* const* environment,
                                const SandboxLimits& limits) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
  signal(SIGPIPE, SIG_DFL);
  const int nowhere = open("/dev/null", O_WRONLY);
  if (dup2(picture, STDIN_FILENO) < 0 || dup2(answer, STDOUT_FILENO) < 0 || dup2(nowhere, STDERR_FILENO) < 0 || close_range(3, ~0u, 0) != 0)
    _exit(kWorkerNotStarted);
  limit(RLIMIT_CPU, limits.cpu_seconds_max, limits.cpu_seconds_max + 1);
  limit(RLIMIT_CORE, 0, 0);
  limit(RLIMIT_FSIZE, 0, 0);
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
  // A sanitizer maps terabytes for its shadow.
  limit(RLIMIT_AS, limits.memory_bytes_max, limits.memory_bytes_max);
#endif
  execve(program, arguments, environment);
  _exit(kWorkerNotStarted);
}

struct Child {
  pid_t pid = -1;
  Descriptor handle;                   ///< A pidfd: readable when the process has ended.
  Descriptor answer;
};

Result<Child> start(const std::filesystem::path& program, const Descriptor& picture, const SandboxLimits& limits) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) return unavailable("no pipe");
  Child child;
  child.answer = Descriptor(ends[0]);
  const Descriptor writing(ends[1]);
  const std::string path = program.string();
  std::string verb = "decode-worker";
  // Keys and passwords of the server stay in its own environment; only where the loader looks is passed on.
  const char* const libraries = std::getenv("LD_LIBRARY_PATH");
  std::string library_path = std::string("LD_LIBRARY_PATH=") + (libraries ? libraries : "");
  char* const arguments[] = {const_cast<char*>(path.c_str()), verb.data(), nullptr};
  char* const environment[] = {libraries ? library_path.data() : nullptr, nullptr};
  child.pid = fork();
  if (child.pid == 0) become_worker(picture.get(), writing.get(), path.c_str(), arguments, environment, limits);
  if (child.pid < 0) return unavailable("no process");
  child.handle = Descriptor(static_cast<int>(syscall(SYS_pidfd_open, child.pid, 0)));
  return child;
}

int milliseconds_left(Clock::time_point end) {
  const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end - Clock::now()).count();
  return static_cast<int>(left < 0 ? 0 : left);
}

/// Waits until a descriptor has something to say; false at the deadline.
bool wait_for(int descriptor, Clock::time_point end) {
  pollfd one{descriptor, POLLIN, 0};
  int ready = 0;
  do ready = poll(&one, 1, milliseconds_left(end));
  while (ready < 0 && errno == EINTR);
  return ready > 0;
}

struct Answer { Bytes bytes; bool in_time = true; bool too_long = false; };

Answer read_answer(const Child& child, Clock::time_point end) {
  Answer answer;
  std::uint8_t part[64 << 10];
  for (;;) {
    if (!wait_for(child.answer.get(), end)) { answer.in_time = false; break; }
    const ssize_t count = read(child.answer.get(), part, sizeof part);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) break;
    answer.bytes.insert(answer.bytes.end(), part, part + count);
    answer.too_long = answer.bytes.size() > wire_bytes_max();
    if (answer.too_long) break;
  }
  return answer;
}

/// Ends the process if it has not ended by then, and says how it did.
int reap(const Child& child, Clock::time_point end) {
  if (child.handle.get() < 0 || !wait_for(child.handle.get(), end)) kill(child.pid, SIGKILL);
  int status = 0;
  while (waitpid(child.pid, &status, 0) < 0 && errno == EINTR) {}
  return status;
}

Error why_it_died(int status, const SandboxLimits& limits) {
  if (WIFEXITED(status) && WEXITSTATUS(status) == kWorkerOutOfMemory)
    return {Errc::limit_exceeded, "file", "the picture needs more than " + std::to_string(limits.memory_bytes_max >> 20) + " MiB to decode: send a smaller one"};
  if (WIFSIGNALED(status) && (WTERMSIG(status) == SIGXCPU || WTERMSIG(status) == SIGKILL))
    return {Errc::limit_exceeded, "file", "the picture takes more than " + std::to_string(limits.cpu_seconds_max) + " s to decode: send a smaller one"};
  if (WIFSIGNALED(status))
    return {Errc::image_corrupt, "file", "the decoding process died of the picture (signal " + std::to_string(WTERMSIG(status)) + "): export it again"};
  return {Errc::unavailable, "decode-worker", "the decoding process could not be started (status " + std::to_string(WEXITSTATUS(status)) + ")"};
}

}  // namespace

Result<PictureInput> open_picture(ByteView file, const SandboxLimits& limits) {
  if (file.size() > limits::kImageBytesMax)
    return fail(Errc::limit_exceeded, "file", "a picture may have " + std::to_string(limits::kImageBytesMax >> 20) + " MiB");
  const auto program = COLOPHON_TRY(worker_program(limits));
  const auto picture = COLOPHON_TRY(sealed(file));
  const auto end = Clock::now() + std::chrono::milliseconds(limits.wall_ms_max);
  const auto child = COLOPHON_TRY(start(program, picture, limits));
  const auto answer = read_answer(child, end);
  const int status = reap(child, answer.in_time && !answer.too_long ? end : Clock::now());
  if (!answer.in_time)
    return fail(Errc::limit_exceeded, "file", "the picture was not decoded within " + std::to_string(limits.wall_ms_max) + " ms: send a smaller one");
  if (answer.too_long) return fail(Errc::does_not_hold, "file", "the decoding process answered without end: the picture was refused");
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) return std::unexpected(why_it_died(status, limits));
  return from_wire(answer.bytes);
}

}  // namespace colophon::model
