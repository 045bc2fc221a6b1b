// Rows to balances, guarantees, payouts, and the closing.
#include <algorithm>

#include "royalty/settle/books.hpp"

namespace colophon::royalty {
namespace {

constexpr std::uint32_t kNone = IdIndex::kNone;

Micros portion(Micros amount, const Share& share) {
  return static_cast<Micros>(static_cast<uint128>(amount) * share.numerator / share.denominator);
}

std::string end_to_end_id(const Id& settlement, const Id& party, const Currency& currency) {
  const Id id = uuid_from_name("colophon/payout/1", settlement.to_string() + "/" + party.to_string() + "/" + std::string(currency.name()));
  return to_hex(id.bytes);
}

}  // namespace

// ---- Where a part goes

Micros Books::hold_left(std::uint32_t hold) const {
  const Hold& h = c_.input.holds[hold];
  if (!h.limit) return std::numeric_limits<Micros>::max();
  return std::max<Micros>(0, *h.limit - held_now_[hold]);
}

std::optional<std::uint32_t> Books::hold_for(const Part& part, const RowInfo& row) const {
  if (holds_of_.empty()) return std::nullopt;
  std::optional<std::uint32_t> first;
  for (const Id& id : {c_.result.party_ids[part.party], row.cell.work}) {
    const auto found = holds_of_.find(id);
    if (found == holds_of_.end()) continue;
    for (const std::uint32_t index : found->second) {
      const Hold& hold = c_.input.holds[index];
      const bool fits = is_open(hold) && (hold.party.is_nil() || hold.party == c_.result.party_ids[part.party]) &&
                        (hold.work.is_nil() || hold.work == row.cell.work) && (!hold.limit || hold.currency == c_.result.currencies[part.currency]);
      if (!fits || hold_left(index) == 0) continue;
      if (!first || hold.name < c_.input.holds[*first].name) first = index;
      break;
    }
  }
  return first;
}

std::pair<std::optional<Books::SideKey>, Micros> Books::recoup(std::uint32_t party, const Agreement& agreement, std::uint8_t currency, Micros amount) {
  for (const AdvanceTerm& advance : agreement.advances) {
    if (advance.to.id != c_.result.party_ids[party]) continue;
    const SideKey key{Kind::advance, party, {}, advance.account, {1970, 1}, currency};
    const auto found = sides_.find(key);
    if (found == sides_.end() || found->second.now() <= 0) continue;
    return {key, std::min(found->second.now(), portion(amount, advance.recoup))};
  }
  return {std::nullopt, 0};
}

Books::Way Books::way_of(const Part& part, const RowInfo& row) {
  Way way;
  Micros rest = part.amount_micro;
  if (const auto hold = hold_for(part, row)) {
    way.to.hold = *hold + 1;
    way.to.held_micro = std::min(rest, hold_left(*hold));
    const Id agreement = part.agreement == 0 ? Id{} : c_.catalogue.version(part.agreement - 1).id;
    way.hold = SideKey{Kind::held, part.party, agreement, c_.input.holds[*hold].name, {1970, 1}, part.currency};
    rest -= way.to.held_micro;
  }
  // Fees and recouped claims are no earnings that returns or advances are set against.
  const bool earning = part.agreement != 0 && part.step != 0xFFFFFFFF && c_.result.steps[part.step].kind == StepKind::split;
  if (earning) {
    const Agreement& agreement = c_.catalogue.version(part.agreement - 1);
    for (const ReserveTerm& reserve : agreement.reserves) {
      const bool of = reserve.of.empty() || std::ranges::find(reserve.of, c_.result.party_ids[part.party], &Named::id) != reserve.of.end();
      if (!of || !reserve.when.matches(row.cell.facts)) continue;
      way.to.reserved_micro = portion(rest, reserve.share);
      way.reserve = SideKey{Kind::reserve, part.party, agreement.id, "", months_after(c_.input.period, reserve.months), part.currency};
      rest -= way.to.reserved_micro;
      break;
    }
    auto [advance, taken] = recoup(part.party, agreement, part.currency, rest);
    way.to.recouped_micro = taken;
    if (advance) way.to.account = c_.names.of(advance->name) + 1;
    way.advance = std::move(advance);
    rest -= taken;
  }
  way.to.balance_micro = rest;
  return way;
}

// ---- Rows

Result<void> Books::post(const RowInfo& row) {
  const PoolResult& pool = c_.result.pools[row.pool];
  const std::uint8_t c = pool.currency;
  RecordedRow recorded{row.id, pool.pool, c_.result.currencies[c], row.amount_micro, {}};
  const auto record = [&](RecordedPosting::Kind kind, const Part& part, const SideKey* key, Micros amount) {
    if (amount == 0) return;
    RecordedPosting posting{kind, part.party == Part::kNobody ? Id{} : c_.result.party_ids[part.party], {}, {}, {1970, 1}, c_.result.currencies[part.currency], amount, part.exchanged};
    if (key != nullptr) posting.agreement = key->agreement, posting.name = key->name, posting.due = key->due;
    // Two parts of one party by two ways end in one balance: their postings are one.
    const auto same = std::ranges::find_if(recorded.postings, [&](const RecordedPosting& p) {
      return p.kind == posting.kind && p.party == posting.party && p.agreement == posting.agreement && p.name == posting.name && p.due == posting.due && p.currency == posting.currency && p.exchanged == posting.exchanged;
    });
    if (same == recorded.postings.end()) recorded.postings.push_back(std::move(posting));
    else same->amount += amount;
  };
  const std::string subject = row.is_fee ? "fee" : "work " + account_part(c_.catalogue.work(c_.catalogue.works().find(row.cell.work)).name);
  journal_.begin(last_, "division | pool " + account_part(pool.name) + ", " + subject, row.id);
  post(side_account({Kind::pool, Part::kNobody, {}, pool.name, {1970, 1}, c}), c, row.amount_micro);
  Micros in_currency = 0;
  std::vector<std::pair<std::uint8_t, Micros>> converted;
  for (std::uint32_t i = row.parts_begin; i < row.parts_end; ++i) {
    const Part& part = c_.result.parts[i];
    if (!part.exchanged) {
      in_currency += part.amount_micro;
    } else {
      const auto found = std::ranges::find(converted, part.currency, &std::pair<std::uint8_t, Micros>::first);
      Micros& sum = found == converted.end() ? converted.emplace_back(part.currency, 0).second : found->second;
      if (__builtin_add_overflow(sum, part.amount_micro, &sum)) return fail(Errc::overflow, "rates", "A row does not fit in the currency that it is converted into.");
    }
    if (part.party == Part::kNobody) {
      const SideKey key{Kind::suspense, Part::kNobody, {}, row.id.to_string(), {1970, 1}, part.currency};
      side(key).added += part.amount_micro;
      post(side_account(key), part.currency, -part.amount_micro);
      record(RecordedPosting::Kind::suspense, part, &key, part.amount_micro);
      c_.result.totals[part.currency].suspense_micro += part.amount_micro;
      c_.result.dispositions.push_back({});
      continue;
    }
    const Way way = way_of(part, row);
    AccountResult& own = account(part.party, part.currency);
    if (__builtin_add_overflow(own.earned_micro, part.amount_micro, &own.earned_micro)) return fail(Errc::overflow, "parties[" + c_.catalogue.party(part.party).name + "]", "A party's earnings add up to 2^63 micros or more.");
    own.held_micro += way.to.held_micro;
    own.reserved_micro += way.to.reserved_micro;
    own.recouped_micro += way.to.recouped_micro;
    const auto to_side = [&](const std::optional<SideKey>& key, Micros amount, RecordedPosting::Kind kind) {
      if (amount == 0) return;
      Side& s = side(*key);
      (kind == RecordedPosting::Kind::advance ? s.taken : s.added) += amount;
      count_held(*key, amount);
      post(side_account(*key), part.currency, -amount);
      record(kind, part, &*key, amount);
    };
    to_side(way.hold, way.to.held_micro, RecordedPosting::Kind::held);
    to_side(way.reserve, way.to.reserved_micro, RecordedPosting::Kind::reserve);
    to_side(way.advance, way.to.recouped_micro, RecordedPosting::Kind::advance);
    post(party_account(part.party), part.currency, -way.to.balance_micro);
    record(RecordedPosting::Kind::balance, part, nullptr, way.to.balance_micro);
    if (part.agreement != 0) {
      const Agreement& agreement = c_.catalogue.version(part.agreement - 1);
      if (!agreement.guarantees.empty()) earned_[{agreement.id, part.party, part.currency}] += part.amount_micro;
    }
    c_.result.dispositions.push_back(way.to);
  }
  post("equity:exchange", c, -(row.amount_micro - in_currency));
  for (const auto& [currency, amount] : converted) post("equity:exchange", currency, amount);
  journal_.finish();
  c_.result.totals[c].divided_micro += row.amount_micro;
  if (row.is_fee) c_.result.totals[c].fees_micro += row.amount_micro;
  for (RecordedPosting& move : c_.moves) {
    const auto same = std::ranges::find_if(recorded.postings, [&](const RecordedPosting& p) {
      return p.kind == move.kind && p.party == move.party && p.agreement == move.agreement && p.name == move.name && p.currency == move.currency;
    });
    if (move.amount == 0) continue;
    if (same == recorded.postings.end()) recorded.postings.push_back(std::move(move));
    else same->amount += move.amount;
  }
  c_.moves.clear();
  tidy(recorded);
  if (row.amount_micro > 0) c_.result.recorded.push_back(std::move(recorded));
  return {};
}

Result<void> Books::guarantee() {
  for (std::size_t i = 0; i < c_.input.book.agreements.size(); ++i) {
    const Agreement& agreement = c_.input.book.agreements[i];
    if (agreement.guarantees.empty() || c_.catalogue.version_at(agreement.id, last_) != i) continue;
    const std::uint8_t currency = c_.currency(*agreement.currency);
    for (const GuaranteeTerm& guarantee : agreement.guarantees) {
      const std::uint32_t party = c_.catalogue.parties().find(guarantee.to.id);
      const auto found = earned_.find({agreement.id, party, currency});
      const Micros top_up = guarantee.amount - (found == earned_.end() ? 0 : found->second);
      if (top_up <= 0) continue;
      journal_.begin(last_, "guarantee | " + account_part(agreement.name) + ", " + account_part(guarantee.to.name));
      if (guarantee.recoupable) {
        const SideKey key{Kind::advance, party, {}, guarantee.account, {1970, 1}, currency};
        side(key).added += top_up;
        post(side_account(key), currency, top_up);
      } else {
        post(journal_.account("expenses:guarantee:" + account_part(agreement.name)), currency, top_up);
      }
      post(party_account(party), currency, -top_up);
      account(party, currency).guaranteed_micro += top_up;
      journal_.finish();
    }
  }
  return {};
}

// ---- Payouts

Result<void> Books::pay_out() {
  for (std::uint32_t number = 0; number < accounts_.size(); ++number) {
    const Party& party = c_.catalogue.party(number);
    if (accounts_[number].empty()) continue;
    if (party.pays_in) {
      const std::uint8_t into = c_.currency(*party.pays_in);
      std::vector<std::uint8_t> others;
      for (const auto& [currency, own] : accounts_[number]) {
        if (currency != into && balance(own) > 0) others.push_back(currency);
      }
      for (const std::uint8_t other : others) {
        const Micros amount = balance(accounts_[number][other]);
        auto converted = c_.rates.convert(amount, c_.result.currencies[other], *party.pays_in);
        if (!converted) return std::unexpected(converted.error());
        if (*converted == 0) continue;
        journal_.begin(last_, "exchange | " + account_part(party.name) + ", " + std::string(c_.result.currencies[other].name()) + " into " + std::string(party.pays_in->name()));
        post(party_account(number), other, amount);
        post("equity:exchange", other, -amount);
        post("equity:exchange", into, *converted);
        post(party_account(number), into, -*converted);
        journal_.finish();
        const ExchangeRate* rate = c_.rates.find(c_.result.currencies[other], *party.pays_in);
        exchanges_[number].push_back({other, into, amount, *converted, rate->rate, rate->date, rate->source});
        account(number, other).converted_out_micro += amount;
        account(number, into).converted_in_micro += *converted;
      }
    }
    for (auto& [currency, own] : accounts_[number]) {
      const Micros available = balance(own);
      const std::int64_t gross = available > 0 ? available / kMicrosPerMinor : 0;
      if (gross == 0 || gross < party.threshold_minor || !party.payable || (party.pays_in && !(*party.pays_in == c_.result.currencies[currency]))) continue;
      Payout payout{number, currency, end_to_end_id(c_.input.settlement, party.id, c_.result.currencies[currency]), gross, 0, 0};
      payout.tax_minor = static_cast<std::int64_t>(static_cast<uint128>(gross) * party.withholding.numerator / party.withholding.denominator);
      payout.net_minor = gross - payout.tax_minor;
      journal_.begin(last_, "payout | " + account_part(party.name) + ", " + payout.reference, party.id);
      post(party_account(number), currency, gross * kMicrosPerMinor);
      const auto keep = [&](Kind kind, std::int64_t minor) {
        if (minor == 0) return;
        const SideKey key{kind, number, {}, payout.reference, {1970, 1}, currency};
        side(key).added += minor * kMicrosPerMinor;
        post(side_account(key), currency, -minor * kMicrosPerMinor);
      };
      keep(Kind::payout, payout.net_minor);
      keep(Kind::tax, payout.tax_minor);
      journal_.finish();
      own.paid_minor = gross;
      c_.result.payouts.push_back(std::move(payout));
    }
  }
  return {};
}

// ---- The closing

Result<void> Books::close() {
  std::vector<PartyResult> all(accounts_.size());
  std::vector<std::uint8_t> is_there(accounts_.size());
  for (std::uint32_t number = 0; number < accounts_.size(); ++number) {
    PartyResult& party = all[number];
    party.party = number;
    const Party& data = c_.catalogue.party(number);
    for (auto& [currency, own] : accounts_[number]) {
      own.closing_micro = balance(own);
      party.accounts.push_back(own);
      is_there[number] = 1;
      CurrencyTotals& totals = c_.result.totals[currency];
      totals.opening_micro += own.opening_micro;
      totals.closing_micro += own.closing_micro;
      totals.released_micro += own.released_micro;
      totals.unheld_micro += own.unheld_micro;
      totals.returned_micro += own.returned_micro;
      totals.taken_back_micro += own.reversed_micro;
      totals.exchanged_in_micro += own.converted_in_micro;
      totals.exchanged_out_micro += own.converted_out_micro;
      totals.earned_micro += own.earned_micro;
      totals.held_micro += own.held_micro;
      totals.reserved_micro += own.reserved_micro;
      totals.recouped_micro += own.recouped_micro;
      totals.guaranteed_micro += own.guaranteed_micro;
      if (own.closing_micro != 0) c_.result.closings.push_back({Kind::balance, data.id, {}, {}, {1970, 1}, c_.result.currencies[currency], own.closing_micro});
      if (own.closing_micro >= kMicrosPerMinor && party.carried_because.empty()) party.carried_because = data.payable ? "threshold" : "payee-data";
      if (own.closing_micro >= kMicrosPerMinor && !data.payable) {
        c_.warnings.add({"missing-payee-data", data.name, "The party has earned something, but the data to pay it are missing; it is carried forward."}, own.closing_micro, c_.result.currencies[currency]);
      }
      if (own.closing_micro < 0) {
        c_.warnings.add({"negative-balance", data.name, "More was taken back from the party than it had; its next earnings make up for it."}, own.closing_micro, c_.result.currencies[currency]);
      }
    }
    party.reversals = std::move(reversals_[number]);
    party.exchanges = std::move(exchanges_[number]);
  }
  for (const auto& [key, value] : sides_) {
    if (key.party != Part::kNobody && (value.opening != 0 || value.added != 0 || value.taken != 0)) {
      all[key.party].sides.push_back({key.kind, key.agreement, key.name, key.due, key.currency, value.opening, value.added, value.taken, value.now()});
      is_there[key.party] = 1;
    }
    if (value.now() == 0) continue;
    if (key.kind == Kind::suspense && value.now() < 0) {
      c_.warnings.add({"negative-suspense", key.name, "More was taken back than waits under this name: what resolved it is to be taken back too, into suspense (\"reverses\" with \"resolves\")."},
                      value.now(), c_.result.currencies[key.currency]);
    }
    const Id party = key.party == Part::kNobody ? Id{} : c_.result.party_ids[key.party];
    c_.result.closings.push_back({key.kind, party, key.agreement, key.name, key.due, c_.result.currencies[key.currency], value.now()});
  }
  for (const auto& [key, value] : c_.tiers.values()) {
    if (value == 0) continue;
    OpeningLine line{key.kind, key.party, key.agreement, key.name, {1970, 1}, {}, value};
    if (!key.currency.empty()) line.currency = *Currency::parse(key.currency);
    c_.result.closings.push_back(std::move(line));
  }
  for (const Payout& payout : c_.result.payouts) {
    all[payout.party].payouts.push_back(payout);
    CurrencyTotals& totals = c_.result.totals[payout.currency];
    totals.gross_minor += payout.gross_minor;
    totals.tax_minor += payout.tax_minor;
    totals.net_minor += payout.net_minor;
  }
  for (std::uint32_t i = 0; i < c_.result.parts.size(); ++i) {
    const std::uint32_t party = c_.result.parts[i].party;
    if (party != Part::kNobody) all[party].parts.push_back(i);
  }
  for (std::uint32_t number = 0; number < all.size(); ++number) {
    if (is_there[number]) c_.result.parties.push_back(std::move(all[number]));
  }
  return {};
}

}  // namespace colophon::royalty
