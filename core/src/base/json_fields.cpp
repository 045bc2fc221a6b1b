#include "colophon/base/json.hpp"

namespace colophon {
namespace {

const Json kNull;
const JsonArray kNoItems;

}  // namespace

JsonFields::JsonFields(const Json& value, std::string path) : object_(value.object()), path_(std::move(path)) {
  if (object_ == nullptr) {
    note({Errc::invalid_argument, path_, "This must be an object."});
    return;
  }
  read_.resize(object_->size());
}

const Json* JsonFields::take(std::string_view name, bool required) {
  if (error_) return nullptr;
  for (std::size_t i = 0; i < object_->size(); ++i) {
    if ((*object_)[i].first != name) continue;
    read_[i] = true;
    return &(*object_)[i].second;
  }
  if (required) note({Errc::missing_field, path(name), "This field is required."});
  return nullptr;
}

std::string_view JsonFields::string(std::string_view name) {
  const Json* value = take(name, true);
  if (value == nullptr) return {};
  if (const std::string* text = value->string()) return *text;
  note({Errc::invalid_argument, path(name), "This must be a string."});
  return {};
}

std::string_view JsonFields::string_or(std::string_view name, std::string_view fallback) {
  const Json* value = take(name, false);
  if (value == nullptr) return fallback;
  if (const std::string* text = value->string()) return *text;
  note({Errc::invalid_argument, path(name), "This must be a string, or be left out."});
  return fallback;
}

std::int64_t JsonFields::integer(std::string_view name) {
  const Json* value = take(name, true);
  if (value == nullptr) return 0;
  if (const std::int64_t* number = value->integer()) return *number;
  note({Errc::invalid_argument, path(name), "This must be an integer."});
  return 0;
}

std::int64_t JsonFields::integer_or(std::string_view name, std::int64_t fallback) {
  const Json* value = take(name, false);
  if (value == nullptr) return fallback;
  if (const std::int64_t* number = value->integer()) return *number;
  note({Errc::invalid_argument, path(name), "This must be an integer, or be left out."});
  return fallback;
}

bool JsonFields::boolean_or(std::string_view name, bool fallback) {
  const Json* value = take(name, false);
  if (value == nullptr) return fallback;
  if (const bool* flag = value->boolean()) return *flag;
  note({Errc::invalid_argument, path(name), "This must be true or false, or be left out."});
  return fallback;
}

const JsonArray& JsonFields::array(std::string_view name) {
  const Json* value = take(name, true);
  if (value == nullptr) return kNoItems;
  if (const JsonArray* items = value->array()) return *items;
  note({Errc::invalid_argument, path(name), "This must be a list."});
  return kNoItems;
}

const Json* JsonFields::any(std::string_view name) { return take(name, false); }

const Json& JsonFields::required(std::string_view name) {
  const Json* value = take(name, true);
  return value != nullptr ? *value : kNull;
}

void JsonFields::note(Error error) {
  if (error_) return;
  error_ = true;
  first_ = std::move(error);
}

std::string JsonFields::path(std::string_view name) const {
  return path_.empty() ? std::string(name) : path_ + "." + std::string(name);
}

Result<void> JsonFields::finish() {
  if (!error_) {
    for (std::size_t i = 0; i < read_.size(); ++i) {
      if (read_[i]) continue;
      // The name comes from outside: it is shown only where it looks like a field's name.
      const std::string& name = (*object_)[i].first;
      note({Errc::unknown_field, path(name.substr(0, 64)), "This format has no such field: remove it."});
      break;
    }
  }
  if (error_) return std::unexpected(first_);
  return {};
}

}  // namespace colophon
