#include "jobs/import_lastfm.hpp"

#include <algorithm>
#include <array>
#include <unordered_map>
#include <unordered_set>

#include "colophon/base/limits.hpp"
#include "jobs/read_file.hpp"
#include "store/try.hpp"

namespace colophon::jobs {
namespace {

constexpr Period kMonth{2011, 5};  // The data set was published for HetRec 2011 and says no month: one is as good as another.
constexpr std::string_view kFee = "9.99", kCurrency = "EUR", kName = "lastfm-hetrec2011-2k";

std::string place(std::string_view file, std::size_t line) { return std::string(file) + ":" + std::to_string(line); }

/// Calls `row(fields, line number)` for each line after the header.
template <std::size_t Columns, class Row>
Result<void> each_row(std::string_view text, std::string_view file, const std::array<std::string_view, Columns>& header, Row row) {
  for (std::size_t line = 1; !text.empty(); ++line) {
    const auto end = std::min(text.find('\n'), text.size());
    auto content = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (content.ends_with('\r')) content.remove_suffix(1);
    std::array<std::string_view, Columns> fields;
    std::size_t count = 0;
    for (auto rest = content;; ++count) {
      const auto tab = rest.find('\t');
      if (count < Columns) fields[count] = rest.substr(0, tab);
      if (tab == rest.npos) break;
      rest.remove_prefix(tab + 1);
    }
    if (count + 1 != Columns)
      return fail(Errc::invalid_argument, place(file, line), "the row has " + std::to_string(count + 1) + " columns, expected are " + std::to_string(Columns));
    if (line == 1) {
      if (fields != header) return fail(Errc::invalid_argument, place(file, 1), "the first line must name the columns as the data set does");
      continue;
    }
    COLOPHON_TRY(row(fields, line));
  }
  return {};
}

Result<std::int64_t> number(std::string_view text, std::string_view file, std::size_t line, std::string_view column) {
  const auto value = parse_int64(text, place(file, line));
  if (!value) return fail(value.error().code, place(file, line), std::string(column) + " must be a whole number, not '" + std::string(text) + "'");
  if (*value < 0) return fail(Errc::negative_amount, place(file, line), std::string(column) + " cannot be below 0");
  return *value;
}

/// Some copies of the file are Latin-1: its bytes are the first 256 code points.
std::string as_utf8(std::string_view text) {
  if (is_utf8(text)) return std::string(text);
  std::string utf8;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x80) utf8 += c;
    else utf8 += {static_cast<char>(0xC0 | byte >> 6), static_cast<char>(0x80 | (byte & 0x3F))};
  }
  return utf8;
}

/// A UUIDv7 inside the month whose time and chance both come from the row's content.
Id content_id(std::string_view name) {
  const Hash hash = sha256(name);
  std::uint64_t number = 0;
  for (int i = 0; i < 8; ++i) number = number << 8 | hash[i];
  const auto time = kMonth.begin_unix_ms() + number % (kMonth.end_unix_ms() - kMonth.begin_unix_ms());
  return uuid_v7(time, std::span(hash).subspan<8, 10>());
}

struct Artist { std::int64_t id; std::string name; };
struct Rows {
  std::vector<Artist> artists;
  std::vector<store::EventDraft> events;
  std::vector<store::RevenueDraft> fees;
};

Id work_id(std::int64_t artist) { return uuid_from_name("colophon/lastfm/1/work", std::to_string(artist)); }

Result<Rows> read_rows(const std::filesystem::path& folder) {
  Rows rows;
  std::unordered_map<std::int64_t, Id> works;
  const std::string_view artists_file = "artists.dat", plays_file = "user_artists.dat";
  const auto artists = COLOPHON_TRY(read_file(folder / artists_file, artists_file, limits::kJsonBytesMax));
  COLOPHON_TRY((each_row<4>(artists, artists_file, {"id", "name", "url", "pictureURL"}, [&](const auto& fields, std::size_t line) -> Result<void> {
    const auto id = COLOPHON_TRY(number(fields[0], artists_file, line, "id"));
    if (!works.emplace(id, work_id(id)).second)
      return fail(Errc::conflict, place(artists_file, line), "the artist " + std::to_string(id) + " stands twice");
    rows.artists.push_back({id, as_utf8(fields[1])});
    return {};
  })));
  std::unordered_set<std::int64_t> listeners;
  std::unordered_set<std::uint64_t> pairs;
  const auto plays = COLOPHON_TRY(read_file(folder / plays_file, plays_file, limits::kJsonBytesMax));
  COLOPHON_TRY((each_row<3>(plays, plays_file, {"userID", "artistID", "weight"}, [&](const auto& fields, std::size_t line) -> Result<void> {
    const auto user = COLOPHON_TRY(number(fields[0], plays_file, line, "userID"));
    const auto artist = COLOPHON_TRY(number(fields[1], plays_file, line, "artistID"));
    const auto weight = COLOPHON_TRY(number(fields[2], plays_file, line, "weight"));
    const auto work = works.find(artist);
    if (work == works.end())
      return fail(Errc::unknown_work, place(plays_file, line), "artists.dat has no artist " + std::to_string(artist));
    if (user > UINT32_MAX || artist > UINT32_MAX) return fail(Errc::overflow, place(plays_file, line), "an id does not fit 32 bits");
    if (!pairs.insert(static_cast<std::uint64_t>(user) << 32 | static_cast<std::uint64_t>(artist)).second)
      return fail(Errc::conflict, place(plays_file, line), "the pair of listener and artist stands twice");
    const auto listener = "lastfm:user:" + std::string(fields[0]);
    rows.events.push_back({content_id("play/" + std::string(fields[0]) + "/" + std::string(fields[1])), store::EventType::play, work->second,
                           listener, {}, weight});
    if (listeners.insert(user).second)
      rows.fees.push_back({content_id("fee/" + std::string(fields[0])), store::RevenueKind::subscription, std::string(kFee), std::string(kCurrency),
                           listener, {}});
    return {};
  })));
  // In the order of the keys the store appends; in the order of a shuffled file it would jump about in its tree.
  std::ranges::sort(rows.events, {}, &store::EventDraft::id);
  std::ranges::sort(rows.fees, {}, &store::RevenueDraft::id);
  return rows;
}

Result<void> write_artist(store::Store& store, const Artist& artist) {
  const auto external_id = "lastfm:artist:" + std::to_string(artist.id);
  if (COLOPHON_TRY(store.work_by_external_id(external_id))) return {};
  const auto party = COLOPHON_TRY(
      store.find_or_make_party({uuid_from_name("colophon/lastfm/1/party", std::to_string(artist.id)), external_id, artist.name}));
  store::WorkDraft work;
  work.id = work_id(artist.id);
  work.external_id = external_id;
  work.title = artist.name;
  work.kind = "recording";
  work.media_type = "application/octet-stream";
  work.sha256 = sha256("");
  work.shares = {{party.id, {1, 1}}};
  COLOPHON_TRY(store.insert_work(work, nullptr));
  return {};
}

}  // namespace

Result<LastfmImport> import_lastfm(store::Store& store, const std::filesystem::path& folder, const Progress& progress) {
  auto rows = COLOPHON_TRY(read_rows(folder));
  LastfmImport answer{rows.artists.size(), rows.events.size(), rows.fees.size(), 0};
  const auto total = static_cast<std::int64_t>(rows.artists.size() + rows.events.size() + rows.fees.size());
  COLOPHON_TRY(store.atomically([&]() -> Result<void> {
    // The seed of a public data set is public too, so nothing private may lie beside it.
    const auto before = COLOPHON_TRY(store.setting("public_data_set"));
    if (before ? *before != kName : COLOPHON_TRY(store.count_works({})) > 0)
      return fail(Errc::conflict, "store", "the store holds other works already: import Last.fm into a new file");
    COLOPHON_TRY(store.put_setting("public_data_set", kName));
    COLOPHON_TRY(store.put_setting("currency", kCurrency));
    std::int64_t done = 0;
    for (const auto& artist : rows.artists) {
      COLOPHON_TRY(write_artist(store, artist));
      if (++done % 2'000 == 0) COLOPHON_TRY(report(progress, done, total, "artists"));
    }
    COLOPHON_TRY(report(progress, done, total, "plays"));
    answer.duplicates += COLOPHON_TRY(store.append_events(rows.events, store::Source::import)).duplicates;
    COLOPHON_TRY(report(progress, done + static_cast<std::int64_t>(rows.events.size()), total, "fees"));
    answer.duplicates += COLOPHON_TRY(store.append_revenue(rows.fees, store::Source::import)).duplicates;
    return report(progress, total, total, "stored");
  }));
  return answer;
}

}  // namespace colophon::jobs
