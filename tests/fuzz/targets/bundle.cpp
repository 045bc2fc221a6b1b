#include "targets.hpp"

#include "colophon/royalty/bundle.hpp"
#include "colophon/royalty/statement.hpp"

namespace colophon::fuzz {
namespace {

// What leaves a settlement must be accepted by what the payee runs.
void check_documents(const royalty::SettlementInput& input, const royalty::SettlementResult& result) {
  const royalty::StatementWriter writer(input, result);
  for (std::size_t i = 0; i < result.parties.size() && i < 4; ++i) {
    const auto report = royalty::verify_statement(writer.statement(i));
    expect(report.has_value() && report->holds(), "a statement that was written holds");
  }
  for (std::size_t i = 0; i < result.pools.size() && i < 4; ++i) {
    const auto report = royalty::verify_pool_table(writer.pool_table(i));
    expect(report.has_value() && report->holds(), "a pool table that was written holds");
  }
}

}  // namespace

void run_bundle(ByteView input) {
  const auto json = parse_json(as_text(input));
  if (!json) return;
  const auto settlement = royalty::parse_bundle(*json);
  if (!settlement) {
    expect(!settlement.error().detail.empty(), "a refusal says why");
    return;
  }
  const auto again = royalty::parse_bundle(royalty::bundle_json(*settlement));
  expect(again.has_value(), "a bundle that was written can be read");
  const auto result = royalty::settle(*settlement);
  if (!result) return;
  expect(result->pool_micro == result->accrued_micro, "what was divided adds up");
  expect(royalty::settle(*again)->root == result->root, "a second run gives the same root");
  check_documents(*settlement, *result);
}

}  // namespace colophon::fuzz
