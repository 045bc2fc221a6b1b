#pragma once
// The errors that core returns. The ABI, TypeScript and HTTP use the same codes and names.
#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <utility>

namespace colophon {

/// What went wrong. Append-only: a number, once given, keeps its meaning for ever.
enum class Errc : std::uint32_t {
  ok = 0,
  invalid_argument = 1,     ///< A value that no rule below names more exactly.
  invalid_json = 2,         ///< Not JSON, or JSON with a repeated key, a depth over the limit, or a number that is not an integer.
  unknown_field = 3,        ///< A field that the format does not have.
  missing_field = 4,        ///< A field that the format requires.
  invalid_amount = 5,       ///< Not a decimal with the places that the currency or the grid allows.
  negative_amount = 6,      ///< An amount or a count below zero.
  currency_mismatch = 7,    ///< Two currencies where one is required.
  unknown_currency = 8,     ///< Not a currency that Colophon knows the exponent of.
  invalid_shares = 9,       ///< Shares that do not add up to 1, a share out of range, or a party named twice.
  overflow = 10,            ///< A result that does not fit its integer.
  limit_exceeded = 11,      ///< A size, count or depth over the limit that limits.hpp names.
  not_an_image = 12,        ///< Neither JPEG nor PNG.
  image_truncated = 13,     ///< An image file that ends before its data does.
  image_too_large = 14,     ///< More pixels or a longer side than the limit; found before decoding.
  image_too_small = 15,     ///< A side under the 56 pixels that the quality model looks at.
  image_corrupt = 16,       ///< The right format, but the data contradicts itself.
  invalid_encoding = 17,    ///< Not UTF-8, hexadecimal or base64 where it must be.
  invalid_id = 18,          ///< Not a lower-case UUID.
  unknown_format = 19,      ///< A document whose "format" is not one that this version reads.
  does_not_hold = 20,       ///< A proof, hash, signature or sum that contradicts what it should show.
  unknown_work = 21,
  unknown_party = 22,
  unknown_model = 23,
  model_mismatch = 24,      ///< A model file whose hash is not the one on its card.
  infeasible = 25,          ///< No plan satisfies the limits.
  out_of_memory = 26,
  cancelled = 27,
  not_found = 28,
  unauthorized = 29,        ///< No key or token, or one that is wrong or expired.
  forbidden = 30,           ///< A valid key or token without the scope, origin or role.
  idempotency_conflict = 31,///< The same idempotency key with another body.
  conflict = 32,            ///< Contradicts what is stored (a closed period, a state that does not allow it).
  length_required = 33,     ///< A request body without exactly one numeric Content-Length.
  unsupported_media_type = 34,
  too_many_requests = 35,
  storage_full = 36,
  unavailable = 37,         ///< The server is stopping, or a part that it needs is not there.
  internal = 38,
  abi_mismatch = 39,        ///< JavaScript and WebAssembly of different versions.
};

/// The name of a code as it stands in JSON: "invalid_amount".
std::string_view errc_name(Errc code) noexcept;

/// One error. `field` names the input as its writer knows it ("lines[3].amount"), or is empty.
/// `detail` is one English sentence: what was wrong and what to do. It never holds personal data.
struct Error {
  Errc code = Errc::internal;
  std::string field;
  std::string detail;
};

template <class T>
using Result = std::expected<T, Error>;

inline std::unexpected<Error> fail(Errc code, std::string field, std::string detail) {
  return std::unexpected(Error{code, std::move(field), std::move(detail)});
}

}  // namespace colophon
