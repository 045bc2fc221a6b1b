// colophon-media BITS < FILE: the Audio- and Video-Code of a file, a line of JSON. Before it, lines {"progress_ppm":N}. Not for people:
// colophon starts it (server/media/fingerprint.hpp).
#include <linux/landlock.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

extern "C" {
#include <libavutil/log.h>
}

#include <cstdio>
#include <cstdlib>
#include <new>

#include "colophon/base/json.hpp"
#include "program/streams.hpp"

#ifdef __SANITIZE_ADDRESS__
// The search for leaks at the end reads /proc, which is closed by then.
extern "C" const char* __asan_default_options() { return "detect_leaks=0"; }
#endif

namespace {

using namespace colophon;

// From here on no file can be opened but those that have no name (the signatures' memory). Where the kernel has no Landlock the limits of the
// parent still hold.
void close_the_file_system() {
  landlock_ruleset_attr attributes{};
  attributes.handled_access_fs = LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR |
                                 LANDLOCK_ACCESS_FS_REMOVE_DIR | LANDLOCK_ACCESS_FS_REMOVE_FILE | LANDLOCK_ACCESS_FS_MAKE_CHAR | LANDLOCK_ACCESS_FS_MAKE_DIR |
                                 LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_MAKE_SOCK | LANDLOCK_ACCESS_FS_MAKE_FIFO | LANDLOCK_ACCESS_FS_MAKE_BLOCK |
                                 LANDLOCK_ACCESS_FS_MAKE_SYM;
  prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  const auto rules = syscall(SYS_landlock_create_ruleset, &attributes, sizeof attributes, 0);
  if (rules < 0) return;
  syscall(SYS_landlock_restrict_self, rules, 0);
  close(static_cast<int>(rules));
}

int print(const Json& line) {
  const std::string text = canonical_json(line) + "\n";
  std::fputs(text.c_str(), stdout);
  std::fflush(stdout);
  return 0;
}

int print(const Error& error) { return print(Json(JsonObject{{"error", JsonObject{{"code", static_cast<std::int64_t>(error.code)}, {"detail", error.detail}, {"field", error.field}}}})); }

Result<Json> codes(int bits) {
  const auto tracks = media::read_tracks([](double share) { print(Json(JsonObject{{"progress_ppm", static_cast<std::int64_t>(share * 1e6)}})); });
  if (!tracks) return std::unexpected(tracks.error());
  JsonObject line{{"duration_ms", tracks->duration_ms}, {"features", static_cast<std::int64_t>(tracks->audio_features.size())},
                  {"frames", static_cast<std::int64_t>(tracks->video_frames.size())}};
  if (tracks->has_audio) {
    auto code = iscc::audio_code(tracks->audio_features, bits);
    if (!code) return std::unexpected(code.error());
    line.emplace_back("audio", std::move(*code));
  }
  if (tracks->has_video) {
    auto code = iscc::video_code(tracks->video_frames, bits);
    if (!code) return std::unexpected(code.error());
    line.emplace_back("video", std::move(*code));
  }
  return Json(std::move(line));
}

}  // namespace

int main(int count, char** words) {
  if (count != 2) {
    std::fputs("usage: colophon-media BITS < FILE (colophon iscc FILE starts it)\n", stderr);
    return 2;
  }
  std::set_new_handler([] { _exit(97); });
  av_log_set_level(AV_LOG_QUIET);
  close_the_file_system();
  const auto line = codes(std::atoi(words[1]));
  return line ? print(*line) : print(line.error());
}
