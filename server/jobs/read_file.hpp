#pragma once
// A whole file as bytes, with a limit.
#include <filesystem>
#include <string>

#include "colophon/base/error.hpp"

namespace colophon::jobs {

/// Errors: not_found (it cannot be read), limit_exceeded. `field` names the file as its user knows it.
Result<std::string> read_file(const std::filesystem::path& path, std::string_view field, std::uint64_t bytes_max);

}  // namespace colophon::jobs
