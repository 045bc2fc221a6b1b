#include "targets.hpp"

#include "colophon/base/json.hpp"

void colophon::fuzz::run_json(ByteView input) {
  const auto value = parse_json(as_text(input));
  if (!value) {
    expect(!value.error().detail.empty(), "a refusal says why");
    return;
  }
  const std::string canonical = canonical_json(*value);
  expect(is_utf8(canonical), "the canonical form is UTF-8");
  const auto again = parse_json(canonical);
  expect(again.has_value(), "the canonical form is JSON");
  expect(canonical_json(*again) == canonical, "the canonical form is its own canonical form");
}
