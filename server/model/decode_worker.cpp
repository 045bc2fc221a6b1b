// The sandboxed side: `colophon decode-worker`. It has one file and one pipe, and asks the kernel for nothing but memory.
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <new>

#include "colophon/base/json.hpp"
#include "colophon/image/features.hpp"
#include "colophon/image/quality.hpp"
#include "colophon/iscc/picture.hpp"
#include "model/picture_wire.hpp"
#include "model/worker_exit.hpp"
#include "store/try.hpp"

namespace colophon::model {
namespace {

#if defined(__x86_64__)
constexpr std::uint32_t kArchitecture = AUDIT_ARCH_X86_64;
#elif defined(__aarch64__)
constexpr std::uint32_t kArchitecture = AUDIT_ARCH_AARCH64;
#else
constexpr std::uint32_t kArchitecture = 0;
#endif

/// From here on only the system calls that memory, the picture and the answer need; every other one fails with EPERM. Where the kernel has no
/// such filter the limits of the parent still hold. Under a sanitizer it stays off: the sanitizer needs more.
void allow_little() {
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
  const rlimit none{0, 0};
  setrlimit(RLIMIT_NPROC, &none);
  setrlimit(RLIMIT_NOFILE, &none);
  if (kArchitecture == 0) return;
  constexpr int allowed[] = {SYS_read,    SYS_write,  SYS_mmap,          SYS_munmap,       SYS_mremap,  SYS_mprotect, SYS_brk,    SYS_madvise,
                             SYS_futex,   SYS_exit,   SYS_exit_group,    SYS_rt_sigreturn, SYS_fstat,   SYS_lseek,    SYS_getpid, SYS_gettid,
                             SYS_tgkill,  SYS_rt_sigprocmask, SYS_rt_sigaction, SYS_getrandom, SYS_clock_gettime, SYS_sched_yield};
  constexpr std::size_t count = std::size(allowed);
  sock_filter filter[count + 6];
  std::size_t at = 0;
  filter[at++] = BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, arch));
  filter[at++] = BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, kArchitecture, 1, 0);
  filter[at++] = BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS);
  filter[at++] = BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr));
  for (std::size_t i = 0; i < count; ++i)
    filter[at++] = BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, static_cast<std::uint32_t>(allowed[i]), static_cast<std::uint8_t>(count - i), 0);
  filter[at++] = BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM);
  filter[at++] = BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
  const sock_fprog program{static_cast<unsigned short>(at), filter};
  prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program);
#endif
}

std::string_view verdict_name(image::Verdict verdict) {
  return verdict == image::Verdict::low ? "low" : verdict == image::Verdict::high ? "high" : "usual";
}

/// As colophon_image_features of the C ABI writes it; a parity test compares the two.
std::string features_json(const image::Image& picture) {
  JsonArray list;
  for (const auto& measured : image::features(picture)) {
    list.push_back(JsonObject{{"name", image::feature_name(measured.feature)}, {"value_milli", measured.value_milli},
                              {"usual_low_milli", measured.usual_low_milli}, {"usual_high_milli", measured.usual_high_milli},
                              {"verdict", verdict_name(measured.verdict)}, {"advice", measured.advice}, {"repair", measured.repair}});
  }
  return canonical_json(JsonObject{{"features", std::move(list)}});
}

Result<PictureInput> see(ByteView file) {
  PictureInput input;
  input.info = COLOPHON_TRY(image::inspect(file));
  const auto picture = COLOPHON_TRY(image::decode(file));
  input.tensor = COLOPHON_TRY(image::quality_input(picture));
  input.features_json = features_json(picture);
  input.image_code = COLOPHON_TRY(iscc::image_code(picture));
  return input;
}

}  // namespace

int decode_worker() {
  std::set_new_handler([] { _exit(kWorkerOutOfMemory); });
  struct stat status {};
  if (fstat(STDIN_FILENO, &status) != 0 || !S_ISREG(status.st_mode)) return kWorkerMisused;
  const auto size = static_cast<std::size_t>(status.st_size);
  void* const mapped = size == 0 ? nullptr : mmap(nullptr, size, PROT_READ, MAP_PRIVATE, STDIN_FILENO, 0);
  if (mapped == MAP_FAILED) return kWorkerOutOfMemory;
  allow_little();
  const Bytes answer = to_wire(see({static_cast<const std::uint8_t*>(mapped), size}));
  for (ByteView rest = answer; !rest.empty();) {
    const ssize_t written = write(STDOUT_FILENO, rest.data(), rest.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return kWorkerMisused;
    rest = rest.subspan(static_cast<std::size_t>(written));
  }
  // Without the destructors of the program's other libraries: they would ask for system calls that are gone.
  _exit(0);
}

}  // namespace colophon::model
