#pragma once
// The rows that the store takes and gives: plain values, named as DESIGN.md names them. Times are milliseconds since 1970 (UTC).
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "colophon/base/date.hpp"
#include "colophon/base/id.hpp"
#include "colophon/base/money.hpp"
#include "colophon/hash/sha256.hpp"
#include "colophon/royalty/division.hpp"

namespace colophon::store {

using UnixMs = std::int64_t;

// ---- Parties and works

/// A name and an external id are personal: they lie in one table of their own, and erase_person() empties it.
struct Party {
  Id id;
  std::string external_id;            ///< The host's own id of this person; empty where there is none or it was erased.
  std::string name;                   ///< Empty where it was erased.
  UnixMs made_at = 0;
};
struct PartyDraft {
  Id id;                              ///< Nil: the store takes a new UUIDv7.
  std::string external_id;            ///< Empty: always a new party.
  std::string name;
};

/// Something that can be looked up to find the same or a similar work. Kinds: "sha256".
struct Fingerprint { std::string kind; Bytes value; };

struct WorkQuality {
  std::int32_t mean_milli = 0;        ///< 1000 to 10000.
  std::int32_t variance_milli = 0;
  std::array<std::int32_t, 10> probability_ppm{};
  std::string model;                  ///< Name and hash of the model that gave it.
  UnixMs scored_at = 0;
};

struct WorkDraft {
  Id id;                              ///< Nil: the store takes a new UUIDv7.
  std::string external_id;            ///< Empty, or distinct over all works.
  std::string title;
  std::string kind;                   ///< "photo", "drawing", "painting", "text", "recording".
  std::string media_type;
  Hash sha256{};
  std::uint64_t content_bytes = 0;
  std::string ai = "none";            ///< "none", "assisted", "generated".
  Id owner;                           ///< The party whose session registered it; nil for the host's backend.
  std::string licence;
  std::string features_json;          ///< What the browser measured, or empty.
  bool sample = false;                ///< Belongs to the sample catalogue: its content is public.
  Period shares_from{1970, 1};        ///< The first period in which `shares` are in force.
  std::vector<royalty::PartyShare> shares;
  std::vector<Fingerprint> fingerprints;   ///< The sha256 is added by the store.
};
struct Work {
  Id id;
  std::string external_id, title, kind, media_type;
  Hash sha256{};
  std::uint64_t content_bytes = 0;
  std::string ai;
  Id owner;
  std::string licence;
  std::string features_json;          ///< Empty where nothing was measured.
  bool sample = false;
  bool has_content = false;
  UnixMs registered_at = 0;
  std::optional<WorkQuality> quality;
  std::vector<royalty::PartyShare> shares;  ///< Those in force in the newest period that has any.
};
/// A page of a list: `next` is the cursor of the following page, empty at the end.
template <class T>
struct Page { std::vector<T> rows; std::string next; };
struct WorkFilter {
  Id owner;                           ///< Nil: of everybody.
  bool unscored_photos = false;       ///< Only photos that have content and no quality.
  bool standing = false;              ///< Only works that were not withdrawn, erased or taken down.
};

/// What stands in a commitment (docs/formats/receipt.md). Payload and salt stay outside the log and can be erased.
struct LogEntryDraft {
  std::string kind;                   ///< "work", "settlement", "plan", "model", "log-key".
  Id subject;                         ///< What it is about; nil: the row that is written in the same transaction.
  Hash salt{};
  std::string payload;                ///< Canonical JSON.
};

// ---- The audience and the money

enum class EventType : std::uint8_t { view, play, read, like, comment, share, complete };
std::string_view event_type_name(EventType type);
Result<EventType> parse_event_type(std::string_view text, std::string_view field);

/// One act of the audience. Only views, plays and reads carry units into a pool; browser events carry none (no rule is declared).
struct EventDraft {
  Id id;                              ///< UUIDv7: its time gives the month.
  EventType type = EventType::view;
  Id work;
  std::string listener;               ///< The host's id of the listener; kept only as a hash keyed per period. May be empty.
  Id channel;                         ///< Nil: none, or that of the decision.
  std::int64_t units = 1;
  std::string service{}, territory{}; ///< Where it happened, for pools that count by it. May be empty.
  bool active = false;                ///< Actively chosen: searched for, from a library.
  Id decision{};                      ///< The page on which the work was shown; nil: none.
};
enum class RevenueKind : std::uint8_t { ad, subscription, tip, licence, brand, sale };
std::string_view revenue_kind_name(RevenueKind kind);
Result<RevenueKind> parse_revenue_kind(std::string_view text, std::string_view field);

struct RevenueDraft {
  Id id;                              ///< UUIDv7: its time gives the month.
  RevenueKind kind = RevenueKind::ad;
  std::string amount;                 ///< An exact decimal, not negative.
  std::string currency;
  std::string listener;               ///< May be empty.
  Id work;                            ///< Names the work of a tip, licence, brand payment or sale; nil: none.
  Date day{};                         ///< Of the use: chooses the agreement's version. Day 0: that of the id.
  std::string service{}, use{}, territory{}, side{};
  std::int64_t units = 0;
  Id reverses{};                      ///< The line that is taken back.
  std::string resolves{};             ///< What in suspense this money is.
  bool unmatched = false;             ///< It names a work that is not known.
};
/// Where a batch comes from.
enum class Source : std::uint8_t { server_key, browser, import, simulated };
struct Appended {
  std::uint64_t accepted = 0;
  std::uint64_t duplicates = 0;       ///< Ids that were there already: skipped, whatever else they say.
  std::uint64_t late = 0;             ///< Of the accepted: their month is closed, they count in the next open period.
};


/// open: takes events. settling: a draft froze its inputs; what comes now counts in the next open period. closed: approved.
enum class PeriodState : std::uint8_t { open, settling, closed };
struct PeriodRow {
  Period period;
  PeriodState state = PeriodState::open;
  std::uint64_t events = 0;
  std::uint64_t revenue_lines = 0;
};

// ---- Drafts

/// A draft that its maker keeps with the site: the file of docs/formats/draft.md, which the server does not read.
struct WorkDraftRow {
  Id id;                              ///< Made in the browser; another party may have a draft of the same id.
  std::uint64_t revision = 0;         ///< 1 for the first; every change adds one.
  std::string name;                   ///< As its maker calls it.
  UnixMs updated_at = 0;
  std::uint64_t bytes = 0;
};
/// How much one party may keep.
struct WorkDraftLimits { std::uint64_t count_max = 0, bytes_max = 0; };

// ---- Channels and plans

struct Channel {
  Id id;
  std::string external_id, name, name_zh;
  std::int64_t budget = 0;            ///< In the units of cost.
  std::int64_t cost_min = 1, cost_max = 1;  ///< What showing one work costs lies between, derived from the work and the channel.
  std::string rate;                   ///< Expected revenue of one exposure, an exact decimal of the major unit.
};
struct PlanRow {
  Id id;
  UnixMs made_at = 0;
  std::string made_by;
  bool rank_by_quality = false;
  std::string value, bound;           ///< Decimal digits, as in the certificate.
  Hash instance{};
  std::string document;               ///< "colophon/plan/2", canonical.
  std::string request = "{}";         ///< What was asked for: jobs/plan_request.hpp.
  std::string pools = "[]";           ///< Works to try, a list of ids a channel of the document.
};

/// A place of a page that a channel was served.
struct PagePlace {
  Id work;
  std::int32_t propensity_ppm = 0;    ///< The chance that it had to be on the page.
  bool explored = false;              ///< It is not of the plan, but one to try.
};
struct DecisionDraft {
  Id id;
  Id plan, channel;
  std::vector<PagePlace> places;
};
/// A page out of the log, with what came of each place.
struct DecisionRow {
  Id id;
  Id plan, channel;
  UnixMs made_at = 0;
  std::vector<PagePlace> places;
  std::vector<std::int64_t> outcomes; ///< By place: how many events of the type that was asked about.
};
/// What a channel brought since a time.
struct ChannelReport {
  Id channel;
  std::uint64_t pages = 0, showings = 0, explored = 0;
  std::array<std::uint64_t, 7> outcomes{};   ///< By EventType.
};
struct PublishedWork {
  Work work;
  UnixMs published_at = 0;
};

// ---- The log

struct LogEntry {
  std::int64_t sequence = 0;          ///< The order in which rows were committed.
  std::optional<std::uint64_t> index; ///< Given by the sequencer; nothing while it is pending.
  std::string kind;
  Id subject;
  Hash salt{};
  std::string payload;                ///< Empty once erased.
  Hash entry{};                       ///< The commitment: what the log holds.
};
struct CheckpointRow { std::uint64_t size = 0; Hash root{}; std::string note; UnixMs made_at = 0; };
/// A complete tile of the tree: 256 hashes.
struct LogTileRow { std::uint32_t level = 0; std::uint64_t index = 0; Bytes hashes; };
/// A witness's signature line on a checkpoint.
struct CosignatureRow { std::uint64_t size = 0; std::string witness, line; UnixMs made_at = 0; };
/// signing: it signs every checkpoint. retired: it signs no more, what it signed stays good. compromised: nothing that only it signed is good.
enum class LogKeyState : std::uint8_t { signing, retired, compromised };
std::string_view log_key_state_name(LogKeyState state);
struct LogKeyRow {
  std::int64_t number = 0;            ///< From 1; names its file.
  std::string verifier_key;
  LogKeyState state = LogKeyState::signing;
  UnixMs added_at = 0, retired_at = 0;
};

// ---- Credentials

struct ApiKey {
  Id id;
  std::string name;
  std::vector<std::string> scopes;
  UnixMs made_at = 0;
  bool revoked = false;
};
struct Session {
  Id party;
  std::string origin;
  std::vector<std::string> scopes;
  UnixMs expires_at = 0;
};
struct DeskUser { std::string name, role, password_hash; };
struct DeskSession { std::string user, role; UnixMs expires_at = 0; };

struct IdempotentAnswer { int status = 0; std::string content_type, body; };

// ---- Jobs

enum class JobState : std::uint8_t { queued, running, done, failed, cancelled };
std::string_view job_state_name(JobState state);
struct JobDraft {
  std::string kind;                   ///< "score", "plan", "settle", "suggest": jobs/worker.hpp says what each takes.
  std::string arguments;              ///< JSON.
  Id owner;                           ///< The party whose session made it; nil: none.
};
struct Job {
  Id id;
  std::string kind, arguments;
  Id owner;
  JobState state = JobState::queued;
  std::int64_t done = 0, total = 0;
  std::string message;
  UnixMs created_at = 0, finished_at = 0;
  std::string result;                 ///< JSON, where it is done.
  std::string error;                  ///< JSON {"code","detail","field"}, where it failed.
  bool cancel_wanted = false;
};

}  // namespace colophon::store
