#pragma once
// Which sales a return takes back. A report says "two copies fewer" and seldom which: a settlement needs to know, since money goes back under the
// agreement under which it came.
#include <span>
#include <string>
#include <vector>

#include "colophon/sales/line.hpp"

namespace colophon::sales {

/// A line, as far as taking back needs it.
struct SoldLine {
  Id id;
  Id work;                            ///< What it is the same thing by: the work, or for lines without one an id of their key.
  Date date;
  Kind kind = Kind::sale;
  Side side = Side::unknown;
  std::string source, use, territory, currency, original;
  ExactAmount amount = 0;             ///< Of a sale above 0; of a return below 0.
  ExactAmount taken_back = 0;         ///< Of a sale: what earlier returns have taken of it, 0 to `amount`.
};

struct TakenBack {
  Id by;                              ///< The return.
  Id sale;
  ExactAmount amount = 0;             ///< Above 0.
  friend bool operator==(const TakenBack&, const TakenBack&) = default;
};
struct ReturnPlan {
  std::vector<TakenBack> taken;       ///< By return, in the order in which they were taken.
  std::vector<Id> waiting;            ///< Returns that the sales do not cover: nothing of them is taken.
};

/// A return takes back sales of the same work, kind, side, source, use, territory and currency that are not later than it: first those with its own
/// `original` reference where it has one, then the newest, of one day by id. It is taken whole or waits. Returns go by date, then by id; the
/// order of the arguments changes nothing.
ReturnPlan plan_returns(std::span<const SoldLine> sales, std::span<const SoldLine> returns);

/// The id of the revenue line that takes `amount` of a sale back: a UUIDv7 of noon of the return's date and of both ids.
Id reversal_id(const SoldLine& by, const Id& sale);

/// The id of the revenue line that takes a line's money out of suspense once its work is known: a UUIDv7 of noon of the line's date.
Id resolution_id(const Id& line, const Date& date);

}  // namespace colophon::sales
