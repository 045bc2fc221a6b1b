#pragma once
// The SQLite store: one connection that writes, a few that read. Its verbs lie in sqlite_<subject>.cpp. Private to the store.
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "store/sqlite_db.hpp"
#include "store/store.hpp"

namespace colophon::store {

/// A month as the schema counts it.
inline std::int64_t month_number(const Period& period) { return std::int64_t{period.year} * 12 + period.month - 1; }
inline Period period_of_month(std::int64_t month) { return {static_cast<int>(month / 12), static_cast<int>(month % 12) + 1}; }
inline std::optional<Id> null_if_nil(const Id& id) { return id.is_nil() ? std::nullopt : std::optional<Id>(id); }
/// What a session or key may do, as one column: names without spaces, separated by one space.
std::string join_words(std::span<const std::string> words);
std::vector<std::string> split_words(std::string_view text);
/// zlib, level 1: documents are mostly hexadecimal digits, which halve at any level.
Result<Bytes> compress(std::string_view text);
Result<std::string> decompress(ByteView bytes);

class SqliteStore final : public Store {
 public:
  static Result<std::unique_ptr<Store>> open(const std::string& file, Environment environment);

  UnixMs now() const override { return environment_.now(); }
  void random(std::span<std::uint8_t> bytes) const override { environment_.random(bytes); }
  Result<void> atomically(const std::function<Result<void>()>& body) override;

  Result<std::optional<std::string>> setting(std::string_view name) override;
  Result<void> put_setting(std::string_view name, std::string_view value) override;
  Result<Bytes> secret(std::string_view name, ByteView proposed) override;

  Result<Party> find_or_make_party(const PartyDraft& draft) override;
  Result<Party> party(const Id& id) override;
  Result<std::optional<Party>> party_by_external_id(std::string_view external_id) override;
  Result<std::vector<Party>> parties(std::span<const Id> ids) override;
  Result<void> erase_person(const Id& party) override;
  Result<Micros> balance(const Id& party, std::string_view currency) override;
  Result<std::vector<std::pair<Id, Micros>>> balances(std::string_view currency) override;

  Result<Work> insert_work(const WorkDraft& draft, const LogEntryDraft* entry) override;
  Result<Work> work(const Id& id) override;
  Result<std::optional<Id>> work_by_external_id(std::string_view external_id) override;
  Result<Page<Work>> works(const WorkFilter& filter, std::string_view cursor, std::size_t limit) override;
  Result<std::uint64_t> count_works(const WorkFilter& filter) override;
  Result<std::vector<Id>> works_with_fingerprint(std::string_view kind, ByteView value) override;
  Result<void> put_content(const Id& work, ByteView content) override;
  Result<Bytes> content(const Id& work) override;
  Result<void> set_quality(const Id& work, const WorkQuality& quality, std::string_view features_json) override;
  Result<void> set_features(const Id& work, std::string_view features_json) override;
  Result<void> put_shares(const Id& work, const Period& from, std::span<const royalty::PartyShare> shares) override;
  Result<std::vector<std::pair<Id, std::vector<royalty::PartyShare>>>> shares_in_force(const Period& period) override;

  Result<Appended> append_events(std::span<const EventDraft> events, Source source) override;
  Result<Appended> append_revenue(std::span<const RevenueDraft> lines, Source source) override;
  Result<void> freeze_period(const Period& period) override;
  Result<void> thaw_period(const Period& period) override;
  Result<std::vector<PeriodRow>> periods() override;
  Result<std::vector<UsageRow>> usage(const Period& period) override;
  Result<std::vector<RevenueRow>> revenue(const Period& period) override;
  Result<std::vector<std::pair<Id, std::int64_t>>> units_by_work(const Period& period) override;
  Result<bool> has_simulated(const Period& period) override;

  Result<void> put_channel(const Channel& channel) override;
  Result<std::vector<Channel>> channels() override;
  Result<void> insert_plan(const PlanRow& plan, const LogEntryDraft& entry) override;
  Result<std::optional<PlanRow>> current_plan() override;
  Result<std::optional<Id>> current_plan_id() override;
  Result<PlanRow> plan(const Id& id) override;
  Result<void> insert_decision(const DecisionDraft& decision) override;
  Result<std::vector<DecisionRow>> decisions(const Id& channel, UnixMs since, EventType outcome, std::size_t limit) override;
  Result<std::vector<ChannelReport>> channel_reports(UnixMs since) override;

  Result<void> set_published(const Id& work, bool published) override;
  Result<std::optional<UnixMs>> published_at(const Id& work) override;
  Result<std::vector<PublishedWork>> published_works(const Id& party, std::size_t limit) override;

  Result<void> put_draft(const SettlementRow& settlement, std::span<const StatementRow> statements, std::span<const PoolTableRow> pools,
                         std::span<const JournalRow> journal) override;
  Result<SettlementRow> approve(const Id& settlement, std::string_view approver) override;
  Result<std::vector<SettlementRow>> settlements() override;
  Result<SettlementRow> settlement(const Id& id) override;
  Result<Page<StatementRow>> statements(const Id& settlement, std::string_view cursor, std::size_t limit) override;
  Result<StatementRow> statement(const Id& settlement, const Id& party) override;
  Result<std::vector<PoolTableRow>> pools(const Id& settlement) override;
  Result<PoolTableRow> pool_table(const Id& settlement, const Id& pool) override;
  Result<std::vector<JournalRow>> journal(const Id& settlement) override;

  Result<std::vector<LogEntry>> pending_entries(std::size_t limit) override;
  Result<void> cas_checkpoint(std::uint64_t old_size, std::span<const std::int64_t> sequences, const CheckpointRow& checkpoint) override;
  Result<std::optional<CheckpointRow>> latest_checkpoint() override;
  Result<std::vector<Hash>> log_entries(std::uint64_t from, std::uint64_t to) override;
  Result<std::optional<LogEntry>> log_entry_of(std::string_view kind, const Id& subject) override;
  Result<void> erase_payload(std::string_view kind, const Id& subject) override;

  Result<ApiKey> insert_api_key(std::string_view name, const Hash& key_hash, std::span<const std::string> scopes) override;
  Result<std::optional<ApiKey>> api_key(const Hash& key_hash) override;
  Result<std::vector<ApiKey>> api_keys() override;
  Result<void> revoke_api_key(const Id& id) override;
  Result<void> insert_session(const Hash& token_hash, const Session& session) override;
  Result<std::optional<Session>> session(const Hash& token_hash) override;
  Result<void> put_desk_user(const DeskUser& user) override;
  Result<std::optional<DeskUser>> desk_user(std::string_view name) override;
  Result<void> insert_desk_session(const Hash& token_hash, const DeskSession& session) override;
  Result<std::optional<DeskSession>> desk_session(const Hash& token_hash) override;
  Result<void> erase_desk_session(const Hash& token_hash) override;

  Result<std::optional<IdempotentAnswer>> idempotent_answer(std::string_view credential, std::string_view key,
                                                           const Hash& request_hash) override;
  Result<void> remember_answer(std::string_view credential, std::string_view key, const Hash& request_hash,
                               const IdempotentAnswer& answer) override;

  Result<Job> enqueue_job(const JobDraft& draft) override;
  Result<std::vector<Job>> claim_jobs(std::string_view worker, std::size_t count, UnixMs lease_ms) override;
  Result<void> job_progress(const Id& job, std::string_view worker, std::int64_t done, std::int64_t total, std::string_view message,
                            UnixMs lease_ms) override;
  Result<void> finish_job(const Id& job, std::string_view worker, JobState state, std::string_view result, std::string_view error) override;
  Result<void> cancel_job(const Id& job) override;
  Result<Job> job(const Id& id) override;
  Result<std::vector<Job>> jobs(std::size_t limit) override;
  Result<std::uint64_t> requeue_running_jobs() override;

 private:
  using Body = std::function<Result<void>(Db&)>;

  /// One write that waits for its commit.
  struct Waiting { const Body* body; Result<void> result; bool done = false; };

  /// A connection for reading, given back when it goes out of scope. Inside a transaction of this thread: the writer.
  class Reader {
   public:
    Reader(SqliteStore& store, std::unique_ptr<Db> own) : store_(store), own_(std::move(own)) {}
    Reader(Reader&&) = default;
    ~Reader();
    Db& operator*() const { return own_ ? *own_ : *store_.writer_; }

   private:
    SqliteStore& store_;
    std::unique_ptr<Db> own_;
  };

  SqliteStore(std::string file, Environment environment, std::unique_ptr<Db> writer);
  Result<void> write(const Body& body);
  Result<Reader> read();
  bool writing_here() const { return writing_thread_.load(std::memory_order_acquire) == std::this_thread::get_id(); }
  Result<void> in_savepoint(const Body& body);
  void commit_together(std::span<Waiting* const> batch);

  // Steps that several verbs share; all run inside a transaction.
  Result<std::int64_t> party_key(Db& db, const Id& id, const std::string& field);
  Result<std::int64_t> work_key(Db& db, const Id& id, const std::string& field);
  Result<void> write_shares(Db& db, std::int64_t work, std::int64_t from_month, std::span<const royalty::PartyShare> shares);
  Result<std::vector<royalty::PartyShare>> read_shares(Db& db, std::int64_t work);
  Result<void> append_log_entry(Db& db, const LogEntryDraft& entry, const Id& subject);
  Result<Bytes> secret_in(Db& db, const std::string& name, ByteView proposed);
  Result<PeriodState> period_state(Db& db, std::int64_t month);

  std::string file_;
  Environment environment_;
  std::unique_ptr<Db> writer_;
  std::atomic<std::thread::id> writing_thread_{};

  std::mutex queue_mutex_;
  std::condition_variable queue_changed_;
  std::vector<Waiting*> queue_;
  bool has_leader_ = false;

  std::mutex readers_mutex_;
  std::vector<std::unique_ptr<Db>> idle_readers_;
};

}  // namespace colophon::store
