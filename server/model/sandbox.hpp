#pragma once
// Pictures come from strangers, so they are decoded in a process of their own that can do nothing else: no files, no network, no
// inherited descriptors, bounded memory and time. What comes back is checked before it is used.
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "colophon/base/encoding.hpp"
#include "colophon/base/error.hpp"
#include "colophon/image/image.hpp"

namespace colophon::model {

struct SandboxLimits {
  std::uint64_t memory_bytes_max = 2ull << 30;  ///< Address space; 64 megapixels need about 1 GiB of it.
  std::uint32_t cpu_seconds_max = 20;
  std::uint32_t wall_ms_max = 30'000;           ///< From the start of the process to its last byte.
  /// The program that is started with `decode-worker`. Empty: this program where it is `colophon`, else the one in this program's folder.
  std::filesystem::path worker;
};

/// What the sandboxed process saw in a picture.
struct PictureInput {
  image::Info info;                    ///< From the file's headers.
  std::string features_json;           ///< Canonical {"features":[...]}, as colophon_image_features of the C ABI gives it.
  std::string image_code;              ///< The ISCC Image-Code, "ISCC:..." of 64 bits.
  std::vector<float> tensor;           ///< image::quality_input: kCropCount x 3 x 56 x 56, finite.
};

/// Decodes a JPEG or PNG in a child process. Errors: those of image::decode and image::quality_input; limit_exceeded where the child
/// ran into a limit; image_corrupt where it died of the picture; unavailable where no child could be started.
Result<PictureInput> open_picture(ByteView file, const SandboxLimits& limits = {});

/// The child's side: `colophon decode-worker`, not for people. Reads the picture from descriptor 0, writes the result to descriptor 1, returns
/// the exit status. main() calls it before anything else is set up.
int decode_worker();

}  // namespace colophon::model
