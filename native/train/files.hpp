#pragma once
// Reading a file whole and writing one so that it is either the old or the new.
#include <filesystem>
#include <string>
#include <string_view>

#include "colophon/base/encoding.hpp"
#include "colophon/base/error.hpp"

namespace colophon::train {

/// Error: not_found, with `field` and the reason.
Result<std::string> read_file(const std::filesystem::path& path, std::string_view field);
/// Writes beside `path`, flushes to the disk, renames over it. Errors: storage_full, unavailable.
Result<void> write_file(const std::filesystem::path& path, ByteView bytes);

}  // namespace colophon::train
