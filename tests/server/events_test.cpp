// Batches of events and revenue: whole or not at all, each row once, late rows in the next open period.
#include <map>

#include "jobs/settle.hpp"
#include "scratch.hpp"

using namespace colophon;
using namespace colophon::tests;

namespace {

constexpr Period kOctober{2026, 10}, kNovember{2026, 11};
const jobs::SettleOptions kProRata{.rule = royalty::Rule::pro_rata, .book = {}}, kUserCentric{.rule = royalty::Rule::user_centric, .book = {}};

royalty::UsageTable usage(TestStore& store, const Period& period) { return ok(store->usage(period, {})); }

std::int64_t units(const royalty::UsageTable& table) {
  std::int64_t sum = 0;
  for (const royalty::UsageRow& row : table.rows) sum += row.units;
  return sum;
}

/// What the last closing owes all of them.
Micros owed(TestStore& store, std::initializer_list<Id> parties) {
  Micros sum = 0;
  for (const Id& party : parties)
    for (const store::BalanceRow& row : ok(store->balances_of(party)))
      if (row.account == "balance") sum += row.balance_micro;
  return sum;
}

}  // namespace

TEST_CASE("a bad event changes nothing, and the error names it") {
  TestStore store;
  const auto work = store.work(store.party("ada"));
  struct Case { const char* what; store::EventDraft event; Errc code; const char* field; };
  auto negative = store.play(work, "u1", -1), unknown = store.play(Id{{7}}), random = store.play(work), channel = store.play(work), future = store.play(work);
  random.id = uuid_from_name("not", "a uuid of version 7");
  channel.channel = Id{{8}};
  store.now = kNoon + 25 * 3'600'000;
  future.id = store.id();
  store.now = kNoon;
  const Case cases[] = {
      {"units below zero", negative, Errc::negative_amount, "events[1].units"},
      {"a work that there is not", unknown, Errc::unknown_work, "events[1].work"},
      {"an id without a time", random, Errc::invalid_id, "events[1].id"},
      {"a channel that there is not", channel, Errc::not_found, "events[1].channel"},
      {"more than a day ahead", future, Errc::invalid_id, "events[1].id"},
  };
  for (const auto& one : cases) {
    INFO(one.what);
    const std::vector batch{store.play(work), one.event, store.play(work)};
    const auto result = store->append_events(batch, store::Source::server_key);
    REQUIRE_FALSE(result);
    CHECK(result.error().code == one.code);
    CHECK(result.error().field == one.field);
    CHECK(usage(store, kOctober).rows.empty());
    CHECK(ok(store->periods()).empty());
  }
}

TEST_CASE("a bad revenue line changes nothing, and the error names it") {
  TestStore store;
  ok(store->put_setting("currency", "EUR"));
  auto line = [&](const std::string& amount, const std::string& currency, const Id& work = {}) {
    return store::RevenueDraft{store.id(), store::RevenueKind::tip, amount, currency, "u1", work};
  };
  struct Case { store::RevenueDraft line; Errc code; const char* field; };
  const Case cases[] = {
      {line("-1.00", "EUR"), Errc::negative_amount, "lines[1].amount"},
      {line("1,00", "EUR"), Errc::invalid_amount, "lines[1].amount"},
      {line("1e3", "EUR"), Errc::invalid_amount, "lines[1].amount"},
      {line("", "EUR"), Errc::invalid_amount, "lines[1].amount"},
      {line("0.0000000000001", "EUR"), Errc::invalid_amount, "lines[1].amount"},
      {line("1.00", "EURO"), Errc::unknown_currency, "lines[1].currency"},
      {line("1.00", "EUR", Id{{5}}), Errc::unknown_work, "lines[1].work"},
  };
  for (const auto& one : cases) {
    INFO(one.line.amount << " " << one.line.currency);
    const std::vector batch{store.fee("9.99"), one.line};
    const auto result = store->append_revenue(batch, store::Source::server_key);
    REQUIRE_FALSE(result);
    CHECK(result.error().code == one.code);
    CHECK(result.error().field == one.field);
    CHECK(ok(store->revenue({2026, 10})).empty());
  }
}

TEST_CASE("money may come in any currency, and below the cent") {
  TestStore store;
  ok(store->put_setting("currency", "EUR"));
  const auto work = store.work(store.party("ada"));
  const auto line = [&](const char* amount, const char* currency) { return store::RevenueDraft{store.id(), store::RevenueKind::sale, amount, currency, "", work}; };
  ok(store->append_revenue(std::vector{line("0.003271845", "USD"), line("1.234", "KWD"), line("100", "JPY")}, store::Source::server_key));
  ok(store->append_events(std::vector{store.play(work)}, store::Source::server_key));
  const auto settled = ok(jobs::compute_settlement(*store, kOctober, {}));
  std::map<std::string, Micros> earned;
  for (const auto& account : settled.result.parties.at(0).accounts) earned[std::string(settled.result.currencies[account.currency].name())] = account.earned_micro;
  CHECK(earned == std::map<std::string, Micros>{{"JPY", 100'000'000}, {"KWD", 1'234'000'000}, {"USD", 327'184}});
}

TEST_CASE("each event counts once, however often it is sent") {
  TestStore store;
  const auto work = store.work(store.party("ada"));
  std::vector<store::EventDraft> batch;
  for (int i = 0; i < 100; ++i) batch.push_back(store.play(work, "u" + std::to_string(i % 7)));
  batch.push_back(batch.front());
  auto appended = ok(store->append_events(batch, store::Source::server_key));
  CHECK(appended.accepted == 100);
  CHECK(appended.duplicates == 1);
  appended = ok(store->append_events(batch, store::Source::server_key));
  CHECK(appended.accepted == 0);
  CHECK(appended.duplicates == 101);
  CHECK(units(usage(store, kOctober)) == 100);
  CHECK(ok(store->periods()).at(0).events == 100);
}

TEST_CASE("likes and what a browser sent carry no units into a pool") {
  TestStore store;
  const auto work = store.work(store.party("ada"));
  auto like = store.play(work);
  like.type = store::EventType::like;
  ok(store->append_events(std::vector{like, store.play(work)}, store::Source::server_key));
  ok(store->append_events(std::vector{store.play(work), store.play(work)}, store::Source::browser));
  CHECK(ok(store->periods()).at(0).events == 4);
  CHECK(units(usage(store, kOctober)) == 1);
  CHECK(ok(store->units_by_work({2026, 10})) == std::vector{std::pair{work, std::int64_t{1}}});
}

TEST_CASE("a listener has another id in every period, and the same one for its fee and its plays") {
  TestStore store;
  const auto work = store.work(store.party("ada"));
  ok(store->append_events(std::vector{store.play(work, "u1"), store.play(work, "u2")}, store::Source::server_key));
  ok(store->append_revenue(std::vector{store.fee("1.00", "u1")}, store::Source::server_key));
  const auto october = usage(store, kOctober).listeners;
  const auto payer = ok(store->revenue(kOctober)).at(0).listener;
  REQUIRE(october.size() == 2);
  CHECK((october[0] == payer) != (october[1] == payer));
  store.now = kNoon + std::int64_t{31} * 24 * 3'600'000;
  ok(store->append_events(std::vector{store.play(work, "u1")}, store::Source::server_key));
  CHECK(usage(store, kNovember).listeners.at(0) != payer);
}

TEST_CASE("what comes after a draft counts in the next open period, marked late") {
  TestStore store;
  const auto ada = store.party("ada");
  const auto work = store.work(ada);
  ok(store->append_events(std::vector{store.play(work)}, store::Source::server_key));
  ok(store->append_revenue(std::vector{store.fee("1.00")}, store::Source::server_key));
  const auto draft = ok(jobs::draft_settlement(*store, kOctober, kProRata, "fin"));
  CHECK(draft.state == store::SettlementState::draft);
  const auto late = std::vector{store.play(work)};
  CHECK(ok(store->append_events(late, store::Source::server_key)).late == 1);
  CHECK(units(usage(store, kOctober)) == 1);
  CHECK(units(usage(store, kNovember)) == 1);
  CHECK(ok(store->append_events(late, store::Source::server_key)).duplicates == 1);
  // The same draft again has the same root: its inputs are frozen.
  CHECK(ok(jobs::draft_settlement(*store, kOctober, kProRata, "fin")).root == draft.root);
}

TEST_CASE("who made a settlement may not approve it; approval moves the balances once") {
  TestStore store;
  const auto ada = store.party("ada"), bo = store.party("bo"), cy = store.party("cy");
  for (const auto& party : {ada, bo, cy}) ok(store->append_events(std::vector{store.play(store.work(party))}, store::Source::server_key));
  ok(store->append_revenue(std::vector{store.fee("1.00")}, store::Source::server_key));  // A third of a euro each: 33 cents and a third.
  const auto draft = ok(jobs::draft_settlement(*store, kOctober, kProRata, "fin"));
  CHECK(store->approve(draft.id, "fin").error().code == Errc::forbidden);
  CHECK(store->approve(Id{}, "app").error().code == Errc::not_found);
  CHECK(owed(store, {ada, bo, cy}) == 0);
  CHECK(ok(store->pending_entries(10)).empty());

  const auto approved = ok(store->approve(draft.id, "app"));
  CHECK(approved.state == store::SettlementState::approved);
  std::int64_t paid = 0;
  for (const auto& payout : ok(store->payouts(draft.id))) paid += payout.gross_minor;
  CHECK(paid == 99);
  CHECK(owed(store, {ada, bo, cy}) == 1'000'000);
  CHECK(ok(store->pending_entries(10)).size() == 1);
  CHECK(store->approve(draft.id, "app").error().code == Errc::conflict);
  CHECK(jobs::draft_settlement(*store, kOctober, kProRata, "fin").error().code == Errc::conflict);
  CHECK(ok(store->periods()).at(0).state == store::PeriodState::closed);

  // The next period opens with what was carried, and nobody is rounded to zero for ever.
  store.now = kNoon + std::int64_t{31} * 24 * 3'600'000;
  ok(store->append_revenue(std::vector{store.fee("0.02")}, store::Source::server_key));
  ok(store->append_events(std::vector{store.play(ok(store->works({}, "", 1)).rows.at(0).id)}, store::Source::server_key));
  const auto second = ok(jobs::draft_settlement(*store, kNovember, kProRata, "fin"));
  const auto page = ok(store->statements(second.id, "", 10));
  CHECK(page.rows.size() == 3);
  Micros opening = 0;
  for (const auto& row : page.rows) opening += row.accounts.at(0).opening_micro;
  CHECK(opening == 1'000'000);
}

TEST_CASE("a draft whose opening balances have moved must be made again") {
  TestStore store;
  for (const auto* name : {"ada", "bo", "cy"}) ok(store->append_events(std::vector{store.play(store.work(store.party(name)))}, store::Source::server_key));
  ok(store->append_revenue(std::vector{store.fee("1.00")}, store::Source::server_key));
  const auto work = ok(store->works({}, "", 1)).rows.at(0).id;
  store.now = kNoon + std::int64_t{31} * 24 * 3'600'000;
  ok(store->append_events(std::vector{store.play(work)}, store::Source::server_key));
  ok(store->append_revenue(std::vector{store.fee("1.00")}, store::Source::server_key));
  const auto october = ok(jobs::draft_settlement(*store, kOctober, kProRata, "fin"));
  const auto november = ok(jobs::draft_settlement(*store, kNovember, kUserCentric, "fin"));
  ok(store->approve(october.id, "app"));
  CHECK(store->approve(november.id, "app").error().code == Errc::conflict);
  ok(store->approve(ok(jobs::draft_settlement(*store, kNovember, kUserCentric, "fin")).id, "app"));
}
