#pragma once
// Files as senders pack them: gzip, or as they are.
#include <cstdint>
#include <string>
#include <string_view>

#include "colophon/base/error.hpp"

namespace colophon::jobs {

/// The content of a gzip file (one member or several), and any other bytes unchanged. Errors: limit_exceeded (more than `bytes_max` come out, said
/// before they are held), invalid_argument (a gzip file that is damaged or cut).
Result<std::string> unpack(std::string bytes, std::string_view field, std::uint64_t bytes_max);

}  // namespace colophon::jobs
