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
#include "store/earn_types.hpp"
#include "store/identity.hpp"
#include "store/registry_rows.hpp"
#include "store/sales_store.hpp"

namespace colophon::store {

/// What varies between a service and a test. Empty functions mean the system's clock and libsodium's generator.
struct Environment {
  std::function<UnixMs()> now;
  std::function<void(std::span<std::uint8_t>)> random;
};

class Store : public SalesStore {
 public:
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
  virtual Result<void> erase_person(const Id& party) = 0;          ///< And the party's drafts.

  // ---- Works
  /// The work, its shares, its fingerprints and, where given, its pending log entry. Errors: invalid_shares, unknown_party
  /// ("shares[1].party"), conflict (external id), invalid_argument.
  virtual Result<Work> insert_work(const WorkDraft& draft, const LogEntryDraft* entry) = 0;
  /// As many log entries as works; all or nothing. Errors as above, with "works[3]." before the field.
  virtual Result<void> insert_works(std::span<const WorkDraft> drafts, std::span<const LogEntryDraft> entries) = 0;
  virtual Result<Work> work(const Id& id) = 0;         ///< Error: unknown_work.
  virtual Result<std::vector<std::string>> titles(std::span<const Id> works) = 0;      ///< In the order asked for; of an unknown one, empty.
  virtual Result<std::optional<Id>> work_by_external_id(std::string_view external_id) = 0;
  /// In ascending order of the id; `cursor` is empty or the last page's `next`. Error: invalid_argument (cursor).
  virtual Result<Page<Work>> works(const WorkFilter& filter, std::string_view cursor, std::size_t limit) = 0;
  virtual Result<std::uint64_t> count_works(const WorkFilter& filter) = 0;
  virtual Result<std::vector<Id>> works_with_fingerprint(std::string_view kind, ByteView value) = 0;   ///< The 1,000 that came first.
  /// The bytes of a work; their hash and size must be those registered. Errors: unknown_work, does_not_hold.
  virtual Result<void> put_content(const Id& work, ByteView content) = 0;
  virtual Result<Bytes> content(const Id& work) = 0;   ///< Errors: unknown_work, not_found.
  /// Empty `features_json` keeps what is there.
  virtual Result<void> set_quality(const Id& work, const WorkQuality& quality, std::string_view features_json) = 0;
  virtual Result<void> set_features(const Id& work, std::string_view features_json) = 0;
  /// New shares from that period on. Errors: invalid_shares, unknown_work, unknown_party, conflict (the period is not open).
  virtual Result<void> put_shares(const Id& work, const Period& from, std::span<const royalty::PartyShare> shares) = 0;

  // ---- Drafts of one party
  virtual Result<std::vector<WorkDraftRow>> work_drafts(const Id& party) = 0;              ///< The newest first. Error: unknown_party.
  virtual Result<Bytes> work_draft(const Id& party, const Id& draft) = 0;                  ///< Error: not_found.
  /// `seen` is the revision that is replaced, 0 for a new draft. Errors: conflict (another revision is there: it stays), limit_exceeded.
  virtual Result<WorkDraftRow> put_work_draft(const Id& party, const Id& draft, std::uint64_t seen, std::string_view name, ByteView content, const WorkDraftLimits& limits) = 0;
  virtual Result<void> remove_work_draft(const Id& party, const Id& draft) = 0;            ///< Nothing where there is none.

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
  /// What carries units, in no promised order. Without listeners rows are added up by work, kind and day; without days every row has day 0.
  struct UsageDetail { bool listeners = true, days = false; };
  virtual Result<royalty::UsageTable> usage(const Period& period, UsageDetail detail) = 0;
  virtual Result<std::vector<royalty::RevenueLine>> revenue(const Period& period) = 0;
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
  /// A work that is withdrawn, erased or taken down is not published, whatever was set. Error: unknown_work.
  virtual Result<void> set_published(const Id& work, bool published) = 0;
  virtual Result<std::optional<UnixMs>> published_at(const Id& work) = 0;
  /// Newest first; of a party (it has a share in them), or of everybody where it is nil.
  virtual Result<std::vector<PublishedWork>> published_works(const Id& party, std::size_t limit) = 0;
  /// Works that are shown nowhere: withdrawn, erased, taken down. By id.
  virtual Result<std::vector<Id>> ended_works() = 0;

  // ---- Agreements, payees, rates, holds
  virtual Result<void> put_payee(const PayeeRow& payee) = 0;               ///< Error: unknown_party.
  virtual Result<PayeeRow> payee(const Id& party) = 0;                     ///< Defaults where nothing was given. Error: unknown_party.
  virtual Result<std::vector<PayeeRow>> payees() = 0;                      ///< Of every party.
  /// Appends a version of the book; the newest is in force.
  virtual Result<RuleBookRow> put_rule_book(std::string_view document, std::string_view recorded_by) = 0;
  virtual Result<std::optional<RuleBookRow>> rule_book() = 0;              ///< The newest.
  virtual Result<std::vector<RuleBookRow>> rule_books() = 0;               ///< Newest first.
  virtual Result<void> put_rates(std::span<const RateRow> rates) = 0;      ///< A pair's rate of a day that is there already is replaced.
  virtual Result<std::vector<royalty::ExchangeRate>> rates(Date until) = 0;    ///< Of each pair the last on or before that day.
  virtual Result<void> put_work_rights(const Id& work, const WorkRights& rights) = 0;   ///< Errors: unknown_work, unknown_party, conflict (a code).
  virtual Result<WorkRights> work_rights(const Id& work) = 0;
  /// Of every work: its rights and the shares in force in that period.
  virtual Result<std::vector<royalty::Work>> works_to_settle(const Period& period) = 0;
  /// Of money, beside the registry's holds of works. By name: new, or decided.
  virtual Result<void> put_earnings_hold(const EarningsHoldRow& hold) = 0;
  virtual Result<std::vector<EarningsHoldRow>> earnings_holds() = 0;

  // ---- Settlements
  /// What the last approved settlement left; of the first, nothing.
  virtual Result<std::vector<royalty::OpeningLine>> openings() = 0;
  /// The first books of a store that takes over from another system. Error: conflict (a settlement was approved already).
  virtual Result<void> put_openings(std::span<const royalty::OpeningLine> lines) = 0;
  /// The last period that is closed.
  virtual Result<std::optional<Period>> closed_through() = 0;
  /// What reversals of these lines need: the rows that they became, and where each went.
  struct Recorded { std::vector<royalty::RecordedRow> rows; std::vector<royalty::SettledRevenue> settled; };
  virtual Result<Recorded> recorded_for(std::span<const Id> revenue) = 0;
  /// Replaces an earlier draft of the same period. Error: conflict (the period is closed, or was not frozen first).
  virtual Result<void> put_draft(const SettlementDraft& draft) = 0;
  /// Closes the period, moves the balances, makes the payouts due, and puts the header's commitment into the log's queue. Errors: not_found,
  /// forbidden (who made it may not approve it), conflict (approved already, or the books have moved since the draft: make the draft again).
  virtual Result<SettlementRow> approve(const Id& settlement, std::string_view approver) = 0;
  virtual Result<void> drop_draft(const Id& settlement) = 0;       ///< Opens its period again. Errors: not_found, conflict (approved).
  virtual Result<std::vector<SettlementRow>> settlements() = 0;    ///< Newest period first.
  virtual Result<SettlementRow> settlement(const Id& id) = 0;      ///< Error: not_found.
  /// By party id, without documents.
  virtual Result<Page<StatementRow>> statements(const Id& settlement, std::string_view cursor, std::size_t limit) = 0;
  virtual Result<StatementRow> statement(const Id& settlement, const Id& party) = 0;   ///< Error: not_found.
  virtual Result<std::vector<PartyAccountRow>> accounts(const Id& settlement) = 0;     ///< Of every statement, by party and currency.
  /// The small files of the bundle that it was computed from: all but revenue and usage.
  virtual Result<std::vector<std::pair<std::string, std::string>>> settlement_input(const Id& settlement) = 0;
  virtual Result<std::vector<PoolTableRow>> pools(const Id& settlement) = 0;           ///< Without documents.
  virtual Result<PoolTableRow> pool_table(const Id& settlement, const Id& pool) = 0;   ///< Error: not_found.
  virtual Result<royalty::Journal> journal(const Id& settlement) = 0;
  virtual Result<std::vector<BalanceRow>> account_balances() = 0;  ///< Of approved settlements; those that are not 0, by name.
  virtual Result<std::vector<BalanceRow>> balances_of(const Id& party) = 0;   ///< What the last closing owes the party, by currency.

  /// The forecast of the period that is under way replaces the last one.
  virtual Result<void> put_forecast(const Forecast& forecast, std::span<const ForecastRow> rows) = 0;
  virtual Result<std::optional<Forecast>> forecast() = 0;
  virtual Result<std::vector<ForecastRow>> forecast_of(const Id& party) = 0;

  // ---- Payouts
  virtual Result<std::vector<PayoutRow>> payouts_of(const Id& party) = 0;  ///< Of approved settlements, newest first.
  virtual Result<std::vector<PayoutRow>> payouts(const Id& settlement) = 0;            ///< By party; nil: of all settlements, what waits for the bank, and what it said since the last closing.
  virtual Result<PayoutRow> payout(std::string_view reference) = 0;        ///< Of an approved settlement. Error: not_found.
  /// The bank's word, or that the file was sent. Returns how many changed. Errors: not_found (a reference), conflict (one that was booked).
  struct PayoutChange { std::string reference; PayoutState state = PayoutState::due; std::string reason; Date day; };
  virtual Result<std::uint64_t> change_payouts(std::span<const PayoutChange> changes) = 0;
  /// The file is kept and its payouts are sent. Errors: not_found (a reference), conflict (one is not due, or the message id was used before).
  virtual Result<void> put_payment_file(const PaymentFileRow& file, std::span<const std::string> references) = 0;
  virtual Result<std::vector<PaymentFileRow>> payment_files() = 0;         ///< Newest first, without documents.
  virtual Result<PaymentFileRow> payment_file(std::string_view message) = 0;           ///< Error: not_found.
  /// It was not sent after all: its payouts are due again. Error: not_found, conflict (the bank has spoken of one of them).
  virtual Result<void> withdraw_payment_file(std::string_view message) = 0;
  virtual Result<std::vector<royalty::BankResult>> bank_results() = 0;     ///< Paid and returned ones that no settlement has booked.

  // ---- Invoices
  /// Those of a licence that has one already are left out. Returns how many there are new. `number`, `state`, `changed` and `reference` are not read.
  virtual Result<std::uint64_t> issue_invoices(std::span<const InvoiceRow> invoices) = 0;
  virtual Result<std::vector<InvoiceRow>> invoices(std::optional<InvoiceState> state) = 0;   ///< Newest first.
  virtual Result<InvoiceRow> invoice(std::int64_t number) = 0;             ///< Error: not_found.
  /// Error: not_found, conflict (it is not open).
  virtual Result<void> close_invoice(std::int64_t number, InvoiceState state, Date day, std::string_view reference) = 0;

  // ---- The log
  /// Entries without an index, in the order in which they were committed.
  virtual Result<std::vector<LogEntry>> pending_entries(std::size_t limit) = 0;
  /// Compare-and-swap: if the latest checkpoint is of `old_size`, gives the indices old_size, old_size + 1, ... to the entries of these
  /// sequences and stores the checkpoint. Error: conflict (another sequencer was faster; nothing is changed).
  virtual Result<void> cas_checkpoint(std::uint64_t old_size, std::span<const std::int64_t> sequences, const CheckpointRow& checkpoint,
                                      std::span<const LogTileRow> tiles = {}) = 0;
  virtual Result<std::optional<CheckpointRow>> latest_checkpoint() = 0;
  virtual Result<std::optional<CheckpointRow>> checkpoint_of(std::uint64_t size) = 0;
  virtual Result<std::vector<CheckpointRow>> checkpoints(std::uint64_t from_size, std::size_t limit) = 0;  ///< Ascending.
  virtual Result<std::optional<Bytes>> log_tile(std::uint32_t level, std::uint64_t index) = 0;   ///< Complete tiles only.
  virtual Result<void> put_log_tiles(std::span<const LogTileRow> tiles) = 0;            ///< For a log that is older than its tiles.
  virtual Result<void> append_log_entry(const LogEntryDraft& entry) = 0;                ///< An entry that stands for no row: a model, a key.
  virtual Result<void> put_cosignature(const CosignatureRow& cosignature) = 0;
  virtual Result<std::vector<CosignatureRow>> cosignatures(std::uint64_t size) = 0;     ///< By witness.
  virtual Result<std::optional<std::uint64_t>> latest_cosigned_size(std::uint64_t at_most) = 0;
  virtual Result<std::vector<LogKeyRow>> log_keys() = 0;                                ///< By number.
  virtual Result<void> put_log_key(const LogKeyRow& key) = 0;                           ///< New, or a new state.
  virtual Result<std::vector<Hash>> log_entries(std::uint64_t from, std::uint64_t to) = 0;   ///< The 32 bytes of each, not the leaf hashes.
  virtual Result<std::optional<LogEntry>> log_entry_of(std::string_view kind, const Id& subject) = 0;  ///< The newest of that subject.
  virtual Result<void> erase_payload(std::string_view kind, const Id& subject) = 0;

  // ---- The registry (server/registry decides; these only keep)
  virtual Result<std::vector<PartyKeyRow>> party_keys(const Id& party) = 0;            ///< Oldest first.
  virtual Result<std::optional<PartyKeyRow>> party_key(const Hash& public_key) = 0;
  virtual Result<void> put_party_key(const PartyKeyRow& key) = 0;                       ///< New, or a new state. Error: unknown_party.
  /// The act and its pending log entry, whose subject is the act. Errors: conflict (the same act again), unknown_party, unknown_work.
  virtual Result<void> insert_act(const ActRow& act, const LogEntryDraft& entry) = 0;
  virtual Result<std::optional<ActRow>> act(const Id& id) = 0;
  virtual Result<std::vector<ActRow>> acts_of_work(const Id& work) = 0;                 ///< Oldest first.
  virtual Result<std::vector<ActRow>> acts_about(const Id& about) = 0;                  ///< Of an offer, a claim or a party; oldest first.
  virtual Result<std::optional<TermsRow>> terms(const Id& work) = 0;
  virtual Result<void> put_terms(const Id& work, const TermsRow& terms) = 0;
  virtual Result<std::vector<HoldRow>> holds(const Id& work) = 0;                       ///< Nil: of all works.
  virtual Result<void> put_hold(const HoldRow& hold) = 0;
  virtual Result<void> erase_hold(const Id& work, const Id& about) = 0;
  virtual Result<std::string> work_end(const Id& work) = 0;                             ///< "withdrawn", "erased", or empty.
  virtual Result<void> end_work(const Id& work, std::string_view state) = 0;
  /// Content, title, features, fingerprints and external id go, and with them the payload and salt of its registration and of what was
  /// declared of it. Rows that money refers to stay.
  virtual Result<void> erase_work(const Id& work) = 0;
  virtual Result<void> set_owner(const Id& work, const Id& owner) = 0;
  virtual Result<std::optional<OfferRow>> offer(const Id& id) = 0;
  virtual Result<void> put_offer(const OfferRow& offer) = 0;                            ///< New, or a new state.
  virtual Result<std::vector<OfferRow>> offers(const OfferFilter& filter, std::size_t limit) = 0;   ///< Newest first.
  virtual Result<void> insert_licence(const LicenceRow& licence) = 0;
  virtual Result<std::vector<LicenceRow>> licences(const LicenceFilter& filter, std::size_t limit) = 0;   ///< Oldest first.
  virtual Result<std::optional<ClaimRow>> claim(const Id& id) = 0;
  virtual Result<void> put_claim(const ClaimRow& claim) = 0;                            ///< New, or a new state.
  virtual Result<std::vector<ClaimRow>> claims(const ClaimFilter& filter, std::size_t limit) = 0;   ///< Oldest first.
  virtual Result<std::vector<ClaimRow>> lapsed_claims(UnixMs now, std::size_t limit) = 0;     ///< Open, and their time is over.
  /// New, or a new state of one that is known; `seen_at` stays what it was. Error: conflict (another platform's work has this id).
  virtual Result<void> put_foreign_work(const ForeignWorkRow& work) = 0;
  virtual Result<std::optional<ForeignWorkRow>> foreign_work(const Id& id) = 0;
  virtual Result<std::vector<ForeignWorkRow>> foreign_works(const Hash& sha256) = 0;    ///< Without documents; first seen first, at most 100.

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

  // ---- What works are by their content (sqlite_codes.cpp)
  /// Gives a work its ISCC and its units' codes, in place of earlier ones. Error: unknown_work.
  virtual Result<void> put_identity(const Id& work, const ContentIdentity& identity) = 0;
  virtual Result<std::optional<ContentIdentity>> identity(const Id& work) = 0;
  /// The codes of one unit by their numbers, from `first` on.
  virtual Result<std::vector<std::uint64_t>> codes(iscc::UnitKind unit, std::uint64_t first, std::size_t limit) = 0;
  virtual Result<std::uint64_t> count_codes(iscc::UnitKind unit) = 0;
  /// The works of these numbers, in their order; nil where a code counts no more.
  virtual Result<std::vector<Id>> works_of_codes(iscc::UnitKind unit, std::span<const std::uint32_t> numbers) = 0;
  /// The works with exactly this code of a unit, first registered first.
  virtual Result<std::vector<Id>> works_with_code(const UnitCode& code, std::size_t limit) = 0;
  virtual Result<void> put_near_works(const Id& work, std::span<const NearWork> near) = 0;
  virtual Result<std::vector<NearWork>> near_works(const Id& work) = 0;  ///< Earlier ones that a job has found, nearest first.
  virtual Result<std::vector<NearWork>> later_near_works(const Id& work) = 0;  ///< Those that name this one as an earlier one.
  virtual Result<void> put_declared(const Id& work, std::string_view first_published, std::string_view file) = 0;
};

/// Opens (and makes or migrates) the SQLite store of that file. Errors: unavailable (cannot be opened), conflict (a newer schema than this
/// program knows), internal.
Result<std::unique_ptr<Store>> open_sqlite(const std::string& file, Environment environment = {});

}  // namespace colophon::store
