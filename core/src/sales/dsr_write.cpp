// Sales as a BasicAudioProfile 1.2 file.
#include <algorithm>
#include <map>
#include <tuple>

#include "colophon/sales/dsr.hpp"
#include "colophon/sales/territory.hpp"
#include "sales/words.hpp"

namespace colophon::sales {
namespace {

/// What a summary record stands for.
using ContextKey = std::tuple<int, std::string, std::string, std::string, std::string>;   ///< Kind, use, territory, service, currency.
struct Totals { std::int64_t usages = 0; ExactAmount net = 0, indirect = 0; std::string id; };

std::string_view model_of(Kind kind) {
  switch (kind) {
    case Kind::subscription: return "SubscriptionModel";
    case Kind::ad: return "AdvertisementSupportedModel";
    case Kind::sale: return "PayAsYouGoModel";
    case Kind::tip: case Kind::licence: case Kind::brand: break;
  }
  return "AsPerContract";
}

std::string_view use_type_of(std::string_view use) {
  if (use == "stream") return "OnDemandStream";
  if (use == "download") return "PermanentDownload";
  if (use == "ugc") return "UserMakeAvailableUserProvided";
  if (use == "broadcast") return "Broadcast";
  if (use == "ringtone") return "UseAsRingtone";
  return "Use";
}

/// A cell's text: escapes before bars and backslashes, spaces for what would end a cell or a line.
std::string cell(std::string_view text) {
  std::string out;
  for (const char c : trim(text)) {
    if (c == '\\' || c == '|') out += '\\';
    out += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
  }
  return out;
}

class Writer {
 public:
  void record(std::initializer_list<std::string_view> cells) {
    bool first = true;
    for (const auto one : cells) (text_ += first ? "" : "\t") += one, first = false;
    text_ += '\n';
    ++lines_;
  }
  std::size_t lines() const { return lines_; }
  std::string take() { return std::move(text_); }

 private:
  std::string text_;
  std::size_t lines_ = 0;
};

ContextKey context_of(const ReportedSale& sale) {
  return {static_cast<int>(sale.kind), sale.use, sale.territory, sale.service, std::string(sale.currency.name())};
}

bool is_party_id(std::string_view id) {
  constexpr std::string_view kPrefix = "PADPIDA";
  return id.starts_with(kPrefix) && id.size() > kPrefix.size() && std::ranges::all_of(id, [](char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); });
}

/// Everything that a sale is ordered by, so that the same sales give the same bytes.
auto order_of(const ReportedSale& sale) {
  return std::tuple(sale.work, context_of(sale), sale.isrc, sale.iswc, sale.upc, sale.title, sale.artist, sale.units, sale.amount);
}

Result<void> check(const DsrHead& head) {
  for (const auto& [text, name] : {std::pair{&head.sender_id, "sender_id"}, std::pair{&head.sender_name, "sender_name"}, std::pair{&head.message_id, "message_id"}, std::pair{&head.created, "created"}})
    if (trim(*text).empty()) return fail(Errc::missing_field, name, "A DSR message needs it.");
  for (const auto& [text, name] : {std::pair{&head.sender_id, "sender_id"}, std::pair{&head.recipient_id, "recipient_id"}})
    if (!text->empty() && !is_party_id(*text)) return fail(Errc::invalid_argument, name, "A DDEX party id begins with PADPIDA.");
  if (!head.first.is_set() || head.last < head.first) return fail(Errc::invalid_argument, "period", "The period of use ends before it begins.");
  return {};
}

/// A part of a file's name: letters, digits and hyphens.
std::string name_part(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-';
    if (plain) out += c;
    else if (!out.empty() && out.back() != '-') out += '-';
  }
  return out.empty() ? "none" : out;
}

}  // namespace

Result<std::string> write_dsr(const DsrReport& report) {
  if (auto good = check(report.head); !good) return std::unexpected(good.error());
  if (report.sales.empty()) return fail(Errc::not_found, "sales", "There is nothing to report: a DSR message has at least one summary.");
  auto sales = report.sales;
  std::ranges::sort(sales, {}, order_of);
  std::map<ContextKey, Totals> summaries;
  for (const auto& sale : sales) {
    auto& totals = summaries[context_of(sale)];
    // What has no units cannot be divided by them.
    auto& into = sale.units == 0 ? totals.indirect : totals.net;
    if (__builtin_add_overflow(totals.usages, sale.units, &totals.usages) || __builtin_add_overflow(into, sale.amount, &into))
      return fail(Errc::overflow, "sales", "The sums of the sales are too large.");
  }
  int number = 0;
  for (auto& [context, totals] : summaries) totals.id = "s" + std::to_string(++number);

  Writer out;
  const auto& head = report.head;
  out.record({"HEAD", "dsrf/1.1.2/6/1.0", "BasicAudioProfile", "1.2", cell(head.message_id), cell(head.created), "1", "1", head.first.to_string(), head.last.to_string(), head.sender_id,
              cell(head.sender_name), cell(head.service), head.recipient_id, cell(head.recipient_name), ""});
  for (const auto& [context, totals] : summaries) {
    const auto& [kind, use, territory, service, currency] = context;
    out.record({"SY01.01", totals.id, "", "", model_of(static_cast<Kind>(kind)), use_type_of(use), territory == kNoTerritory ? "Worldwide" : territory, cell(service), std::to_string(totals.usages), "",
                currency, format_exact(totals.net), totals.indirect == 0 ? "" : format_exact(totals.indirect), "", ""});
  }
  std::size_t blocks = 0, transaction = 0;
  for (std::size_t at = 0; at < sales.size();) {
    const auto& first = sales[at];
    const auto end = std::ranges::find_if(sales.begin() + static_cast<std::ptrdiff_t>(at), sales.end(), [&](const auto& sale) { return sale.work != first.work; });
    const auto last = static_cast<std::size_t>(end - sales.begin());
    const bool any_units = std::any_of(sales.begin() + static_cast<std::ptrdiff_t>(at), end, [](const auto& sale) { return sale.units != 0; });
    if (any_units) {
      const std::string block = std::to_string(++blocks), work = first.work.to_string();
      if (!first.upc.empty()) out.record({"RE01", block, "R1", work, "", "", first.upc, cell(first.artist.empty() ? "-" : first.artist), "", cell(first.title.empty() ? "-" : first.title), "", "", "", "", ""});
      out.record({"AS01.01", block, "A1", work, first.isrc, cell(first.title.empty() ? "-" : first.title), "", cell(first.artist.empty() ? "-" : first.artist), "", "", "SoundRecording", ""});
      out.record({"MW01.01", block, work, first.iswc, cell(first.title.empty() ? "-" : first.title), "", "", "", "", "", "", "", "", "", "", ""});
      for (; at < last; ++at) {
        const auto& sale = sales[at];
        if (sale.units == 0) continue;
        const auto& summary = summaries.at(context_of(sale)).id;
        const std::string id = "t" + std::to_string(++transaction);
        if (sale.use == "stream" && sale.units > 0) {
          out.record({"SU02", block, summary, id, "", "A1", "true", std::to_string(sale.units), "", ""});
        } else {
          const auto usages = std::max<std::int64_t>(sale.units, 0);
          out.record({"SU01", block, summary, id, "", "A1", "true", "false", std::to_string(usages), std::to_string(usages - sale.units), "", ""});
        }
      }
    }
    at = last;
  }
  const std::string lines = std::to_string(out.lines() + 1), count = std::to_string(blocks);
  out.record({"FOOT", lines, lines, std::to_string(summaries.size()), count, count});
  return out.take();
}

std::string dsr_file_name(const DsrReport& report) {
  const auto& head = report.head;
  std::string territory, created;
  for (const auto& sale : report.sales) territory = territory.empty() || territory == sale.territory ? sale.territory : "multi";
  for (const char c : head.created.substr(0, 19))
    if (c != '-' && c != ':') created += c;
  const auto period = head.first.period() == head.last.period() ? head.first.period().to_string() : head.first.to_string() + "--" + head.last.to_string();
  return "DSR_" + name_part(head.recipient_id.empty() ? head.recipient_name : head.recipient_id) + "_" + name_part(head.sender_id) + "_" + name_part(head.service) + "_" + period + "_" +
         name_part(territory.empty() || territory == kNoTerritory ? "multi" : territory) + "_1of1_" + created + ".tsv";
}

}  // namespace colophon::sales
