#include "colophon/sales/dsr.hpp"

#include "colophon/base/limits.hpp"
#include "sales/dsr_lines.hpp"
#include "sales/words.hpp"

namespace colophon::sales {
namespace {

using namespace dsr;

/// The lines that follow one another, each with its number; without their ends.
bool next_line(std::string_view& text, std::string_view& line) {
  if (text.empty()) return false;
  const auto end = std::min(text.find('\n'), text.size());
  line = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  if (line.ends_with('\r')) line.remove_suffix(1);
  return true;
}

std::vector<std::string_view> cells_of(std::string_view line) {
  std::vector<std::string_view> cells;
  for (;;) {
    const auto tab = line.find('\t');
    cells.push_back(line.substr(0, tab));
    if (tab == line.npos) return cells;
    line.remove_prefix(tab + 1);
  }
}

}  // namespace

bool is_dsr(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  std::string_view line;
  while (next_line(text, line))
    if (!line.empty() && !line.starts_with('#')) return line.starts_with("HEAD\t");
  return false;
}

Result<DsrReading> read_dsr(std::string_view file_name, std::string_view text, const DsrOptions& options, const Sink& sink) {
  DsrReading answer;
  Tally tally;
  const Profile* profile = nullptr;
  std::unique_ptr<ProfileLines> rules;
  const Report checking{file_name, &tally};
  const auto begin = [&] {
    if (rules != nullptr) return;
    auto source = options.source.empty() ? source_of(answer.head.sender_name) : options.source;
    const Context context{answer.head, options, checking, source.empty() ? "dsr" : source};
    rules = profile->name == "UgcProfile" ? ugc_lines(context) : basic_audio_lines(context);
  };
  const Visitor check{[&](const Record& record) -> Result<void> { return begin(), rules->add_summary(record), Result<void>{}; },
                      [&](const Block& block) -> Result<void> { return begin(), (void)rules->check_block(block), Result<void>{}; }};
  const auto checked = read_file(text, checking, answer.head, profile, check, options.excess);
  if (!checked) return std::unexpected(checked.error());
  if (*checked && rules != nullptr) (void)rules->finish_check();
  if (*checked && rules == nullptr) tally.find("no_lines", "", "", 0);
  if (!*checked || !tally.reading().acceptable() || rules == nullptr) {
    answer.reading = tally.finish();
    return answer;
  }
  // The second pass knows that all is well, and what each summary's money is divided by.
  const TakeLine take = [&](const Line& line, const Record& record) -> Result<void> {
    ++tally.reading().rows;
    if (auto added = tally.add(line); !added) {
      checking.refuse(added.error().code, record, "", added.error().detail);
      return {};
    }
    return sink(line);
  };
  DsrHead again;
  const Visitor lines{[](const Record&) { return Result<void>{}; }, [&](const Block& block) { return rules->lines_of(block, take); }};
  const auto read = read_file(text, Report{file_name, nullptr}, again, profile, lines, options.excess);
  if (!read) return std::unexpected(read.error());
  if (auto done = rules->last_lines(take); !done) return std::unexpected(done.error());
  if (tally.reading().lines == 0) tally.find("no_lines", "", "", 0);
  answer.reading = tally.finish();
  return answer;
}

Error message_differs(std::string_view file_name, std::string_view now, std::string_view before) {
  const auto bom = [](std::string_view& text) { if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3); };
  bom(now), bom(before);
  const Profile* profile = nullptr;
  std::string_view ours, theirs;
  const std::string head = "A sender never uses the id of a message twice. This message was imported before, and ";
  constexpr const char* kRemedy = " Ask the sender which is right; what is wrong is withdrawn or corrected by a message with a new id.";
  for (std::uint64_t line = 1;; ++line) {
    const bool more = next_line(now, ours), more_before = next_line(before, theirs);
    const std::string place = std::string(file_name) + ":" + std::to_string(line);
    if (!more && !more_before) break;
    if (more != more_before) return {Errc::conflict, place, head + (more ? "ended before this line." : "had more lines.") + kRemedy};
    const auto cells = cells_of(ours), were = cells_of(theirs);
    if (cells.front() == "HEAD" && cells.size() > 3) profile = find_profile(cells[2], cells[3]);
    if (ours == theirs) continue;
    std::size_t at = 0;
    while (at < cells.size() && at < were.size() && cells[at] == were[at]) ++at;
    const auto cell = [&](const auto& list) { return at < list.size() ? "'" + std::string(cut(list[at], 64)) + "'" : std::string("not there"); };
    const RecordSpec* spec = profile != nullptr ? profile->record(cells.front()) : nullptr;
    std::string where = place + ":" + std::string(cut(cells.front(), 32));
    if (at > 0) where += spec != nullptr && at <= spec->cells.size() ? "." + std::string(spec->cells[at - 1].name) : " cell " + std::to_string(at + 1);
    return {Errc::conflict, where, head + "there this cell was " + cell(were) + ", here it is " + cell(cells) + "." + kRemedy};
  }
  return {Errc::conflict, std::string(file_name), head + "with other line ends." + kRemedy};
}

}  // namespace colophon::sales
