#pragma once
// What the records of a profile come to as revenue lines. Private to sales.
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "sales/dsr_file.hpp"

namespace colophon::sales::dsr {

/// A summary record: the context of the sales that name it.
struct Summary {
  Record record;
  std::string id, rights_controller;
  Kind kind = Kind::licence;
  Side side = Side::unknown;
  std::string use, territory;
  std::optional<Currency> currency;
};

struct Context {
  const DsrHead& head;
  const DsrOptions& options;
  const Report& report;               ///< Of the first pass; its tally is null in the second.
  std::string source;
};

/// A line and the record that it comes of.
using TakeLine = std::function<Result<void>(const Line& line, const Record& record)>;

/// The rules of one profile. First every summary and block is checked, then finish_check() is called, then the same blocks come again as lines.
class ProfileLines {
 public:
  virtual ~ProfileLines() = default;
  virtual void add_summary(const Record& record) = 0;
  virtual bool check_block(const Block& block) = 0;
  virtual bool finish_check() = 0;
  virtual Result<void> lines_of(const Block& block, const TakeLine& take) = 0;
  /// Money that belongs to no block.
  virtual Result<void> last_lines(const TakeLine& take) = 0;
};
std::unique_ptr<ProfileLines> ugc_lines(const Context& context);
std::unique_ptr<ProfileLines> basic_audio_lines(const Context& context);

Summary summary_of(const Record& record, std::string_view profile);
Side side_of_rights(std::string_view rights_type);
/// A title with what supplements it in brackets.
std::string title_of(Texts& texts, const Record& record);
/// A finding, or with strict totals an error: the summary says one thing and its blocks another.
bool totals_differ(const Context& context, const Summary& summary, std::string_view cell, std::string_view said, std::string_view found);

/// floor(a * b / c) for c > 0; nothing where it does not fit.
std::optional<int128> multiply_divide(int128 a, int128 b, int128 c);

}  // namespace colophon::sales::dsr
