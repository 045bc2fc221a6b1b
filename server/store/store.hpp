#pragma once
// The store: one interface of business verbs. No SQL leaves its implementations (sqlite_*.cpp).
//
// - Every verb that writes is one transaction: it happens whole or not at all. atomically() makes several verbs one.
// - A Store may be used by many threads at once. Writes of several threads share one commit where they come together.
// - Errors that come from the disk: storage_full, unavailable (busy), internal. Others are named beside the verb.
#include <functional>
#include <memory>
#include <span>

#include "colophon/base/error.hpp"
#include "store/types.hpp"

namespace colophon::store {

/// What varies between a service and a test. Empty functions mean the system's clock and libsodium's generator.
struct Environment {
  std::function<UnixMs()> now;
  std::function<void(std::span<std::uint8_t>)> random;
};

class Store {
 public:
  virtual ~Store() = default;

  // ---- Time, chance, transactions
  virtual UnixMs now() const = 0;
  virtual void random(std::span<std::uint8_t> bytes) const = 0;
  Id new_id() const;                  ///< UUIDv7 of now().
  Hash new_salt() const;              ///< 32 random bytes.
  /// Runs `body` in one transaction: every verb that it calls on this store joins in, and an error that it returns undoes all of them.
  /// `body` may run on another thread and must not wait for one.
  virtual Result<void> atomically(const std::function<Result<void>()>& body) = 0;

  // ---- Settings and secrets
  virtual Result<std::optional<std::string>> setting(std::string_view name) = 0;
  virtual Result<void> put_setting(std::string_view name, std::string_view value) = 0;
  /// The secret of that name; where there is none yet, `proposed` becomes it. Secrets never leave the server.
  virtual Result<Bytes> secret(std::string_view name, ByteView proposed) = 0;
  /// The currency of the store's money; set once, by import or by the first revenue line. Empty before.
  Result<std::string> currency();
  Result<bool> flag(std::string_view name);            ///< A setting that is "true".

  // ---- Parties
  /// The party of that external id, or a new one. Errors: conflict (the draft's id is another party's).
  virtual Result<Party> find_or_make_party(const PartyDraft& draft) = 0;
  virtual Result<Party> party(const Id& id) = 0;       ///< Error: unknown_party.
  virtual Result<std::optional<Party>> party_by_external_id(std::string_view external_id) = 0;
  virtual Result<std::vector<Party>> parties(std::span<const Id> ids) = 0;  ///< In the order asked for; unknown ones have no name.
  virtual Result<void> erase_person(const Id& party) = 0;
  virtual Result<Micros> balance(const Id& party, std::string_view currency) = 0;
  virtual Result<std::vector<std::pair<Id, Micros>>> balances(std::string_view currency) = 0;  ///< All that are not 0.

  // ---- Works
  /// The work, its shares, its fingerprints and, where given, its pending log entry. Errors: invalid_shares, unknown_party
  /// ("shares[1].party"), conflict (external id), invalid_argument.
  virtual Result<Work> insert_work(const WorkDraft& draft, const LogEntryDraft* entry) = 0;
  virtual Result<Work> work(const Id& id) = 0;         ///< Error: unknown_work.
  virtual Result<std::optional<Id>> work_by_external_id(std::string_view external_id) = 0;
  /// In ascending order of the id; `cursor` is empty or the last page's `next`. Error: invalid_argument (cursor).
  virtual Result<Page<Work>> works(const WorkFilter& filter, std::string_view cursor, std::size_t limit) = 0;
  virtual Result<std::uint64_t> count_works(const WorkFilter& filter) = 0;
  virtual Result<std::vector<Id>> works_with_fingerprint(std::string_view kind, ByteView value) = 0;
  /// The bytes of a work; their hash and size must be those registered. Errors: unknown_work, does_not_hold.
  virtual Result<void> put_content(const Id& work, ByteView content) = 0;
  virtual Result<Bytes> content(const Id& work) = 0;   ///< Errors: unknown_work, not_found.
  /// Empty `features_json` keeps what is there.
  virtual Result<void> set_quality(const Id& work, const WorkQuality& quality, std::string_view features_json) = 0;
  virtual Result<void> set_features(const Id& work, std::string_view features_json) = 0;
  /// New shares from that period on. Errors: invalid_shares, unknown_work, unknown_party, conflict (the period is not open).
  virtual Result<void> put_shares(const Id& work, const Period& from, std::span<const royalty::PartyShare> shares) = 0;
  /// Of every work: the shares in force in that period.
  virtual Result<std::vector<std::pair<Id, std::vector<royalty::PartyShare>>>> shares_in_force(const Period& period) = 0;

  // ---- Audience and money
  /// All or nothing. Errors name "events[3].work" (unknown_work), ".id" (invalid_id), ".channel" (not_found), ".units" (negative_amount).
  virtual Result<Appended> append_events(std::span<const EventDraft> events, Source source) = 0;
  /// All or nothing. Errors name "lines[3].amount" (invalid_amount, negative_amount), ".currency" (unknown_currency, currency_mismatch),
  /// ".id" (invalid_id), ".work" (unknown_work).
  virtual Result<Appended> append_revenue(std::span<const RevenueDraft> lines, Source source) = 0;
  /// From now on what comes for this period counts in the next open one, so that what a draft reads cannot grow behind it.
  /// Error: conflict (the period is closed).
  virtual Result<void> freeze_period(const Period& period) = 0;
  /// Opens a frozen period again, where no draft was made of it.
  virtual Result<void> thaw_period(const Period& period) = 0;
  virtual Result<std::vector<PeriodRow>> periods() = 0;            ///< Those with events, revenue or a settlement, ascending.
  virtual Result<std::vector<UsageRow>> usage(const Period& period) = 0;       ///< What carries units, in no promised order.
  virtual Result<std::vector<RevenueRow>> revenue(const Period& period) = 0;
  virtual Result<std::vector<std::pair<Id, std::int64_t>>> units_by_work(const Period& period) = 0;
  virtual Result<bool> has_simulated(const Period& period) = 0;

  // ---- Channels and plans
  virtual Result<void> put_channel(const Channel& channel) = 0;
  virtual Result<std::vector<Channel>> channels() = 0;             ///< By id.
  /// The plan becomes the current one. `entry.subject` may be nil.
  virtual Result<void> insert_plan(const PlanRow& plan, const LogEntryDraft& entry) = 0;
  virtual Result<std::optional<PlanRow>> current_plan() = 0;
  virtual Result<std::optional<Id>> current_plan_id() = 0;
  virtual Result<PlanRow> plan(const Id& id) = 0;                  ///< Error: not_found.
  /// Logs a page that was served. Errors: not_found (plan, channel), unknown_work.
  virtual Result<void> insert_decision(const DecisionDraft& decision) = 0;
  /// Pages of a channel since a time, oldest first, with the events of that type that named them; `limit`: the newest so many.
  virtual Result<std::vector<DecisionRow>> decisions(const Id& channel, UnixMs since, EventType outcome, std::size_t limit) = 0;
  virtual Result<std::vector<ChannelReport>> channel_reports(UnixMs since) = 0;   ///< Of every channel, by id.

  // ---- Publication: works that have a page of their own
  /// Nothing: not published. Error: unknown_work.
  virtual Result<void> set_published(const Id& work, bool published) = 0;
  virtual Result<std::optional<UnixMs>> published_at(const Id& work) = 0;
  /// Newest first; of a party (it has a share in them), or of everybody where it is nil.
  virtual Result<std::vector<PublishedWork>> published_works(const Id& party, std::size_t limit) = 0;

  // ---- Settlements
  /// Replaces an earlier draft of the same period. Error: conflict (the period is closed, or was not frozen first).
  virtual Result<void> put_draft(const SettlementRow& settlement, std::span<const StatementRow> statements,
                                 std::span<const PoolTableRow> pools, std::span<const JournalRow> journal) = 0;
  /// Closes the period, moves the balances, and puts the header's commitment into the log's queue. Errors: not_found, forbidden (who made
  /// it may not approve it), conflict (approved already, or a balance has moved since the draft: make the draft again).
  virtual Result<SettlementRow> approve(const Id& settlement, std::string_view approver) = 0;
  virtual Result<std::vector<SettlementRow>> settlements() = 0;    ///< Newest period first.
  virtual Result<SettlementRow> settlement(const Id& id) = 0;      ///< Error: not_found.
  /// By party id, without documents.
  virtual Result<Page<StatementRow>> statements(const Id& settlement, std::string_view cursor, std::size_t limit) = 0;
  virtual Result<StatementRow> statement(const Id& settlement, const Id& party) = 0;   ///< Error: not_found.
  virtual Result<std::vector<PoolTableRow>> pools(const Id& settlement) = 0;           ///< Without documents.
  virtual Result<PoolTableRow> pool_table(const Id& settlement, const Id& pool) = 0;   ///< Error: not_found.
  virtual Result<std::vector<JournalRow>> journal(const Id& settlement) = 0;

  // ---- The log
  /// Entries without an index, in the order in which they were committed.
  virtual Result<std::vector<LogEntry>> pending_entries(std::size_t limit) = 0;
  /// Compare-and-swap: if the latest checkpoint is of `old_size`, gives the indices old_size, old_size + 1, ... to the entries of these
  /// sequences and stores the checkpoint. Error: conflict (another sequencer was faster; nothing is changed).
  virtual Result<void> cas_checkpoint(std::uint64_t old_size, std::span<const std::int64_t> sequences, const CheckpointRow& checkpoint) = 0;
  virtual Result<std::optional<CheckpointRow>> latest_checkpoint() = 0;
  virtual Result<std::vector<Hash>> log_entries(std::uint64_t from, std::uint64_t to) = 0;   ///< The 32 bytes of each, not the leaf hashes.
  virtual Result<std::optional<LogEntry>> log_entry_of(std::string_view kind, const Id& subject) = 0;  ///< The newest of that subject.
  virtual Result<void> erase_payload(std::string_view kind, const Id& subject) = 0;

  // ---- Credentials: only hashes are stored
  virtual Result<ApiKey> insert_api_key(std::string_view name, const Hash& key_hash, std::span<const std::string> scopes) = 0;
  virtual Result<std::optional<ApiKey>> api_key(const Hash& key_hash) = 0;             ///< Nothing where revoked.
  virtual Result<std::vector<ApiKey>> api_keys() = 0;
  virtual Result<void> revoke_api_key(const Id& id) = 0;                               ///< Error: not_found.
  virtual Result<void> insert_session(const Hash& token_hash, const Session& session) = 0;
  virtual Result<std::optional<Session>> session(const Hash& token_hash) = 0;          ///< Nothing where expired.
  virtual Result<void> put_desk_user(const DeskUser& user) = 0;                        ///< New, or a new password and role.
  virtual Result<std::optional<DeskUser>> desk_user(std::string_view name) = 0;
  virtual Result<void> insert_desk_session(const Hash& token_hash, const DeskSession& session) = 0;
  virtual Result<std::optional<DeskSession>> desk_session(const Hash& token_hash) = 0; ///< Nothing where expired.
  virtual Result<void> erase_desk_session(const Hash& token_hash) = 0;

  // ---- Idempotent writes
  /// The first answer to this key, or nothing. Error: idempotency_conflict (the key came with another request).
  /// Ask and remember inside one atomically(), so that two equal requests at once write once.
  virtual Result<std::optional<IdempotentAnswer>> idempotent_answer(std::string_view credential, std::string_view key,
                                                                   const Hash& request_hash) = 0;
  virtual Result<void> remember_answer(std::string_view credential, std::string_view key, const Hash& request_hash,
                                       const IdempotentAnswer& answer) = 0;

  // ---- Jobs
  virtual Result<Job> enqueue_job(const JobDraft& draft) = 0;
  /// Takes up to `count` queued jobs, oldest first, and those whose lease has run out; they are this worker's for `lease_ms`.
  virtual Result<std::vector<Job>> claim_jobs(std::string_view worker, std::size_t count, UnixMs lease_ms) = 0;
  /// Renews the lease. Error: cancelled (somebody wants it to stop), conflict (the lease was lost to another worker).
  virtual Result<void> job_progress(const Id& job, std::string_view worker, std::int64_t done, std::int64_t total, std::string_view message,
                                    UnixMs lease_ms) = 0;
  virtual Result<void> finish_job(const Id& job, std::string_view worker, JobState state, std::string_view result, std::string_view error) = 0;
  /// A queued job is cancelled at once, a running one at its next progress. Error: not_found, conflict (it has ended).
  virtual Result<void> cancel_job(const Id& job) = 0;
  virtual Result<Job> job(const Id& id) = 0;           ///< Error: not_found.
  virtual Result<std::vector<Job>> jobs(std::size_t limit) = 0;    ///< Newest first.
  /// Puts all running jobs back into the queue: for the start of the only process that uses the store.
  virtual Result<std::uint64_t> requeue_running_jobs() = 0;
};

/// Opens (and makes or migrates) the SQLite store of that file. Errors: unavailable (cannot be opened), conflict (a newer schema than this
/// program knows), internal.
Result<std::unique_ptr<Store>> open_sqlite(const std::string& file, Environment environment = {});

}  // namespace colophon::store
