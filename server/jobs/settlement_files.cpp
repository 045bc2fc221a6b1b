#include "jobs/settlement_files.hpp"

#include <algorithm>
#include <fstream>
#include <unordered_map>

#include "colophon/base/csv.hpp"
#include "colophon/base/limits.hpp"
#include "colophon/royalty/print.hpp"
#include "jobs/read_file.hpp"
#include "store/try.hpp"

namespace colophon::jobs {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kSummary = "summary.json";

std::unexpected<Error> cannot(const fs::path& path, const std::string& why) {
  return fail(Errc::unavailable, path.string(), "it cannot be written: " + why);
}

/// A name as a file's: no separators, no leading dot.
std::string file_part(std::string_view name) {
  std::string part = royalty::account_part(name);
  if (part.empty() || part[0] == '.') part = "%2E" + part.substr(std::min<std::size_t>(part.size(), 1));
  return part;
}

Result<void> make_folder(const fs::path& path) {
  std::error_code error;
  fs::create_directories(path, error);
  if (error) return cannot(path, error.message());
  return {};
}

class Writer {
 public:
  Writer(const fs::path& folder, const royalty::SettlementInput& input, const royalty::SettlementResult& result, const Printed& printed)
      : folder_(folder), input_(input), result_(result), printed_(printed), writer_(input, result) {
    for (const royalty::Party& party : input.parties) names_.emplace(party.id, party.name);
  }

  Result<void> run(const Progress& progress) {
    COLOPHON_TRY(documents(progress));
    COLOPHON_TRY(journal());
    const auto payouts = payouts_of(input_, result_);
    COLOPHON_TRY(write_text(folder_ / "payouts.csv", payouts_csv(payouts, printed_, names_)));
    if (const auto file = COLOPHON_TRY(payment_file(payouts, printed_, day_after(input_.period)))) COLOPHON_TRY(write_text(folder_ / "pain.001.xml", file->xml));
    for (const auto& [name, text] : COLOPHON_TRY(claim_files(payouts, printed_))) COLOPHON_TRY(write_text(folder_ / name, text));
    COLOPHON_TRY(write_text(folder_ / "warnings.csv", warnings()));
    COLOPHON_TRY(make_folder(folder_ / "closing"));
    Result<void> closed;
    royalty::write_closing(input_, result_, [&](std::string_view name, std::string_view text) {
      if (closed) closed = write_text(folder_ / "closing" / name, text);
    });
    COLOPHON_TRY(std::move(closed));
    return write_text(folder_ / kSummary, canonical_json(summary_json(input_, result_)) + "\n");
  }

 private:
  Result<void> documents(const Progress& progress) {
    COLOPHON_TRY(make_folder(folder_ / "statements"));
    COLOPHON_TRY(make_folder(folder_ / "pools"));
    const auto total = static_cast<std::int64_t>(result_.parties.size());
    for (std::size_t i = 0; i < result_.parties.size(); ++i) {
      if (i % 16 == 0) COLOPHON_TRY(report(progress, static_cast<std::int64_t>(i), total, "statements"));
      const Id& party = result_.party_ids[result_.parties[i].party];
      const std::string stem = file_part(names_.at(party));
      const Json statement = titled(writer_.statement(i));
      const royalty::Payee* payee = printed_.payee(party);
      COLOPHON_TRY(write_text(folder_ / "statements" / (stem + ".json"), canonical_json(statement)));
      COLOPHON_TRY(write_text(folder_ / "statements" / (stem + ".csv"), COLOPHON_TRY(royalty::statement_csv(statement))));
      const royalty::PageOptions page{payee == nullptr ? names_.at(party) : payee->name, printed_.locale};
      COLOPHON_TRY(write_text(folder_ / "statements" / (stem + ".html"), COLOPHON_TRY(royalty::statement_page(statement, page))));
    }
    for (std::size_t i = 0; i < result_.pools.size(); ++i) {
      const royalty::PoolResult& pool = result_.pools[i];
      const std::string name = file_part(pool.name) + "-" + std::string(result_.currencies[pool.currency].name()) + ".json";
      COLOPHON_TRY(write_text(folder_ / "pools" / name, canonical_json(writer_.pool_table(i))));
    }
    return {};
  }

  /// With the titles of works as labels, where there are some: for people, and no part of what is proven.
  Json titled(JsonObject statement) const {
    for (auto& [name, value] : statement) {
      if (name != "labels" || value.object() == nullptr) continue;
      for (auto& [id, label] : *value.object()) {
        const auto found = printed_.titles.find(id);
        if (found != printed_.titles.end() && !found->second.empty()) label = found->second;
      }
    }
    return statement;
  }

  Result<void> journal() {
    const fs::path path = folder_ / "journal.ledger";
    std::ofstream out(path, std::ios::binary | std::ios::trunc);
    result_.journal.write([&](std::string_view piece) { out.write(piece.data(), static_cast<std::streamsize>(piece.size())); });
    out.close();
    if (!out) return cannot(path, "is there room on the disk?");
    return {};
  }

  std::string warnings() const {
    std::string text = "code,place,count,amount,currency,detail\n";
    for (const royalty::Warning& warning : result_.warnings) {
      const auto currency = Currency::parse(warning.currency);
      text += csv_cell(warning.code) + "," + csv_cell(warning.place) + "," + std::to_string(warning.count) + "," + (currency ? format_micros(warning.amount_micro, *currency) : "") + "," +
              warning.currency + "," + csv_cell(warning.detail) + "\n";
    }
    return text;
  }

  fs::path folder_;
  const royalty::SettlementInput& input_;
  const royalty::SettlementResult& result_;
  const Printed& printed_;
  royalty::StatementWriter writer_;
  std::unordered_map<Id, std::string> names_;
};

}  // namespace

Result<royalty::Bundle> read_bundle(const fs::path& folder, const royalty::BundleOptions& options) {
  std::error_code error;
  if (!fs::is_directory(folder, error)) return fail(Errc::not_found, folder.string(), "there is no such folder");
  std::vector<std::string> names, texts;
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    const std::string name = entry.path().filename().string();
    // Editors and people leave things beside the tables; what looks like a table and is none is a mistake.
    const bool table = name.ends_with(".csv") || name.ends_with(".json") || name.ends_with(".ndjson");
    if (!entry.is_regular_file(error) || !table) continue;
    names.push_back(name);
  }
  if (error) return fail(Errc::not_found, folder.string(), error.message());
  std::ranges::sort(names);
  for (const std::string& name : names) texts.push_back(COLOPHON_TRY(read_file(folder / name, name, limits::kBundleBytesMax)));
  std::vector<royalty::BundleFile> files;
  for (std::size_t i = 0; i < names.size(); ++i) files.push_back({names[i], texts[i]});
  return royalty::parse_bundle(files, options);
}

Result<void> write_text(const fs::path& path, std::string_view text) {
  std::ofstream out(path, std::ios::binary | std::ios::trunc);
  out.write(text.data(), static_cast<std::streamsize>(text.size()));
  out.close();
  if (!out) return cannot(path, "is there room on the disk?");
  return {};
}

Result<void> write_folder(const fs::path& folder, std::string_view mark, const std::function<Result<void>(const fs::path&)>& fill) {
  std::error_code error;
  const bool there = fs::exists(folder, error);
  if (there && (!fs::is_directory(folder, error) || (!fs::is_empty(folder, error) && !fs::exists(folder / mark, error)))) {
    return fail(Errc::conflict, folder.string(), "there is something else here already: name a new folder, or one that was written to before");
  }
  fs::path fresh = folder, old = folder;
  fresh += ".new";
  old += ".old";
  fs::remove_all(fresh, error);
  COLOPHON_TRY(make_folder(fresh));
  if (auto written = fill(fresh); !written) {
    fs::remove_all(fresh, error);
    return written;
  }
  fs::remove_all(old, error);
  if (there) fs::rename(folder, old, error);
  if (!error) fs::rename(fresh, folder, error);
  if (error) return cannot(folder, error.message());
  fs::remove_all(old, error);
  return {};
}

Result<void> write_settlement(const fs::path& folder, const royalty::SettlementInput& input, const royalty::SettlementResult& result, const Printed& printed,
                              const Progress& progress) {
  return write_folder(folder, kSummary, [&](const fs::path& fresh) { return Writer(fresh, input, result, printed).run(progress); });
}

Result<std::vector<std::pair<std::string, std::string>>> bundle_of(store::Store& store, const Id& settlement) {
  const auto row = COLOPHON_TRY(store.settlement(settlement));
  auto files = COLOPHON_TRY(store.settlement_input(settlement));
  royalty::SettlementInput input;
  input.period = row.period;
  input.revenue = COLOPHON_TRY(store.revenue(row.period));
  input.usage = COLOPHON_TRY(store.usage(row.period, {.listeners = true, .days = true}));
  royalty::write_bundle(input, [&](std::string_view name, std::string_view text) { files.emplace_back(name, text); },
                        [](std::string_view name) { return name == "revenue.csv" || name == "usage.csv"; });
  std::ranges::sort(files);
  return files;
}

JsonObject summary_json(const royalty::SettlementInput& input, const royalty::SettlementResult& result) {
  JsonArray pools, warnings;
  for (const royalty::PoolResult& pool : result.pools) {
    const Currency& currency = result.currencies[pool.currency];
    pools.push_back(JsonObject{{"pool", pool.pool.to_string()}, {"name", pool.name}, {"rule", royalty::rule_name(pool.rule)}, {"currency", currency.name()},
                               {"received", format_micros(pool.received_micro, currency)}, {"fees", format_micros(pool.fees_micro, currency)}, {"divided", format_micros(pool.amount_micro, currency)},
                               {"below_the_grid", format_exact(pool.residue)}, {"rows", static_cast<std::int64_t>(pool.rows.size())}, {"root", to_hex(pool.root)}});
  }
  JsonArray currencies;
  for (std::size_t c = 0; c < result.currencies.size(); ++c) {
    const Currency& currency = result.currencies[c];
    const royalty::CurrencyTotals& t = result.totals[c];
    currencies.push_back(JsonObject{{"currency", currency.name()}, {"received", format_micros(t.received_micro, currency)}, {"reversed", format_micros(t.reversed_micro, currency)},
                                    {"divided", format_micros(t.divided_micro, currency)}, {"suspense", format_micros(t.suspense_micro, currency)},
                                    {"earned", format_micros(t.earned_micro, currency)}, {"recouped", format_micros(t.recouped_micro, currency)}, {"reserved", format_micros(t.reserved_micro, currency)},
                                    {"held", format_micros(t.held_micro, currency)}, {"gross", format_minor(t.gross_minor, currency)}, {"tax", format_minor(t.tax_minor, currency)},
                                    {"net", format_minor(t.net_minor, currency)}, {"opening", format_micros(t.opening_micro, currency)}, {"closing", format_micros(t.closing_micro, currency)}});
  }
  for (const royalty::Warning& warning : result.warnings) {
    const auto currency = Currency::parse(warning.currency);
    warnings.push_back(JsonObject{{"code", warning.code}, {"place", warning.place}, {"count", static_cast<std::int64_t>(warning.count)},
                                  {"amount", currency ? format_micros(warning.amount_micro, *currency) : std::string()}, {"currency", warning.currency}, {"detail", warning.detail}});
  }
  return {{"settlement", input.settlement.to_string()}, {"name", input.name}, {"period", input.period.to_string()}, {"root", to_hex(result.root)},
          {"journal", to_hex(result.journal.head())}, {"transactions", static_cast<std::int64_t>(result.journal.transactions().size())},
          {"statements", static_cast<std::int64_t>(result.parties.size())}, {"payouts", static_cast<std::int64_t>(result.payouts.size())},
          {"pools", std::move(pools)}, {"currencies", std::move(currencies)}, {"warnings", std::move(warnings)}};
}

}  // namespace colophon::jobs
