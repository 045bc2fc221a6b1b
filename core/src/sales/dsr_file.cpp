#include "sales/dsr_file.hpp"

#include <algorithm>
#include <array>
#include <set>

#include "colophon/base/csv.hpp"
#include "colophon/base/limits.hpp"
#include "colophon/sales/reported_ids.hpp"
#include "colophon/sales/territory.hpp"
#include "sales/words.hpp"

namespace colophon::sales::dsr {
namespace {

constexpr std::size_t kBlockRecordsMax = 1'000'000, kBlocksMax = 50'000'000;
constexpr CsvOptions kTsv{.separator = '\t', .quotes = false};

bool is_number_type(CellType type) { return type == CellType::integer || type == CellType::decimal; }

/// A cell without which the money or what it is for would not be known.
bool is_vital(const RecordSpec& spec, const CellSpec& cell) {
  if (is_number_type(cell.type) || cell.type == CellType::currency || cell.type == CellType::date || cell.type == CellType::boolean) return true;
  return cell.name == "SummaryRecordId" || cell.name == "BlockId" || cell.name == "ResourceReference" || cell.name == "ReleaseReference" || (spec.type == "HEAD" && cell.name != "SenderName");
}

struct CheckOne {
  const Report& report;
  const Record& record;
  const CellSpec& cell;
  ExcessPlaces excess;

  bool operator()(std::string_view value) const {
    switch (cell.type) {
      case CellType::integer: {
        const auto number = read_number(value, {});
        if (!number) return refuse(Errc::invalid_amount, "is no whole number");
        if (auto units = to_units(*number, ""); !units) return refuse(units.error().code, "is no whole number");
        return true;
      }
      case CellType::decimal: {
        const auto number = read_number(value, {});
        if (!number) return refuse(Errc::invalid_amount, "is no decimal number");
        const auto amount = to_amount(*number, excess, "");
        if (!amount) return refuse(amount.error().code, amount.error().code == Errc::invalid_amount ? "has more than 12 decimal places (--round rounds such amounts)" : "is too large");
        if (amount->amount >= kLineAmountMax || amount->amount <= -kLineAmountMax) return refuse(Errc::overflow, "is not below 10^18");
        if (amount->rounded) report.find("rounded", record, cell.name, value);
        return true;
      }
      case CellType::boolean: {
        const auto word = fold_case(value);
        return word == "true" || word == "false" || word == "1" || word == "0" || refuse(Errc::invalid_argument, "is neither true nor false");
      }
      case CellType::date: return date_of(value).has_value() || refuse(Errc::invalid_argument, "is no date (YYYY, YYYY-MM or YYYY-MM-DD)");
      case CellType::currency: return Currency::parse(value).has_value() || refuse(Errc::unknown_currency, "is no currency of ISO 4217");
      case CellType::isrc: if (!read_isrc(value)) report.find("isrc", record, cell.name, value); return true;
      case CellType::iswc: if (!read_iswc(value)) report.find("iswc", record, cell.name, value); return true;
      case CellType::icpn: if (!read_upc(value)) report.find("upc", record, cell.name, value); return true;
      case CellType::territory: if (value != "Worldwide" && !read_territory(value)) report.find("territory", record, cell.name, value); return true;
      case CellType::commercial_model: case CellType::use_type: case CellType::rights_type:
        if (!is_allowed(cell.type, value.substr(0, value.find("::")))) report.find("value", record, cell.name, value);
        return true;
      case CellType::date_time: case CellType::text: return true;
    }
    return true;
  }
  bool refuse(Errc code, const char* what) const { return report.refuse(code, record, cell.name, "'" + std::string(cut(record.raw(cell.name), 64)) + "' " + what + "."); }
};

bool check_cells(const Report& report, const Record& record, ExcessPlaces excess) {
  bool good = true;
  Texts texts;
  for (std::size_t i = 0; i < record.cells.size(); ++i) {
    const auto& cell = record.spec->cells[i];
    const auto raw = record.cells[i];
    if (trim(raw).empty()) {
      if (!cell.required) continue;
      if (is_vital(*record.spec, cell)) good = report.refuse(Errc::missing_field, record, cell.name, "This cell must not be empty.");
      else report.find("missing", record, cell.name, "");
      continue;
    }
    const CheckOne check{report, record, cell, excess};
    if (!cell.repeated) {
      good = check(trim(texts.text(raw))) && good;
      continue;
    }
    for (const auto value : texts.values(raw)) good = check(trim(value)) && good;
  }
  return good;
}

class Reader {
 public:
  Reader(std::string_view text, const Report& report, DsrHead& head, const Profile*& profile, const Visitor& visitor, ExcessPlaces excess)
      : csv_(std::string(report.file_name), text, kTsv), report_(report), head_(head), profile_(profile), visitor_(visitor), excess_(excess) {}

  Result<bool> read() {
    std::vector<std::string_view> cells;
    for (;;) {
      const auto more = csv_.next(cells);
      if (!more) {
        if (report_.tally != nullptr) report_.tally->refuse(more.error());
        return false;
      }
      if (!*more) break;
      if (cells.front().starts_with('#')) continue;
      const auto taken = take(cells);
      if (!taken) return std::unexpected(taken.error());
      if (!*taken) good_ = false;
      if (stop_) return false;
    }
    if (profile_ == nullptr) return refuse_file("The file has no HEAD record: it is no DSR flat file.");
    if (!foot_seen_) return refuse_file("The file has no FOOT record at its end: it was cut.");
    return good_;
  }

 private:
  bool refuse_file(const char* detail) {
    if (report_.tally != nullptr) report_.tally->refuse({Errc::invalid_argument, csv_.place(""), detail});
    return false;
  }
  /// What follows cannot be made sense of.
  bool halt() { stop_ = true; return false; }

  Result<bool> take(const std::vector<std::string_view>& cells) {
    if (profile_ == nullptr) return take_head(cells);
    Record record;
    record.line = csv_.line();
    const auto type = cells.front();
    record.spec = profile_->record(type);
    if (record.spec == nullptr) {
      RecordSpec unknown{type, {}};
      record.spec = &unknown;
      return report_.refuse(Errc::unknown_field, record, "", std::string(profile_->name) + " " + std::string(profile_->version) + " has no record of this type.");
    }
    if (foot_seen_) return report_.refuse(Errc::invalid_argument, record, "", "Nothing may follow the FOOT record.");
    if (record.is("HEAD")) return report_.refuse(Errc::invalid_argument, record, "", "A file has one HEAD record.");
    if (!fill(record, cells)) return false;
    const bool good = report_.tally == nullptr || check_cells(report_, record, excess_);
    if (record.is("FOOT")) return take_foot(record, good);
    if (profile_->is_summary(type)) {
      if (!block_.empty() || !blocks_.empty()) return report_.refuse(Errc::invalid_argument, record, "", "Summary records stand before all blocks.");
      ++summaries_;
      if (good) if (auto done = visitor_.summary(record); !done) return std::unexpected(done.error());
      return good;
    }
    return take_body(std::move(record), good);
  }

  bool fill(Record& record, const std::vector<std::string_view>& cells) {
    if (cells.size() - 1 > record.spec->cells.size())
      return report_.refuse(Errc::invalid_argument, record, "", "The record has " + std::to_string(cells.size() - 1) + " cells after its type, its definition has " + std::to_string(record.spec->cells.size()) + ".");
    record.cells.assign(cells.begin() + 1, cells.end());
    record.cells.resize(record.spec->cells.size());
    return true;
  }

  Result<bool> take_head(const std::vector<std::string_view>& cells) {
    if (cells.front() != "HEAD") {
      refuse_file("The first record must be HEAD.");
      return halt();
    }
    const auto cell = [&](std::size_t i) { return i < cells.size() ? trim(cells[i]) : std::string_view(); };
    profile_ = find_profile(cell(2), cell(3));
    Record record;
    record.line = csv_.line();
    RecordSpec bare{"HEAD", {}};
    record.spec = &bare;
    if (profile_ == nullptr) {
      report_.refuse(Errc::unknown_format, record, "Profile", "'" + std::string(cut(cell(2), 64)) + "' version '" + std::string(cut(cell(3), 32)) +
                                                                 "' is not read here. Read are BasicAudioProfile 1.2 and UgcProfile 1.1.1.");
      return halt();
    }
    record.spec = profile_->record("HEAD");
    if (!fill(record, cells)) return halt();
    if (!record.raw("MessageVersion").starts_with("dsrf/")) report_.refuse(Errc::unknown_format, record, "MessageVersion", "It must begin with 'dsrf/'.");
    bool good = report_.tally == nullptr || check_cells(report_, record, excess_);
    if (!good) return halt();
    Texts texts;
    const auto text = [&](std::string_view name) { return std::string(cut(trim(texts.text(record.raw(name))), limits::kSalesCellBytesMax)); };
    head_.profile = profile_->name;
    head_.version = profile_->version;
    head_.message_id = text("MessageId");
    head_.created = text("MessageCreatedDateTime");
    head_.file_number = integer_of(record, "FileNumber");
    head_.files = integer_of(record, "NumberOfFiles");
    head_.first = *date_of(trim(record.raw("UsageStartDate")));
    // A period that is named by its month begins with its first day.
    if (trim(record.raw("UsageStartDate")).size() == 7) head_.first.day = 1;
    if (trim(record.raw("UsageStartDate")).size() == 4) head_.first.month = 1, head_.first.day = 1;
    head_.last = *date_of(trim(record.raw("UsageEndDate")));
    head_.sender_id = text("SenderPartyId");
    head_.sender_name = text("SenderName");
    head_.service = text("ServiceDescription");
    head_.recipient_id = text("RecipientPartyId");
    head_.recipient_name = text("RecipientName");
    if (head_.file_number < 1 || head_.file_number > head_.files)
      good = report_.refuse(Errc::invalid_argument, record, "FileNumber", "File " + std::to_string(head_.file_number) + " of " + std::to_string(head_.files) + " cannot be.");
    if (head_.last < head_.first) good = report_.refuse(Errc::invalid_argument, record, "UsageEndDate", "The period of use ends before it begins.");
    return good;
  }

  Result<bool> take_body(Record record, bool good) {
    const auto id = record.cells.front();  // BlockId is the first cell of every record of a block.
    if (summaries_ == 0 && blocks_.empty() && block_.empty()) good = report_.refuse(Errc::missing_field, record, "", "A report has at least one summary record before its blocks.");
    if (!block_.empty() && block_.front().cells.front() != id) {
      const auto ended = end_block();
      if (!ended) return ended;
      good = good && *ended;
    }
    if (block_.empty()) {
      phase_ = Phase::start;
      block_good_ = true;
      if (!blocks_.insert(id).second) good = report_.refuse(Errc::invalid_argument, record, "BlockId", "The block stands here twice: all its records must follow one another.");
      if (blocks_.size() > kBlocksMax) return report_.refuse(Errc::limit_exceeded, record, "", "Too many blocks."), halt();
    }
    if (block_.size() >= kBlockRecordsMax) return report_.refuse(Errc::limit_exceeded, record, "", "A block has more than a million records."), halt();
    const auto next = profile_->step(phase_, record.spec->type);
    if (!next && block_good_) good = report_.refuse(Errc::invalid_argument, record, "", block_.empty() ? "A block may not begin with this record." : "This record may not follow " + std::string(block_.back().spec->type) + ".");
    if (next) phase_ = *next;
    block_good_ = block_good_ && good;
    block_.push_back(std::move(record));
    return good;
  }

  Result<bool> end_block() {
    if (block_.empty()) return true;
    auto good = block_good_;
    if (good && !std::ranges::contains(profile_->ends, phase_)) good = report_.refuse(Errc::invalid_argument, block_.back(), "", "The block ends here, but its profile wants more records.");
    if (good) if (auto done = visitor_.block(block_); !done) return std::unexpected(done.error());
    block_.clear();
    return good;
  }

  Result<bool> take_foot(const Record& record, bool good) {
    const auto ended = end_block();
    if (!ended) return ended;
    good = good && *ended;
    foot_seen_ = true;
    if (summaries_ == 0 && blocks_.empty()) good = report_.refuse(Errc::missing_field, record, "", "A report has at least one summary record.");
    if (!good || report_.tally == nullptr) return good;
    const bool alone = head_.files == 1;
    const std::string_view blocks_in_report = record.spec->place("NumberOfBlocksInReport") >= 0 ? "NumberOfBlocksInReport" : "NumberOfBlocksInRecord";
    const auto check = [&](std::string_view cell, std::uint64_t counted, const char* what, bool applies) {
      if (!applies || trim(record.raw(cell)).empty() || integer_of(record, cell) == static_cast<std::int64_t>(counted)) return;
      good = report_.refuse(Errc::does_not_hold, record, cell, "It says " + std::string(trim(record.raw(cell))) + ", the file has " + std::to_string(counted) + " " + what + ": a line is missing or too many.");
    };
    check("NumberOfLinesInFile", record.line, "lines", true);
    check("NumberOfLinesInReport", record.line, "lines", alone);
    check("NumberOfSummaryRecords", summaries_, "summary records", true);
    check("NumberOfBlocksInFile", blocks_.size(), "blocks", true);
    check(blocks_in_report, blocks_.size(), "blocks", alone);
    return good;
  }

  CsvReader csv_;
  const Report& report_;
  DsrHead& head_;
  const Profile*& profile_;
  const Visitor& visitor_;
  ExcessPlaces excess_;
  bool good_ = true, stop_ = false, foot_seen_ = false, block_good_ = true;
  Phase phase_ = Phase::start;
  Block block_;
  std::set<std::string_view> blocks_;
  std::uint64_t summaries_ = 0;
};

}  // namespace

std::string_view Record::raw(std::string_view name) const {
  const int at = spec->place(name);
  return at < 0 || static_cast<std::size_t>(at) >= cells.size() ? std::string_view() : cells[static_cast<std::size_t>(at)];
}

std::string Report::place(const Record& record, std::string_view cell) const {
  return std::string(file_name) + ":" + std::to_string(record.line) + ":" + std::string(cut(record.spec->type, 32)) + (cell.empty() ? "" : "." + std::string(cell));
}

bool Report::refuse(Errc code, const Record& record, std::string_view cell, std::string detail) const {
  if (tally != nullptr && !tally->reading().more_errors) tally->refuse({code, place(record, cell), std::move(detail)});
  return false;
}

void Report::find(std::string_view code, const Record& record, std::string_view cell, std::string_view sample) const {
  if (tally != nullptr) tally->find(code, std::string(record.spec->type) + "." + std::string(cell), sample, record.line);
}

std::string_view Texts::text(std::string_view raw) {
  if (!raw.contains('\\')) return raw;
  std::string out;
  for (std::size_t i = 0; i < raw.size(); ++i) {
    if (raw[i] == '\\' && i + 1 < raw.size()) ++i;
    out += raw[i];
  }
  return own_.emplace_back(std::move(out));
}

std::vector<std::string_view> Texts::values(std::string_view raw) {
  std::vector<std::string_view> values;
  std::size_t begin = 0;
  for (std::size_t i = 0; i <= raw.size(); ++i) {
    if (i < raw.size() && raw[i] == '\\') {
      ++i;
      continue;
    }
    if (i < raw.size() && raw[i] != '|') continue;
    if (i > begin) values.push_back(text(raw.substr(begin, i - begin)));
    begin = i + 1;
  }
  return values;
}

Result<bool> read_file(std::string_view text, const Report& report, DsrHead& head, const Profile*& profile, const Visitor& visitor, ExcessPlaces excess) {
  profile = nullptr;
  return Reader(text, report, head, profile, visitor, excess).read();
}

std::int64_t integer_of(const Record& record, std::string_view cell) {
  const auto number = read_number(record.raw(cell), {});
  return number ? to_units(*number, "").value_or(0) : 0;
}

ExactAmount decimal_of(const Record& record, std::string_view cell, ExcessPlaces excess) {
  // A cell of several values is their sum.
  Texts texts;
  ExactAmount sum = 0;
  for (const auto value : texts.values(record.raw(cell))) {
    const auto number = read_number(value, {});
    if (!number) continue;
    if (const auto amount = to_amount(*number, excess, "")) sum += amount->amount;
  }
  return sum;
}

std::optional<Date> date_of(std::string_view text) {
  static const std::array<DateFormat, 4> kForms{*DateFormat::parse("YYYY-MM-DD", ""), *DateFormat::parse("YYYY-MM", ""), *DateFormat::parse("YYYY", ""), *DateFormat::parse("YYYYMMDD", "")};
  for (const auto& form : kForms)
    if (const auto date = form.read(text)) return date;
  return std::nullopt;
}

bool boolean_of(const Record& record, std::string_view cell, bool fallback) {
  const auto word = fold_case(record.raw(cell));
  return word == "true" || word == "1" ? true : word == "false" || word == "0" ? false : fallback;
}

}  // namespace colophon::sales::dsr
