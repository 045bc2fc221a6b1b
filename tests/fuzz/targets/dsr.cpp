#include "targets.hpp"

#include "colophon/sales/dsr.hpp"

namespace colophon::fuzz {

/// A DSR file. What is accepted has the sums that it tells and gives them again; what is refused gives no line.
void run_dsr(ByteView input) {
  const auto text = as_text(input);
  (void)sales::is_dsr(text);
  std::uint64_t lines = 0;
  ExactAmount sum = 0;
  const auto take = [&](const sales::Line& line) -> Result<void> {
    ++lines;
    sum += line.amount;
    expect(is_utf8(line.title) && is_utf8(line.artist) && is_utf8(line.proprietary), "texts are UTF-8");
    expect(line.date.is_set() && line.territory.size() == 2 && !line.use.empty() && !line.source.empty(), "a line is whole");
    return {};
  };
  for (const auto excess : {sales::ExcessPlaces::refuse, sales::ExcessPlaces::round}) {
    lines = 0;
    sum = 0;
    const auto read = sales::read_dsr("f", text, {"", excess, false}, take);
    expect(read.has_value(), "only the sink ends a reading with an error");
    ExactAmount told = 0;
    for (const auto& one : read->reading.sums) told += one.amount;
    if (read->reading.acceptable()) expect(told == sum && read->reading.lines == lines, "sums are those of the lines");
    (void)canonical_json(sales::reading_json(read->reading));
  }
  const auto half = text.substr(0, text.size() / 2);
  expect(!sales::message_differs("f", text, half).detail.empty(), "a difference is told");
}

}  // namespace colophon::fuzz
