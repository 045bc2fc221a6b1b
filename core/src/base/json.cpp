#include "colophon/base/json.hpp"

#include <algorithm>
#include <optional>

#include "colophon/base/decimal.hpp"
#include "colophon/base/encoding.hpp"
#include "colophon/base/limits.hpp"

namespace colophon {
namespace {

constexpr std::int64_t kIntegerMax = (std::int64_t{1} << 53) - 1;  // RFC 8785: what every implementation holds exactly.

void append_utf8(std::string& text, std::uint32_t code_point) {
  const auto continuation = [&](int shift) { text += static_cast<char>(0x80 | (code_point >> shift & 0x3F)); };
  if (code_point < 0x80) {
    text += static_cast<char>(code_point);
  } else if (code_point < 0x800) {
    text += static_cast<char>(0xC0 | code_point >> 6);
    continuation(0);
  } else if (code_point < 0x10000) {
    text += static_cast<char>(0xE0 | code_point >> 12);
    continuation(6);
    continuation(0);
  } else {
    text += static_cast<char>(0xF0 | code_point >> 18);
    continuation(12);
    continuation(6);
    continuation(0);
  }
}

// Reads by recursive descent; limits::kJsonDepthMax bounds the recursion. The first failure stays in `why_`.
class Parser {
 public:
  Parser(std::string_view text, JsonNumbers numbers) : text_(text), numbers_(numbers) {}

  Result<Json> document() {
    Json value;
    if (read_value(value, 0)) {
      skip_space();
      if (at_ == text_.size()) return value;
      refuse("there is something after the document");
    }
    return fail(Errc::invalid_json, "", "At byte " + std::to_string(at_) + ": " + why_ + ".");
  }

 private:
  bool refuse(const char* why) {
    if (why_.empty()) why_ = why;
    return false;
  }

  bool at_end() const { return at_ == text_.size(); }
  char peek() const { return at_end() ? '\0' : text_[at_]; }

  void skip_space() {
    while (!at_end() && (text_[at_] == ' ' || text_[at_] == '\t' || text_[at_] == '\n' || text_[at_] == '\r')) ++at_;
  }

  bool take(char wanted) {
    if (peek() != wanted || at_end()) return false;
    ++at_;
    return true;
  }

  bool read_value(Json& value, std::size_t depth) {
    skip_space();
    if (at_end()) return refuse("the document ends early");
    switch (text_[at_]) {
      case '{': return depth < limits::kJsonDepthMax ? read_object(value, depth) : refuse("the document is nested too deeply");
      case '[': return depth < limits::kJsonDepthMax ? read_array(value, depth) : refuse("the document is nested too deeply");
      case '"': return read_string_value(value);
      case 't': return read_word("true", Json(true), value);
      case 'f': return read_word("false", Json(false), value);
      case 'n': return read_word("null", Json(), value);
      default: return numbers_ == JsonNumbers::any ? read_number(value) : read_integer(value);
    }
  }

  bool read_word(std::string_view word, Json meaning, Json& value) {
    if (!text_.substr(at_).starts_with(word)) return refuse("this is no JSON value");
    at_ += word.size();
    value = std::move(meaning);
    return true;
  }

  bool read_integer(Json& value) {
    const bool negative = take('-');
    const std::size_t first = at_;
    std::int64_t magnitude = 0;
    for (; peek() >= '0' && peek() <= '9'; ++at_) {
      magnitude = magnitude * 10 + (peek() - '0');
      if (magnitude > kIntegerMax) return refuse("an integer is beyond 2^53 - 1: write it as a string");
    }
    if (at_ == first) return refuse("this is no JSON value");
    if (at_ - first > 1 && text_[first] == '0') return refuse("a number has a leading zero");
    if (peek() == '.' || peek() == 'e' || peek() == 'E') return refuse("only integers are allowed: write a decimal as a string");
    value = Json(negative ? -magnitude : magnitude);
    return true;
  }

  bool take_digits() {
    const std::size_t first = at_;
    while (peek() >= '0' && peek() <= '9') ++at_;
    return at_ > first;
  }

  bool read_number(Json& value) {
    const std::size_t begin = at_;
    take('-');
    const std::size_t first = at_;
    if (!take_digits()) return refuse("this is no JSON value");
    if (at_ - first > 1 && text_[first] == '0') return refuse("a number has a leading zero");
    bool whole = true;
    if (take('.')) {
      whole = false;
      if (!take_digits()) return refuse("a number ends with its point");
    }
    if (peek() == 'e' || peek() == 'E') {
      whole = false;
      ++at_;
      if (peek() == '+' || peek() == '-') ++at_;
      if (!take_digits()) return refuse("a number has an empty exponent");
    }
    constexpr std::size_t kIntegerDigits = 16;
    if (whole && at_ - first <= kIntegerDigits) {
      std::int64_t magnitude = 0;
      for (std::size_t i = first; i < at_; ++i) magnitude = magnitude * 10 + (text_[i] - '0');
      if (magnitude <= kIntegerMax) {
        value = Json(first > begin ? -magnitude : magnitude);
        return true;
      }
    }
    const auto number = nearest_double(text_.substr(begin, at_ - begin));
    if (!number) return refuse("a number is beyond what binary64 holds");
    value = Json::of_fraction(*number);
    return true;
  }

  bool read_string_value(Json& value) {
    std::string text;
    if (!read_string(text)) return false;
    value = Json(std::move(text));
    return true;
  }

  bool read_string(std::string& out) {
    ++at_;  // The quotation mark that the caller saw.
    while (true) {
      const std::size_t run = at_;
      while (!at_end() && text_[at_] != '"' && text_[at_] != '\\' && static_cast<unsigned char>(text_[at_]) >= 0x20) ++at_;
      out.append(text_, run, at_ - run);
      if (at_end()) return refuse("a string is not closed");
      if (text_[at_] == '"') break;
      if (text_[at_] != '\\') return refuse("a control character must be escaped");
      if (!read_escape(out)) return false;
    }
    ++at_;
    return true;
  }

  bool read_escape(std::string& out) {
    ++at_;
    const char letter = peek();
    constexpr std::string_view kLetters = "\"\\/bfnrt", kMeanings = "\"\\/\b\f\n\r\t";
    if (const auto found = kLetters.find(letter); !at_end() && found != std::string_view::npos) {
      out += kMeanings[found];
      ++at_;
      return true;
    }
    if (letter != 'u') return refuse("an escape is not one of JSON's");
    ++at_;
    const auto unit = read_hex4();
    if (!unit) return refuse("\\u wants four hexadecimal digits");
    if (*unit < 0xD800 || *unit > 0xDFFF) {
      append_utf8(out, *unit);
      return true;
    }
    const bool pair_follows = *unit <= 0xDBFF && take('\\') && take('u');
    const auto low = pair_follows ? read_hex4() : std::nullopt;
    if (!low || *low < 0xDC00 || *low > 0xDFFF) return refuse("a surrogate stands alone");
    append_utf8(out, 0x10000 + ((*unit - 0xD800) << 10) + (*low - 0xDC00));
    return true;
  }

  std::optional<std::uint32_t> read_hex4() {
    if (text_.size() - at_ < 4) return std::nullopt;
    std::uint32_t unit = 0;
    for (int i = 0; i < 4; ++i, ++at_) {
      const char c = text_[at_];
      const int digit = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
      if (digit < 0) return std::nullopt;
      unit = unit << 4 | static_cast<std::uint32_t>(digit);
    }
    return unit;
  }

  bool read_array(Json& value, std::size_t depth) {
    ++at_;
    JsonArray items;
    skip_space();
    if (!take(']')) {
      do {
        if (!read_value(items.emplace_back(), depth + 1)) return false;
        skip_space();
      } while (take(','));
      if (!take(']')) return refuse("a list wants a comma or ]");
    }
    value = Json(std::move(items));
    return true;
  }

  bool read_object(Json& value, std::size_t depth) {
    ++at_;
    JsonObject members;
    skip_space();
    if (!take('}')) {
      do {
        skip_space();
        if (peek() != '"') return refuse("a member wants its name in quotation marks");
        auto& [name, member] = members.emplace_back();
        if (!read_string(name)) return false;
        skip_space();
        if (!take(':')) return refuse("a member wants a colon after its name");
        if (!read_value(member, depth + 1)) return false;
        skip_space();
      } while (take(','));
      if (!take('}')) return refuse("an object wants a comma or }");
    }
    if (repeats_a_name(members)) return refuse("an object that ends here names a member twice");
    value = Json(std::move(members));
    return true;
  }

  // By sorting, so that an object of a million members costs no million squared.
  static bool repeats_a_name(const JsonObject& members) {
    if (members.size() < 2) return false;
    std::vector<std::string_view> names;
    names.reserve(members.size());
    for (const auto& [name, member] : members) names.push_back(name);
    std::ranges::sort(names);
    return std::ranges::adjacent_find(names) != names.end();
  }

  std::string_view text_;
  JsonNumbers numbers_;
  std::size_t at_ = 0;
  std::string why_;
};

// RFC 8785 section 3.2.3 sorts by UTF-16 code units. In UTF-8 that differs from the order of the bytes in one case: a code
// point above U+FFFF (lead byte F0 to F4) has a surrogate first and so comes before U+E000 to U+FFFF (lead bytes EE and EF).
bool utf16_less(std::string_view a, std::string_view b) {
  const auto [left, right] = std::ranges::mismatch(a, b);
  if (right == b.end()) return false;
  if (left == a.end()) return true;
  const auto x = static_cast<unsigned char>(*left), y = static_cast<unsigned char>(*right);
  if (x >= 0xEE && y >= 0xEE && (x >= 0xF0) != (y >= 0xF0)) return x >= 0xF0;
  return x < y;
}

void write_string(std::string& out, std::string_view text) {
  constexpr std::string_view kHexDigits = "0123456789abcdef";
  out += '"';
  for (const char c : text) {
    switch (c) {
      case '"': out += "\\\""; break;
      case '\\': out += "\\\\"; break;
      case '\b': out += "\\b"; break;
      case '\t': out += "\\t"; break;
      case '\n': out += "\\n"; break;
      case '\f': out += "\\f"; break;
      case '\r': out += "\\r"; break;
      default:
        if (static_cast<unsigned char>(c) >= 0x20) {
          out += c;
        } else {
          out += "\\u00";
          out += kHexDigits[static_cast<unsigned char>(c) >> 4];
          out += kHexDigits[c & 15];
        }
    }
  }
  out += '"';
}

void write_value(std::string& out, const Json& value);

void write_object(std::string& out, const JsonObject& object) {
  std::vector<const JsonObject::value_type*> sorted;
  sorted.reserve(object.size());
  for (const auto& member : object) sorted.push_back(&member);
  std::ranges::stable_sort(sorted, [](auto* a, auto* b) { return utf16_less(a->first, b->first); });
  out += '{';
  for (std::size_t i = 0; i < sorted.size(); ++i) {
    if (i != 0) out += ',';
    write_string(out, sorted[i]->first);
    out += ':';
    write_value(out, sorted[i]->second);
  }
  out += '}';
}

void write_value(std::string& out, const Json& value) {
  if (const auto* boolean = value.boolean()) {
    out += *boolean ? "true" : "false";
  } else if (const auto* integer = value.integer()) {
    out += std::to_string(*integer);
  } else if (const auto* fraction = value.fraction()) {
    out += shortest_decimal(*fraction);
  } else if (const auto* string = value.string()) {
    write_string(out, *string);
  } else if (const auto* object = value.object()) {
    write_object(out, *object);
  } else if (const auto* array = value.array()) {
    out += '[';
    for (std::size_t i = 0; i < array->size(); ++i) {
      if (i != 0) out += ',';
      write_value(out, (*array)[i]);
    }
    out += ']';
  } else {
    out += "null";
  }
}

}  // namespace

const Json* Json::find(std::string_view name) const {
  const JsonObject* members = object();
  if (members == nullptr) return nullptr;
  for (const auto& [key, value] : *members) {
    if (key == name) return &value;
  }
  return nullptr;
}

Result<Json> parse_json(std::string_view text) { return parse_json(text, JsonNumbers::integers); }

Result<Json> parse_json(std::string_view text, JsonNumbers numbers) {
  if (text.size() > limits::kJsonBytesMax) {
    return fail(Errc::limit_exceeded, "", "The document is larger than " + std::to_string(limits::kJsonBytesMax) + " bytes.");
  }
  if (!is_utf8(text)) return fail(Errc::invalid_json, "", "The document is not well-formed UTF-8.");
  return Parser(text, numbers).document();
}

std::string canonical_json(const Json& value) {
  std::string out;
  write_value(out, value);
  return out;
}

}  // namespace colophon
