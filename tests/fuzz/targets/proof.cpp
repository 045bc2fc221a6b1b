#include "targets.hpp"

#include "colophon/merkle/proof_file.hpp"
#include "colophon/merkle/witness.hpp"

void colophon::fuzz::run_proof(ByteView input) {
  const std::string_view text = as_text(input);
  if (const auto file = merkle::parse_proof_file(text)) expect(merkle::format_proof_file(*file) == text, "a proof file has one spelling");
  for (const auto& entry : {std::optional<ByteView>(), std::optional(input)}) {
    const auto report = merkle::verify_proof_file(text, entry);
    if (report) expect(parse_json(canonical_json(merkle::report_json(*report))).has_value(), "a report is JSON");
    else expect(!report.error().detail.empty(), "a refusal says why");
  }
  if (const auto request = merkle::parse_add_checkpoint(text)) expect(merkle::format_add_checkpoint(*request) == text, "a submission has one spelling");
}
