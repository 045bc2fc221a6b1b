#include "targets.hpp"

#include <cstdio>
#include <cstdlib>

namespace colophon::fuzz {
namespace {

constexpr Target kTargets[] = {
    {"json", run_json, Kind::json, 50'000},
    {"values", run_values, Kind::bytes, 50'000},
    {"note", run_note, Kind::bytes, 50'000},
    {"proof", run_proof, Kind::bytes, 30'000},
    {"policy", run_policy, Kind::bytes, 30'000},
    {"log", run_log, Kind::bytes, 3'000},
    {"receipt", run_receipt, Kind::json, 10'000},
    {"declaration", run_declaration, Kind::json, 10'000},
    {"document", run_document, Kind::json, 4'000},
    {"bundle", run_bundle, Kind::bytes, 20'000},
    {"agreements", run_agreements, Kind::json, 6'000},
    {"explain", run_explain, Kind::json, 3'000},
    {"journal", run_journal, Kind::bytes, 6'000},
    {"plan", run_plan, Kind::json, 5'000},
    {"instance", run_instance, Kind::bytes, 30'000},
    {"certificate", run_certificate, Kind::json, 5'000},
    {"image", run_image, Kind::image, 5'000},
    {"metadata", run_metadata, Kind::image, 10'000},
    {"edit", run_edit, Kind::json, 1'000},
    {"text", run_text, Kind::bytes, 20'000},
    {"hyphenation", run_hyphenation, Kind::bytes, 20'000},
    {"typeset", run_typeset, Kind::bytes, 10'000},
    {"words", run_words, Kind::bytes, 3'000},
    {"proofread", run_proofread, Kind::bytes, 10'000},
    {"bank", run_bank, Kind::xml, 8'000},
    {"claims", run_claims, Kind::json, 5'000},
    {"payments", run_payments, Kind::bytes, 20'000},
    {"iscc-code", run_iscc_code, Kind::bytes, 20'000},
    {"iscc-text", run_iscc_text, Kind::bytes, 3'000},
    {"iscc-call", run_iscc_call, Kind::json, 5'000},
    {"compare", run_compare, Kind::bytes, 10'000},
    {"sales", run_sales, Kind::bytes, 20'000},
    {"dsr", run_dsr, Kind::bytes, 10'000},
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
