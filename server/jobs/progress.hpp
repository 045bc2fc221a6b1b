#pragma once
// How long work tells how far it is, and learns that it shall stop.
#include <cstdint>
#include <functional>
#include <string_view>

#include "colophon/base/error.hpp"

namespace colophon::jobs {

/// Called now and then with what is done of how much, and one short sentence. An error that it returns (cancelled) ends the work,
/// which then leaves the store as it was. May be empty.
using Progress = std::function<Result<void>(std::int64_t done, std::int64_t total, std::string_view message)>;

inline Result<void> report(const Progress& progress, std::int64_t done, std::int64_t total, std::string_view message) {
  return progress ? progress(done, total, message) : Result<void>{};
}

}  // namespace colophon::jobs
