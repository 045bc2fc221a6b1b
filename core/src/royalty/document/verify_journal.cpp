// The check of a journal's text. It reads the lines that Journal writes and nothing else: what another program adds breaks the chain.
#include "colophon/base/encoding.hpp"
#include "colophon/royalty/journal.hpp"
#include "royalty/division/text_sums.hpp"

namespace colophon::royalty {
namespace {

constexpr std::string_view kFirstLine = "; colophon/journal/1 ";
constexpr std::string_view kIndent = "    ";
constexpr std::string_view kChain = "    ; chain: ";

std::unexpected<Error> wrong(std::uint64_t line, std::string detail) {
  return fail(Errc::invalid_argument, "line " + std::to_string(line), std::move(detail));
}

/// Digits, a point, at most 12 more: the value in 10^-12, or nothing. An own reader, because a journal is mostly amounts.
bool read_amount(std::string_view text, int128& value) {
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  const std::size_t point = text.find('.');
  const std::string_view whole = text.substr(0, point), places = point == text.npos ? std::string_view() : text.substr(point + 1);
  if (whole.empty() || whole.size() > 20 || places.size() > 12 || (point != text.npos && places.empty())) return false;
  const auto digits = [](std::string_view part, std::uint64_t& sum) {
    for (const char c : part) {
      if (c < '0' || c > '9') return false;
      sum = sum * 10 + static_cast<std::uint64_t>(c - '0');
    }
    return true;
  };
  std::uint64_t high = 0, middle = 0, low = 0;
  // 20 digits do not fit 64 bits; two halves do.
  const std::size_t cut = whole.size() > 10 ? whole.size() - 10 : 0;
  if (!digits(whole.substr(0, cut), high) || !digits(whole.substr(cut), middle) || !digits(places, low)) return false;
  for (std::size_t i = places.size(); i < 12; ++i) low *= 10;
  value = (static_cast<int128>(high) * 10'000'000'000 + middle) * 1'000'000'000'000 + low;
  if (negative) value = -value;
  return true;
}

class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  Result<merkle::Report> run() {
    std::string_view line;
    if (!next(line) || !line.starts_with(kFirstLine)) return wrong(1, "A journal of Colophon begins with \"; colophon/journal/1\".");
    while (next(line)) {
      if (line.empty()) continue;
      if (auto done = transaction(line); !done) return std::unexpected(done.error());
    }
    return report();
  }

 private:
  bool next(std::string_view& line) {
    if (at_ >= text_.size()) return false;
    const std::size_t end = text_.find('\n', at_);
    if (end == text_.npos) cut_ = true;
    line = text_.substr(at_, end == text_.npos ? text_.npos : end - at_);
    begin_ = at_;
    at_ = end == text_.npos ? text_.size() : end + 1;
    ++line_;
    return true;
  }

  Result<void> posting(std::string_view line) {
    line.remove_prefix(kIndent.size());
    const std::size_t gap = line.find("  "), space = line.rfind(' ');
    int128 amount = 0;
    if (gap == line.npos || gap == 0 || space < gap + 3 || line.size() - space != 4 || !read_amount(line.substr(gap + 2, space - gap - 2), amount)) {
      return wrong(line_, "A posting is an account, two spaces, an amount and a currency.");
    }
    const std::string_view currency = line.substr(space + 1);
    std::size_t c = 0;
    while (c < currencies_.size() && currencies_[c] != currency) ++c;
    if (c == currencies_.size()) {
      if (c == 64) return fail(Errc::limit_exceeded, "line " + std::to_string(line_), "A journal has at most 64 currencies.");
      currencies_.push_back(currency);
      sums_.push_back(0);
      balances_.emplace_back();
    }
    sums_[c] += amount;
    balances_[c][line.substr(0, gap)] += amount;
    ++postings_;
    return {};
  }

  Result<void> transaction(std::string_view line) {
    if (line.size() < 12 || line[4] != '-' || line[7] != '-') return wrong(line_, "A transaction begins with a date.");
    ++transactions_;
    const std::size_t begin = begin_;
    const std::uint64_t first = line_;
    for (;;) {
      if (!next(line)) return wrong(line_, "The journal ends in the middle of a transaction: it was cut.");
      if (line.starts_with(kChain)) break;
      if (!line.starts_with(kIndent)) return wrong(line_, "Inside a transaction every line is indented; its last is the chain.");
      if (line.substr(4, 1) == ";") continue;
      if (auto done = posting(line); !done) return done;
    }
    for (std::size_t c = 0; c < sums_.size(); ++c) {
      if (sums_[c] != 0 && unbalanced_.code == Errc::ok) {
        unbalanced_ = {Errc::does_not_hold, "line " + std::to_string(first), "The postings add up to " + format_exact(sums_[c]) + " " + std::string(currencies_[c]) + ", not to zero."};
      }
      sums_[c] = 0;
    }
    head_ = Sha256().update(head_).update(text_.substr(begin, begin_ - begin)).finish();
    if (to_hex(head_) != line.substr(kChain.size()) && broken_.code == Errc::ok) {
      broken_ = {Errc::does_not_hold, "line " + std::to_string(line_), "The chain breaks here: what stands above was changed, taken out or put in. It gives " + to_hex(head_) + "."};
    }
    return {};
  }

  Result<merkle::Report> report() {
    if (cut_) return wrong(line_, "The last line does not end: the journal was cut.");
    merkle::Report report;
    report.kind = "journal";
    const auto outcome = [](const Error& error) -> Result<void> {
      if (error.code == Errc::ok) return {};
      return std::unexpected(error);
    };
    merkle::add_check(report, "balanced", outcome(unbalanced_));
    merkle::add_check(report, "chain", outcome(broken_));
    JsonObject balances;
    for (std::size_t c = 0; c < currencies_.size(); ++c) {
      JsonObject accounts;
      balances_[c].for_each_sorted([&](std::string_view account, int128 amount) {
        if (amount != 0) accounts.emplace_back(account, format_exact(amount));
      });
      balances.emplace_back(currencies_[c], std::move(accounts));
    }
    report.facts = {{"transactions", static_cast<std::int64_t>(transactions_)}, {"postings", static_cast<std::int64_t>(postings_)},
                    {"head", to_hex(head_)}, {"balances", std::move(balances)}};
    return report;
  }

  std::string_view text_;
  std::size_t at_ = 0, begin_ = 0;
  std::uint64_t line_ = 0, transactions_ = 0, postings_ = 0;
  bool cut_ = false;
  std::vector<std::string_view> currencies_;
  std::vector<int128> sums_;
  std::vector<TextSums> balances_;
  Hash head_{};
  Error unbalanced_{Errc::ok, {}, {}}, broken_{Errc::ok, {}, {}};
};

}  // namespace

Result<merkle::Report> verify_journal(std::string_view text) {
  // Its accounts go into the report, which is JSON.
  if (!is_utf8(text)) return fail(Errc::invalid_encoding, "journal", "The journal is not UTF-8.");
  return Reader(text).run();
}

}  // namespace colophon::royalty
