// Openings, what the bank said, advances, releases, reversals, and money coming in.
#include "royalty/settle/books.hpp"

#include <algorithm>

namespace colophon::royalty {
namespace {

constexpr std::uint32_t kNone = IdIndex::kNone;

bool is_money(const RecordedPosting& posting) { return posting.kind != RecordedPosting::Kind::tier && posting.kind != RecordedPosting::Kind::units; }

}  // namespace

std::string_view opening_kind_name(OpeningLine::Kind kind) {
  switch (kind) {
    case OpeningLine::Kind::balance: return "balance";
    case OpeningLine::Kind::advance: return "advance";
    case OpeningLine::Kind::reserve: return "reserve";
    case OpeningLine::Kind::held: return "held";
    case OpeningLine::Kind::tier: return "tier";
    case OpeningLine::Kind::units: return "units";
    case OpeningLine::Kind::pool: return "pool";
    case OpeningLine::Kind::suspense: return "suspense";
    case OpeningLine::Kind::payout: return "payout";
    case OpeningLine::Kind::tax: return "tax";
  }
  return "";
}

std::string_view posting_kind_name(RecordedPosting::Kind kind) {
  switch (kind) {
    case RecordedPosting::Kind::balance: return "balance";
    case RecordedPosting::Kind::reserve: return "reserve";
    case RecordedPosting::Kind::advance: return "advance";
    case RecordedPosting::Kind::held: return "held";
    case RecordedPosting::Kind::suspense: return "suspense";
    case RecordedPosting::Kind::tier: return "tier";
    case RecordedPosting::Kind::units: return "units";
  }
  return "";
}

Books::Books(Context& context)
    : c_(context), journal_(context.result.journal), accounts_(context.catalogue.parties().size()), reversals_(accounts_.size()), exchanges_(accounts_.size()),
      party_accounts_(accounts_.size(), kNone), last_(last_day(context.input.period)) {
  for (const Agreement& agreement : c_.input.book.agreements) agreement_names_.try_emplace(agreement.id, agreement.name);
  std::vector<std::uint32_t> order(c_.input.holds.size());
  for (std::uint32_t i = 0; i < order.size(); ++i) order[i] = i;
  std::ranges::sort(order, {}, [&](std::uint32_t i) -> const std::string& { return c_.input.holds[i].name; });
  for (const std::uint32_t i : order) {
    const Hold& hold = c_.input.holds[i];
    holds_of_[hold.party.is_nil() ? hold.work : hold.party].push_back(i);
    hold_numbers_.try_emplace(hold.name, i);
  }
  held_now_.resize(order.size());
}

AccountResult& Books::account(std::uint32_t party, std::uint8_t currency) {
  const auto [at, is_new] = accounts_[party].try_emplace(currency);
  if (is_new) at->second.currency = currency;
  return at->second;
}

Micros Books::balance(const AccountResult& a) const {
  return a.opening_micro + a.earned_micro + a.released_micro + a.unheld_micro + a.guaranteed_micro + a.returned_micro + a.reversed_micro +
         a.converted_in_micro - a.held_micro - a.reserved_micro - a.recouped_micro - a.converted_out_micro - a.paid_minor * kMicrosPerMinor;
}

const std::string& Books::agreement_name(const Id& agreement) const {
  static const std::string none;
  const auto found = agreement_names_.find(agreement);
  return found == agreement_names_.end() ? none : found->second;
}

std::uint32_t Books::party_account(std::uint32_t party) {
  std::uint32_t& account = party_accounts_[party];
  if (account == kNone) account = journal_.account("liabilities:party:" + account_part(c_.catalogue.party(party).name));
  return account;
}

std::uint32_t Books::side_account(const SideKey& key) {
  const std::string party = key.party == Part::kNobody ? std::string() : account_part(c_.catalogue.party(key.party).name);
  switch (key.kind) {
    case Kind::advance: return journal_.account("assets:advance:" + account_part(key.name) + ":" + party);
    case Kind::reserve: return journal_.account("liabilities:reserve:" + party + ":" + account_part(agreement_name(key.agreement)) + ":" + key.due.to_string());
    case Kind::held: return journal_.account("liabilities:held:" + account_part(key.name) + ":" + party);
    case Kind::pool: return journal_.account("liabilities:pool:" + account_part(key.name));
    case Kind::payout: return journal_.account("liabilities:payout:" + party);
    case Kind::tax: return journal_.account("liabilities:withholding:" + party);
    default: return journal_.account("liabilities:suspense");
  }
}

// ---- Openings

Result<void> Books::open_line(const OpeningLine& line, std::size_t index) {
  const std::string field = "openings[" + std::to_string(index) + "]";
  std::uint32_t party = Part::kNobody;
  if (!line.party.is_nil()) {
    party = c_.catalogue.parties().find(line.party);
    const bool recipient = line.kind == Kind::tier;   // A claim's recipient may be an agreement.
    if (party == kNone && !recipient) return fail(Errc::unknown_party, field + ".party", "There is no party " + line.party.to_string() + ": add it to the parties.");
    if (party == kNone) party = Part::kNobody;
  }
  const bool of_party = line.kind == Kind::balance || line.kind == Kind::advance || line.kind == Kind::reserve || line.kind == Kind::held ||
                        line.kind == Kind::payout || line.kind == Kind::tax;
  if (of_party && party == Part::kNobody) return fail(Errc::missing_field, field + ".party", "This opening is a party's: name it.");
  if (line.amount < 0 && line.kind != Kind::balance && line.kind != Kind::suspense) return fail(Errc::negative_amount, field + ".amount", "Only a balance may be below zero.");
  if (line.kind == Kind::tier || line.kind == Kind::units) {
    const bool money = line.kind == Kind::tier && !line.currency.name().empty();
    std::int64_t& value = c_.tiers.of({line.kind, line.agreement, line.party, line.name, money ? std::string(line.currency.name()) : std::string()});
    if (value != 0) return fail(Errc::invalid_argument, field, "This opening is given twice; give their sum.");
    value = line.amount;
    return {};
  }
  const std::uint8_t currency = c_.currency(line.currency);
  if (line.kind == Kind::balance) {
    AccountResult& own = account(party, currency);
    if (own.opening_micro != 0) return fail(Errc::invalid_argument, field, "The party has two opening balances in one currency; give their sum.");
    own.opening_micro = line.amount;
    post(party_account(party), currency, -line.amount);
    post("equity:opening", currency, line.amount);
    return {};
  }
  const SideKey key{line.kind, party, line.agreement, line.name, line.due, currency};
  Side& own = side(key);
  if (own.opening != 0) return fail(Errc::invalid_argument, field, "This opening is given twice; give their sum.");
  own.opening = line.amount;
  count_held(key, line.amount);
  const Micros debit = line.kind == Kind::advance ? line.amount : -line.amount;
  post(side_account(key), currency, debit);
  post("equity:opening", currency, -debit);
  return {};
}

Result<void> Books::open() {
  std::vector<std::size_t> order(c_.input.openings.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  const auto key = [&](std::size_t i) {
    const OpeningLine& line = c_.input.openings[i];
    return std::tuple(line.kind, line.party, line.agreement, line.name, line.due, line.currency.name());
  };
  std::ranges::sort(order, {}, key);
  journal_.begin(first_day(c_.input.period), "opening | what the last settlement left");
  for (const std::size_t i : order) {
    if (auto done = open_line(c_.input.openings[i], i); !done) return done;
  }
  journal_.finish();
  return {};
}

// ---- The bank, advances

Result<void> Books::bank() {
  std::vector<const BankResult*> results;
  for (const BankResult& result : c_.input.bank) results.push_back(&result);
  std::ranges::sort(results, {}, [](const BankResult* each) { return std::tuple(each->reference, each->returned); });
  // What waits for the bank, by reference. Nothing is added here, so that places in the map stay.
  std::unordered_map<std::string_view, std::map<SideKey, Side>::iterator> payouts, taxes;
  for (auto at = sides_.begin(); at != sides_.end() && !results.empty(); ++at) {
    if (at->second.now() <= 0) continue;
    if (at->first.kind == Kind::payout) payouts.emplace(at->first.name, at);
    if (at->first.kind == Kind::tax) taxes.emplace(at->first.name, at);
  }
  for (const BankResult* result : results) {
    const auto find = [&](const auto& waiting) {
      const auto found = waiting.find(result->reference);
      return found == waiting.end() || found->second->second.now() <= 0 ? sides_.end() : found->second;
    };
    const auto payout = find(payouts);
    if (payout == sides_.end()) return fail(Errc::not_found, "bank[" + result->reference + "]", "No payout with this reference waits for the bank: it was settled before, or it is not of these books.");
    const SideKey key = payout->first;
    const Micros net = payout->second.now();
    journal_.begin(result->date, std::string(result->returned ? "returned" : "paid") + " | payout " + account_part(result->reference) + ", " + account_part(c_.catalogue.party(key.party).name));
    payout->second.taken += net;
    post(side_account(key), key.currency, net);
    if (!result->returned) {
      post("assets:bank", key.currency, -net);
    } else {
      Micros back = net;
      if (const auto tax = find(taxes); tax != sides_.end()) {
        const Micros withheld = tax->second.now();
        tax->second.taken += withheld;
        post(side_account(tax->first), key.currency, withheld);
        back += withheld;
      }
      post(party_account(key.party), key.currency, -back);
      account(key.party, key.currency).returned_micro += back;
    }
    journal_.finish();
    // A tax that was paid with its payout is no longer a matter of these books.
    if (!result->returned) {
      if (const auto tax = find(taxes); tax != sides_.end()) {
        journal_.begin(result->date, "tax | withheld from payout " + account_part(result->reference));
        const Micros withheld = tax->second.now();
        tax->second.taken += withheld;
        post(side_account(tax->first), key.currency, withheld);
        post("liabilities:withholding", key.currency, -withheld);
        journal_.finish();
      }
    }
  }
  return {};
}

Result<void> Books::pay_advances() {
  struct Paid { Date date; std::uint32_t party; std::string account; Micros amount; std::uint8_t currency; auto operator<=>(const Paid&) const = default; };
  std::vector<std::pair<Id, Paid>> all;
  for (const Agreement& agreement : c_.input.book.agreements) {
    if (!agreement.known(c_.input.as_of_ms)) continue;
    for (const AdvanceTerm& advance : agreement.advances) {
      if (!advance.amount || advance.date.period() != c_.input.period) continue;
      all.push_back({agreement.id, {advance.date, c_.catalogue.parties().find(advance.to.id), advance.account, *advance.amount, c_.currency(*agreement.currency)}});
    }
  }
  // A later version of an agreement repeats its advances: it is one payment.
  std::ranges::sort(all);
  all.erase(std::unique(all.begin(), all.end()), all.end());
  for (const auto& [agreement, paid] : all) {
    const SideKey key{Kind::advance, paid.party, {}, paid.account, {1970, 1}, paid.currency};
    Side& own = side(key);
    if (__builtin_add_overflow(own.added, paid.amount, &own.added)) return fail(Errc::overflow, "advances", "The advances of one account add up to 2^63 micros or more.");
    journal_.begin(paid.date, "advance | " + account_part(paid.account) + ", " + account_part(c_.catalogue.party(paid.party).name));
    post(side_account(key), paid.currency, paid.amount);
    post("assets:bank", paid.currency, -paid.amount);
    journal_.finish();
  }
  return {};
}

// ---- Reserves and holds

void Books::count_held(const SideKey& key, Micros amount) {
  if (key.kind != Kind::held) return;
  const auto named = hold_numbers_.find(key.name);
  if (named == hold_numbers_.end() || !(c_.input.holds[named->second].currency == c_.result.currencies[key.currency])) return;
  held_now_[named->second] += amount;
}

bool Books::is_open(const Hold& hold) const {
  return hold.state == Hold::State::open && hold.from <= last_ && (hold.until.days == 0 || last_ < hold.until);
}

Result<void> Books::free_side(const SideKey& key, std::uint32_t to, Micros AccountResult::*movement, const std::string& text) {
  Side& from = side(key);
  const Micros amount = from.now();
  if (amount <= 0) return {};
  std::pair<std::optional<SideKey>, Micros> recouped{std::nullopt, 0};
  const std::uint32_t version = to == key.party ? c_.catalogue.version_at(key.agreement, last_) : kNone;
  if (version != kNone) recouped = recoup(to, c_.catalogue.version(version), key.currency, amount);
  journal_.begin(last_, text);
  from.taken += amount;
  count_held(key, -amount);
  post(side_account(key), key.currency, amount);
  if (recouped.second > 0) {
    side(*recouped.first).taken += recouped.second;
    post(side_account(*recouped.first), key.currency, -recouped.second);
  }
  post(party_account(to), key.currency, -(amount - recouped.second));
  AccountResult& own = account(to, key.currency);
  own.*movement += amount;
  own.recouped_micro += recouped.second;
  journal_.finish();
  return {};
}

Result<void> Books::release() {
  std::vector<SideKey> due;
  for (const auto& [key, value] : sides_) {
    if (value.now() <= 0) continue;
    if (key.kind == Kind::reserve && key.due <= c_.input.period) due.push_back(key);
    if (key.kind == Kind::held) due.push_back(key);
  }
  for (const SideKey& key : due) {
    const std::string party = account_part(c_.catalogue.party(key.party).name);
    if (key.kind == Kind::reserve) {
      if (auto done = free_side(key, key.party, &AccountResult::released_micro, "release | reserve of " + party + ", due " + key.due.to_string()); !done) return done;
      continue;
    }
    const auto named = hold_numbers_.find(key.name);
    if (named == hold_numbers_.end()) {
      c_.warnings.add({"hold-unknown", key.name, "Money is held under this name, but there is no such hold any more; it stays held."}, sides_[key].now(), c_.result.currencies[key.currency]);
      continue;
    }
    const Hold* hold = &c_.input.holds[named->second];
    if (is_open(*hold)) continue;
    std::uint32_t to = key.party;
    if (hold->state == Hold::State::upheld) {
      to = c_.catalogue.parties().find(hold->pay_to.id);
      if (to == kNone) return fail(Errc::unknown_party, "holds[" + hold->name + "].pay_to", "There is no such party: say who gets the money of a hold that was upheld.");
    }
    const std::string text = std::string(hold->state == Hold::State::upheld ? "upheld" : "unheld") + " | " + account_part(key.name) + ", " + party;
    if (auto done = free_side(key, to, &AccountResult::unheld_micro, text); !done) return done;
  }
  return {};
}

// ---- Reversals

Books::SideKey Books::key_of(const RecordedPosting& posting, std::uint32_t party, std::uint8_t currency) {
  switch (posting.kind) {
    case RecordedPosting::Kind::reserve: return {Kind::reserve, party, posting.agreement, "", posting.due, currency};
    case RecordedPosting::Kind::held: return {Kind::held, party, posting.agreement, posting.name, {1970, 1}, currency};
    case RecordedPosting::Kind::advance: return {Kind::advance, party, {}, posting.name, {1970, 1}, currency};
    default: return {Kind::suspense, Part::kNobody, {}, posting.name, {1970, 1}, currency};
  }
}

/// One posting's part of a reversal: from the balance that got it, and where that has since been given away, from the party's own.
Result<void> Books::take_back(const RecordedPosting& posting, Micros amount, const Id& revenue, const Id& row) {
  const std::uint8_t currency = c_.currency(posting.currency);
  std::uint32_t party = Part::kNobody;
  if (posting.kind != RecordedPosting::Kind::suspense) {
    party = c_.catalogue.parties().find(posting.party);
    if (party == kNone) return fail(Errc::unknown_party, "recorded[" + row.to_string() + "]", "There is no party " + posting.party.to_string() + ": add it to the parties.");
  }
  RecordedPosting line = posting;
  Micros rest = amount;
  if (posting.kind != RecordedPosting::Kind::balance) {
    const SideKey key = key_of(posting, party, currency);
    Side& from = side(key);
    if (posting.kind == RecordedPosting::Kind::advance) {
      from.taken -= amount;
      rest = 0;
    } else {
      const Micros taken = posting.kind == RecordedPosting::Kind::suspense ? amount : std::clamp<Micros>(from.now(), 0, amount);
      from.taken += taken;
      count_held(key, -taken);
      rest = amount - taken;
    }
    post(side_account(key), currency, amount - rest);
    line.amount = amount - rest;
    if (party != Part::kNobody && line.amount > 0) reversals_[party].push_back({revenue, row, line});
  }
  if (rest == 0) return {};
  post(party_account(party), currency, rest);
  account(party, currency).reversed_micro -= rest;
  line.kind = RecordedPosting::Kind::balance;
  line.amount = rest;
  reversals_[party].push_back({revenue, row, line});
  return {};
}

void Books::tidy(RecordedRow& row) {
  std::erase_if(row.postings, [](const RecordedPosting& posting) { return posting.amount == 0; });
  std::ranges::sort(row.postings, {}, [](const RecordedPosting& p) { return std::tuple(p.kind, p.party, p.agreement, p.name, p.due, p.currency.name(), p.exchanged); });
}

void Books::give_back(const RevenueLine& line, std::uint8_t currency, Micros amount) {
  if (line.resolves.empty()) {
    post("assets:receivable:reversed", currency, -amount);
    c_.result.totals[currency].reversed_micro += amount;
    return;
  }
  side({Kind::suspense, Part::kNobody, {}, line.resolves, {1970, 1}, currency}).added += amount;
  post("liabilities:suspense", currency, -amount);
  c_.result.totals[currency].suspense_micro += amount;
}

Result<void> Books::reverse(RecordedRow& row, Micros amount, const RevenueLine& line) {
  const Id& revenue = line.id;
  journal_.begin(last_, "reversal | revenue " + revenue.to_string(), revenue, row.row);
  // What of the row was converted has left its currency by the exchange account; it shares in the reversal like any posting.
  Micros converted = row.amount;
  std::vector<Currency> others;
  for (RecordedPosting& posting : row.postings) {
    if (!is_money(posting)) {
      // A tier forgets what it had taken of this money, in the same proportion.
      const auto part = amount == row.amount ? posting.amount : static_cast<std::int64_t>(static_cast<uint128>(posting.amount) * static_cast<uint128>(amount) / static_cast<uint128>(row.amount));
      const bool units = posting.kind == RecordedPosting::Kind::units;
      std::int64_t& state = c_.tiers.of({units ? Kind::units : Kind::tier, posting.agreement, posting.party, posting.name, units ? std::string() : std::string(posting.currency.name())});
      state = std::max<std::int64_t>(0, state - part);
      posting.amount -= part;
      continue;
    }
    if (!posting.exchanged) converted -= posting.amount;
    else if (std::ranges::find(others, posting.currency) == others.end()) others.push_back(posting.currency);
  }
  const auto divide_over = [&](const Currency& currency, bool exchanged, Micros part, Micros exchange) -> Result<Micros> {
    std::vector<std::int64_t> weights;
    std::vector<Id> places;
    std::vector<RecordedPosting*> postings;
    for (RecordedPosting& posting : row.postings) {
      if (!is_money(posting) || !(posting.currency == currency) || posting.exchanged != exchanged) continue;
      weights.push_back(posting.amount);
      postings.push_back(&posting);
    }
    if (exchange > 0) weights.push_back(exchange);
    for (std::size_t i = 0; i < weights.size(); ++i) {
      Id place;
      for (int k = 0; k < 4; ++k) place.bytes[15 - k] = static_cast<std::uint8_t>(i >> (8 * k));
      places.push_back(place);
    }
    auto divided = divide(part, weights, places, row.row);
    if (!divided) return std::unexpected(divided.error());
    for (std::size_t i = 0; i < postings.size(); ++i) {
      if (divided->amounts[i] == 0) continue;
      if (auto done = take_back(*postings[i], divided->amounts[i], revenue, row.row); !done) return std::unexpected(done.error());
      postings[i]->amount -= divided->amounts[i];
    }
    return exchange > 0 ? divided->amounts.back() : 0;
  };
  const std::uint8_t own = c_.currency(row.currency);
  auto through_exchange = divide_over(row.currency, false, amount, converted);
  if (!through_exchange) return std::unexpected(through_exchange.error());
  post("equity:exchange", own, *through_exchange);
  give_back(line, own, amount);
  for (const Currency& other : others) {
    uint128 sum = 0;
    for (const RecordedPosting& posting : row.postings) {
      if (is_money(posting) && posting.exchanged && posting.currency == other) sum += static_cast<uint128>(posting.amount);
    }
    const auto part = static_cast<Micros>(amount == row.amount ? sum : sum * static_cast<uint128>(amount) / static_cast<uint128>(row.amount));
    if (part == 0) continue;
    if (auto done = divide_over(other, true, part, 0); !done) return std::unexpected(done.error());
    post("equity:exchange", c_.currency(other), -part);
  }
  row.amount -= amount;
  tidy(row);
  journal_.finish();
  return {};
}

// ---- Money in

void Books::post_received(const Currency& currency, std::span<const Source> sources, Micros credited) {
  const std::uint8_t c = c_.currency(currency);
  ExactAmount scale = 1;
  for (int i = currency.exponent + 6; i < 12; ++i) scale *= 10;
  ExactAmount rounding = -static_cast<ExactAmount>(credited) * scale;
  for (const Source& source : sources) {
    rounding += source.amount;
    journal_.post(journal_.account("assets:receivable:" + source.name), c, static_cast<Micros>(source.amount / scale), static_cast<std::int64_t>(source.amount % scale));
  }
  journal_.post(journal_.account("income:rounding"), c, -static_cast<Micros>(rounding / scale), -static_cast<std::int64_t>(rounding % scale));
  c_.result.totals[c].received_micro += credited;
}

void Books::receive(const std::string& pool, const Currency& currency, std::span<const Source> sources, Micros amount) {
  journal_.begin(last_, "receipt | pool " + account_part(pool));
  post_received(currency, sources, amount);
  journal_.post(journal_.account("liabilities:pool:" + account_part(pool)), c_.currency(currency), -amount);
  journal_.finish();
}

void Books::receive_suspense(const Id& line, const Currency& currency, const Source& source, Micros amount) {
  const std::uint8_t c = c_.currency(currency);
  const std::string name = line.to_string();
  side({Kind::suspense, Part::kNobody, {}, name, {1970, 1}, c}).added += amount;
  journal_.begin(last_, "suspense | " + account_part(name));
  post_received(currency, {&source, 1}, amount);
  journal_.post(journal_.account("liabilities:suspense"), c, -amount);
  journal_.finish();
  c_.result.totals[c].suspense_micro += amount;
  c_.result.settled.push_back({line, line});
  RecordedPosting posting;
  posting.kind = RecordedPosting::Kind::suspense;
  posting.name = name;
  posting.currency = currency;
  posting.amount = amount;
  if (amount > 0) c_.result.recorded.push_back({line, {}, currency, amount, {std::move(posting)}});
}

Result<void> Books::resolve(const std::string& name, const std::string& pool, const Currency& currency, Micros amount, const std::string& field) {
  const std::uint8_t c = c_.currency(currency);
  const auto found = sides_.find({Kind::suspense, Part::kNobody, {}, name, {1970, 1}, c});
  if (found == sides_.end()) return fail(Errc::not_found, field, "Nothing lies in suspense under \"" + name + "\" in " + std::string(currency.name()) + ".");
  if (found->second.now() < amount) return fail(Errc::conflict, field, "Under \"" + name + "\" only " + format_micros(found->second.now(), currency) + " lies in suspense.");
  found->second.taken += amount;
  journal_.begin(last_, "resolved | " + account_part(name));
  post("liabilities:suspense", c, amount);
  journal_.post(journal_.account("liabilities:pool:" + account_part(pool)), c, -amount);
  journal_.finish();
  return {};
}

Micros Books::take_carried(const std::string& pool, const Currency& currency) {
  const auto found = sides_.find({Kind::pool, Part::kNobody, {}, pool, {1970, 1}, c_.currency(currency)});
  if (found == sides_.end()) return 0;
  const Micros amount = found->second.now();
  found->second.taken += amount;
  return amount;
}

void Books::carry(const std::string& pool, const Currency& currency, Micros amount) {
  side({Kind::pool, Part::kNobody, {}, pool, {1970, 1}, c_.currency(currency)}).added += amount;
}

Result<void> Books::reverse_carried(const std::string& pool, Micros amount, const RevenueLine& line) {
  const std::uint8_t c = c_.currency(line.currency);
  const SideKey key{Kind::pool, Part::kNobody, {}, pool, {1970, 1}, c};
  Side& own = side(key);
  if (own.now() < amount) return fail(Errc::conflict, "pools[" + pool + "]", "Less lies in the pool than is taken back.");
  own.taken += amount;
  journal_.begin(last_, "reversal | revenue " + line.id.to_string(), line.id);
  post(side_account(key), c, amount);
  give_back(line, c, amount);
  journal_.finish();
  return {};
}

}  // namespace colophon::royalty
