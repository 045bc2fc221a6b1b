#pragma once
// The arguments of a function that is called by name (colophon/iscc/call.hpp). The first error wins; after it every read gives a default.
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "colophon/base/encoding.hpp"
#include "colophon/base/error.hpp"
#include "colophon/base/json.hpp"
#include "colophon/iscc/units.hpp"

namespace colophon::iscc {

class Arguments {
 public:
  /// `parameters` as parameters() of call.hpp has them; both must outlive this.
  Arguments(const Json& values, std::string_view parameters);

  const Json* json(std::size_t index) const { return index < values_.size() ? values_[index] : nullptr; }
  std::string_view text(std::size_t index);
  std::string_view text_or(std::size_t index, std::string_view fallback);
  std::int64_t integer(std::size_t index, std::optional<std::int64_t> fallback = std::nullopt);
  int bits(std::size_t index);                      ///< 64 where it is absent.
  bool boolean(std::size_t index, bool fallback);
  /// "stream:<hex>", "bytes:<hex>", "<hex>", or made of kind, seed and n, which stand behind the other parameters.
  Bytes bytes(std::size_t index);
  std::vector<std::string> texts(std::size_t index);
  std::vector<std::int64_t> integers(std::size_t index, std::int64_t min, std::int64_t max);
  std::vector<FrameSignature> frames(std::size_t index);

  void note(Error error);
  const std::optional<Error>& error() const { return error_; }

 private:
  std::span<const Json> list(std::size_t index);
  std::string name(std::size_t index) const;
  Bytes made_bytes();
  std::vector<std::string_view> parameters_;
  std::vector<const Json*> values_;
  std::optional<Error> error_;
};

}  // namespace colophon::iscc
