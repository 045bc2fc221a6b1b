#include "royalty/bundle/cells.hpp"

namespace colophon::royalty {

Micros Cells::micros(std::size_t column, const Currency& currency) {
  const ExactAmount amount = exact(column);
  if (error_) return 0;
  const auto rounded = to_micros(amount, currency);
  if (!rounded) {
    note(Errc::overflow, column, "The amount does not fit 63 bits of micros.");
    return 0;
  }
  if (rounded->residue != 0) note(Errc::invalid_amount, column, "This amount has at most six places below the minor unit.");
  return rounded->micros;
}

std::int64_t Cells::minor(std::size_t column, const Currency& currency) {
  const Micros amount = micros(column, currency);
  if (amount < 0) note(Errc::negative_amount, column, "This amount is not below zero.");
  if (amount % kMicrosPerMinor != 0) note(Errc::invalid_amount, column, "This amount is whole in the currency's minor unit.");
  return amount / kMicrosPerMinor;
}

bool Cells::flag(std::size_t column, bool fallback) {
  const std::string_view text = table_[column];
  if (text.empty()) return fallback;
  if (text == "true" || text == "yes") return true;
  if (text != "false" && text != "no") note(Errc::invalid_argument, column, "Write true or false, or leave it empty.");
  return false;
}

std::vector<std::string_view> split_list(std::string_view cell) {
  std::vector<std::string_view> items;
  while (!cell.empty()) {
    const std::size_t end = std::min(cell.find(';'), cell.size());
    std::string_view item = cell.substr(0, end);
    while (item.starts_with(' ')) item.remove_prefix(1);
    while (item.ends_with(' ')) item.remove_suffix(1);
    if (!item.empty()) items.push_back(item);
    cell.remove_prefix(std::min(end + 1, cell.size()));
  }
  return items;
}

}  // namespace colophon::royalty
