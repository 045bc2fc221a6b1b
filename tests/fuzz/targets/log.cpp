#include "targets.hpp"

#include "colophon/merkle/log_verifier.hpp"

namespace {

colophon::Result<colophon::merkle::Report> verified(colophon::ByteView archive, std::size_t piece_bytes) {
  auto verifier = colophon::merkle::LogArchiveVerifier::start({}).value();
  for (std::size_t at = 0; at < archive.size(); at += piece_bytes) {
    const auto taken = verifier->update(archive.subspan(at, std::min(piece_bytes, archive.size() - at)));
    if (!taken) return std::unexpected(taken.error());
  }
  return verifier->finish();
}

}  // namespace

void colophon::fuzz::run_log(ByteView input) {
  const auto whole = verified(input, 1u << 20), pieces = verified(input, 100);
  expect(whole.has_value() == pieces.has_value(), "the pieces that an archive comes in do not matter");
  if (whole) expect(canonical_json(merkle::report_json(*whole)) == canonical_json(merkle::report_json(*pieces)), "nor for what is found");
  else expect(whole.error().detail == pieces.error().detail && !whole.error().detail.empty(), "a refusal says why");
  if (const auto tile = merkle::parse_tile_path(as_text(input))) expect(merkle::tile_path(*tile) == as_text(input), "a tile's path has one spelling");
}
