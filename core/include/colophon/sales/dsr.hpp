#pragma once
// Sales reports as DDEX DSR flat files: the profiles BasicAudioProfile 1.2 and UgcProfile 1.1.1, in and out (docs/formats/dsr.md).
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "colophon/sales/line.hpp"
#include "colophon/sales/number.hpp"

namespace colophon::sales {

struct DsrOptions {
  std::string source = {};            ///< Of all lines; empty: the sender's name.
  ExcessPlaces excess = ExcessPlaces::refuse;   ///< Of amounts with more than 12 places.
  bool strict_totals = false;         ///< A summary that its blocks do not come to refuses the file instead of being a finding.
};

/// What the HEAD record says.
struct DsrHead {
  std::string profile, version;       ///< "BasicAudioProfile", "1.2"
  std::string message_id, created;
  std::int64_t file_number = 1, files = 1;
  Date first, last;                   ///< The period of use.
  std::string sender_id, sender_name, service, recipient_id, recipient_name;
  /// What names this file for ever: a sender never uses a message id twice. "PADPIDA...|1453417766009915|1"
  std::string message() const { return sender_id + "|" + message_id + "|" + std::to_string(file_number); }
};

struct DsrReading { DsrHead head; Reading reading; };

/// Whether a text begins as a DSR file does: comments, then a HEAD record.
bool is_dsr(std::string_view text);

/// Reads and checks the whole file first and only then gives its lines, so that a file that is refused gives none. What refuses a file is in
/// Reading::errors with its place ("name.tsv:10:SY02.01.Usages"). Error: only what the sink returns.
Result<DsrReading> read_dsr(std::string_view file_name, std::string_view text, const DsrOptions& options, const Sink& sink);

/// Two files of one message that are not the same: a conflict that names the first line and cell that differ.
Error message_differs(std::string_view file_name, std::string_view now, std::string_view before);

/// One sale or use to be reported.
struct ReportedSale {
  Id work;
  std::string isrc, iswc, upc, title, artist;
  Kind kind = Kind::subscription;
  std::string use, territory, service;
  std::int64_t units = 0;             ///< Below 0: returns.
  ExactAmount amount = 0;
  Currency currency;
};
struct DsrReport {
  DsrHead head;                       ///< Its profile, version, file number and count are set by the writer.
  std::vector<ReportedSale> sales;    ///< In any order: the bytes do not depend on it.
};
/// The report as a BasicAudioProfile 1.2 file: a summary for each kind, use, territory, service and currency, a block for each work. What a summary earned
/// adds up exactly to its sales; money without units is its indirect revenue. Errors: missing_field (sender's id or name, message id), invalid_argument
/// (a sender's id that is no DDEX party id), not_found (no sales), overflow.
Result<std::string> write_dsr(const DsrReport& report);
/// "DSR_RECIPIENT_SENDER_SERVICE_PERIOD_TERRITORY_1of1_CREATED.tsv", as the standard names files.
std::string dsr_file_name(const DsrReport& report);

}  // namespace colophon::sales
