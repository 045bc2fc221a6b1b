#pragma once
// The machine-readable form of the interface: server/http/openapi.json, built into the program.
#include <string_view>

namespace colophon::http {

std::string_view openapi_document();

}  // namespace colophon::http
