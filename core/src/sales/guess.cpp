// A first mapping for a table that nobody has mapped yet.
#include <algorithm>
#include <array>

#include "colophon/base/csv.hpp"
#include "colophon/base/encoding.hpp"
#include "colophon/sales/mapping.hpp"
#include "colophon/sales/table.hpp"
#include "sales/words.hpp"

namespace colophon::sales {
namespace {

constexpr int kHeaderLinesMax = 20;
constexpr std::size_t kSampleRowsMax = 200;

struct Names { Field field; std::string_view names; };
/// Names of columns without case, spaces and signs, as services and distributors write them; a name earlier in a list counts more.
constexpr Names kNames[] = {
    {Field::amount, "netrevenue netamount netearnings netroyalty netreceipts netshare payable amountpayable royaltyamount royalties royalty earnings yourearnings amountdue partnershare partnerrevenue extendedpartnershare revenue amount net total"},
    {Field::units, "quantity units streams unitssold totalunits netunits plays usages usage count downloads views netquantity qty numberofstreams"},
    {Field::date, "usagedate saledate salesdate transactiondate enddate periodend usageenddate reportingmonth salemonth salesmonth usagemonth reportingperiod activityperiod salesperiod saleperiod month date period startdate"},
    {Field::currency, "currency currencycode paymentcurrency royaltycurrency reportingcurrency currencyofreporting customercurrency partnersharecurrency"},
    {Field::territory, "territory country countryofsale countrycode territorycode countryofsalecode salecountry saleterritory customercountry countryregion storecountry"},
    {Field::use, "usetype usagetype usage salestype saletype deliverytype distributiontype transactiontype consumptiontype formattype streamtype type"},
    {Field::isrc, "isrc trackisrc isrccode isrcid"},
    {Field::iswc, "iswc iswccode"},
    {Field::upc, "upc ean upcean barcode gtin icpn upccode releaseupc albumupc productupc"},
    {Field::title, "tracktitle trackname songtitle songname title track song assettitle worktitle contentname recordingtitle"},
    {Field::artist, "trackartist artist artistname artists displayartist displayartistname performer mainartist artistshowdeveloper"},
    {Field::proprietary, "assetid trackid vendoridentifier contentid videoid productid sku resourceid workid"},
    {Field::source, "store storename service dsp retailer platform shop partner outlet"},
    {Field::original, "transactionid saleid orderid salestransactionid"},
};

/// Letters and digits in lower case.
std::string compact(std::string_view text) {
  std::string out;
  for (const char c : fold_case(text))
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) out += c;
  return out;
}

/// The place of a name in a list of names, or nothing.
std::optional<std::size_t> rank_of(std::string_view names, std::string_view name) {
  std::size_t rank = 0;
  while (!names.empty()) {
    const auto end = std::min(names.find(' '), names.size());
    if (names.substr(0, end) == name) return rank;
    names.remove_prefix(std::min(end + 1, names.size()));
    ++rank;
  }
  return std::nullopt;
}

/// "earningsusd" -> "earnings" and "USD".
std::string currency_at_end(std::string& name) {
  if (name.size() <= 3) return "";
  std::string code = name.substr(name.size() - 3);
  for (char& c : code) c = static_cast<char>(c - (c >= 'a' && c <= 'z' ? 32 : 0));
  if (!Currency::parse(code)) return "";
  name.resize(name.size() - 3);
  return code;
}

struct Found { std::array<int, kFields> column{}; std::string currency; int count = 0; };

/// Columns from 1; 0 where a field has none.
Found find_columns(const std::vector<std::string>& header) {
  Found found;
  std::array<std::size_t, kFields> best{};
  for (std::size_t c = 0; c < header.size(); ++c) {
    for (const auto& [field, names] : kNames) {
      auto name = compact(header[c]);
      auto rank = rank_of(names, name);
      std::string code;
      if (!rank && field == Field::amount && !(code = currency_at_end(name)).empty()) rank = rank_of(names, name);
      if (!rank) continue;
      auto& column = found.column[static_cast<std::size_t>(field)];
      auto& so_far = best[static_cast<std::size_t>(field)];
      if (column != 0 && *rank >= so_far) continue;
      if (column == 0) ++found.count;
      column = static_cast<int>(c) + 1;
      so_far = *rank;
      if (field == Field::amount) found.currency = code;
    }
  }
  return found;
}

using Rows = std::vector<std::vector<std::string>>;

Rows sample_rows(std::string_view text, char separator) {
  CsvReader reader("", text, {.separator = separator, .unterminated = true});
  Rows rows;
  std::vector<std::string_view> cells;
  while (rows.size() < kSampleRowsMax) {
    const auto more = reader.next(cells);
    if (!more || !*more) break;
    rows.emplace_back(cells.begin(), cells.end());
  }
  return rows;
}

std::vector<std::string> column_of(const Rows& rows, int column) {
  std::vector<std::string> cells;
  for (std::size_t i = 1; i < rows.size(); ++i)
    if (rows[i].size() >= static_cast<std::size_t>(column)) {
      const auto cell = trim(rows[i][static_cast<std::size_t>(column) - 1]);
      if (!cell.empty()) cells.emplace_back(cell);
    }
  return cells;
}

/// The one form that fits all cells; empty where none does or where day and month could be either.
std::string date_form(const std::vector<std::string>& cells) {
  constexpr std::array<std::string_view, 14> kForms{"YYYY-MM-DD", "YYYY-MM", "YYYYMMDD", "YYYYMM", "YYYY/MM/DD", "DD.MM.YYYY", "MMM-YY", "MMM YYYY",
                                                    "MMMM YYYY", "YYYY-MM-DD*", "M/D/YYYY", "D/M/YYYY", "M/YYYY", "YYYY"};
  std::string found;
  for (const auto form : kForms) {
    const auto format = DateFormat::parse(form, "");
    if (!format || cells.empty() || !std::ranges::all_of(cells, [&](const auto& cell) { return format->read(cell).has_value(); })) continue;
    if (!found.empty()) return form == "D/M/YYYY" ? "" : found;
    found = form;
    if (form != "M/D/YYYY") return found;
  }
  return found;
}

/// How the numbers of a column are written: the last sign among "." and "," is the decimal point, unless exactly three digits follow it each time.
JsonObject number_form(const std::vector<std::string>& cells) {
  bool comma_decimal = false, point_decimal = false, both_comma_first = false, both_point_first = false;
  std::string strip;
  for (const auto& cell : cells) {
    const auto comma = cell.rfind(','), point = cell.rfind('.');
    if (comma != cell.npos && point != cell.npos) (comma < point ? both_comma_first : both_point_first) = true;
    const auto digits_after = [&](std::size_t at) { return std::ranges::count_if(cell.substr(at + 1), [](char c) { return c >= '0' && c <= '9'; }); };
    if (comma != cell.npos && point == cell.npos && digits_after(comma) != 3) comma_decimal = true;
    if (point != cell.npos && comma == cell.npos && digits_after(point) != 3) point_decimal = true;
    for (const std::string_view sign : {"$", "\xE2\x82\xAC", "\xC2\xA3", "\xC2\xA5"})
      if (cell.contains(sign)) strip = sign;
  }
  JsonObject numbers;
  if ((comma_decimal || both_point_first) && !point_decimal && !both_comma_first) numbers.emplace_back("decimal", ",");
  if (both_point_first && !both_comma_first) numbers.emplace_back("group", ".");
  if (both_comma_first && !both_point_first) numbers.emplace_back("group", ",");
  if (!strip.empty()) numbers.emplace_back("strip", JsonArray{Json(strip)});
  return numbers;
}

}  // namespace

Json guess_mapping(std::string_view text) {
  JsonObject table;
  std::string own;
  if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF")) {
    table.emplace_back("encoding", "utf-16");
    own = to_utf8(text.substr(0, 1u << 20), TextEncoding::utf16);
    text = own;
  } else if (const auto head = cut(text, 1u << 20); !is_utf8(head)) {
    table.emplace_back("encoding", "windows-1252");
    own = to_utf8(head, TextEncoding::windows_1252);
    text = own;
  } else {
    text = head;
  }
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  // The header is the line among the first that has most of the names.
  Found best;
  Rows rows;
  char separator = ',';
  int skip_lines = 0;
  auto rest = text;
  for (int line = 0; line < kHeaderLinesMax && !rest.empty(); ++line) {
    for (const char candidate : {'\t', ';', ',', '|'}) {
      const auto first = rest.substr(0, std::min(rest.find('\n'), rest.size()));
      const auto cells = sample_rows(std::string(first) + "\n", candidate);
      const auto found = cells.empty() ? Found{} : find_columns(cells.front());
      if (found.count <= best.count) continue;
      best = found;
      separator = candidate;
      skip_lines = line;
      rows = sample_rows(rest, candidate);
    }
    rest.remove_prefix(std::min(rest.find('\n'), rest.size() - 1) + 1);
  }
  if (separator != ',') table.emplace_back("separator", std::string(1, separator));
  if (skip_lines > 0) table.emplace_back("skip_lines", skip_lines);
  JsonObject fields;
  JsonObject numbers;
  for (const auto& [field, names] : kNames) {
    const int column = best.column[static_cast<std::size_t>(field)];
    if (column == 0) continue;
    const std::string name(trim(rows.front()[static_cast<std::size_t>(column) - 1]));
    if (field == Field::date) {
      const auto form = date_form(column_of(rows, column));
      JsonObject rule{{"column", name}};
      if (!form.empty()) rule.emplace_back("format", form);
      fields.emplace_back("date", std::move(rule));
      continue;
    }
    if (field == Field::amount) numbers = number_form(column_of(rows, column));
    fields.emplace_back(field_name(field), name);
  }
  if (!best.currency.empty() && best.column[static_cast<std::size_t>(Field::currency)] == 0) fields.emplace_back("currency", JsonObject{{"value", best.currency}});
  JsonObject mapping{{"format", "colophon/sales-mapping/1"}, {"source", ""}};
  if (!table.empty()) mapping.emplace_back("table", std::move(table));
  if (!numbers.empty()) mapping.emplace_back("numbers", std::move(numbers));
  mapping.emplace_back("fields", std::move(fields));
  return mapping;
}

}  // namespace colophon::sales
