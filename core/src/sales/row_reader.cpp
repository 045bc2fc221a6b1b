#include "sales/row_reader.hpp"

#include <algorithm>

#include "colophon/base/limits.hpp"
#include "colophon/sales/reported_ids.hpp"
#include "colophon/sales/territory.hpp"
#include "sales/words.hpp"

namespace colophon::sales {
namespace {

constexpr std::size_t kMeaningsMax = 1u << 16;

std::string quoted(std::string_view text) { return "'" + std::string(cut(text, 64)) + (text.size() > 64 ? "..." : "") + "'"; }

std::string upper(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
  return out;
}

bool is_everywhere(std::string_view folded) {
  constexpr std::array<std::string_view, 7> kWords{"", "zz", "ww", "xx", "world", "worldwide", "global"};
  return std::ranges::contains(kWords, folded);
}

}  // namespace

void RowReader::resolve(const std::function<int(const ColumnRef&)>& place) {
  for (std::size_t i = 0; i < kFields; ++i)
    for (const auto& column : mapping_.fields[i].columns) places_[i].push_back(place(column));
  for (const auto& condition : mapping_.skip) skip_.push_back(place(condition.column));
  for (const auto& condition : mapping_.totals) totals_.push_back(place(condition.column));
  for (const auto& condition : mapping_.returns) returns_.push_back(place(condition.column));
}

bool RowReader::holds(const Condition& condition, int place, const Cells& cells) const {
  return std::ranges::contains(condition.is, fold_case(cell(cells, place))) != condition.negated;
}

bool RowReader::any_holds(const std::vector<Condition>& conditions, const std::vector<int>& places, const Cells& cells) const {
  for (std::size_t i = 0; i < conditions.size(); ++i)
    if (holds(conditions[i], places[i], cells)) return true;
  return false;
}

std::string RowReader::column_of(Field field) const {
  const auto& columns = mapping_.rule(field).columns;
  return columns.empty() ? std::string(field_name(field)) : columns.front().to_string();
}

std::string_view RowReader::raw(Field field, const Cells& cells) const {
  const auto& rule = mapping_.rule(field);
  const auto& places = places_[static_cast<std::size_t>(field)];
  const auto text = places.empty() ? std::string_view() : trim(cell(cells, places.front()));
  return text.empty() ? std::string_view(rule.value) : text;
}

const RowReader::Meaning& RowReader::meaning(Field field, std::string_view text) {
  auto& known = meanings_[static_cast<std::size_t>(field)];
  if (const auto found = known.find(text); found != known.end()) return found->second;
  if (known.size() >= kMeaningsMax) known.clear();
  return known.emplace(std::string(text), work_out(field, text)).first->second;
}

RowReader::Meaning RowReader::work_out(Field field, std::string_view raw) const {
  const auto& rule = mapping_.rule(field);
  Meaning meaning;
  std::string text(raw);
  if (!rule.map.empty()) {
    const auto found = rule.map.find(fold_case(raw));
    if (found != rule.map.end()) text = found->second;
    else if (rule.otherwise) text = *rule.otherwise;
  }
  meaning.text = text;
  switch (field) {
    case Field::date: {
      if (rule.formats.empty()) {
        if (const auto date = Date::parse(text)) meaning.date = *date;
      } else {
        for (const auto& format : rule.formats)
          if (const auto date = format.read(text)) { meaning.date = *date; break; }
        if (!meaning.date.is_set() && raw == rule.value)  // What stands for an empty cell is written as Colophon writes dates.
          if (const auto date = Date::parse(text)) meaning.date = *date;
      }
      if (!meaning.date.is_set()) meaning.error = text.empty() ? "There is no date." : quoted(text) + " is no date of the form " + (rule.formats.empty() ? "YYYY-MM-DD" : rule.formats.front().pattern()) + ".";
      break;
    }
    case Field::kind: {
      const auto kind = parse_kind(text);
      if (kind) meaning.code = static_cast<int>(*kind);
      else meaning.error = quoted(text) + " is no kind of money: let fields.kind.map say whether it is ad, subscription, tip, licence, brand or sale.";
      break;
    }
    case Field::side: {
      const auto side = parse_side(text);
      if (side) meaning.code = static_cast<int>(*side);
      else meaning.error = quoted(text) + " is no side: let fields.side.map say whether it is recording, composition or neither.";
      break;
    }
    case Field::currency: {
      const auto currency = Currency::parse(upper(text));
      if (currency) meaning.currency = *currency;
      else meaning.error = quoted(text) + " is no currency of ISO 4217: let fields.currency.map say which it is.";
      break;
    }
    case Field::territory: {
      const auto territory = read_territory(text);
      meaning.odd = !territory && !is_everywhere(fold_case(text));
      meaning.text = territory.value_or(kNoTerritory);
      break;
    }
    case Field::use:
      meaning.odd = !text.empty() && !are_words(text);
      if (!are_words(text)) meaning.text = words_of(text);
      if (meaning.text.empty()) meaning.text = "other";
      break;
    case Field::source:
      meaning.text = source_of(text);
      meaning.odd = !text.empty() && meaning.text.empty();
      if (meaning.text.empty()) meaning.text = mapping_.source;
      break;
    default: break;
  }
  return meaning;
}

bool RowReader::refuse(Errc code, std::string field, std::string detail) {
  tally_.refuse({code, std::move(field), std::move(detail)});
  return false;
}

const RowReader::Meaning* RowReader::required(Field field, const Cells& cells, const Place& place, const Line&) {
  const auto& found = meaning(field, raw(field, cells));
  if (found.error.empty()) return &found;
  refuse(field == Field::currency ? Errc::unknown_currency : Errc::invalid_argument, place(column_of(field)), found.error);
  return nullptr;
}

const RowReader::Meaning& RowReader::optional(Field field, const Cells& cells, const Line& line) {
  const auto text = raw(field, cells);
  const auto& found = meaning(field, text);
  if (found.odd) tally_.find(field_name(field), column_of(field), text, line.row);
  return found;
}

bool RowReader::read_amount(const Cells& cells, const Place& place, Line& line) {
  const auto& rule = mapping_.rule(Field::amount);
  const auto& places = places_[static_cast<std::size_t>(Field::amount)];
  ExactDecimal product{1, 0};
  for (std::size_t i = 0; i < std::max<std::size_t>(places.size(), 1); ++i) {
    auto text = places.empty() ? std::string_view() : trim(cell(cells, places[i]));
    const bool constant = text.empty();
    if (constant) text = rule.value;
    const auto at = [&] { return place(places.empty() ? "amount" : rule.columns[i].to_string()); };
    const auto number = read_number(text, constant ? NumberFormat{} : mapping_.numbers);
    if (!number) return refuse(Errc::invalid_amount, at(), text.empty() ? "There is no amount here: where an empty cell means none, say so with \"empty\": \"0\"." : quoted(text) + " is no number as the mapping says they are written.");
    const auto next = multiply(product, *number);
    if (!next) return refuse(Errc::overflow, at(), "The product has more than 38 digits.");
    product = *next;
  }
  if (rule.scale) {
    const auto scaled = multiply(product, *rule.scale);
    if (!scaled) return refuse(Errc::overflow, place(column_of(Field::amount)), "The amount has more than 38 digits.");
    product = *scaled;
  }
  const auto amount = to_amount(product, mapping_.excess, "");
  if (!amount) return refuse(amount.error().code, place(column_of(Field::amount)), amount.error().detail);
  if (amount->rounded) tally_.find("rounded", column_of(Field::amount), places.empty() ? std::string_view() : cell(cells, places.front()), line.row);
  line.amount = amount->amount;
  return true;
}

bool RowReader::read_units(const Cells& cells, const Place& place, Line& line) {
  const auto& rule = mapping_.rule(Field::units);
  if (!rule.is_set()) return true;
  const auto& places = places_[static_cast<std::size_t>(Field::units)];
  auto text = places.empty() ? std::string_view() : trim(cell(cells, places.front()));
  const bool constant = text.empty();
  if (constant) text = rule.value;
  if (text.empty()) return true;  // No units are said: none are counted.
  auto number = read_number(text, constant ? NumberFormat{} : mapping_.numbers);
  if (number && rule.scale) number = multiply(*number, *rule.scale);
  if (!number) return refuse(Errc::invalid_amount, place(column_of(Field::units)), quoted(text) + " is no number as the mapping says they are written.");
  const auto units = mapping_.fraction_down ? to_units_down(*number, "") : to_units(*number, "");
  if (!units) return refuse(units.error().code, place(column_of(Field::units)), units.error().detail);
  line.units = *units;
  return true;
}

bool RowReader::read_total(const Cells& cells, const Place& place, Line& line) {
  if (!read_amount(cells, place, line)) return false;
  const auto text = raw(Field::currency, cells);
  const auto* currency = text.empty() ? nullptr : required(Field::currency, cells, place, line);
  if (!text.empty() && currency == nullptr) return false;
  if (currency == nullptr && running_.size() != 1)
    return refuse(Errc::missing_field, place(column_of(Field::currency)), "A total without a currency can be checked only where all lines before it have one and the same.");
  const auto found = currency == nullptr ? running_.begin() : std::ranges::find(running_, currency->currency, &RunningSum::currency);
  const ExactAmount all = found == running_.end() ? 0 : found->all, since = found == running_.end() ? 0 : found->since_total;
  if (found != running_.end()) found->since_total = 0;
  if (line.amount == all || line.amount == since) return true;
  return refuse(Errc::does_not_hold, place(column_of(Field::amount)),
                "The file's own total is " + format_exact(line.amount) + ", its lines come to " + format_exact(all) + (since == all ? "" : " (" + format_exact(since) + " since the total before)") +
                    ": a line is missing or changed, or the mapping passes over one.");
}

void RowReader::read_reported(const Cells& cells, Line& line) {
  using Reader = std::optional<std::string> (*)(std::string_view);
  struct Id { Field field; Reader read; std::string* own; std::string_view* into; };
  for (const auto& id : {Id{Field::isrc, read_isrc, &isrc_, &line.isrc}, Id{Field::iswc, read_iswc, &iswc_, &line.iswc}, Id{Field::upc, read_upc, &upc_, &line.upc}}) {
    const auto text = raw(id.field, cells);
    if (is_absent(text)) continue;
    auto read = id.read(text);
    if (!read) {
      tally_.find(field_name(id.field), column_of(id.field), text, line.row);
      continue;
    }
    *id.own = std::move(*read);
    *id.into = *id.own;
  }
  for (const auto& [field, into] : {std::pair{Field::proprietary, &line.proprietary}, std::pair{Field::title, &line.title}, std::pair{Field::artist, &line.artist}, std::pair{Field::original, &line.original}}) {
    const auto text = raw(field, cells);
    *into = cut(text, limits::kSalesCellBytesMax);
    if (into->size() != text.size()) tally_.find("long", column_of(field), text, line.row);
  }
}

RowKind RowReader::read(const Cells& cells, const Place& place, Line& line) {
  if (any_holds(mapping_.skip, skip_, cells)) return RowKind::skipped;
  if (any_holds(mapping_.totals, totals_, cells)) return read_total(cells, place, line) ? RowKind::total : RowKind::refused;
  const auto* date = required(Field::date, cells, place, line);
  const auto* kind = required(Field::kind, cells, place, line);
  const auto* currency = required(Field::currency, cells, place, line);
  const auto* side = required(Field::side, cells, place, line);
  const bool amount = read_amount(cells, place, line), units = read_units(cells, place, line);
  if (!date || !kind || !currency || !side || !amount || !units) return RowKind::refused;
  line.date = date->date;
  line.kind = static_cast<Kind>(kind->code);
  line.currency = currency->currency;
  line.side = static_cast<Side>(side->code);
  line.source = optional(Field::source, cells, line).text;
  line.use = optional(Field::use, cells, line).text;
  line.territory = optional(Field::territory, cells, line).text;
  read_reported(cells, line);
  if (any_holds(mapping_.returns, returns_, cells)) {
    line.units = line.units > 0 ? -line.units : line.units;
    line.amount = line.amount > 0 ? -line.amount : line.amount;
  }
  if ((line.units < 0 && line.amount > 0) || (line.units > 0 && line.amount < 0))
    tally_.find("sign", column_of(Field::amount), std::to_string(line.units) + " units, " + format_exact(line.amount), line.row);
  if (line.units == 0 && line.amount == 0) tally_.find("zero", column_of(Field::amount), "0", line.row);
  return RowKind::line;
}

void RowReader::added(const Line& line) {
  auto found = std::ranges::find(running_, line.currency, &RunningSum::currency);
  if (found == running_.end()) found = running_.insert(found, {line.currency, 0, 0});
  found->all += line.amount;          // The tally's own sum, whose overflow it has refused.
  (void)__builtin_add_overflow(found->since_total, line.amount, &found->since_total);
}

}  // namespace colophon::sales
