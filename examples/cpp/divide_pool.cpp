// Divides an amount over works by their units, exactly: the largest remainder on the grid of micros, as a settlement does.
//   divide_pool 10.00 EUR 3 1 1          three works with 3, 1 and 1 units; exit status 3 on bad input
#include <iostream>
#include <vector>

#include "colophon/base/id.hpp"
#include "colophon/base/money.hpp"
#include "colophon/royalty/division.hpp"

namespace {

int bad_input(const colophon::Error& error) {
  std::cerr << colophon::errc_name(error.code) << ": " << error.field << ": " << error.detail << '\n';
  return 3;
}

}  // namespace

int main(int count, char** arguments) {
  if (count < 4) {
    std::cerr << "usage: divide_pool AMOUNT CURRENCY UNITS...\n";
    return 2;
  }
  const auto exact = colophon::parse_exact(arguments[1]);
  if (!exact) return bad_input(exact.error());
  const auto currency = colophon::Currency::parse(arguments[2]);
  if (!currency) return bad_input(currency.error());
  const auto amount = colophon::to_micros(*exact, *currency);
  if (!amount) return bad_input(amount.error());

  std::vector<std::int64_t> units;
  std::vector<colophon::Id> works;
  for (int i = 3; i < count; ++i) {
    const auto number = colophon::parse_int64(arguments[i], "units");
    if (!number) return bad_input(number.error());
    units.push_back(*number);
    works.push_back(colophon::uuid_from_name("example/work", std::to_string(i - 2)));
  }
  const auto division = colophon::royalty::divide(amount->micros, units, works, colophon::uuid_from_name("example/pool", "1"));
  if (!division) return bad_input(division.error());

  for (std::size_t i = 0; i < works.size(); ++i) {
    std::cout << works[i].to_string() << "  " << units[i] << " units  " << colophon::format_micros(division->amounts[i], *currency) << '\n';
  }
  std::cout << "below the grid: " << colophon::format_exact(amount->residue) << '\n';
}
