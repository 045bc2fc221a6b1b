#include "targets.hpp"

#include <cstdio>
#include <cstdlib>

namespace colophon::fuzz {
namespace {

constexpr Target kTargets[] = {
    {"json", run_json, true, 50'000},
    {"values", run_values, false, 50'000},
    {"note", run_note, false, 50'000},
    {"receipt", run_receipt, true, 10'000},
    {"document", run_document, true, 3'000},
    {"bundle", run_bundle, true, 3'000},
    {"plan", run_plan, true, 5'000},
    {"image", run_image, false, 5'000},
    {"text", run_text, false, 20'000},
};

}  // namespace

void expect(bool holds, const char* property) {
  if (holds) return;
  std::fprintf(stderr, "the property does not hold: %s\n", property);
  std::fflush(stderr);
  std::abort();
}

std::span<const Target> targets() { return kTargets; }

}  // namespace colophon::fuzz
