#pragma once
// Errors as HTTP: one table from Errc to a status, and the problem+json document (RFC 9457).
#include <string>
#include <string_view>

#include "colophon/base/error.hpp"

namespace colophon::http {

/// The status of an error in what the caller sent or asked for.
int status_of(Errc code) noexcept;

/// The document. `request_id` is the instance that a line of the log names too.
std::string problem_json(const Error& error, int status, std::string_view request_id);

}  // namespace colophon::http
