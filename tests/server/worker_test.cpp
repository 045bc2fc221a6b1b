// The worker: jobs become results, errors are kept with the job, and a cancelled job leaves the store as it was.
#include <chrono>
#include <thread>

#include "jobs/import_lastfm.hpp"
#include "jobs/worker.hpp"
#include "scratch.hpp"
#include "shared.hpp"

using namespace colophon;
using namespace colophon::tests;

namespace {

void small_month(TestStore& store) {
  store.scratch.write("data/artists.dat", "id\tname\turl\tpictureURL\n1\tFirst\tu\tp\n2\tSecond\tu\tp\n");
  store.scratch.write("data/user_artists.dat", "userID\tartistID\tweight\n10\t1\t5\n11\t2\t1\n");
  ok(jobs::import_lastfm(*store, store.scratch.path("data")));
}

constexpr const char* kSettle = R"({"made_by":"fin","period":"2011-05","rule":"pro-rata"})";

}  // namespace

TEST_CASE("a settlement job makes the draft and says its root") {
  TestStore store;
  small_month(store);
  jobs::Worker worker(*store, {});
  CHECK_FALSE(ok(worker.run_one()));
  const auto job = ok(store->enqueue_job({"settle", kSettle, {}}));
  CHECK(ok(worker.run_one()));
  const auto done = ok(store->job(job.id));
  INFO(done.error);
  CHECK(done.state == store::JobState::done);
  CHECK(done.done == done.total);
  const auto result = ok(parse_json(done.result));
  CHECK(*result.find("root")->string() == to_hex(ok(store->settlements()).at(0).root));
  CHECK(*result.find("statements")->integer() == 2);
}

TEST_CASE("a job that fails keeps its error, and the next one runs") {
  TestStore store;
  small_month(store);
  jobs::Worker worker(*store, {.models_dir = store.scratch.path("no-models")});
  struct Case { const char* kind; std::string arguments; std::string_view code; };
  const Case cases[] = {
      {"settle", R"({"made_by":"fin","period":"2011-06","rule":"pro-rata"})", "not_found"},
      {"settle", R"({"made_by":"fin","period":"2011-05","rule":"fair"})", "invalid_argument"},
      {"settle", R"({"made_by":"fin","period":"2011-05","rule":"pro-rata","extra":1})", "unknown_field"},
      {"settle", R"({"made_by":"fin","rule":"pro-rata"})", "missing_field"},
      {"plan", R"({"made_by":"op"})", "not_found"},  // There are no channels.
      {"score", R"({"work":"00000000-0000-0000-0000-000000000001"})", "unknown_model"},
      {"dance", "{}", "invalid_argument"},
      {"settle", "not json", "invalid_json"},
  };
  for (const auto& one : cases) {
    INFO(one.kind << " " << one.arguments);
    const auto job = ok(store->enqueue_job({one.kind, one.arguments, {}}));
    CHECK(ok(worker.run_one()));
    const auto ended = ok(store->job(job.id));
    CHECK(ended.state == store::JobState::failed);
    CHECK(*ok(parse_json(ended.error)).find("code")->string() == one.code);
  }
  // Nothing of it froze a period.
  for (const auto& row : ok(store->periods())) CHECK(row.state == store::PeriodState::open);
  CHECK(ok(store->periods()).size() == 1);
}

TEST_CASE("a job that is cancelled while it runs leaves no draft and an open period") {
  TestStore store;
  small_month(store);
  jobs::Worker worker(*store, {});
  const auto job = ok(store->enqueue_job({"settle", kSettle, {}}));
  CHECK(ok(store->claim_jobs("a worker that dies", 1, 1'000)).size() == 1);
  ok(store->cancel_job(job.id));
  store.now = kNoon + 1'000;  // Its lease runs out; the next worker finds that it is not wanted any more.
  CHECK(ok(worker.run_one()));
  CHECK(ok(store->job(job.id)).state == store::JobState::cancelled);
  CHECK(ok(store->settlements()).empty());
  CHECK(ok(store->periods()).at(0).state == store::PeriodState::open);
}

TEST_CASE("worker threads take up what an earlier run left, and stop when told") {
  TestStore store;
  small_month(store);
  const auto job = ok(store->enqueue_job({"settle", kSettle, {}}));
  CHECK(ok(store->claim_jobs("a worker that died with its process", 1, 60'000)).size() == 1);
  store.reopen();
  ok(store->requeue_running_jobs());
  jobs::Worker worker(*store, {.threads = 2, .poll_ms = 5});
  worker.start();
  for (int i = 0; i < 2'000 && ok(store->job(job.id)).state != store::JobState::done; ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  worker.stop();
  CHECK(ok(store->job(job.id)).state == store::JobState::done);
}
