#pragma once
// Plain requests to other people's servers, with limits on time and size. Redirects are not followed.
#include <cstddef>
#include <string>

#include "colophon/base/error.hpp"

namespace colophon::witness {

struct WebAnswer { int status = 0; std::string body; };

inline constexpr std::size_t kWebAnswerBytesMax = 32u << 20;

/// `url` is http:// or https:// with host, perhaps a port and a path. Errors: invalid_argument ("url"), unavailable (no answer, or one that is
/// too long). Every status is an answer. A bearer token goes along where one is given.
Result<WebAnswer> web_get(const std::string& url, int timeout_seconds = 10, const std::string& bearer = {});
Result<WebAnswer> web_post(const std::string& url, const std::string& body, const std::string& content_type, int timeout_seconds = 10);

/// The two with exactly one slash between them.
std::string joined_url(std::string base, std::string_view path);

}  // namespace colophon::witness
