// parties.csv and works.csv.
#include <algorithm>

#include "colophon/identifier/bank.hpp"
#include "colophon/identifier/evm_address.hpp"
#include "colophon/identifier/industry.hpp"
#include "colophon/payment/characters.hpp"
#include "royalty/bundle/cells.hpp"
#include "royalty/bundle/tables.hpp"

namespace colophon::royalty {
namespace {

/// "ada:1/2;bob:1/2", or names alone for equal parts. Calls `add(name, share)`.
template <class Add>
Result<void> read_shares(std::string_view cell, const std::string& field, Add add) {
  std::vector<std::pair<std::string_view, std::string_view>> items;
  for (const std::string_view item : split_list(cell)) {
    const std::size_t colon = item.rfind(':');
    // "isrc:QM..." has a colon and no share; a share begins with a digit and a name's code does not.
    const bool has_share = colon != item.npos && colon + 1 < item.size() && item[colon + 1] >= '0' && item[colon + 1] <= '9' && Share::parse(item.substr(colon + 1)).has_value();
    items.emplace_back(has_share ? item.substr(0, colon) : item, has_share ? item.substr(colon + 1) : std::string_view());
  }
  const bool equal = std::ranges::all_of(items, [](const auto& item) { return item.second.empty(); });
  for (const auto& [name, text] : items) {
    Share share{1, static_cast<std::uint32_t>(items.size())};
    if (!equal) {
      auto read = Share::parse(text, field);
      if (!read) return fail(Errc::invalid_shares, field, "Write \"ada:1/2;bob:1/2\": every name with its share, or no share at all for equal parts.");
      share = *read;
    }
    if (auto done = add(name, share); !done) return done;
  }
  return {};
}

/// Whether somebody can be paid by what is given: nothing at all is paid by other means than files.
Result<void> check_payee(const Payee& payee) {
  if (!payee.iban.empty()) {
    if (auto valid = identifier::iban(payee.iban); !valid) return std::unexpected(valid.error());
    if (payee.account_name.empty()) return fail(Errc::missing_field, "account_name", "An account has a holder.");
    if (auto written = payment::to_sepa_text(payee.account_name, "account_name"); !written) return std::unexpected(written.error());
  }
  if (!payee.bic.empty()) {
    if (auto valid = identifier::bic(payee.bic); !valid) return std::unexpected(valid.error());
  }
  if (!payee.evm.empty()) {
    if (auto valid = identifier::evm_address(payee.evm, "evm"); !valid) return std::unexpected(valid.error());
  }
  return {};
}

}  // namespace

Result<void> BundleReader::parties(std::string_view text) {
  enum { party, name, currency, threshold, withholding, payable, account_name, iban, bic, country, evm };
  constexpr CsvColumn columns[] = {{"party"}, {"name", false}, {"currency", false}, {"threshold", false}, {"withholding", false}, {"payable", false}, {"account_name", false},
                                   {"iban", false}, {"bic", false}, {"country", false}, {"evm", false}};
  auto table = CsvTable::open("parties.csv", text, columns);
  if (!table) return std::unexpected(table.error());
  for (;;) {
    const auto more = table->next();
    if (!more) return std::unexpected(more.error());
    if (!*more) return {};
    Cells cells(*table);
    Party row;
    row.id = cells.named("party", party);
    row.name = (*table)[party];
    if (row.name.starts_with('@')) cells.note(Errc::invalid_id, party, "\"@\" begins the name of an agreement: leave it out.");
    if (!cells.empty(currency)) row.pays_in = cells.currency(currency);
    if (!cells.empty(threshold)) {
      if (!row.pays_in) cells.note(Errc::missing_field, currency, "A threshold is an amount: name the party's currency beside it.");
      else row.threshold_minor = cells.minor(threshold, *row.pays_in);
    }
    if (!cells.empty(withholding)) row.withholding = cells.share(withholding);
    row.payable = cells.flag(payable, true);
    if (auto done = cells.finish(); !done) return done;
    Payee payee{row.id, std::string((*table)[name]), std::string((*table)[account_name]), std::string((*table)[iban]), std::string((*table)[bic]), std::string((*table)[country]),
                std::string((*table)[evm]), {}};
    if (payee.account_name.empty()) payee.account_name = payee.name;
    // Data that no bank would take hold the money back instead of ending the settlement: the payee mends them, and is paid next time.
    if (auto usable = check_payee(payee); !usable) {
      row.payable = false;
      payee.problem = std::string(usable.error().field) + ": " + usable.error().detail;
    }
    bundle.payees.push_back(std::move(payee));
    bundle.input.parties.push_back(std::move(row));
  }
}

Result<void> BundleReader::works_table(std::string_view text) {
  enum { work, title, type, artist, isrc, iswc, upc, shares, tracks, compositions, derives, noise };
  constexpr CsvColumn columns[] = {{"work"}, {"title", false}, {"type", false}, {"artist", false}, {"isrc", false}, {"iswc", false}, {"upc", false}, {"shares", false},
                                   {"tracks", false}, {"compositions", false}, {"derives", false}, {"noise", false}};
  // Works name works that may stand further down: codes first, then the rest.
  for (const bool names_first : {true, false}) {
    auto table = CsvTable::open("works.csv", text, columns);
    if (!table) return std::unexpected(table.error());
    for (;;) {
      const auto more = table->next();
      if (!more) return std::unexpected(more.error());
      if (!*more) break;
      Cells cells(*table);
      if (names_first) {
        const Id id = cells.named("work", work);
        if (auto done = cells.finish(); !done) return done;
        using Normal = Result<std::string> (*)(std::string_view, std::string_view);
        struct Code { std::size_t column; std::string_view kind; Normal normal; WorkCode::Kind of; };
        for (const auto& [column, kind, normal, of] : {Code{isrc, "isrc:", identifier::isrc, WorkCode::Kind::isrc}, Code{iswc, "iswc:", identifier::iswc, WorkCode::Kind::iswc},
                                                       Code{upc, "upc:", identifier::upc_or_ean, WorkCode::Kind::upc}}) {
          if ((*table)[column].empty()) continue;
          const auto checked = normal((*table)[column], table->place(column));
          if (!checked) return std::unexpected(checked.error());
          const std::string code = std::string(kind) + *checked;
          if (!works_by_code.emplace(code, id).second) return fail(Errc::conflict, table->place(column), "Another work has this code already.");
          bundle.codes.push_back({id, of, *checked});
        }
        if (!works.emplace(id, works.size()).second) return fail(Errc::invalid_argument, table->place(work), "The work is listed twice.");
        continue;
      }
      Work row;
      row.id = cells.named("work", work);
      row.name = (*table)[work];
      const std::string_view kind = (*table)[type];
      if (kind == "recording") row.type = WorkType::recording;
      else if (kind == "composition") row.type = WorkType::composition;
      else if (kind == "release") row.type = WorkType::release;
      else if (!kind.empty() && kind != "work") cells.note(Errc::invalid_argument, type, "A work is a work, recording, composition or release.");
      if (!cells.empty(artist)) row.artist = cells.named("party", artist);
      row.noise = cells.flag(noise, false);
      const auto part = [&](std::vector<WorkPart>& parts, std::size_t column) {
        return read_shares((*table)[column], table->place(column), [&](std::string_view name, Share share) -> Result<void> {
          const auto found = find_work(*this, name);
          if (!found) return fail(Errc::unknown_work, table->place(column), "There is no work \"" + std::string(name) + "\".");
          parts.push_back({*found, share});
          return {};
        });
      };
      if (auto done = part(row.tracks, tracks); !done) return done;
      if (auto done = part(row.compositions, compositions); !done) return done;
      auto shared = read_shares((*table)[shares], table->place(shares), [&](std::string_view name, Share share) -> Result<void> {
        auto party = named_id("party", name, table->place(shares));
        if (!party) return std::unexpected(party.error());
        row.shares.push_back({*party, share});
        return {};
      });
      if (!shared) return shared;
      for (const std::string_view item : split_list((*table)[derives])) {
        // original:10%:absolute, or :relative
        const bool relative = item.ends_with(":relative");
        const std::string_view rest = item.substr(0, item.rfind(':'));
        const std::size_t colon = rest.rfind(':');
        const auto found = colon == rest.npos ? std::nullopt : find_work(*this, rest.substr(0, colon));
        const auto share = colon == rest.npos ? Share::parse("") : Share::parse(rest.substr(colon + 1), table->place(derives));
        if ((!relative && !item.ends_with(":absolute")) || !share) {
          return fail(Errc::invalid_shares, table->place(derives), "Write \"original:10%:absolute\" or \"original:10%:relative\".");
        }
        if (!found) return fail(Errc::unknown_work, table->place(derives), "There is no work \"" + std::string(rest.substr(0, colon)) + "\".");
        row.derives.push_back({*found, *share, relative});
      }
      if (auto done = cells.finish(); !done) return done;
      bundle.titles.emplace_back((*table)[title]);
      bundle.input.works.push_back(std::move(row));
    }
  }
  return {};
}

std::optional<Id> find_work(const BundleReader& reader, std::string_view cell) {
  using Normal = Result<std::string> (*)(std::string_view, std::string_view);
  constexpr std::pair<std::string_view, Normal> kinds[] = {{"isrc:", identifier::isrc}, {"iswc:", identifier::iswc}, {"upc:", identifier::upc_or_ean}};
  for (const auto& [kind, normal] : kinds) {
    if (!cell.starts_with(kind)) continue;
    const auto code = normal(cell.substr(kind.size()), "");
    const auto found = code ? reader.works_by_code.find(std::string(kind) + *code) : reader.works_by_code.end();
    return found == reader.works_by_code.end() ? std::nullopt : std::optional(found->second);
  }
  const auto id = named_id("work", cell, "");
  if (!id || !reader.works.contains(*id)) return std::nullopt;
  return *id;
}

}  // namespace colophon::royalty
