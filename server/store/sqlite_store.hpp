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

  Result<Work> insert_work(const WorkDraft& draft, const LogEntryDraft* entry) override;
  Result<void> insert_works(std::span<const WorkDraft> drafts, std::span<const LogEntryDraft> entries) override;
  Result<Work> work(const Id& id) override;
  Result<std::vector<std::string>> titles(std::span<const Id> works) override;
  Result<std::optional<Id>> work_by_external_id(std::string_view external_id) override;
  Result<Page<Work>> works(const WorkFilter& filter, std::string_view cursor, std::size_t limit) override;
  Result<std::uint64_t> count_works(const WorkFilter& filter) override;
  Result<std::vector<Id>> works_with_fingerprint(std::string_view kind, ByteView value) override;
  Result<void> put_content(const Id& work, ByteView content) override;
  Result<Bytes> content(const Id& work) override;
  Result<void> set_quality(const Id& work, const WorkQuality& quality, std::string_view features_json) override;
  Result<void> set_features(const Id& work, std::string_view features_json) override;
  Result<void> put_shares(const Id& work, const Period& from, std::span<const royalty::PartyShare> shares) override;

  Result<std::vector<WorkDraftRow>> work_drafts(const Id& party) override;
  Result<Bytes> work_draft(const Id& party, const Id& draft) override;
  Result<WorkDraftRow> put_work_draft(const Id& party, const Id& draft, std::uint64_t seen, std::string_view name, ByteView content, const WorkDraftLimits& limits) override;
  Result<void> remove_work_draft(const Id& party, const Id& draft) override;

  Result<Appended> append_events(std::span<const EventDraft> events, Source source) override;
  Result<Appended> append_revenue(std::span<const RevenueDraft> lines, Source source) override;
  Result<void> freeze_period(const Period& period) override;
  Result<void> thaw_period(const Period& period) override;
  Result<std::vector<PeriodRow>> periods() override;
  Result<royalty::UsageTable> usage(const Period& period, UsageDetail detail) override;
  Result<std::vector<royalty::RevenueLine>> revenue(const Period& period) override;
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
  Result<std::vector<Id>> ended_works() override;

  Result<void> put_payee(const PayeeRow& payee) override;
  Result<PayeeRow> payee(const Id& party) override;
  Result<std::vector<PayeeRow>> payees() override;
  Result<RuleBookRow> put_rule_book(std::string_view document, std::string_view recorded_by) override;
  Result<std::optional<RuleBookRow>> rule_book() override;
  Result<std::vector<RuleBookRow>> rule_books() override;
  Result<void> put_rates(std::span<const RateRow> rates) override;
  Result<std::vector<royalty::ExchangeRate>> rates(Date until) override;
  Result<void> put_work_rights(const Id& work, const WorkRights& rights) override;
  Result<WorkRights> work_rights(const Id& work) override;
  Result<std::vector<royalty::Work>> works_to_settle(const Period& period) override;
  Result<void> put_earnings_hold(const EarningsHoldRow& hold) override;
  Result<std::vector<EarningsHoldRow>> earnings_holds() override;

  Result<std::vector<royalty::OpeningLine>> openings() override;
  Result<void> put_openings(std::span<const royalty::OpeningLine> lines) override;
  Result<std::optional<Period>> closed_through() override;
  Result<Recorded> recorded_for(std::span<const Id> revenue) override;
  Result<void> put_draft(const SettlementDraft& draft) override;
  Result<void> drop_draft(const Id& settlement) override;
  Result<SettlementRow> approve(const Id& settlement, std::string_view approver) override;
  Result<std::vector<SettlementRow>> settlements() override;
  Result<SettlementRow> settlement(const Id& id) override;
  Result<Page<StatementRow>> statements(const Id& settlement, std::string_view cursor, std::size_t limit) override;
  Result<StatementRow> statement(const Id& settlement, const Id& party) override;
  Result<std::vector<PartyAccountRow>> accounts(const Id& settlement) override;
  Result<std::vector<std::pair<std::string, std::string>>> settlement_input(const Id& settlement) override;
  Result<std::vector<PoolTableRow>> pools(const Id& settlement) override;
  Result<PoolTableRow> pool_table(const Id& settlement, const Id& pool) override;
  Result<royalty::Journal> journal(const Id& settlement) override;
  Result<std::vector<BalanceRow>> account_balances() override;
  Result<std::vector<BalanceRow>> balances_of(const Id& party) override;
  Result<std::uint64_t> issue_invoices(std::span<const InvoiceRow> invoices) override;
  Result<std::vector<InvoiceRow>> invoices(std::optional<InvoiceState> state) override;
  Result<InvoiceRow> invoice(std::int64_t number) override;
  Result<void> close_invoice(std::int64_t number, InvoiceState state, Date day, std::string_view reference) override;
  Result<void> put_forecast(const Forecast& forecast, std::span<const ForecastRow> rows) override;
  Result<std::optional<Forecast>> forecast() override;
  Result<std::vector<ForecastRow>> forecast_of(const Id& party) override;
  Result<std::vector<PayoutRow>> payouts_of(const Id& party) override;
  Result<std::vector<PayoutRow>> payouts(const Id& settlement) override;
  Result<PayoutRow> payout(std::string_view reference) override;
  Result<std::uint64_t> change_payouts(std::span<const PayoutChange> changes) override;
  Result<void> put_payment_file(const PaymentFileRow& file, std::span<const std::string> references) override;
  Result<std::vector<PaymentFileRow>> payment_files() override;
  Result<PaymentFileRow> payment_file(std::string_view message) override;
  Result<void> withdraw_payment_file(std::string_view message) override;
  Result<std::vector<royalty::BankResult>> bank_results() override;

  Result<std::vector<LogEntry>> pending_entries(std::size_t limit) override;
  Result<void> cas_checkpoint(std::uint64_t old_size, std::span<const std::int64_t> sequences, const CheckpointRow& checkpoint,
                              std::span<const LogTileRow> tiles = {}) override;
  Result<std::optional<CheckpointRow>> latest_checkpoint() override;
  Result<std::optional<CheckpointRow>> checkpoint_of(std::uint64_t size) override;
  Result<std::vector<CheckpointRow>> checkpoints(std::uint64_t from_size, std::size_t limit) override;
  Result<std::optional<Bytes>> log_tile(std::uint32_t level, std::uint64_t index) override;
  Result<void> put_log_tiles(std::span<const LogTileRow> tiles) override;
  Result<void> append_log_entry(const LogEntryDraft& entry) override;
  Result<void> put_cosignature(const CosignatureRow& cosignature) override;
  Result<std::vector<CosignatureRow>> cosignatures(std::uint64_t size) override;
  Result<std::optional<std::uint64_t>> latest_cosigned_size(std::uint64_t at_most) override;
  Result<std::vector<LogKeyRow>> log_keys() override;
  Result<void> put_log_key(const LogKeyRow& key) override;
  Result<std::vector<Hash>> log_entries(std::uint64_t from, std::uint64_t to) override;
  Result<std::optional<LogEntry>> log_entry_of(std::string_view kind, const Id& subject) override;
  Result<void> erase_payload(std::string_view kind, const Id& subject) override;

  Result<std::vector<PartyKeyRow>> party_keys(const Id& party) override;
  Result<std::optional<PartyKeyRow>> party_key(const Hash& public_key) override;
  Result<void> put_party_key(const PartyKeyRow& key) override;
  Result<void> insert_act(const ActRow& act, const LogEntryDraft& entry) override;
  Result<std::optional<ActRow>> act(const Id& id) override;
  Result<std::vector<ActRow>> acts_of_work(const Id& work) override;
  Result<std::vector<ActRow>> acts_about(const Id& about) override;
  Result<std::optional<TermsRow>> terms(const Id& work) override;
  Result<void> put_terms(const Id& work, const TermsRow& terms) override;
  Result<std::vector<HoldRow>> holds(const Id& work) override;
  Result<void> put_hold(const HoldRow& hold) override;
  Result<void> erase_hold(const Id& work, const Id& about) override;
  Result<std::string> work_end(const Id& work) override;
  Result<void> end_work(const Id& work, std::string_view state) override;
  Result<void> erase_work(const Id& work) override;
  Result<void> set_owner(const Id& work, const Id& owner) override;
  Result<std::optional<OfferRow>> offer(const Id& id) override;
  Result<void> put_offer(const OfferRow& offer) override;
  Result<std::vector<OfferRow>> offers(const OfferFilter& filter, std::size_t limit) override;
  Result<void> insert_licence(const LicenceRow& licence) override;
  Result<std::vector<LicenceRow>> licences(const LicenceFilter& filter, std::size_t limit) override;
  Result<std::optional<ClaimRow>> claim(const Id& id) override;
  Result<void> put_claim(const ClaimRow& claim) override;
  Result<std::vector<ClaimRow>> claims(const ClaimFilter& filter, std::size_t limit) override;
  Result<std::vector<ClaimRow>> lapsed_claims(UnixMs now, std::size_t limit) override;
  Result<void> put_foreign_work(const ForeignWorkRow& work) override;
  Result<std::optional<ForeignWorkRow>> foreign_work(const Id& id) override;
  Result<std::vector<ForeignWorkRow>> foreign_works(const Hash& sha256) override;

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

  Result<void> put_identity(const Id& work, const ContentIdentity& identity) override;
  Result<std::optional<ContentIdentity>> identity(const Id& work) override;
  Result<std::vector<std::uint64_t>> codes(iscc::UnitKind unit, std::uint64_t first, std::size_t limit) override;
  Result<std::uint64_t> count_codes(iscc::UnitKind unit) override;
  Result<std::vector<Id>> works_of_codes(iscc::UnitKind unit, std::span<const std::uint32_t> numbers) override;
  Result<std::vector<Id>> works_with_code(const UnitCode& code, std::size_t limit) override;
  Result<void> put_near_works(const Id& work, std::span<const NearWork> near) override;
  Result<std::vector<NearWork>> near_works(const Id& work) override;
  Result<std::vector<NearWork>> later_near_works(const Id& work) override;
  Result<void> put_declared(const Id& work, std::string_view first_published, std::string_view file) override;
  Result<void> put_sales_mapping(std::string_view name, std::string_view document, std::string_view by) override;
  Result<std::optional<SalesMapping>> sales_mapping(std::string_view name) override;
  Result<std::vector<SalesMapping>> sales_mappings() override;
  Result<SalesImported> import_sales(const SalesFileDraft& draft, std::string_view by, const ReadSales& read) override;
  Result<std::vector<SalesFile>> sales_files() override;
  Result<SalesFile> sales_file(const Id& id) override;
  Result<std::string> sales_file_data(const Id& id) override;
  Result<void> withdraw_sales_file(const Id& id) override;
  Result<Page<SalesLineRow>> sales_lines(const LineFilter& filter, std::string_view cursor, std::size_t limit) override;
  Result<std::uint64_t> put_work_identifiers(std::span<const WorkIdentifier> identifiers) override;
  Result<std::vector<sales::TitledWork>> titled_works() override;
  Result<KnownMatch> known_match(const sales::Line& line) override;
  Result<std::vector<UnmatchedTitle>> unmatched_titles() override;
  Result<std::vector<SuspenseSum>> sales_suspense() override;
  Result<std::vector<SalesMatch>> sales_matches(const MatchFilter& filter, std::size_t skip, std::size_t limit) override;
  Result<SalesMatch> sales_match(std::string_view key) override;
  Result<SalesMatch> match_sales(std::string_view key, const Id& work, std::string_view by) override;
  Result<SalesMatch> set_match_state(std::string_view key, MatchState state, std::string_view by) override;
  Result<std::uint64_t> rematch_sales() override;
  Result<void> put_suggestions(std::span<const Suggestions> suggestions) override;
  Result<SalesPosting> sales_posting(const PostingFilter& filter) override;
  Result<std::vector<PostedSum>> mark_sales_posted(const SalesPosting& posting) override;

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
  Result<std::optional<std::int64_t>> party_key_or_null(Db& db, const Id& id, const std::string& field);
  Result<std::optional<std::int64_t>> work_key_or_null(Db& db, const Id& id, const std::string& field);
  Result<void> insert_work_row(Db& db, const WorkDraft& draft, const Id& id, const LogEntryDraft* entry);
  Result<std::int64_t> work_key(Db& db, const Id& id, const std::string& field);
  Result<void> write_shares(Db& db, std::int64_t work, std::int64_t from_month, std::span<const royalty::PartyShare> shares);
  Result<std::vector<royalty::PartyShare>> read_shares(Db& db, std::int64_t work);
  Result<void> append_log_entry(Db& db, const LogEntryDraft& entry, const Id& subject);
  Result<void> write_log_tiles(Db& db, std::span<const LogTileRow> tiles);
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
