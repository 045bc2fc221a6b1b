#include "iscc/arguments.hpp"

#include <algorithm>
#include <limits>

namespace colophon::iscc {
namespace {

constexpr std::int64_t kMadeBytesMax = 64 << 20;

bool is_named(std::string_view parameter, std::string_view name) {
  while (!parameter.empty()) {
    const auto end = std::min(parameter.find('|'), parameter.size());
    if (parameter.substr(0, end) == name) return true;
    parameter.remove_prefix(std::min(end + 1, parameter.size()));
  }
  return false;
}

}  // namespace

Arguments::Arguments(const Json& values, std::string_view parameters) {
  while (!parameters.empty()) {
    const auto end = std::min(parameters.find(','), parameters.size());
    parameters_.push_back(parameters.substr(0, end));
    parameters.remove_prefix(std::min(end + 1, parameters.size()));
  }
  values_.resize(parameters_.size(), nullptr);
  if (const JsonArray* list = values.array()) {
    if (list->size() > values_.size()) note({Errc::invalid_argument, "", "The function takes at most " + std::to_string(values_.size()) + " arguments."});
    for (std::size_t i = 0; i < std::min(list->size(), values_.size()); ++i) values_[i] = &(*list)[i];
  } else if (const JsonObject* members = values.object()) {
    for (const auto& [key, value] : *members) {
      const auto found = std::ranges::find_if(parameters_, [&](std::string_view parameter) { return is_named(parameter, key); });
      if (found == parameters_.end()) note({Errc::unknown_field, key, "The function has no such argument."});
      else values_[static_cast<std::size_t>(found - parameters_.begin())] = &value;
    }
  } else {
    note({Errc::invalid_argument, "", "Arguments are a list or an object."});
  }
}

void Arguments::note(Error error) {
  if (!error_) error_ = std::move(error);
}

std::string Arguments::name(std::size_t index) const { return std::string(parameters_[index].substr(0, parameters_[index].find('|'))); }

std::string_view Arguments::text(std::size_t index) {
  const Json* value = json(index);
  if (value == nullptr) note({Errc::missing_field, name(index), "The function needs this argument."});
  else if (value->string() == nullptr) note({Errc::invalid_argument, name(index), "This argument is text."});
  else return *value->string();
  return {};
}

std::string_view Arguments::text_or(std::size_t index, std::string_view fallback) {
  const Json* value = json(index);
  return value == nullptr || value->is_null() ? fallback : text(index);
}

std::int64_t Arguments::integer(std::size_t index, std::optional<std::int64_t> fallback) {
  const Json* value = json(index);
  if (value == nullptr && fallback) return *fallback;
  if (value == nullptr) note({Errc::missing_field, name(index), "The function needs this argument."});
  else if (value->integer() == nullptr) note({Errc::invalid_argument, name(index), "This argument is an integer."});
  else return *value->integer();
  return 0;
}

int Arguments::bits(std::size_t index) { return static_cast<int>(std::clamp<std::int64_t>(integer(index, 64), -1, 1'000)); }

bool Arguments::boolean(std::size_t index, bool fallback) {
  const Json* value = json(index);
  if (value == nullptr || value->is_null()) return fallback;
  if (value->boolean() == nullptr) note({Errc::invalid_argument, name(index), "This argument is true or false."});
  return value->boolean() != nullptr && *value->boolean();
}

Bytes Arguments::bytes(std::size_t index) {
  if (json(index) == nullptr) return made_bytes();
  std::string_view hex = text(index);
  for (const std::string_view prefix : {"stream:", "bytes:"}) {
    if (hex.starts_with(prefix)) hex.remove_prefix(prefix.size());
  }
  auto bytes = from_hex(hex, name(index));
  if (bytes) return std::move(*bytes);
  note(bytes.error());
  return {};
}

Bytes Arguments::made_bytes() {
  const std::size_t kind_at = parameters_.size() - 3;
  if (parameters_.size() < 3 || parameters_[kind_at] != "kind") {
    note({Errc::missing_field, name(0), "The function needs this argument."});
    return {};
  }
  const std::string_view kind = text(kind_at);
  auto state = static_cast<std::uint32_t>(integer(kind_at + 1, 0));
  const std::int64_t n = integer(kind_at + 2);
  if (n < 0 || n > kMadeBytesMax) {
    note({Errc::limit_exceeded, "n", "At most 64 MiB can be made."});
    return {};
  }
  Bytes bytes(static_cast<std::size_t>(error_ ? 0 : n));
  if (kind == "mod251") {
    for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<std::uint8_t>(i % 251);
  } else if (kind == "lcg") {
    for (std::uint8_t& byte : bytes) {
      state = state * 1664525 + 1013904223;
      byte = static_cast<std::uint8_t>(state >> 24);
    }
  } else if (kind != "zero") {
    note({Errc::invalid_argument, "kind", "Data is made as zero, mod251 or lcg."});
  }
  return bytes;
}

std::span<const Json> Arguments::list(std::size_t index) {
  const Json* value = json(index);
  if (value == nullptr) note({Errc::missing_field, name(index), "The function needs this argument."});
  else if (value->array() == nullptr) note({Errc::invalid_argument, name(index), "This argument is a list."});
  else return *value->array();
  return {};
}

std::vector<std::string> Arguments::texts(std::size_t index) {
  std::vector<std::string> texts;
  for (const Json& item : list(index)) {
    if (item.string() == nullptr) {
      note({Errc::invalid_argument, name(index), "This argument is a list of texts."});
      return {};
    }
    texts.push_back(*item.string());
  }
  return texts;
}

std::vector<std::int64_t> Arguments::integers(std::size_t index, std::int64_t min, std::int64_t max) {
  std::vector<std::int64_t> integers;
  for (const Json& item : list(index)) {
    if (item.integer() == nullptr || *item.integer() < min || *item.integer() > max) {
      note({Errc::invalid_argument, name(index), "This argument is a list of integers from " + std::to_string(min) + " to " + std::to_string(max) + "."});
      return {};
    }
    integers.push_back(*item.integer());
  }
  return integers;
}

std::vector<FrameSignature> Arguments::frames(std::size_t index) {
  std::vector<FrameSignature> frames;
  for (const Json& item : list(index)) {
    FrameSignature frame{};
    const JsonArray* values = item.array();
    bool good = values != nullptr && values->size() == frame.size();
    for (std::size_t i = 0; good && i < frame.size(); ++i) {
      const std::int64_t* value = (*values)[i].integer();
      good = value != nullptr && *value >= std::numeric_limits<std::int32_t>::min() && *value <= std::numeric_limits<std::int32_t>::max();
      if (good) frame[i] = static_cast<std::int32_t>(*value);
    }
    if (!good) {
      note({Errc::invalid_argument, name(index), "A frame signature is a list of 380 integers."});
      return {};
    }
    frames.push_back(frame);
  }
  return frames;
}

}  // namespace colophon::iscc
