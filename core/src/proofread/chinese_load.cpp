#include "load.hpp"

namespace colophon::proofread {

Result<std::unique_ptr<Proofreader>> load_chinese(std::span<const std::byte>) {
  return fail(Errc::unknown_format, "dictionary", "is for Chinese, which this build does not read yet");
}

}  // namespace colophon::proofread
