// The settlement bundle: read and written without loss, and every bad input refused by the name of its field.
#include <catch2/catch_test_macros.hpp>

#include <functional>

#include "core/royalty_documents.hpp"
#include "core/royalty_support.hpp"

using namespace colophon;
using namespace colophon::royalty;
using namespace colophon::tests;

namespace {

Error refused(const std::function<void(Json&)>& change) {
  Json bundle = fixture_json("three-pools.bundle.json");
  change(bundle);
  const auto input = parse_bundle(bundle);
  if (!input) return input.error();
  const auto result = settle(*input);
  REQUIRE_FALSE(result);
  return result.error();
}

// The fixture's pools in the order of the file: user-centric, direct, pro-rata.
Json& pool(Json& bundle, std::size_t index) { return item(member(bundle, "pools"), index); }
Json& cell(Json& rows, std::size_t row, std::size_t column) { return item(item(rows, row), column); }

const std::string kUserCentric = "pools[70000000-0000-0000-0000-000000000002]";

}  // namespace

TEST_CASE("a bundle written and read again settles to the same root", "[royalty][bundle]") {
  for (std::uint64_t seed = 1; seed <= 4; ++seed) {
    const SettlementInput input = random_settlement(seed, 12, 9, 120);
    const auto read = parse_bundle(*parse_json(canonical_json(bundle_json(input))));
    REQUIRE(read);
    CHECK(canonical_json(bundle_json(*read)) == canonical_json(bundle_json(input)));
    CHECK(settle(*read)->root == settle(input)->root);
  }
}

TEST_CASE("bad bundles are refused by the field", "[royalty][bundle]") {
  struct Case {
    const char* what;
    std::function<void(Json&)> change;
    Errc code;
    std::string field;
  };
  const std::vector<Case> cases{
      {"another format", [](Json& b) { member(b, "format") = "colophon/settlement-bundle/2"; }, Errc::unknown_format, "format"},
      {"a field that is not there", [](Json& b) { b.object()->erase(b.object()->begin() + 1); }, Errc::missing_field, "settlement"},
      {"a field too many", [](Json& b) { b.object()->emplace_back("note", "x"); }, Errc::unknown_field, "note"},
      {"a field too many in a pool", [](Json& b) { pool(b, 0).object()->emplace_back("note", "x"); }, Errc::unknown_field, "pools[0].note"},
      {"an upper-case id", [](Json& b) { member(b, "settlement") = "5E000000-0000-0000-0000-000000000001"; }, Errc::invalid_id, "settlement"},
      {"a month that is none", [](Json& b) { member(b, "period") = "2026-13"; }, Errc::invalid_argument, "period"},
      {"a currency that nobody knows", [](Json& b) { member(b, "currency") = "XYZ"; }, Errc::unknown_currency, "currency"},
      {"a short seed", [](Json& b) { member(b, "seed") = "00"; }, Errc::invalid_argument, "seed"},
      {"a rule that is none", [](Json& b) { member(pool(b, 2), "rule") = "artist-centric"; }, Errc::invalid_argument, "pools[2].rule"},
      {"a number for an amount", [](Json& b) { cell(member(pool(b, 0), "fees"), 1, 1) = 10; }, Errc::invalid_argument, "pools[0].fees[1][1]"},
      {"an amount with an exponent", [](Json& b) { cell(member(pool(b, 0), "fees"), 1, 1) = "1e3"; }, Errc::invalid_amount, "pools[0].fees[1][1]"},
      {"13 decimal places", [](Json& b) { cell(member(pool(b, 0), "fees"), 1, 1) = "0.0000000000001"; }, Errc::invalid_amount, "pools[0].fees[1][1]"},
      {"a negative amount", [](Json& b) { cell(member(pool(b, 0), "fees"), 1, 1) = "-0.01"; }, Errc::negative_amount, kUserCentric + ".fees[1].amount"},
      {"negative units", [](Json& b) { cell(member(pool(b, 0), "usages"), 2, 2) = "-1"; }, Errc::negative_amount, kUserCentric + ".usages[2].units"},
      {"units with a fraction", [](Json& b) { cell(member(pool(b, 0), "usages"), 2, 2) = "1.5"; }, Errc::invalid_amount, "pools[0].usages[2][2]"},
      {"a row of two cells", [](Json& b) { item(member(pool(b, 0), "usages"), 2).array()->pop_back(); }, Errc::invalid_argument, "pools[0].usages[2]"},
      {"a work without shares", [](Json& b) { member(b, "works").array()->erase(member(b, "works").array()->begin()); }, Errc::unknown_work, ""},
      {"shares over 1", [](Json& b) { cell(member(item(member(b, "works"), 1), "shares"), 0, 1) = "2/3"; }, Errc::invalid_shares,
       "works[77000000-0000-0000-0000-000000000002].shares"},
      {"a share that is none", [](Json& b) { cell(member(item(member(b, "works"), 1), "shares"), 0, 1) = "half"; }, Errc::invalid_shares, "works[1].shares[0][1]"},
      {"a party twice in a work", [](Json& b) { cell(member(item(member(b, "works"), 1), "shares"), 0, 0) = "50000000-0000-0000-0000-000000000003"; },
       Errc::invalid_shares, "works[77000000-0000-0000-0000-000000000002].shares[1].party"},
      {"a work twice", [](Json& b) { member(b, "works").array()->push_back(item(member(b, "works"), 0)); }, Errc::invalid_argument,
       "works[77000000-0000-0000-0000-000000000001]"},
      {"an opening with a fraction", [](Json& b) { cell(member(b, "openings"), 0, 1) = "0.5"; }, Errc::invalid_amount, "openings[0][1]"},
      {"an opening over 64 bits", [](Json& b) { cell(member(b, "openings"), 0, 1) = "9223372036854775808"; }, Errc::overflow, "openings[0][1]"},
      {"two openings of a party", [](Json& b) { member(b, "openings").array()->push_back(item(member(b, "openings"), 0)); }, Errc::invalid_argument,
       "openings[50000000-0000-0000-0000-000000000001]"},
      {"usage in a direct pool", [](Json& b) { member(pool(b, 1), "usages").array()->push_back(item(member(pool(b, 0), "usages"), 0)); },
       Errc::invalid_argument, "pools[70000000-0000-0000-0000-000000000003].usages[0].units"},
  };
  for (const Case& each : cases) {
    INFO(each.what);
    const Error error = refused(each.change);
    CHECK(errc_name(error.code) == errc_name(each.code));
    if (!each.field.empty()) CHECK(error.field == each.field);
    CHECK_FALSE(error.detail.empty());
  }
}
