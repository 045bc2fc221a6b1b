// The store's verbs: parties, works, agreements, credentials, jobs, the log's rows, transactions.
#include <sqlite3.h>

#include <algorithm>
#include <thread>

#include "scratch.hpp"

using namespace colophon;
using namespace colophon::tests;


TEST_CASE("the same external id is the same party, and its name can be erased without it") {
  TestStore store;
  const auto first = store.party("host-7", "Ada");
  CHECK(store.party("host-7", "Another name") == first);
  CHECK(ok(store->party(first)).name == "Ada");
  ok(store->erase_person(first));
  CHECK(ok(store->party(first)).name.empty());
  CHECK(ok(store->party(first)).external_id.empty());
  CHECK(store->party(Id{}).error().code == Errc::unknown_party);
}

TEST_CASE("a work keeps its shares, its content and its quality") {
  TestStore store;
  const auto ada = store.party("ada"), bo = store.party("bo");
  store::WorkDraft draft;
  draft.title = "Two hands";
  draft.kind = "photo";
  draft.media_type = "image/png";
  draft.sha256 = sha256("pixels");
  draft.content_bytes = 6;
  draft.shares = {{ada, {1, 3}}, {bo, {2, 3}}};
  const auto work = ok(store->insert_work(draft, nullptr));
  CHECK(work.shares.size() == 2);
  CHECK_FALSE(work.has_content);

  CHECK(store->put_content(work.id, as_bytes("pixelz")).error().code == Errc::does_not_hold);
  CHECK(store->put_content(work.id, as_bytes("pixel")).error().code == Errc::does_not_hold);
  CHECK(store->content(work.id).error().code == Errc::not_found);
  ok(store->put_content(work.id, as_bytes("pixels")));
  CHECK(ok(store->content(work.id)) == Bytes{'p', 'i', 'x', 'e', 'l', 's'});
  CHECK(ok(store->works_with_fingerprint("sha256", draft.sha256)) == std::vector{work.id});

  CHECK(ok(store->count_works({{}, true})) == 1);
  ok(store->set_quality(work.id, {6'543, 210, {1, 2, 3, 4, 5, 6, 7, 8, 9, 10}, "m@1", kNoon}, "{}"));
  CHECK(ok(store->count_works({{}, true})) == 0);
  const auto scored = ok(store->work(work.id));
  REQUIRE(scored.quality);
  CHECK(scored.quality->mean_milli == 6'543);
  CHECK(scored.quality->probability_ppm[9] == 10);
}

TEST_CASE("a work that is wrong leaves nothing behind") {
  TestStore store;
  const auto ada = store.party("ada");
  store::WorkDraft draft;
  draft.title = "t";
  draft.kind = "text";
  const auto refused = [&](std::vector<royalty::PartyShare> shares) {
    draft.shares = std::move(shares);
    const store::LogEntryDraft entry{"work", {}, {}, "{}"};
    const auto result = store->insert_work(draft, &entry);
    REQUIRE_FALSE(result);
    return result.error();
  };
  CHECK(refused({{ada, {1, 2}}}).code == Errc::invalid_shares);
  CHECK(refused({{ada, {1, 2}}, {ada, {1, 2}}}).code == Errc::invalid_shares);
  const auto unknown = refused({{ada, {1, 2}}, {Id{{9}}, {1, 2}}});
  CHECK(unknown.code == Errc::unknown_party);
  CHECK(unknown.field == "shares[1].party");
  CHECK(ok(store->count_works({})) == 0);
  CHECK(ok(store->pending_entries(10)).empty());
  draft.shares.clear();   // No shares at all: an agreement will say who gets what.
  ok(store->insert_work(draft, nullptr));
}

TEST_CASE("works are listed page by page, each once") {
  TestStore store;
  const auto ada = store.party("ada");
  for (int i = 0; i < 7; ++i) store.work(ada, "work " + std::to_string(i));
  std::vector<Id> seen;
  std::string cursor;
  int pages = 0;
  do {
    const auto page = ok(store->works({}, cursor, 3));
    for (const auto& work : page.rows) seen.push_back(work.id);
    cursor = page.next;
    ++pages;
  } while (!cursor.empty());
  CHECK(pages == 3);
  CHECK(seen.size() == 7);
  CHECK(std::ranges::is_sorted(seen));
  CHECK(store->works({}, "no cursor", 3).error().field == "cursor");
}

TEST_CASE("shares are those in force in the period, and a settled period's cannot change") {
  TestStore store;
  const auto ada = store.party("ada"), bo = store.party("bo");
  const auto work = store.work(ada);
  ok(store->put_shares(work, {2026, 10}, std::vector<royalty::PartyShare>{{ada, {1, 2}}, {bo, {1, 2}}}));
  CHECK(ok(store->works_to_settle({2026, 9})).at(0).shares.size() == 1);
  CHECK(ok(store->works_to_settle({2026, 10})).at(0).shares.size() == 2);
  CHECK(ok(store->works_to_settle({2027, 1})).at(0).shares.size() == 2);
  ok(store->freeze_period({2026, 11}));
  CHECK(store->put_shares(work, {2026, 11}, std::vector<royalty::PartyShare>{{bo, {1, 1}}}).error().code == Errc::conflict);
  ok(store->put_shares(work, {2026, 12}, std::vector<royalty::PartyShare>{{bo, {1, 1}}}));
}

TEST_CASE("atomically: an error undoes every verb that was called") {
  TestStore store;
  const auto result = store->atomically([&]() -> Result<void> {
    ok(store->find_or_make_party({{}, "inside", "x"}));
    CHECK(ok(store->party_by_external_id("inside")).has_value());
    return fail(Errc::conflict, "", "on purpose");
  });
  CHECK(result.error().code == Errc::conflict);
  CHECK_FALSE(ok(store->party_by_external_id("inside")).has_value());
  // One verb that fails inside takes back itself alone, if the body goes on.
  ok(store->atomically([&]() -> Result<void> {
    ok(store->find_or_make_party({{}, "kept", "x"}));
    CHECK_FALSE(store->revoke_api_key(Id{}));
    return {};
  }));
  CHECK(ok(store->party_by_external_id("kept")).has_value());
}

TEST_CASE("many threads write at once and every acknowledged row is there") {
  TestStore store;
  constexpr int kThreads = 8, kEach = 40;
  std::vector<std::thread> threads;
  std::atomic<int> acknowledged{0};
  for (int t = 0; t < kThreads; ++t)
    threads.emplace_back([&, t] {
      for (int i = 0; i < kEach; ++i) {
        const auto name = "p" + std::to_string(t) + "-" + std::to_string(i);
        acknowledged += store->find_or_make_party({{}, name, name}).has_value();
        // Failing writes share commits with good ones and must not take them along.
        (void)store->revoke_api_key(Id{});
      }
    });
  for (auto& thread : threads) thread.join();
  CHECK(acknowledged == kThreads * kEach);
  store.reopen();
  for (int t = 0; t < kThreads; ++t)
    for (int i = 0; i < kEach; ++i) CHECK(ok(store->party_by_external_id("p" + std::to_string(t) + "-" + std::to_string(i))).has_value());
}

TEST_CASE("a key of idempotency answers the same request again and refuses another") {
  TestStore store;
  const auto request = sha256("request");
  CHECK_FALSE(ok(store->idempotent_answer("key-a", "k1", request)).has_value());
  ok(store->remember_answer("key-a", "k1", request, {201, "application/json", "{\"a\":1}"}));
  const auto again = ok(store->idempotent_answer("key-a", "k1", request));
  REQUIRE(again);
  CHECK(again->status == 201);
  CHECK(again->body == "{\"a\":1}");
  CHECK(store->idempotent_answer("key-a", "k1", sha256("other")).error().code == Errc::idempotency_conflict);
  CHECK_FALSE(ok(store->idempotent_answer("key-b", "k1", request)).has_value());
}

TEST_CASE("credentials are found by hash until they are revoked or expire") {
  TestStore store;
  const auto ada = store.party("ada");
  const std::vector<std::string> scopes{"works:write", "read"};
  const auto key = ok(store->insert_api_key("host", sha256("secret"), scopes));
  CHECK(ok(store->api_key(sha256("secret")))->scopes == scopes);
  CHECK_FALSE(ok(store->api_key(sha256("Secret"))));
  ok(store->revoke_api_key(key.id));
  CHECK_FALSE(ok(store->api_key(sha256("secret"))));
  CHECK(ok(store->api_keys()).at(0).revoked);

  ok(store->insert_session(sha256("token"), {ada, "https://art.example", scopes, kNoon + 900'000}));
  CHECK(ok(store->session(sha256("token")))->party == ada);
  store.now = kNoon + 900'000;
  CHECK_FALSE(ok(store->session(sha256("token"))));

  ok(store->put_desk_user({"fin", "finance", "hash"}));
  ok(store->insert_desk_session(sha256("cookie"), {"fin", "finance", store.now + 1'000}));
  CHECK(ok(store->desk_session(sha256("cookie")))->role == "finance");
  ok(store->put_desk_user({"fin", "approver", "hash2"}));
  CHECK_FALSE(ok(store->desk_session(sha256("cookie"))));
}

TEST_CASE("a checkpoint is compare-and-swap: the log cannot fork") {
  TestStore store;
  const auto ada = store.party("ada");
  store::WorkDraft draft;
  draft.kind = "text";
  draft.shares = {{ada, {1, 1}}};
  for (int i = 0; i < 3; ++i) {
    const store::LogEntryDraft entry{"work", {}, store->new_salt(), "{\"n\":" + std::to_string(i) + "}"};
    ok(store->insert_work(draft, &entry));
  }
  const auto pending = ok(store->pending_entries(10));
  REQUIRE(pending.size() == 3);
  CHECK(pending[0].entry == commitment("colophon/work/1", pending[0].salt, "{\"n\":0}"));
  const std::vector<std::int64_t> two{pending[0].sequence, pending[1].sequence}, one{pending[2].sequence};
  ok(store->cas_checkpoint(0, two, {2, sha256("a"), "note", kNoon}));
  CHECK(store->cas_checkpoint(0, one, {1, sha256("b"), "fork", kNoon}).error().code == Errc::conflict);
  CHECK(store->cas_checkpoint(2, two, {4, sha256("b"), "again", kNoon}).error().code == Errc::conflict);
  CHECK(ok(store->latest_checkpoint())->note == "note");
  ok(store->cas_checkpoint(2, one, {3, sha256("c"), "note 3", kNoon}));
  CHECK(ok(store->log_entries(0, 3)).size() == 3);
  CHECK(ok(store->log_entry_of("work", pending[2].subject))->index == 2);
}

TEST_CASE("a store of a newer program is refused, and so is a file that is none") {
  TestStore store;
  store.store.reset();
  const auto file = store.scratch.path("store.db").string();
  sqlite3* db = nullptr;
  REQUIRE(sqlite3_open(file.c_str(), &db) == SQLITE_OK);
  REQUIRE(sqlite3_exec(db, "PRAGMA user_version=999", nullptr, nullptr, nullptr) == SQLITE_OK);
  sqlite3_close(db);
  CHECK(store::open_sqlite(file).error().code == Errc::conflict);
  store.scratch.write("text.db", std::string(8'192, 'x'));
  CHECK(store::open_sqlite(store.scratch.path("text.db").string()).error().code == Errc::unavailable);
  CHECK(store::open_sqlite(store.scratch.path("no/such/folder/x.db").string()).error().code == Errc::unavailable);
}

TEST_CASE("a restart loses no job: what ran is claimed again, and who lost it cannot finish it") {
  TestStore store;
  const auto job = ok(store->enqueue_job({"plan", "{}", {}}));
  CHECK(ok(store->claim_jobs("worker-1", 5, 60'000)).size() == 1);
  CHECK(ok(store->claim_jobs("worker-2", 5, 60'000)).empty());
  ok(store->job_progress(job.id, "worker-1", 3, 10, "three of ten", 60'000));

  store.reopen();  // As after a crash: nobody finished it.
  CHECK(ok(store->job(job.id)).state == store::JobState::running);
  CHECK(ok(store->requeue_running_jobs()) == 1);
  CHECK(ok(store->claim_jobs("worker-2", 5, 60'000)).size() == 1);
  CHECK(store->job_progress(job.id, "worker-1", 4, 10, "", 60'000).error().code == Errc::conflict);
  CHECK(store->finish_job(job.id, "worker-1", store::JobState::done, "{}", "").error().code == Errc::conflict);
  ok(store->finish_job(job.id, "worker-2", store::JobState::done, "{\"x\":1}", ""));
  CHECK(ok(store->job(job.id)).result == "{\"x\":1}");
  CHECK(ok(store->claim_jobs("worker-3", 5, 60'000)).empty());
}

TEST_CASE("a lease that runs out gives the job to another worker") {
  TestStore store;
  ok(store->enqueue_job({"plan", "{}", {}}));
  CHECK(ok(store->claim_jobs("worker-1", 1, 60'000)).size() == 1);
  store.now = kNoon + 60'000;
  CHECK(ok(store->claim_jobs("worker-2", 1, 60'000)).size() == 1);
}

TEST_CASE("a queued job is cancelled at once, a running one at its next progress") {
  TestStore store;
  const auto queued = ok(store->enqueue_job({"plan", "{}", {}}));
  ok(store->cancel_job(queued.id));
  CHECK(ok(store->job(queued.id)).state == store::JobState::cancelled);
  CHECK(store->cancel_job(queued.id).error().code == Errc::conflict);
  CHECK(store->cancel_job(Id{}).error().code == Errc::not_found);
  const auto running = ok(store->enqueue_job({"plan", "{}", {}}));
  CHECK(ok(store->claim_jobs("w", 1, 60'000)).size() == 1);
  ok(store->cancel_job(running.id));
  CHECK(store->job_progress(running.id, "w", 1, 2, "", 60'000).error().code == Errc::cancelled);
}
