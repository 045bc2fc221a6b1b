#include <algorithm>
#include <cstring>

#include "colophon/hash/xxh32.hpp"
#include "colophon/iscc/units.hpp"
#include "iscc/algorithms.hpp"
#include "iscc/minhash.hpp"

namespace colophon::iscc {
namespace {

void add(MinimumHashes& least, ByteView chunk) noexcept {
  const std::uint32_t feature = xxh32(chunk);
  add_features(least, {&feature, 1});
}

}  // namespace

DataHasher::DataHasher() { least_.fill(kNoFeatureYet); }

void DataHasher::add_chunk(ByteView chunk) {
  add(least_, chunk);
  any_ = true;
}

void DataHasher::update(ByteView bytes) {
  if (bytes.empty()) return;
  if (open_bytes_ > 0) {
    // The open chunk goes on; what was copied beyond its end is looked at again in place.
    const std::size_t taken = std::min(kChunkMax - open_bytes_, bytes.size());
    std::memcpy(open_.data() + open_bytes_, bytes.data(), taken);
    ChunkScan scan{scan_at_, scan_pattern_};
    if (!scan.find_end(ByteView(open_).first(open_bytes_ + taken))) {
      open_bytes_ += taken;
      scan_at_ = scan.at;
      scan_pattern_ = scan.pattern;
      return;
    }
    add_chunk(ByteView(open_).first(scan.at));
    bytes = bytes.subspan(scan.at - open_bytes_);
    open_bytes_ = 0;
  }
  while (!bytes.empty()) {
    ChunkScan scan;
    if (!scan.find_end(bytes)) {
      std::memcpy(open_.data(), bytes.data(), bytes.size());
      open_bytes_ = bytes.size();
      scan_at_ = scan.at;
      scan_pattern_ = scan.pattern;
      return;
    }
    add_chunk(bytes.first(scan.at));
    bytes = bytes.subspan(scan.at);
  }
}

Digest DataHasher::digest() const {
  MinimumHashes least = least_;
  if (open_bytes_ > 0 || !any_) add(least, ByteView(open_).first(open_bytes_));
  return minhash_digest(least);
}

std::vector<std::size_t> chunk_lengths(ByteView data) {
  std::vector<std::size_t> lengths;
  do {
    ChunkScan scan;
    const std::size_t length = scan.find_end(data) ? scan.at : data.size();
    lengths.push_back(length);
    data = data.subspan(length);
  } while (!data.empty());
  return lengths;
}

}  // namespace colophon::iscc
