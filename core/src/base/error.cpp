#include "colophon/base/error.hpp"

#include <array>
#include <cstddef>

namespace colophon {
namespace {

// In the order of the numbers. The length is checked below, so a new code without a name does not compile.
constexpr std::array<std::string_view, 40> kNames = {
    "ok", "invalid_argument", "invalid_json", "unknown_field", "missing_field", "invalid_amount", "negative_amount",
    "currency_mismatch", "unknown_currency", "invalid_shares", "overflow", "limit_exceeded", "not_an_image",
    "image_truncated", "image_too_large", "image_too_small", "image_corrupt", "invalid_encoding", "invalid_id",
    "unknown_format", "does_not_hold", "unknown_work", "unknown_party", "unknown_model", "model_mismatch", "infeasible",
    "out_of_memory", "cancelled", "not_found", "unauthorized", "forbidden", "idempotency_conflict", "conflict",
    "length_required", "unsupported_media_type", "too_many_requests", "storage_full", "unavailable", "internal",
    "abi_mismatch"};
static_assert(kNames.size() == static_cast<std::size_t>(Errc::abi_mismatch) + 1);
static_assert(!kNames.back().empty());

}  // namespace

std::string_view errc_name(Errc code) noexcept {
  const auto number = static_cast<std::size_t>(code);
  return number < kNames.size() ? kNames[number] : kNames[static_cast<std::size_t>(Errc::internal)];
}

}  // namespace colophon
