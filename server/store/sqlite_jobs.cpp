// The queue of jobs: rows that a worker claims for a while.
#include "store/sqlite_store.hpp"

namespace colophon::store {
namespace {

#define COLOPHON_JOB_COLUMNS "id, kind, arguments, owner, state, done, total, message, created_at, finished_at, result, error, cancel_wanted"

Job job_of(const Query& query) {
  return {query.id(0), query.text(1), query.text(2), query.id(3), static_cast<JobState>(query.integer(4)), query.integer(5), query.integer(6),
          query.text(7), query.integer(8), query.integer(9), query.text(10), query.text(11), query.integer(12) != 0};
}

}  // namespace

Result<Job> SqliteStore::enqueue_job(const JobDraft& draft) {
  const Id id = new_id();
  COLOPHON_TRY(write([&](Db& db) {
    return Query(db, "INSERT INTO job(id, kind, arguments, owner, state, created_at) VALUES(?1, ?2, ?3, ?4, 0, ?5)")
        .bind(id, draft.kind, draft.arguments, null_if_nil(draft.owner), now()).run();
  }));
  return job(id);
}

Result<std::vector<Job>> SqliteStore::claim_jobs(std::string_view worker, std::size_t count, UnixMs lease_ms) {
  std::vector<Job> claimed;
  {
    // An idle worker asks often: the write lock is only taken where there is something to claim.
    auto reader = COLOPHON_TRY(read());
    Query waiting(*reader, "SELECT 1 FROM job WHERE state = 0 OR (state = 1 AND lease_until <= ?1) LIMIT 1");
    waiting.bind(now());
    if (!COLOPHON_TRY(waiting.next())) return claimed;
  }
  COLOPHON_TRY(write([&](Db& db) -> Result<void> {
    claimed.clear();
    Query query(db, "UPDATE job SET state = 1, worker = ?1, lease_until = ?2 WHERE key IN (SELECT key FROM job WHERE state <= 1 AND "
                    "(state = 0 OR lease_until <= ?3) ORDER BY key LIMIT ?4) RETURNING " COLOPHON_JOB_COLUMNS);
    query.bind(worker, now() + lease_ms, now(), count);
    while (COLOPHON_TRY(query.next())) claimed.push_back(job_of(query));
    return {};
  }));
  return claimed;
}

Result<void> SqliteStore::job_progress(const Id& id, std::string_view worker, std::int64_t done, std::int64_t total, std::string_view message,
                                       UnixMs lease_ms) {
  return write([&](Db& db) -> Result<void> {
    Query query(db, "UPDATE job SET done = ?3, total = ?4, message = ?5, lease_until = ?6 WHERE id = ?1 AND worker = ?2 AND state = 1 "
                    "RETURNING cancel_wanted");
    query.bind(id, worker, done, total, message, now() + lease_ms);
    if (!COLOPHON_TRY(query.next())) return fail(Errc::conflict, "job", "the job is no longer this worker's");
    if (query.integer(0) != 0) return fail(Errc::cancelled, "job", "the job was cancelled");
    return {};
  });
}

Result<void> SqliteStore::finish_job(const Id& id, std::string_view worker, JobState state, std::string_view result, std::string_view error) {
  return write([&](Db& db) -> Result<void> {
    COLOPHON_TRY(Query(db, "UPDATE job SET state = ?3, result = ?4, error = ?5, finished_at = ?6 WHERE id = ?1 AND worker = ?2 AND state = 1")
                     .bind(id, worker, static_cast<int>(state), result, error, now()).run());
    if (db.changes() == 0) return fail(Errc::conflict, "job", "the job is no longer this worker's");
    return {};
  });
}

Result<void> SqliteStore::cancel_job(const Id& id) {
  return write([&](Db& db) -> Result<void> {
    Query query(db, "UPDATE job SET cancel_wanted = 1, finished_at = CASE state WHEN 0 THEN ?2 ELSE 0 END, state = CASE state WHEN 0 THEN 4 ELSE state END "
                    "WHERE id = ?1 AND state <= 1");
    COLOPHON_TRY(query.bind(id, now()).run());
    if (db.changes() > 0) return {};
    const auto ended = COLOPHON_TRY(job(id));
    return fail(Errc::conflict, "job", "the job has ended already: it is " + std::string(job_state_name(ended.state)));
  });
}

Result<Job> SqliteStore::job(const Id& id) {
  auto reader = COLOPHON_TRY(read());
  Query query(*reader, "SELECT " COLOPHON_JOB_COLUMNS " FROM job WHERE id = ?1");
  query.bind(id);
  if (!COLOPHON_TRY(query.next())) return fail(Errc::not_found, "job", "no job has the id " + id.to_string());
  return job_of(query);
}

Result<std::vector<Job>> SqliteStore::jobs(std::size_t limit) {
  auto reader = COLOPHON_TRY(read());
  Query query(*reader, "SELECT " COLOPHON_JOB_COLUMNS " FROM job ORDER BY key DESC LIMIT ?1");
  query.bind(limit);
  std::vector<Job> jobs;
  while (COLOPHON_TRY(query.next())) jobs.push_back(job_of(query));
  return jobs;
}

Result<std::uint64_t> SqliteStore::requeue_running_jobs() {
  std::uint64_t count = 0;
  COLOPHON_TRY(write([&](Db& db) -> Result<void> {
    COLOPHON_TRY(Query(db, "UPDATE job SET state = 0, worker = '', lease_until = 0 WHERE state = 1").run());
    count = static_cast<std::uint64_t>(db.changes());
    return {};
  }));
  return count;
}

}  // namespace colophon::store
