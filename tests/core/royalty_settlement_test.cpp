// The settlement: examples worked by hand, then properties over seeded inputs of all rules.
#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <limits>
#include <map>

#include "colophon/royalty/settlement.hpp"
#include "core/royalty_support.hpp"

using namespace colophon;
using namespace colophon::royalty;
using namespace colophon::tests;

namespace {

const Id kX = test_id(0x77, 1), kY = test_id(0x77, 2);
const Id kAnn = test_id(0x50, 1), kBen = test_id(0x50, 2);
const Id kListenerA = test_id(0x11, 1), kListenerB = test_id(0x11, 2), kListenerC = test_id(0x11, 3);

/// Work X is Ann's, work Y is Ben's. A pays 10 and uses X 10 times; B pays 10 and uses Y 90 times.
SettlementInput two_listeners(Rule rule) {
  SettlementInput input = empty_settlement();
  input.works = {{kX, {{kAnn, {1, 1}}}}, {kY, {{kBen, {1, 1}}}}};
  PoolInput pool;
  pool.pool = test_id(0x70, 1);
  pool.rule = rule;
  pool.fees = {{kListenerA, major(10), {}}, {kListenerB, major(10), {}}};
  pool.usages = {{kListenerA, kX, 10}, {kListenerB, kY, 90}};
  input.pools.push_back(pool);
  return input;
}

std::map<Id, Micros> earned(const SettlementInput& input) {
  const auto result = settle(input);
  REQUIRE(result);
  std::map<Id, Micros> out;
  for (const PartyResult& party : result->parties) out[party.party] = party.earned_micro;
  return out;
}

Error error_of(const SettlementInput& input) {
  const auto result = settle(input);
  REQUIRE_FALSE(result);
  return result.error();
}

constexpr Micros kEuro = 100 * kMicrosPerMinor;

}  // namespace

TEST_CASE("pro-rata divides the whole pool by use", "[royalty][settlement]") {
  const auto parties = earned(two_listeners(Rule::pro_rata));
  CHECK(parties.at(kAnn) == 2 * kEuro);   // 20 * 10/100
  CHECK(parties.at(kBen) == 18 * kEuro);  // 20 * 90/100
}

TEST_CASE("user-centric divides each listener's fee by that listener's own use", "[royalty][settlement]") {
  const auto parties = earned(two_listeners(Rule::user_centric));
  CHECK(parties.at(kAnn) == 10 * kEuro);
  CHECK(parties.at(kBen) == 10 * kEuro);
}

TEST_CASE("fees of listeners without units, and money from nobody, are divided pro-rata", "[royalty][settlement]") {
  SettlementInput input = two_listeners(Rule::user_centric);
  input.pools[0].fees.push_back({kListenerC, major(6), {}});
  input.pools[0].fees.push_back({Id{}, major(4), {}});
  input.pools[0].usages.push_back({kListenerC, kX, 0});  // A row of zero units is no use.
  const auto parties = earned(input);
  CHECK(parties.at(kAnn) == 11 * kEuro);
  CHECK(parties.at(kBen) == 19 * kEuro);
}

TEST_CASE("units of a listener who did not pay count only where money is divided pro-rata", "[royalty][settlement]") {
  SettlementInput input = two_listeners(Rule::user_centric);
  input.pools[0].usages.push_back({kListenerC, kY, 900});
  input.pools[0].usages.push_back({Id{}, kX, 1000});
  input.pools[0].fees.push_back({Id{}, major(20), {}});  // 1010 of X, 990 of Y.
  const auto parties = earned(input);
  CHECK(parties.at(kAnn) == 10 * kEuro + 1010 * kEuro / 100);
  CHECK(parties.at(kBen) == 10 * kEuro + 990 * kEuro / 100);
}

TEST_CASE("direct money goes to the work that it names", "[royalty][settlement]") {
  SettlementInput input = two_listeners(Rule::direct);
  input.pools[0].usages.clear();
  input.pools[0].fees = {{kListenerA, major(3), kX}, {kListenerB, major(4), kX}, {Id{}, major(5), kY}};
  const auto parties = earned(input);
  CHECK(parties.at(kAnn) == 7 * kEuro);
  CHECK(parties.at(kBen) == 5 * kEuro);
  const auto result = settle(input);
  for (const PoolRow& row : result->pools[0].rows) CHECK(row.units == row.amount_micro);
}

TEST_CASE("amounts below the grid are summed exactly before one rounding", "[royalty][settlement]") {
  SettlementInput input = two_listeners(Rule::pro_rata);
  // One micro of EUR is 10^-8: 10^4 of the exact unit 10^-12. Three times 0.4 of a micro is 1.2 micros.
  input.pools[0].fees = {{kListenerA, 4'000, {}}, {kListenerA, 4'000, {}}, {kListenerA, 4'000, {}}, {kListenerB, 9'999, {}}};
  const auto result = settle(input);
  REQUIRE(result);
  CHECK(result->pools[0].amount_micro == 1);
  CHECK(result->pools[0].residue == 2'000 + 9'999);
}

TEST_CASE("a payout floors to the minor unit and the rest is carried", "[royalty][settlement]") {
  SettlementInput input = two_listeners(Rule::pro_rata);
  input.pools[0].fees = {{Id{}, cents(5), {}}};  // Ann 0.5 cent, Ben 4.5 cents.
  input.openings = {{kAnn, 400'000}, {kBen, 600'000}, {test_id(0x51, 1), -7}, {test_id(0x51, 2), 3'000'001}, {test_id(0x51, 3), 0}};
  const auto result = settle(input);
  REQUIRE(result);
  REQUIRE(result->parties.size() == 4);  // A balance of 0 without a line is no statement.
  const auto check = [&](std::size_t index, Micros earned, std::int64_t payable, Micros carried) {
    CHECK(result->parties[index].earned_micro == earned);
    CHECK(result->parties[index].payable_minor == payable);
    CHECK(result->parties[index].carried_micro == carried);
  };
  check(0, 500'000, 0, 900'000);
  check(1, 4'500'000, 5, 100'000);
  check(2, 0, 0, -7);  // A debt is not paid out: it waits for earnings.
  check(3, 0, 3, 1);
  CHECK(result->payable_minor == 8);
  CHECK(result->carried_micro == 900'000 + 100'000 - 7 + 1);
}

TEST_CASE("the journal says where every micro went, and its chain is what the format gives", "[royalty][settlement]") {
  const auto result = settle(two_listeners(Rule::user_centric));
  REQUIRE(result);
  REQUIRE(result->journal.size() == 6);
  CHECK(result->journal[0].from == "revenue:70000000-0000-0000-0000-000000000001");
  CHECK(result->journal[0].to == "work:77000000-0000-0000-0000-000000000001");
  CHECK(result->journal[3].to == "party:50000000-0000-0000-0000-000000000002");
  CHECK(result->journal[5].to == "payout:50000000-0000-0000-0000-000000000002");
  // Reference: a loop of hashlib.sha256(h + f"{frm}\n{to}\n{amount}\n".encode()) in Python over the six lines.
  CHECK(to_hex(result->journal_hash) == "54097c6a0c90dbdeb9e718242e245b1513dead273c0dacfe5f092c201c83043d");
}

TEST_CASE("nothing settles to nothing", "[royalty][settlement]") {
  const auto result = settle(empty_settlement());
  REQUIRE(result);
  CHECK(result->parties.empty());
  CHECK(result->journal.empty());
  CHECK(result->journal_hash == Hash{});
  SettlementInput input = two_listeners(Rule::pro_rata);
  input.pools[0].fees.clear();
  input.pools[0].usages.clear();
  CHECK(settle(input)->pools[0].rows.empty());
}

TEST_CASE("bad input is refused by the name of the pool, work or party", "[royalty][settlement]") {
  const auto with = [](auto change) {
    SettlementInput input = two_listeners(Rule::user_centric);
    change(input);
    return error_of(input);
  };
  const std::string pool = "pools[" + test_id(0x70, 1).to_string() + "]";

  Error error = with([](auto& in) { in.pools[0].fees[1].amount = -1; });
  CHECK(error.code == Errc::negative_amount);
  CHECK(error.field == pool + ".fees[1].amount");
  error = with([](auto& in) { in.pools[0].usages[0].units = -5; });
  CHECK(error.code == Errc::negative_amount);
  CHECK(error.field == pool + ".usages[0].units");
  error = with([](auto& in) { in.works.pop_back(); });
  CHECK(error.code == Errc::unknown_work);
  CHECK(error.detail.contains(kY.to_string()));
  error = with([](auto& in) { in.works[0].shares[0].share = {1, 2}; });
  CHECK(error.code == Errc::invalid_shares);
  CHECK(error.field == "works[" + kX.to_string() + "].shares");
  CHECK(with([](auto& in) { in.works.push_back(in.works[0]); }).field == "works[" + kX.to_string() + "]");
  CHECK(with([](auto& in) { in.pools.push_back(in.pools[0]); }).field == pool);
  CHECK(with([](auto& in) { in.openings = {{kAnn, 1}, {kAnn, 1}}; }).field == "openings[" + kAnn.to_string() + "]");
  error = with([](auto& in) { in.pools[0].usages.clear(); });
  CHECK(error.code == Errc::invalid_argument);  // Money, but nothing to divide it by.
  CHECK(error.field == pool);
  CHECK(with([](auto& in) { in.pools[0].fees[0].work = kX; }).code == Errc::invalid_argument);
  CHECK(with([](auto& in) { in.pools[0].rule = Rule::direct; }).code == Errc::invalid_argument);
  CHECK(with([](auto& in) {
          in.pools[0].rule = Rule::direct;
          in.pools[0].usages.clear();
        }).code == Errc::unknown_work);  // Direct money that names no work.
}

TEST_CASE("what does not fit is an overflow, not a wrap", "[royalty][settlement]") {
  constexpr auto most = std::numeric_limits<std::int64_t>::max();
  SettlementInput input = two_listeners(Rule::pro_rata);
  input.pools[0].usages[0].units = most;
  CHECK(error_of(input).code == Errc::overflow);
  input = two_listeners(Rule::pro_rata);
  input.pools[0].fees[0].amount = static_cast<ExactAmount>(most) * 10'000;
  CHECK(error_of(input).code == Errc::overflow);  // Two fees of one pool.
  input.pools[0].fees.pop_back();
  CHECK(settle(input));
  input.pools.push_back(input.pools[0]);
  input.pools[1].pool = test_id(0x70, 2);
  CHECK(error_of(input).code == Errc::overflow);  // Two pools.
  input.pools.pop_back();
  input.openings = {{kBen, most / 2}};
  CHECK(error_of(input).code == Errc::overflow);  // A balance.
  input.openings = {{test_id(0x51, 1), most}, {test_id(0x51, 2), most}};
  CHECK(error_of(input).code == Errc::overflow);  // The sum of all balances.
  input = two_listeners(Rule::pro_rata);
  input.pools[0].fees = {{Id{}, ~(static_cast<ExactAmount>(1) << 127), {}}, {Id{}, 1, {}}};
  CHECK(error_of(input).code == Errc::overflow);
}

TEST_CASE("every step conserves the money", "[royalty][settlement]") {
  for (std::uint64_t seed = 1; seed <= 25; ++seed) {
    const SettlementInput input = random_settlement(seed, 3 + seed * 5, 4 + seed * 3, 40 * seed);
    const auto result = settle(input);
    REQUIRE(result);
    std::map<std::string, Micros> balance;
    for (const JournalEntry& entry : result->journal) {
      REQUIRE(entry.amount_micro > 0);
      balance[entry.from] -= entry.amount_micro;
      balance[entry.to] += entry.amount_micro;
    }
    int128 pools = 0, exact_in = 0;
    for (const PoolInput& pool : input.pools) for (const Fee& fee : pool.fees) exact_in += fee.amount;
    for (const PoolResult& pool : result->pools) {
      pools += pool.amount_micro;
      exact_in -= static_cast<int128>(pool.amount_micro) * 10'000 + pool.residue;
      CHECK(pool.tree.amount_micro == static_cast<uint128>(pool.amount_micro));
      CHECK(balance["revenue:" + pool.pool.to_string()] == -pool.amount_micro);
    }
    CHECK(exact_in == 0);  // What came in is what was divided and the residue, exactly.
    CHECK(pools == result->pool_micro);
    CHECK(result->accrued_micro == result->pool_micro);
    for (const auto& [account, amount] : balance) if (account.starts_with("work:")) CHECK(amount == 0);
    Micros opening = 0;
    for (const PartyResult& party : result->parties) {
      Micros lines = 0;
      for (const StatementLine& line : party.lines) lines += line.amount_micro;
      CHECK(lines == party.earned_micro);
      CHECK(party.opening_micro + party.earned_micro == party.payable_minor * kMicrosPerMinor + party.carried_micro);
      CHECK((party.carried_micro < kMicrosPerMinor && (party.carried_micro >= 0 || party.payable_minor == 0)));
      CHECK(balance["party:" + party.party.to_string()] == party.earned_micro - party.payable_minor * kMicrosPerMinor);
      opening += party.opening_micro;
    }
    CHECK(opening + result->accrued_micro == result->payable_minor * kMicrosPerMinor + result->carried_micro);
  }
}

TEST_CASE("the order of the input changes nothing, nor does adding up its rows beforehand", "[royalty][settlement]") {
  for (std::uint64_t seed = 1; seed <= 8; ++seed) {
    SettlementInput input = random_settlement(seed, 40, 30, 900);
    const auto before = settle(input);
    REQUIRE(before);
    TestRandom random(seed);
    random.shuffle(input.pools);
    random.shuffle(input.works);
    random.shuffle(input.openings);
    for (WorkShares& work : input.works) random.shuffle(work.shares);
    for (PoolInput& pool : input.pools) {
      random.shuffle(pool.fees);
      random.shuffle(pool.usages);
    }
    const auto shuffled = settle(input);
    REQUIRE(shuffled);
    CHECK(shuffled->root == before->root);
    CHECK(canonical_json(shuffled->header) == canonical_json(before->header));

    for (PoolInput& pool : input.pools) {
      std::map<std::pair<Id, Id>, std::int64_t> units;
      for (const Usage& usage : pool.usages) units[{usage.listener, usage.work}] += usage.units;
      pool.usages.clear();
      for (const auto& [pair, sum] : units) pool.usages.push_back({pair.first, pair.second, sum});
      std::map<std::pair<Id, Id>, ExactAmount> fees;
      for (const Fee& fee : pool.fees) fees[{fee.listener, fee.work}] += fee.amount;
      pool.fees.clear();
      for (const auto& [pair, sum] : fees) pool.fees.push_back({pair.first, sum, pair.second});
    }
    CHECK(settle(input)->root == before->root);
  }
}

TEST_CASE("every input counts: a change of any of them changes the root", "[royalty][settlement]") {
  const auto root = [](auto change) {
    SettlementInput input = two_listeners(Rule::user_centric);
    change(input);
    const auto result = settle(input);
    REQUIRE(result);
    return result->root;
  };
  const Hash same = root([](auto&) {});
  CHECK(root([](auto&) {}) == same);
  CHECK(root([](auto& in) { in.settlement = test_id(0x5e, 2); }) != same);
  CHECK(root([](auto& in) { in.period.month = 9; }) != same);
  CHECK(root([](auto& in) { in.currency = *Currency::parse("USD"); }) != same);
  CHECK(root([](auto& in) { in.seed[31] ^= 1; }) != same);
  CHECK(root([](auto& in) { in.pools[0].pool = test_id(0x70, 2); }) != same);
  CHECK(root([](auto& in) { in.pools[0].rule = Rule::pro_rata; }) != same);
  CHECK(root([](auto& in) { in.pools[0].fees[0].amount += 10'000; }) != same);
  CHECK(root([](auto& in) { in.pools[0].usages[0].units += 1; }) != same);
  CHECK(root([](auto& in) { in.works[0].shares[0].party = kBen; }) != same);
  CHECK(root([](auto& in) { in.openings = {{kAnn, 1}}; }) != same);
  CHECK(root([](auto& in) { in.openings = {{kAnn, 0}}; }) == same);
}
