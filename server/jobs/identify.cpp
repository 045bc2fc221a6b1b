#include "jobs/identify.hpp"

#include <algorithm>
#include <fstream>

#include "colophon/base/limits.hpp"
#include "colophon/image/image.hpp"
#include "colophon/iscc/picture.hpp"
#include "colophon/iscc/text.hpp"
#include "colophon/iscc/units.hpp"
#include "media/fingerprint.hpp"
#include "model/sandbox.hpp"
#include "store/try.hpp"

namespace colophon::jobs {
namespace {

constexpr std::size_t kPieceBytes = 256u << 10;   // Stays in the cache from the copy to the hashes.

bool has_magic(std::string_view head, std::string_view magic, std::size_t at = 0) { return head.substr(std::min(at, head.size())).starts_with(magic); }

bool is_picture(std::string_view head) { return has_magic(head, "\xFF\xD8\xFF") || has_magic(head, "\x89PNG\r\n\x1A\n"); }

// By the marks of the containers that people have: RIFF, MP4, Matroska, Ogg, FLAC, MPEG, AIFF, ASF, FLV, AU, CAF.
bool is_sound_or_film(std::string_view head) {
  using namespace std::string_view_literals;
  const auto mark = [&](std::string_view magic, std::size_t at = 0) { return has_magic(head, magic, at); };
  if (mark("RIFF") && (mark("WAVE", 8) || mark("AVI ", 8))) return true;
  if (mark("ftyp", 4) || mark("\x1A\x45\xDF\xA3") || mark("OggS") || mark("fLaC") || mark("ID3")) return true;
  if (mark("\0\0\1\xBA"sv) || mark("\0\0\1\xB3"sv) || mark("\x30\x26\xB2\x75") || mark("FLV\1") || mark(".snd") || mark("caff") || (mark("FORM") && mark("AIF", 8))) return true;
  // MPEG sound: eleven ones, then a version and a layer that there are.
  const auto byte = [&](std::size_t i) { return i < head.size() ? static_cast<unsigned char>(head[i]) : 0u; };
  if (byte(0) == 0xFF && (byte(1) & 0xE0) == 0xE0 && (byte(1) & 0x18) != 0x08 && byte(2) != 0xFF && byte(1) != 0xFF && byte(1) != 0xFE) return true;
  return byte(0) == 0x47 && byte(188) == 0x47;   // An MPEG transport stream.
}

iscc::Markup markup_of(std::string_view name) {
  std::string low(name);
  for (char& c : low) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  const auto ends = [&](std::initializer_list<std::string_view> endings) { return std::ranges::any_of(endings, [&](auto ending) { return low.ends_with(ending); }); };
  if (ends({".html", ".htm", ".xhtml"})) return iscc::Markup::html;
  return ends({".md", ".markdown", ".mkd"}) ? iscc::Markup::markdown : iscc::Markup::plain;
}

// Text is UTF-8 without zero bytes; an empty file has no content.
bool is_text(std::string_view bytes) { return !bytes.empty() && bytes.size() <= limits::kTextBytesMax && bytes.find('\0') == bytes.npos && is_utf8(bytes); }

Result<void> add_text(std::string_view bytes, std::string_view name, Identity& identity) {
  const auto plain = COLOPHON_TRY(iscc::plain_text(bytes, markup_of(name)));
  auto code = COLOPHON_TRY(iscc::text_code(plain));
  identity.kind = "text";
  identity.content = std::move(code.iscc);
  identity.characters = code.characters;
  return {};
}

// A damaged picture still has its bytes' codes; why it has no content unit is said.
void add_picture(std::string_view bytes, Identity& identity) {
  identity.kind = "image";
  const auto picture = image::decode(as_bytes(bytes));
  if (!picture) {
    identity.note = picture.error().detail;
    return;
  }
  identity.content = iscc::image_code(*picture).value();
}

void take_sum(const iscc::SumHasher::Sum& sum, Identity& identity) {
  identity.data = sum.data;
  identity.instance = sum.instance;
  identity.datahash = sum.datahash;
  identity.bytes = sum.bytes;
}

Result<Identity> finished(Identity identity, const iscc::SumHasher& hasher, const IdentifyOptions& options) {
  take_sum(hasher.finish(), identity);
  if (!options.name.empty() || !options.description.empty()) {
    identity.meta = COLOPHON_TRY(iscc::meta_code({options.name, options.description})).iscc;
  }
  std::vector<std::string> units;
  for (const std::string& unit : {identity.meta, identity.content, identity.data, identity.instance}) {
    if (!unit.empty()) units.push_back(unit);
  }
  if (options.wide && units.size() == 2) {
    const auto wide = hasher.finish(true);
    take_sum(wide, identity);
    identity.iscc = wide.iscc;
  } else {
    identity.iscc = COLOPHON_TRY(iscc::iscc_code(units));
  }
  return identity;
}

}  // namespace

Result<Identity> identify_bytes(std::string_view bytes, std::string_view name, const IdentifyOptions& options) {
  Identity identity;
  identity.kind = "data";
  iscc::SumHasher hasher;
  hasher.update(as_bytes(bytes));
  if (is_picture(bytes)) add_picture(bytes, identity);
  else if (!is_sound_or_film(bytes) && is_text(bytes)) COLOPHON_TRY(add_text(bytes, name, identity));
  return finished(std::move(identity), hasher, options);
}

Result<Identity> identify_content(std::string_view bytes, std::string_view media_type, const IdentifyOptions& options) {
  if (!media_type.starts_with("image/")) return identify_bytes(bytes, media_type == "text/html" ? "a.html" : media_type == "text/markdown" ? "a.md" : "", options);
  Identity identity;
  identity.kind = "image";
  iscc::SumHasher hasher;
  hasher.update(as_bytes(bytes));
  auto picture = model::open_picture(as_bytes(bytes));
  if (picture) identity.content = std::move(picture->image_code);
  else identity.note = picture.error().detail;
  return finished(std::move(identity), hasher, options);
}

Result<Identity> identify_file(const std::filesystem::path& file, const IdentifyOptions& options, const Progress& progress) {
  std::error_code error;
  const auto size = std::filesystem::file_size(file, error);
  std::ifstream in(file, std::ios::binary);
  if (error || !in) return fail(Errc::not_found, "file", "cannot read '" + file.string() + "'" + (error ? ": " + error.message() : ""));
  const auto total = static_cast<std::int64_t>(size);
  Identity identity;
  identity.kind = "data";
  iscc::SumHasher hasher;
  // What may be a picture or a text is kept, since those are read whole.
  constexpr std::size_t kKeepMax = std::max(limits::kImageBytesMax, limits::kTextBytesMax);
  std::string kept, piece(kPieceBytes, '\0');
  bool keep = size <= kKeepMax;
  std::string head;
  for (std::uint64_t done = 0;;) {
    in.read(piece.data(), static_cast<std::streamsize>(piece.size()));
    const auto count = static_cast<std::size_t>(in.gcount());
    if (count == 0) break;
    hasher.update(as_bytes(std::string_view(piece).substr(0, count)));
    if (head.empty()) {
      head = piece.substr(0, std::min<std::size_t>(count, 512));
      keep = keep && (is_picture(head) || (!is_sound_or_film(head) && size <= limits::kTextBytesMax));
    }
    if (keep) kept.append(piece, 0, count);
    done += count;
    COLOPHON_TRY(report(progress, static_cast<std::int64_t>(done) / 2, total, file.filename().string()));
  }
  if (in.bad()) return fail(Errc::unavailable, "file", "reading '" + file.string() + "' broke off");

  if (is_picture(head)) {
    if (keep) add_picture(kept, identity);
    else identity.note = "the picture has more than " + std::to_string(limits::kImageBytesMax >> 20) + " MiB";
  } else if (is_sound_or_film(head)) {
    const auto half = [&](double share) { return report(progress, total / 2 + static_cast<std::int64_t>(share * static_cast<double>(total) / 2), total, file.filename().string()).has_value(); };
    auto codes = media::fingerprint(file, 64, half);
    if (codes) {
      identity.kind = codes->video.empty() ? "audio" : "video";
      identity.content = codes->video.empty() ? codes->audio : codes->video;
      identity.sound = codes->video.empty() ? "" : codes->audio;
      identity.duration_ms = codes->duration_ms;
    } else if (codes.error().code == Errc::cancelled || codes.error().code == Errc::unavailable) {
      return std::unexpected(codes.error());
    } else {
      identity.note = codes.error().detail;
    }
  } else if (is_text(kept)) {
    COLOPHON_TRY(add_text(kept, file.filename().string(), identity));
  }
  COLOPHON_TRY(report(progress, total, total, file.filename().string()));
  return finished(std::move(identity), hasher, options);
}

Result<std::uint64_t> identify_all(store::Store& store, const Progress& progress) {
  const auto total = static_cast<std::int64_t>(COLOPHON_TRY(store.count_works({})));
  std::int64_t seen = 0;
  std::uint64_t identified = 0;
  std::string cursor;
  do {
    const auto page = COLOPHON_TRY(store.works({}, cursor, 100));
    for (const store::Work& work : page.rows) {
      COLOPHON_TRY(report(progress, seen++, total, work.title));
      if (!work.has_content || COLOPHON_TRY(store.identity(work.id))) continue;
      const Bytes content = COLOPHON_TRY(store.content(work.id));
      const auto found = COLOPHON_TRY(identify_content({reinterpret_cast<const char*>(content.data()), content.size()}, work.media_type, {.name = work.title, .description = "", .wide = false}));
      auto identity = COLOPHON_TRY(store::read_identity(found.iscc));
      identity.checked = true;
      COLOPHON_TRY(store.put_identity(work.id, identity));
      ++identified;
    }
    cursor = page.next;
  } while (!cursor.empty());
  COLOPHON_TRY(report(progress, total, total, "identified"));
  return identified;
}

}  // namespace colophon::jobs
