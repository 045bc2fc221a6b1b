#include "jobs/import_works.hpp"

#include <algorithm>
#include <fstream>

#include "colophon/base/csv.hpp"
#include "colophon/base/limits.hpp"
#include "jobs/identify.hpp"
#include "jobs/read_file.hpp"
#include "log/log.hpp"
#include "store/try.hpp"

namespace colophon::jobs {
namespace {

enum Column : std::size_t { kExternalId, kOwner, kFile, kOwnerName, kTitle, kKind, kMediaType, kLicence, kAi, kFirstPublished };
constexpr CsvColumn kColumns[] = {{"external_id"}, {"owner"}, {"file"}, {"owner_name", false}, {"title", false}, {"kind", false},
                                  {"media_type", false}, {"licence", false}, {"ai", false}, {"first_published", false}};
constexpr std::size_t kBatch = 100, kFailuresMax = 100;
constexpr std::size_t kTitleBytesMax = 300;

struct Row {
  store::PartyDraft owner;
  store::WorkDraft work;
  store::ContentIdentity identity;
  std::string first_published, file;
};

bool is_date(std::string_view text) {
  constexpr std::string_view kPattern = "dddd-dd-dd";
  if (text.size() != 4 && text.size() != 7 && text.size() != 10) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (kPattern[i] == 'd' ? text[i] < '0' || text[i] > '9' : text[i] != '-') return false;
  }
  const auto number = [&](std::size_t at) { return (text[at] - '0') * 10 + text[at + 1] - '0'; };
  return (text.size() < 7 || (number(5) >= 1 && number(5) <= 12)) && (text.size() < 10 || (number(8) >= 1 && number(8) <= 31));
}

std::string media_type_of(const std::filesystem::path& file, const Identity& identity) {
  std::string ending = file.extension().string();
  for (char& c : ending) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  constexpr std::pair<std::string_view, std::string_view> kTypes[] = {
      {".jpg", "image/jpeg"}, {".jpeg", "image/jpeg"}, {".png", "image/png"}, {".txt", "text/plain"}, {".html", "text/html"}, {".htm", "text/html"},
      {".md", "text/markdown"}, {".mp3", "audio/mpeg"}, {".wav", "audio/wav"}, {".flac", "audio/flac"}, {".ogg", "audio/ogg"}, {".m4a", "audio/mp4"},
      {".mp4", "video/mp4"}, {".webm", "video/webm"}, {".mkv", "video/x-matroska"}, {".mov", "video/quicktime"}};
  const auto found = std::ranges::find(kTypes, ending, &std::pair<std::string_view, std::string_view>::first);
  if (found != std::end(kTypes)) return std::string(found->second);
  return identity.kind == "text" ? "text/plain" : "application/octet-stream";
}

std::string kind_of(const Identity& identity) {
  return identity.kind == "image" ? "photo" : identity.kind == "data" ? "other" : identity.kind;
}

Result<Hash> sha256_of(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  Sha256 hasher;
  std::string piece(256u << 10, '\0');
  while (in) {
    in.read(piece.data(), static_cast<std::streamsize>(piece.size()));
    hasher.update(std::string_view(piece).substr(0, static_cast<std::size_t>(in.gcount())));
  }
  if (in.bad()) return fail(Errc::unavailable, "file", "reading broke off");
  return hasher.finish();
}

/// A row with its file read and fingerprinted; nothing is written.
Result<Row> read_row(const CsvTable& table, const std::filesystem::path& folder) {
  const auto text = [&](Column column) { return std::string(table[column]); };
  const auto refuse = [&](Column column, Errc code, const std::string& why) { return fail(code, table.place(column), why); };
  Row row;
  row.work.external_id = text(kExternalId);
  row.owner.external_id = text(kOwner);
  row.file = text(kFile);
  if (row.work.external_id.empty()) return refuse(kExternalId, Errc::missing_field, "A work of an archive has an id there.");
  if (row.owner.external_id.empty()) return refuse(kOwner, Errc::missing_field, "A work of an archive has an owner.");
  row.owner.name = table[kOwnerName].empty() ? row.owner.external_id : text(kOwnerName);
  const std::filesystem::path file(row.file);
  // A table names files of its own folder only.
  if (file.empty() || file.is_absolute() || std::ranges::find(file, "..") != file.end()) return refuse(kFile, Errc::invalid_argument, "The file must lie below the table's folder.");
  row.first_published = text(kFirstPublished);
  if (!row.first_published.empty() && !is_date(row.first_published)) return refuse(kFirstPublished, Errc::invalid_argument, "Write a date as 2019, 2019-05 or 2019-05-31.");
  row.work.title = table[kTitle].empty() ? file.stem().string() : text(kTitle);
  if (row.work.title.size() > kTitleBytesMax) return refuse(kTitle, Errc::limit_exceeded, "A title has at most 300 bytes.");
  row.work.ai = table[kAi].empty() ? "none" : text(kAi);
  if (row.work.ai != "none" && row.work.ai != "assisted" && row.work.ai != "generated") return refuse(kAi, Errc::invalid_argument, "It is none, assisted or generated.");
  row.work.licence = text(kLicence);

  const auto identity = identify_file(folder / file, {.name = row.work.title, .description = "", .wide = false});
  if (!identity) return refuse(identity.error().field == "name" ? kTitle : kFile, identity.error().code, identity.error().detail);
  if (identity->bytes == 0) return refuse(kFile, Errc::invalid_argument, "The file is empty.");
  row.identity = COLOPHON_TRY(store::read_identity(identity->iscc));
  row.identity.checked = true;
  row.work.kind = table[kKind].empty() ? kind_of(*identity) : text(kKind);
  row.work.media_type = table[kMediaType].empty() ? media_type_of(file, *identity) : text(kMediaType);
  row.work.content_bytes = identity->bytes;
  const auto hash = sha256_of(folder / file);
  if (!hash) return refuse(kFile, hash.error().code, hash.error().detail);
  row.work.sha256 = *hash;
  return row;
}

Result<void> write_row(store::Store& store, Row& row) {
  const store::Party owner = COLOPHON_TRY(store.find_or_make_party(row.owner));
  row.work.id = store.new_id();
  row.work.owner = owner.id;
  row.work.shares = {{owner.id, COLOPHON_TRY(Share::parse("1/1", "share"))}};
  const auto entry = tlog::work_entry(store, row.work, store.now());
  const store::Work work = COLOPHON_TRY(store.insert_work(row.work, &entry));
  COLOPHON_TRY(store.put_identity(work.id, row.identity));
  return store.put_declared(work.id, row.first_published, row.file);
}

}  // namespace

Result<WorksImport> import_works(store::Store& store, const std::filesystem::path& table_file, const Progress& progress) {
  constexpr std::uint64_t kTableBytesMax = 1u << 30;
  const std::string name = table_file.filename().string();
  const std::string text = COLOPHON_TRY(read_file(table_file, name, kTableBytesMax));
  CsvTable table = COLOPHON_TRY(CsvTable::open(name, text, kColumns));
  const std::filesystem::path folder = table_file.parent_path();
  const auto total = static_cast<std::int64_t>(std::ranges::count(text, '\n')) - 1;
  WorksImport answer;
  std::vector<Row> batch;
  const auto note = [&](const Error& error) {
    ++answer.failed;
    if (answer.failures.size() < kFailuresMax) answer.failures.push_back(error.field + ": " + error.detail);
  };
  const auto write = [&]() -> Result<void> {
    if (batch.empty()) return {};
    auto written = store.atomically([&]() -> Result<void> {
      for (Row& row : batch) COLOPHON_TRY(write_row(store, row));
      return {};
    });
    if (written) answer.imported += batch.size();
    batch.clear();
    return written;
  };
  while (COLOPHON_TRY(table.next())) {
    ++answer.rows;
    if (auto goes_on = report(progress, static_cast<std::int64_t>(answer.rows), std::max<std::int64_t>(total, 1), table[kFile]); !goes_on) {
      // What was read is kept: a later run goes on behind it.
      COLOPHON_TRY(write());
      return std::unexpected(goes_on.error());
    }
    const bool twice = std::ranges::any_of(batch, [&](const Row& row) { return row.work.external_id == table[kExternalId]; });
    if (twice || COLOPHON_TRY(store.work_by_external_id(table[kExternalId]))) {
      ++answer.there_already;
      continue;
    }
    auto row = read_row(table, folder);
    if (!row) {
      note(row.error());
      continue;
    }
    batch.push_back(std::move(*row));
    if (batch.size() == kBatch) COLOPHON_TRY(write());
  }
  COLOPHON_TRY(write());
  return answer;
}

}  // namespace colophon::jobs
