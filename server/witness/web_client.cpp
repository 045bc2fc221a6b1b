#include "witness/web_client.hpp"

#include <httplib.h>

namespace colophon::witness {
namespace {

struct Address { std::string origin, path; };

Result<Address> split_url(const std::string& url) {
  const std::size_t scheme = url.starts_with("https://") ? 8 : url.starts_with("http://") ? 7 : 0;
  const std::size_t slash = url.find('/', scheme);
  if (scheme == 0 || slash == scheme || url.size() == scheme || url.find_first_of(" \t\r\n") != std::string::npos) {
    return fail(Errc::invalid_argument, "url", "\"" + url + "\" is not an address such as https://log.example/v1/log.");
  }
  return Address{url.substr(0, slash), slash == std::string::npos ? "/" : url.substr(slash)};
}

template <class Send>
Result<WebAnswer> exchange(const std::string& url, int timeout_seconds, const Send& send) {
  const auto address = split_url(url);
  if (!address) return std::unexpected(address.error());
  httplib::Client client(address->origin);
  client.set_connection_timeout(timeout_seconds);
  client.set_read_timeout(timeout_seconds);
  client.set_write_timeout(timeout_seconds);
  client.set_tcp_nodelay(true);
  WebAnswer answer;
  bool too_long = false;
  const httplib::ContentReceiver receive = [&](const char* data, std::size_t size) {
    too_long = answer.body.size() + size > kWebAnswerBytesMax;
    if (!too_long) answer.body.append(data, size);
    return !too_long;
  };
  const auto result = send(client, address->path, receive);
  if (too_long) return fail(Errc::unavailable, "url", url + " answered with more than 32 MiB.");
  if (!result) return fail(Errc::unavailable, "url", url + " does not answer (" + httplib::to_string(result.error()) + ").");
  answer.status = result->status;
  // A POST gives its body whole.
  if (answer.body.empty()) answer.body = result->body;
  return answer;
}

}  // namespace

Result<WebAnswer> web_get(const std::string& url, int timeout_seconds, const std::string& bearer) {
  httplib::Headers headers;
  if (!bearer.empty()) headers.emplace("Authorization", "Bearer " + bearer);
  return exchange(url, timeout_seconds, [&](httplib::Client& client, const std::string& path, const httplib::ContentReceiver& receive) { return client.Get(path, headers, receive); });
}

Result<WebAnswer> web_post(const std::string& url, const std::string& body, const std::string& content_type, int timeout_seconds) {
  return exchange(url, timeout_seconds, [&](httplib::Client& client, const std::string& path, const httplib::ContentReceiver&) { return client.Post(path, body, content_type); });
}

std::string joined_url(std::string base, std::string_view path) {
  while (base.ends_with('/')) base.pop_back();
  return base + "/" + std::string(path);
}

}  // namespace colophon::witness
