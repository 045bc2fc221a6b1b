#include "colophon/sales/mapping.hpp"

#include <algorithm>

#include "colophon/base/limits.hpp"
#include "colophon/sales/line.hpp"

namespace colophon::sales {
namespace {

constexpr std::array<std::string_view, kFields> kFieldNames{"date",     "kind", "source", "use", "territory",   "side",  "units",  "amount",
                                                            "currency", "isrc", "iswc",   "upc", "proprietary", "title", "artist", "original"};
constexpr std::array<Field, 4> kRequired{Field::date, Field::kind, Field::amount, Field::currency};
constexpr std::size_t kNameBytesMax = 256, kListMax = 64;
constexpr int kLinesMax = 1'000;

using Path = const std::string&;

std::unexpected<Error> wrong(Path path, std::string why) { return fail(Errc::invalid_argument, path, std::move(why)); }

Result<ColumnRef> read_column(const Json& json, Path path) {
  if (const auto* number = json.integer()) {
    if (*number < 1 || *number > static_cast<std::int64_t>(limits::kCsvColumnsMax)) return wrong(path, "Columns are numbered from 1 to 256.");
    return ColumnRef{"", static_cast<int>(*number)};
  }
  const auto* name = json.string();
  if (name == nullptr || fold_case(*name).empty() || name->size() > kNameBytesMax) return wrong(path, "Name a column as the header writes it, or give its number from 1.");
  return ColumnRef{*name, 0};
}

Result<std::vector<std::string>> read_texts(const Json& json, Path path) {
  std::vector<std::string> texts;
  if (const auto* one = json.string()) {
    texts.push_back(*one);
    return texts;
  }
  const auto* list = json.array();
  if (list == nullptr || list->empty()) return wrong(path, "Give a text, or a list of texts.");
  if (list->size() > limits::kSalesMappingValuesMax) return fail(Errc::limit_exceeded, path, "The list is too long.");
  for (const auto& item : *list) {
    if (item.string() == nullptr) return wrong(path, "Every item of the list must be a text.");
    texts.push_back(*item.string());
  }
  return texts;
}

Result<std::vector<Condition>> read_conditions(const Json* json, Path path) {
  std::vector<Condition> conditions;
  if (json == nullptr) return conditions;
  const auto* list = json->array();
  if (list == nullptr || list->size() > kListMax) return wrong(path, "Give a list of at most 64 conditions.");
  for (std::size_t i = 0; i < list->size(); ++i) {
    const std::string at = path + "[" + std::to_string(i) + "]";
    JsonFields fields((*list)[i], at);
    const Json& column = fields.required("column");
    const Json* is = fields.any("is");
    const Json* is_not = fields.any("not");
    if (auto read = fields.finish(); !read) return std::unexpected(read.error());
    if ((is == nullptr) == (is_not == nullptr)) return wrong(at, "A condition has either \"is\" or \"not\".");
    auto ref = read_column(column, at + ".column");
    if (!ref) return std::unexpected(ref.error());
    auto texts = read_texts(is != nullptr ? *is : *is_not, at + (is != nullptr ? ".is" : ".not"));
    if (!texts) return std::unexpected(texts.error());
    for (auto& text : *texts) text = fold_case(text);
    conditions.push_back({std::move(*ref), std::move(*texts), is_not != nullptr});
  }
  return conditions;
}

Result<void> read_map(const Json& json, Path path, FieldRule& rule) {
  const auto* members = json.object();
  if (members == nullptr) return wrong(path, "Give an object: the report's text on the left, what it means on the right.");
  if (members->size() > limits::kSalesMappingValuesMax) return fail(Errc::limit_exceeded, path, "The map is too long.");
  for (const auto& [from, to] : *members) {
    if (to.string() == nullptr) return wrong(path + "." + from.substr(0, 64), "This must be a text.");
    if (!rule.map.emplace(fold_case(from), *to.string()).second) return wrong(path + "." + from.substr(0, 64), "The text stands here twice: upper and lower case are not told apart.");
  }
  return {};
}

Result<void> read_formats(const Json& json, Path path, FieldRule& rule) {
  const auto patterns = read_texts(json, path);
  if (!patterns) return std::unexpected(patterns.error());
  if (patterns->size() > kListMax) return fail(Errc::limit_exceeded, path, "At most 64 forms of a date.");
  for (const auto& pattern : *patterns) {
    auto format = DateFormat::parse(pattern, path);
    if (!format) return std::unexpected(format.error());
    rule.formats.push_back(std::move(*format));
  }
  return {};
}

/// A constant of a field is checked when the mapping is read, not at the first line.
Result<void> check_value(Field field, const std::string& value, Path path) {
  switch (field) {
    case Field::kind: return parse_kind(value, path).transform([](auto) {});
    case Field::side: return parse_side(value, path).transform([](auto) {});
    case Field::currency: return Currency::parse(value, path).transform([](auto) {});
    case Field::date: return Date::parse(value, path).transform([](auto) {});
    case Field::amount: return parse_exact(value, path).transform([](auto) {});
    case Field::units: return parse_int64(value, path).transform([](auto) {});
    default: return {};
  }
}

Result<void> check_rule(Field field, const FieldRule& rule, Path path) {
  const bool counted = field == Field::amount || field == Field::units;
  if (!rule.is_set()) return wrong(path, "Say where the field comes from: \"column\", \"product\" or \"value\".");
  if (rule.columns.size() > 1 && field != Field::amount) return wrong(path + ".product", "Only the amount can be a product of columns.");
  if (!rule.formats.empty() && field != Field::date) return wrong(path + ".format", "Only the date has a form.");
  if (rule.scale && !counted) return wrong(path + ".scale", "Only amount and units have a scale.");
  if (!rule.map.empty() && (counted || field == Field::date)) return wrong(path + ".map", "Numbers and dates are not mapped text by text.");
  if (rule.otherwise && rule.map.empty()) return wrong(path + ".otherwise", "This belongs to a map.");
  if (field == Field::date && !rule.columns.empty() && rule.formats.empty()) return fail(Errc::missing_field, path + ".format", "Say how the report writes its dates: \"YYYY-MM-DD\".");
  if (!rule.value.empty())
    if (auto good = check_value(field, rule.value, path + (rule.columns.empty() ? ".value" : ".empty")); !good) return good;
  if (rule.otherwise)
    if (auto good = check_value(field, *rule.otherwise, path + ".otherwise"); !good) return good;
  for (const auto& [from, to] : rule.map)
    if (auto good = check_value(field, to, path + ".map." + from.substr(0, 64)); !good) return good;
  return {};
}

Result<FieldRule> read_rule(Field field, const Json& json, Path path) {
  FieldRule rule;
  if (json.object() == nullptr) {  // The short form: the column alone.
    auto column = read_column(json, path);
    if (!column) return std::unexpected(column.error());
    rule.columns.push_back(std::move(*column));
    if (auto good = check_rule(field, rule, path); !good) return std::unexpected(good.error());
    return rule;
  }
  JsonFields fields(json, path);
  const Json* column = fields.any("column");
  const Json* product = fields.any("product");
  const Json* value = fields.any("value");
  const Json* map = fields.any("map");
  const Json* otherwise = fields.any("otherwise");
  const Json* empty = fields.any("empty");
  const Json* format = fields.any("format");
  rule.scale_text = fields.string_or("scale", "");
  if (auto read = fields.finish(); !read) return std::unexpected(read.error());
  if ((column != nullptr) + (product != nullptr) + (value != nullptr) > 1) return wrong(path, "A field has one of \"column\", \"product\" and \"value\".");
  if (column != nullptr) {
    auto ref = read_column(*column, path + ".column");
    if (!ref) return std::unexpected(ref.error());
    rule.columns.push_back(std::move(*ref));
  }
  if (product != nullptr) {
    const auto* list = product->array();
    if (list == nullptr || list->size() < 2 || list->size() > 4) return wrong(path + ".product", "Give a list of 2 to 4 columns.");
    for (std::size_t i = 0; i < list->size(); ++i) {
      auto ref = read_column((*list)[i], path + ".product[" + std::to_string(i) + "]");
      if (!ref) return std::unexpected(ref.error());
      rule.columns.push_back(std::move(*ref));
    }
  }
  for (const auto& [json_text, name] : {std::pair{value, ".value"}, std::pair{empty, ".empty"}}) {
    if (json_text == nullptr) continue;
    if (json_text->string() == nullptr || json_text->string()->empty()) return wrong(path + name, "Give a text that is not empty.");
    if (json_text == empty && rule.columns.empty()) return wrong(path + name, "This belongs to a column.");
    rule.value = *json_text->string();
  }
  if (otherwise != nullptr) {
    if (otherwise->string() == nullptr) return wrong(path + ".otherwise", "Give a text.");
    rule.otherwise = *otherwise->string();
  }
  if (!rule.scale_text.empty()) {
    rule.scale = read_number(rule.scale_text, {});
    if (!rule.scale || rule.scale->mantissa == 0) return wrong(path + ".scale", "A scale is a decimal that is not 0: \"0.01\".");
  }
  if (map != nullptr)
    if (auto read = read_map(*map, path + ".map", rule); !read) return std::unexpected(read.error());
  if (format != nullptr)
    if (auto read = read_formats(*format, path + ".format", rule); !read) return std::unexpected(read.error());
  if (auto good = check_rule(field, rule, path); !good) return std::unexpected(good.error());
  return rule;
}

Result<void> read_table_part(const Json* json, Mapping& mapping) {
  if (json == nullptr) return {};
  JsonFields fields(*json, "table");
  const auto separator = fields.string_or("separator", ",");
  const auto encoding = fields.string_or("encoding", "utf-8");
  mapping.quotes = fields.boolean_or("quotes", true);
  mapping.header = fields.boolean_or("header", true);
  mapping.ragged = fields.boolean_or("ragged", false);
  mapping.unterminated = fields.boolean_or("unterminated", false);
  const auto skip = fields.integer_or("skip_lines", 0), footer = fields.integer_or("footer_lines", 0);
  if (auto read = fields.finish(); !read) return read;
  constexpr std::string_view kSeparators = ",;\t|";
  if (separator != "auto" && (separator.size() != 1 || !kSeparators.contains(separator[0]))) return wrong("table.separator", "A separator is \",\", \";\", \"\\t\", \"|\" or \"auto\".");
  mapping.separator = separator == "auto" ? '\0' : separator[0];
  if (encoding == "windows-1252") mapping.encoding = TextEncoding::windows_1252;
  else if (encoding == "utf-16") mapping.encoding = TextEncoding::utf16;
  else if (encoding != "utf-8") return wrong("table.encoding", "An encoding is utf-8, windows-1252 or utf-16.");
  if (skip < 0 || skip > kLinesMax) return wrong("table.skip_lines", "From 0 to 1,000 lines.");
  if (footer < 0 || footer > kLinesMax) return wrong("table.footer_lines", "From 0 to 1,000 lines.");
  mapping.skip_lines = static_cast<int>(skip);
  mapping.footer_lines = static_cast<int>(footer);
  return {};
}

Result<void> read_numbers_part(const Json* json, Mapping& mapping) {
  if (json == nullptr) return {};
  JsonFields fields(*json, "numbers");
  const auto decimal = fields.string_or("decimal", "."), group = fields.string_or("group", "");
  const auto excess = fields.string_or("excess_places", "refuse"), fraction = fields.string_or("fraction", "refuse");
  const Json* strip = fields.any("strip");
  if (auto read = fields.finish(); !read) return read;
  if (decimal != "." && decimal != ",") return wrong("numbers.decimal", "A decimal point is \".\" or \",\".");
  constexpr std::string_view kGroups = ",. '";
  if (group.size() > 1 || (group.size() == 1 && (!kGroups.contains(group[0]) || group == decimal))) return wrong("numbers.group", "A thousands separator is \",\", \".\", \" \", \"'\" or \"\", and not the decimal point.");
  if (excess != "refuse" && excess != "round") return wrong("numbers.excess_places", "Either \"refuse\" or \"round\".");
  if (fraction != "refuse" && fraction != "down") return wrong("numbers.fraction", "Either \"refuse\" or \"down\".");
  mapping.numbers.decimal = decimal[0];
  mapping.numbers.group = group.empty() ? '\0' : group[0];
  mapping.excess = excess == "round" ? ExcessPlaces::round : ExcessPlaces::refuse;
  mapping.fraction_down = fraction == "down";
  if (strip == nullptr) return {};
  auto texts = read_texts(*strip, "numbers.strip");
  if (!texts) return std::unexpected(texts.error());
  const auto bad = [](const std::string& text) { return text.empty() || text.size() > 16 || text.find_first_of("0123456789.,-+()") != text.npos; };
  if (texts->size() > kListMax || std::ranges::any_of(*texts, bad)) return wrong("numbers.strip", "What is stripped from numbers is short and has no digit, sign or point.");
  mapping.numbers.strip = std::move(*texts);
  return {};
}

bool is_source_name(std::string_view text) {
  const auto plain = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.' || c == ' '; };
  return !text.empty() && text.size() <= 64 && text.front() != ' ' && text.back() != ' ' && std::ranges::all_of(text, plain);
}

}  // namespace

std::string_view field_name(Field field) { return kFieldNames[static_cast<std::size_t>(field)]; }

std::string fold_case(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  std::string folded(text);
  for (char& c : folded) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  return folded;
}

Result<Mapping> parse_mapping(const Json& document) {
  Mapping mapping;
  JsonFields fields(document, "");
  if (fields.string("format") != "colophon/sales-mapping/1") fields.note({Errc::unknown_format, "format", "This program reads \"colophon/sales-mapping/1\"."});
  mapping.name = fields.string_or("name", "");
  mapping.source = fields.string("source");
  const Json* table = fields.any("table");
  const Json* numbers = fields.any("numbers");
  const Json& rules = fields.required("fields");
  const Json* rows = fields.any("rows");
  if (auto read = fields.finish(); !read) return std::unexpected(read.error());
  if (!is_source_name(mapping.source)) return wrong("source", "A source is a service's name in lower case: a-z, 0-9, '-', '_', '.', spaces between.");
  if (mapping.name.size() > 64) return wrong("name", "A name has at most 64 bytes.");
  if (auto read = read_table_part(table, mapping); !read) return std::unexpected(read.error());
  if (auto read = read_numbers_part(numbers, mapping); !read) return std::unexpected(read.error());

  JsonFields members(rules, "fields");
  for (std::size_t i = 0; i < kFields; ++i) {
    const Json* json = members.any(kFieldNames[i]);
    if (json == nullptr) continue;
    auto rule = read_rule(static_cast<Field>(i), *json, "fields." + std::string(kFieldNames[i]));
    if (!rule) return std::unexpected(rule.error());
    mapping.fields[i] = std::move(*rule);
  }
  if (auto read = members.finish(); !read) return std::unexpected(read.error());
  for (const Field field : kRequired)
    if (!mapping.rule(field).is_set()) return fail(Errc::missing_field, "fields." + std::string(field_name(field)), "A revenue line needs this field: name its column, or give it a value for all lines.");

  if (rows == nullptr) return mapping;
  JsonFields parts(*rows, "rows");
  const Json* skip = parts.any("skip");
  const Json* totals = parts.any("totals");
  const Json* returns = parts.any("returns");
  if (auto read = parts.finish(); !read) return std::unexpected(read.error());
  for (const auto& [json, path, into] : {std::tuple{skip, "rows.skip", &mapping.skip}, std::tuple{totals, "rows.totals", &mapping.totals}, std::tuple{returns, "rows.returns", &mapping.returns}}) {
    auto conditions = read_conditions(json, path);
    if (!conditions) return std::unexpected(conditions.error());
    *into = std::move(*conditions);
  }
  return mapping;
}

Result<Mapping> parse_mapping(std::string_view text) {
  if (text.size() > limits::kSalesMappingBytesMax) return fail(Errc::limit_exceeded, "", "A mapping has at most 256 KiB.");
  const auto json = parse_json(text);
  if (!json) return std::unexpected(json.error());
  return parse_mapping(*json);
}

}  // namespace colophon::sales
