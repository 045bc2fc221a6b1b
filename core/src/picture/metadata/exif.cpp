// EXIF is edited in place: makers' notes hold offsets from the start of the block, so nothing in it may move.
#include <algorithm>

#include "picture/metadata/parts.hpp"

namespace colophon::picture {
namespace {

enum Tag : std::uint32_t {
  kImageWidth = 0x0100, kImageHeight = 0x0101, kStripOffsets = 0x0111, kOrientation = 0x0112, kStripBytes = 0x0117, kSubDirectories = 0x014A,
  kJpegOffset = 0x0201, kJpegBytes = 0x0202, kExifDirectory = 0x8769, kGpsDirectory = 0x8825, kPixelWidth = 0xA002, kPixelHeight = 0xA003, kInteroperability = 0xA005,
};
constexpr std::uint32_t kTypeShort = 3, kTypeLong = 4;
constexpr std::size_t kEntryBytes = 12;
/// Cameras write some 60 entries a directory and one thumbnail.
constexpr std::size_t kEntriesMax = 4'096, kDirectoriesMax = 16, kStripsMax = 4'096;

struct Range {
  std::size_t from, to;
  bool overlaps(const Range& other) const { return from < other.to && other.from < to; }
};
struct Entry {
  std::size_t at;
  std::uint32_t tag, type, count;
};

class Editor {
 public:
  Editor(ByteView tiff, const Target& target) : bytes_(tiff.begin(), tiff.end()), target_(target) {}

  bool run() {
    if (bytes_.size() < 8) return false;
    little_ = bytes_[0] == 'I' && bytes_[1] == 'I';
    if ((!little_ && !(bytes_[0] == 'M' && bytes_[1] == 'M')) || u16(2) != 42) return false;
    used_.push_back({0, 8});
    const auto first = directory(u32(4));
    if (!first || !use(*first) || !primary(*first)) return false;
    std::size_t next = 0;
    if (const std::size_t link = after(*first); has(link, 4)) {
      next = u32(link);
      set32(link, 0);
    }
    return thumbnails(next) && erase();
  }
  Edited result() && { return {std::move(bytes_), thumbnail_}; }

 private:
  struct Directory {
    std::size_t at;
    std::vector<Entry> entries;
  };

  bool has(std::size_t at, std::size_t count) const { return at <= bytes_.size() && count <= bytes_.size() - at; }
  std::uint32_t u16(std::size_t at) const { return little_ ? static_cast<std::uint32_t>(bytes_[at] | bytes_[at + 1] << 8) : be16(bytes_, at); }
  std::uint32_t u32(std::size_t at) const { return little_ ? le32(bytes_, at) : be32(bytes_, at); }
  void set16(std::size_t at, std::uint32_t value) {
    bytes_[at + (little_ ? 0 : 1)] = static_cast<std::uint8_t>(value);
    bytes_[at + (little_ ? 1 : 0)] = static_cast<std::uint8_t>(value >> 8);
  }
  void set32(std::size_t at, std::uint32_t value) {
    set16(at + (little_ ? 0 : 2), value & 0xFFFF);
    set16(at + (little_ ? 2 : 0), value >> 16);
  }
  static std::size_t after(const Directory& directory) { return directory.at + 2 + directory.entries.size() * kEntryBytes; }

  /// Each is read once: a directory that is met again is a loop.
  std::optional<Directory> directory(std::size_t at) {
    if (std::ranges::find(seen_, at) != seen_.end() || seen_.size() >= kDirectoriesMax || !has(at, 2)) return std::nullopt;
    seen_.push_back(at);
    Directory found{at, {}};
    const std::size_t count = u16(at);
    if (count > kEntriesMax || !has(at + 2, count * kEntryBytes)) return std::nullopt;
    for (std::size_t i = 0; i < count; ++i) {
      const std::size_t entry = at + 2 + i * kEntryBytes;
      found.entries.push_back({entry, u16(entry), u16(entry + 2), u32(entry + 4)});
    }
    return found;
  }

  /// Where an entry's values lie when they do not fit into it; cut at the block's end.
  std::optional<Range> outside(const Entry& entry) const {
    constexpr std::uint8_t kTypeBytes[] = {0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8};
    const std::uint64_t size = entry.type < sizeof kTypeBytes ? std::uint64_t{kTypeBytes[entry.type]} * entry.count : 0;
    if (size <= 4) return std::nullopt;
    const std::size_t from = u32(entry.at + 8);
    if (from >= bytes_.size()) return std::nullopt;
    return Range{from, static_cast<std::size_t>(std::min<std::uint64_t>(bytes_.size(), from + size))};
  }
  /// The `index`-th value of an entry of shorts or longs.
  std::optional<std::uint32_t> value(const Entry& entry, std::size_t index) const {
    if ((entry.type != kTypeShort && entry.type != kTypeLong) || index >= entry.count) return std::nullopt;
    const std::size_t size = entry.type == kTypeShort ? 2 : 4;
    const std::size_t from = size * entry.count <= 4 ? entry.at + 8 : u32(entry.at + 8);
    if (!has(from, (index + 1) * size)) return std::nullopt;
    return size == 2 ? u16(from + 2 * index) : u32(from + 4 * index);
  }
  static const Entry* find(const Directory& directory, std::uint32_t tag) {
    const auto found = std::ranges::find(directory.entries, tag, &Entry::tag);
    return found == directory.entries.end() ? nullptr : &*found;
  }

  /// What belongs to a directory that stays must not be erased.
  bool use(const Directory& directory) {
    used_.push_back({directory.at, std::min(after(directory) + 4, bytes_.size())});
    for (const Entry& entry : directory.entries) {
      if (const auto range = outside(entry); range && entry.tag != kStripOffsets) used_.push_back(*range);
    }
    return true;
  }

  void set_size(const Entry& entry, std::uint32_t pixels) {
    if (entry.count != 1) return;
    if (entry.type == kTypeShort && pixels <= 0xFFFF) set16(entry.at + 8, pixels);
    else if (entry.type == kTypeLong) set32(entry.at + 8, pixels);
  }

  /// The directory of the picture itself, and those that it names.
  bool primary(const Directory& first) {
    std::vector<Entry> others;
    for (const Entry& entry : first.entries) {
      switch (entry.tag) {
        case kOrientation:
          if (entry.type == kTypeShort && entry.count == 1) set16(entry.at + 8, 1);
          break;
        case kImageWidth: set_size(entry, target_.width); break;
        case kImageHeight: set_size(entry, target_.height); break;
        case kExifDirectory:
        case kGpsDirectory: others.push_back(entry); break;
        // Pictures at other sizes, in files that were TIFF once.
        case kSubDirectories: return false;
        default: break;
      }
    }
    if (!pictures(first)) return false;
    for (std::size_t i = 0; i < others.size(); ++i) {
      const auto where = value(others[i], 0);
      const auto other = where ? directory(*where) : std::nullopt;
      if (!other || !use(*other)) return false;
      if (others[i].tag != kExifDirectory) continue;
      for (const Entry& entry : other->entries) {
        if (entry.tag == kPixelWidth) set_size(entry, target_.width);
        if (entry.tag == kPixelHeight) set_size(entry, target_.height);
        if (entry.tag == kInteroperability) others.push_back(entry);
      }
    }
    return true;
  }

  /// Notes where the pictures lie that a directory names.
  bool pictures(const Directory& directory) {
    for (const auto& [offsets, sizes] : {std::pair{kJpegOffset, kJpegBytes}, std::pair{kStripOffsets, kStripBytes}}) {
      const Entry* where = find(directory, offsets);
      if (where == nullptr) continue;
      const Entry* size = find(directory, sizes);
      if (size == nullptr || where->count > kStripsMax) return false;
      for (std::size_t i = 0; i < where->count; ++i) {
        const auto from = value(*where, i), bytes = value(*size, i);
        if (!from || !bytes) return false;
        if (*from >= bytes_.size()) continue;
        thumbnail_ = true;
        pictures_.push_back({*from, static_cast<std::size_t>(std::min<std::uint64_t>(bytes_.size(), std::uint64_t{*from} + *bytes))});
      }
    }
    return true;
  }

  /// The chain of directories after the first: thumbnails.
  bool thumbnails(std::size_t at) {
    while (at != 0) {
      const auto one = directory(at);
      if (!one || !pictures(*one)) return false;
      leftovers_.push_back({one->at, std::min(after(*one) + 4, bytes_.size())});
      for (const Entry& entry : one->entries) {
        if (const auto range = outside(entry)) leftovers_.push_back(*range);
      }
      at = has(after(*one), 4) ? u32(after(*one)) : 0;
    }
    return true;
  }

  bool erase() {
    const auto in_use = [&](const Range& range) { return std::ranges::any_of(used_, [&](const Range& one) { return one.overlaps(range); }); };
    // A thumbnail that lies over something else cannot be told apart from it.
    if (std::ranges::any_of(pictures_, in_use)) return false;
    std::vector<Range> gone = pictures_;
    std::ranges::copy_if(leftovers_, std::back_inserter(gone), [&](const Range& range) { return !in_use(range); });
    for (const Range& range : gone) std::fill(bytes_.begin() + static_cast<std::ptrdiff_t>(range.from), bytes_.begin() + static_cast<std::ptrdiff_t>(range.to), std::uint8_t{0});
    // What was erased at the end is not written either.
    std::ranges::sort(gone, std::greater{}, &Range::to);
    for (const Range& range : gone) {
      if (range.to >= bytes_.size() && range.from < bytes_.size()) bytes_.resize(range.from);
    }
    return true;
  }

  Bytes bytes_;
  const Target& target_;
  bool little_ = true, thumbnail_ = false;
  std::vector<std::size_t> seen_;
  std::vector<Range> used_, pictures_, leftovers_;
};

}  // namespace

std::optional<Edited> edited_exif(ByteView tiff, const Target& target) {
  Editor editor(tiff, target);
  if (!editor.run()) return std::nullopt;
  return std::move(editor).result();
}

}  // namespace colophon::picture
