#include "colophon/sales/compare.hpp"

#include <algorithm>
#include <bit>
#include <map>
#include <optional>
#include <set>
#include <tuple>

#include "colophon/sales/normal.hpp"

namespace colophon::sales {
namespace {

constexpr std::size_t kPartsMax = 3;   // Of an explanation: with more, something fits nearly any difference.

ExactAmount minor_unit(const Currency& currency) {
  ExactAmount unit = 1;
  for (int i = currency.exponent; i < 12; ++i) unit *= 10;
  return unit;
}
ExactAmount of_micros(Micros micros, const Currency& currency) { return static_cast<ExactAmount>(micros) * (minor_unit(currency) / kMicrosPerMinor); }
ExactAmount of_minor(std::int64_t minor, const Currency& currency) { return static_cast<ExactAmount>(minor) * minor_unit(currency); }
ExactAmount magnitude(ExactAmount amount) { return amount < 0 ? -amount : amount; }

std::int64_t whole_root(std::uint64_t n) {
  std::int64_t root = 0;
  while (static_cast<std::uint64_t>((root + 1) * (root + 1)) <= n) ++root;
  return root;
}

/// A name without marks, punctuation and the order of its words.
std::string folded(std::string_view name) {
  std::vector<std::string> words(1);
  for (const char c : to_text(normal_text(name))) {
    if (c != ' ') words.back() += c;
    else words.emplace_back();
  }
  std::ranges::sort(words);
  std::string text;
  for (const auto& word : words) text += word + " ";
  return text == " " ? std::string() : text;
}

/// A party's money in one currency on both sides.
struct Account {
  Difference difference;
  const SettledAccount* now = nullptr;
  std::vector<const FormerAmount*> rows;
  ExactAmount gap = 0, tolerance = 0;
  std::vector<DifferencePart> candidates;   // What could be a part of the gap.
  std::vector<std::uint32_t> fits;          // Sets of candidates that make it up: all of the fewest parts.
  bool open = false;                        // Both sides have it, they differ, and nothing explains it yet.
};

// ---- Who is who

class Names {
 public:
  explicit Names(std::span<const SettledAccount> now) {
    for (const auto& one : now) {
      ids_.insert(one.party);
      if (!one.name.empty()) exact_[one.name].insert(one.party);
      if (auto key = folded(one.name); !key.empty()) folded_[std::move(key)].insert(one.party);
    }
  }
  /// Empty: nobody, or (`several`) more than one.
  std::string find(const std::string& name, bool& several) const {
    several = false;
    if (ids_.contains(name)) return name;
    for (const auto& [map, key] : {std::pair(&exact_, name), std::pair(&folded_, folded(name))}) {
      const auto found = map->find(key);
      if (key.empty() || found == map->end()) continue;
      several = found->second.size() > 1;
      return several ? std::string() : *found->second.begin();
    }
    return {};
  }

 private:
  using Map = std::map<std::string, std::set<std::string>>;
  std::set<std::string> ids_;
  Map exact_, folded_;
};

using Key = std::tuple<std::string, std::string, std::string>;   // Party, the former name where there is no party, currency.

Result<std::map<Key, Account>> pair_up(std::span<const FormerAmount> former, std::span<const SettledAccount> now) {
  const Names names(now);
  std::map<Key, Account> accounts;
  for (const auto& one : now) {
    if (one.party.empty()) return fail(Errc::invalid_argument, one.name, "an account of the settlement lacks its party's id");
    auto& account = accounts[{one.party, "", std::string(one.currency.name())}];
    if (account.now != nullptr) return fail(Errc::invalid_argument, one.party, "the settlement has two accounts of this party in " + std::string(one.currency.name()));
    account.now = &one;
    account.difference.party = one.party;
    account.difference.name = one.name;
    account.difference.currency = one.currency;
    account.difference.now = of_minor(one.net_minor, one.currency);
  }
  for (const auto& row : former) {
    bool several;
    const auto party = names.find(row.party, several);
    auto& account = accounts[{party, party.empty() ? row.party : "", std::string(row.currency.name())}];
    auto& difference = account.difference;
    difference.party = party;
    difference.currency = row.currency;
    if (several) difference.hint = "The settlement has several parties of this name: use their ids.";
    difference.former += row.amount;
    account.rows.push_back(&row);
  }
  for (auto& [key, account] : accounts) {
    if (account.rows.empty()) continue;
    std::ranges::sort(account.rows, [](const FormerAmount* a, const FormerAmount* b) { return std::tuple(a->row, std::string_view(a->party), a->amount) < std::tuple(b->row, std::string_view(b->party), b->amount); });
    account.difference.first_row = account.rows[0]->row;
    account.difference.former_rows = account.rows.size();
    std::set<std::string_view> spellings;
    for (const auto* row : account.rows)
      if (spellings.insert(row->party).second) account.difference.former_name += (spellings.size() == 1 ? "" : "; ") + row->party;
  }
  return accounts;
}

// ---- What could be a part

std::vector<DifferencePart> candidates_of(const Account& account, const Period& period) {
  const auto& now = *account.now;
  const auto exact = [&](Micros micros) { return of_micros(micros, now.currency); };
  std::vector<DifferencePart> parts;
  const auto add = [&](Because because, ExactAmount amount) {
    if (amount != 0) parts.push_back({because, amount});
  };
  add(Because::tax, of_minor(now.tax_minor, now.currency));
  add(Because::fee, exact(now.fees_micro));
  add(Because::recouped, exact(now.recouped_micro));
  add(Because::reserved, exact(now.reserved_micro));
  add(Because::held, exact(now.held_micro));
  if (magnitude(now.closing_micro) >= kMicrosPerMinor) add(Because::carried, exact(now.closing_micro));   // Below it is rounding.
  if (magnitude(now.opening_micro) >= kMicrosPerMinor) add(Because::opening, -exact(now.opening_micro));
  add(Because::released, -exact(now.released_micro) - exact(now.unheld_micro));
  add(Because::guaranteed, -exact(now.guaranteed_micro));
  add(Because::returned, -exact(now.returned_micro));
  add(Because::reversed, -exact(now.reversed_micro));
  add(Because::exchanged, exact(now.converted_out_micro) - exact(now.converted_in_micro));
  add(Because::late, -exact(now.late_micro));

  ExactAmount outside = 0, twice = 0;
  std::set<std::tuple<std::string_view, ExactAmount, Date>> seen;
  for (const auto* row : account.rows) {
    if (row->date.is_set() && row->date.period() != period) outside += row->amount;
    if (!seen.emplace(row->party, row->amount, row->date).second) twice += row->amount;
  }
  add(Because::outside, outside);
  add(Because::twice, twice);
  return parts;
}

/// What rounding alone may come to: a minor unit for the last rounding of the former system, more where it added up rounded rows, and what we
/// leave in a balance or took from one because it is below the minor unit.
ExactAmount tolerance_of(const Account& account) {
  const auto& currency = account.difference.currency;
  const auto rows = account.difference.former_rows;
  ExactAmount tolerance = minor_unit(currency) * (1 + (rows > 1 ? whole_root(rows) : 0));
  if (account.now == nullptr) return tolerance;
  for (const Micros balance : {account.now->opening_micro, account.now->closing_micro})
    if (magnitude(balance) < kMicrosPerMinor) tolerance += magnitude(of_micros(balance, currency));
  return tolerance;
}

/// All sets of the fewest candidates that make up the gap.
std::vector<std::uint32_t> fits_of(const Account& account) {
  const auto& parts = account.candidates;
  std::vector<std::uint32_t> fits;
  const auto try_set = [&](ExactAmount sum, std::uint32_t set) {
    if (magnitude(account.gap - sum) <= account.tolerance) fits.push_back(set);
  };
  try_set(0, 0);
  for (std::size_t count = 1; fits.empty() && count <= kPartsMax; ++count) {
    const auto choose = [&](auto&& self, std::size_t from, std::size_t left, ExactAmount sum, std::uint32_t set) -> void {
      if (left == 0) return try_set(sum, set);
      for (std::size_t i = from; i < parts.size(); ++i) self(self, i + 1, left - 1, sum + parts[i].amount, set | 1u << i);
    };
    choose(choose, 0, count, 0, 0);
  }
  return fits;
}

/// A set by its reasons, the same for all accounts.
std::uint32_t reasons_of(const Account& account, std::uint32_t set) {
  std::uint32_t reasons = 0;
  for (std::size_t i = 0; i < account.candidates.size(); ++i)
    if (set >> i & 1) reasons |= 1u << static_cast<int>(account.candidates[i].because);
  return reasons;
}

void explain_by(Account& account, std::vector<DifferencePart> parts) {
  ExactAmount rest = account.gap;
  for (const auto& part : parts) rest -= part.amount;
  if (rest != 0) parts.push_back({Because::rounding, rest});
  account.difference.parts = std::move(parts);
  account.open = false;
}

/// Chance fits are scattered; what the two systems do differently, they do to many.
void explain_by_sets(std::vector<Account*>& accounts) {
  std::map<std::uint32_t, int> votes;
  for (const auto* account : accounts)
    if (account->open && account->fits.size() == 1) ++votes[reasons_of(*account, account->fits[0])];
  for (auto* account : accounts) {
    if (!account->open || account->fits.empty()) continue;
    const auto best = std::ranges::max(account->fits, {}, [&](std::uint32_t set) {
      const auto found = votes.find(reasons_of(*account, set));
      return std::pair(found == votes.end() ? 0 : found->second, ~set);
    });
    account->difference.ways = static_cast<int>(account->fits.size());
    std::vector<DifferencePart> parts;
    for (std::size_t i = 0; i < account->candidates.size(); ++i)
      if (best >> i & 1) parts.push_back(account->candidates[i]);
    explain_by(*account, std::move(parts));
  }
}

// ---- One percentage for several

using Of = Difference::Of;

ExactAmount base_of(const Account& account, Of of) {
  const auto& now = *account.now;
  switch (of) {
    case Of::net: return of_minor(now.net_minor, now.currency);
    case Of::gross: return of_minor(now.net_minor, now.currency) + of_minor(now.tax_minor, now.currency);
    default: return of_micros(now.earned_micro, now.currency);
  }
}

struct RateRange { int from, to; };   // In 1/10,000, both ends included.

/// The rates of a base that round to what the former system paid.
std::optional<RateRange> rates_of(const Account& account, Of of) {
  constexpr ExactAmount kMost = static_cast<ExactAmount>(1'000'000'000'000'000) * 1'000'000'000'000'000;   // 10^18 of the major unit: times 10^4 it still fits.
  const ExactAmount base = base_of(account, of), former = account.difference.former;
  if (base <= 0 || former <= 0 || base > kMost || former > kMost) return std::nullopt;
  const ExactAmount low = std::max<ExactAmount>(former - account.tolerance, 0) * 10'000, high = (former + account.tolerance) * 10'000;
  const ExactAmount from = (low + base - 1) / base, to = high / base;
  if (from < 1 || to < from || to > 10'000'000) return std::nullopt;
  return RateRange{static_cast<int>(from), static_cast<int>(to)};
}

struct Rate { Of of; int per_10000; std::size_t count; };

/// The rate that fits most of the accounts whose amounts are large enough to tell rates apart.
Rate most_common_rate(const std::vector<Account*>& accounts) {
  Rate best{Of::none, 0, 0};
  for (const Of of : {Of::net, Of::gross, Of::earned}) {
    std::vector<std::pair<int, int>> ends;   // A rate, and -1 where a range begins or 1 where it ended.
    for (const auto* account : accounts) {
      const auto range = rates_of(*account, of);
      if (!range || (range->to - range->from > 50 && (range->to - range->from) > range->from / 100)) continue;
      ends.emplace_back(range->from, -1);
      ends.emplace_back(range->to, 1);
    }
    std::ranges::sort(ends);
    std::size_t depth = 0;
    for (std::size_t i = 0; i < ends.size(); ++i) {
      if (ends[i].second > 0) {
        --depth;
        continue;
      }
      if (++depth <= best.count) continue;
      // The next end closes the stretch in which all of these overlap.
      const int from = ends[i].first, to = std::ranges::find(ends.begin() + static_cast<std::ptrdiff_t>(i), ends.end(), 1, &std::pair<int, int>::second)->first;
      for (const int step : {10'000, 1'000, 500, 100, 50, 10, 5, 1}) {
        const int round = (from + step - 1) / step * step;
        if (round > to) continue;
        best = {of, round, depth};
        break;
      }
    }
  }
  return best;
}

void explain_by_rate(const std::vector<Account*>& accounts, const Rate& rate) {
  for (auto* account : accounts) {
    const auto range = rates_of(*account, rate.of);
    if (!range || rate.per_10000 < range->from || rate.per_10000 > range->to) continue;
    account->difference.rate_per_10000 = rate.per_10000;
    account->difference.rate_of = rate.of;
    account->difference.ways = 1;
    explain_by(*account, {{Because::rate, base_of(*account, rate.of) * rate.per_10000 / 10'000 - account->difference.now}});
  }
}

// ---- What is left

std::string amount_text(ExactAmount amount, const Currency& currency) { return format_exact(amount) + " " + std::string(currency.name()); }

std::string digits_of(ExactAmount amount) {
  std::string digits = format_exact(magnitude(amount));
  std::erase(digits, '.');
  std::erase(digits, '0');
  std::ranges::sort(digits);
  return digits;
}

void give_up(Account& account) {
  auto& difference = account.difference;
  const auto unit = minor_unit(difference.currency);
  account.open = false;
  if (magnitude(account.gap) <= static_cast<ExactAmount>(difference.former_rows) * unit) {
    difference.parts = {{Because::rounding, account.gap}};
    difference.ways = 1;
    return;
  }
  difference.parts = {{Because::unexplained, account.gap}};
  if (difference.former != 0 && difference.former == -difference.now) {
    difference.hint = "Only the sign differs.";
    return;
  }
  const DifferencePart* nearest = nullptr;
  for (const auto& part : account.candidates)
    if (nearest == nullptr || magnitude(account.gap - part.amount) < magnitude(account.gap - nearest->amount)) nearest = &part;
  if (nearest != nullptr && magnitude(account.gap - nearest->amount) * 2 < magnitude(account.gap)) {
    difference.hint = "Nearest is '" + std::string(because_name(nearest->because)) + "' with " + amount_text(nearest->amount, difference.currency) + "; " +
                      amount_text(account.gap - nearest->amount, difference.currency) + " would still be open.";
  } else if (account.gap % (9 * unit) == 0 && digits_of(difference.former) == digits_of(difference.now)) {
    difference.hint = "Both amounts have the same digits: one may be mistyped.";
  }
}

void hint_missing(std::vector<Account*>& accounts) {
  struct Side { std::vector<Account*> here, there; };
  std::map<std::pair<std::string, ExactAmount>, Side> by_amount;
  std::map<std::string, ExactAmount> least;                        // That the former system paid to anybody.
  std::map<std::string, std::set<std::string>> paid_in, was_paid_in;
  for (auto* account : accounts) {
    const auto& difference = account->difference;
    const std::string currency(difference.currency.name());
    if (difference.former > 0) {
      const auto [place, fresh] = least.emplace(currency, difference.former);
      if (!fresh) place->second = std::min(place->second, difference.former);
    }
    if (!difference.party.empty() && account->now != nullptr) paid_in[difference.party].insert(currency);
    if (!difference.party.empty() && !account->rows.empty()) was_paid_in[difference.party].insert(currency);
    if (difference.parts.size() != 1) continue;
    if (difference.parts[0].because == Because::not_here) by_amount[{currency, difference.former}].there.push_back(account);
    if (difference.parts[0].because == Because::not_there) by_amount[{currency, difference.now}].here.push_back(account);
  }
  const auto list = [](const std::set<std::string>& currencies) {
    std::string text;
    for (const auto& one : currencies) text += (text.empty() ? "" : ", ") + one;
    return text;
  };
  for (auto* account : accounts) {
    auto& difference = account->difference;
    if (difference.parts.size() != 1 || !difference.hint.empty()) continue;
    if (difference.parts[0].because == Because::not_here) {
      if (const auto found = paid_in.find(difference.party); found != paid_in.end()) difference.hint = "The settlement pays this party in " + list(found->second) + ".";
      else if (const auto& pair = by_amount[{std::string(difference.currency.name()), difference.former}]; pair.here.size() == 1 && pair.there.size() == 1)
        difference.hint = "'" + pair.here[0]->difference.name + "' is paid the same amount and was not paid before: is it the same party?";
    } else if (difference.parts[0].because == Because::not_there) {
      const auto found = least.find(std::string(difference.currency.name()));
      if (const auto other = was_paid_in.find(difference.party); other != was_paid_in.end()) difference.hint = "The former system paid this party in " + list(other->second) + ".";
      else if (const auto& pair = by_amount[{std::string(difference.currency.name()), difference.now}]; pair.here.size() == 1 && pair.there.size() == 1)
        difference.hint = "'" + pair.there[0]->difference.former_name + "' was paid the same amount and is not in the settlement: is it the same party?";
      else if (found != least.end() && difference.now < found->second)
        difference.hint = "The former system paid nobody less than " + amount_text(found->second, difference.currency) + ": it may have carried this forward.";
    }
  }
}

std::vector<CompareTotals> totals_of(const std::vector<Account*>& accounts) {
  std::map<std::string, CompareTotals> totals;
  for (const auto* account : accounts) {
    const auto& difference = account->difference;
    auto& total = totals[std::string(difference.currency.name())];
    total.currency = difference.currency;
    total.former += difference.former;
    total.now += difference.now;
    ++total.accounts;
    for (const auto& part : difference.parts) total.by[static_cast<int>(part.because)] += part.amount;
    if (difference.parts.empty()) ++total.equal;
    else if (difference.explained()) ++total.explained;
    if (difference.explained() && difference.ways > 1) ++total.ambiguous;
  }
  std::vector<CompareTotals> list;
  for (auto& [code, total] : totals) list.push_back(total);
  return list;
}

}  // namespace

bool Difference::explained() const {
  return std::ranges::none_of(parts, [](const DifferencePart& part) { return part.because == Because::unexplained; });
}

Result<Comparison> compare_settlements(std::span<const FormerAmount> former, std::span<const SettledAccount> now, const Period& period) {
  // Whatever is summed below is at most this, and what the settlement's int64s come to.
  constexpr ExactAmount kSumMax = static_cast<ExactAmount>(1) << 120;
  ExactAmount left = kSumMax;
  for (const auto& row : former) {
    if (row.amount > left || row.amount < -left) return fail(Errc::overflow, row.party, "the sum of the amounts is too large");
    left -= magnitude(row.amount);
  }
  auto paired = pair_up(former, now);
  if (!paired) return std::unexpected(paired.error());
  std::vector<Account*> accounts, open;
  for (auto& [key, account] : *paired) {
    auto& difference = account.difference;
    account.gap = difference.former - difference.now;
    account.tolerance = tolerance_of(account);
    if (account.rows.empty() && difference.now == 0) continue;   // Nobody was paid anything.
    accounts.push_back(&account);
    if (account.gap == 0) continue;
    if (account.now == nullptr) {
      difference.parts = {{Because::not_here, account.gap}};
    } else if (account.rows.empty()) {
      difference.parts = {{Because::not_there, account.gap}};
    } else {
      account.open = true;
      account.candidates = candidates_of(account, period);
      account.fits = fits_of(account);
      open.push_back(&account);
    }
  }
  const auto still_open = [&](auto&& wanted) {
    std::vector<Account*> list;
    std::ranges::copy_if(open, std::back_inserter(list), [&](const Account* account) { return account->open && wanted(*account); });
    return list;
  };
  // One percentage for most is simpler than three reasons for each; one reason for each is simpler still.
  const auto hard = still_open([](const Account& account) { return account.fits.empty() || std::popcount(account.fits[0]) > 1; });
  if (const auto rate = most_common_rate(hard); rate.count >= 3 && rate.count * 2 >= open.size()) explain_by_rate(hard, rate);
  explain_by_sets(open);
  for (int round = 0; round < 8; ++round) {
    const auto rest = still_open([](const Account&) { return true; });
    const auto rate = most_common_rate(rest);
    if (rate.count < 3 || rate.count * 10 < rest.size()) break;
    explain_by_rate(rest, rate);
  }
  for (auto* account : open)
    if (account->open) give_up(*account);
  hint_missing(accounts);

  Comparison comparison;
  comparison.totals = totals_of(accounts);
  std::ranges::sort(accounts, [](const Account* a, const Account* b) {
    const auto key = [](const Account& x) { return std::tuple(x.difference.explained(), -magnitude(x.gap), x.difference.name, x.difference.former_name, x.difference.party, x.difference.currency.name()); };
    return key(*a) < key(*b);
  });
  for (auto* account : accounts) comparison.differences.push_back(std::move(account->difference));
  return comparison;
}

}  // namespace colophon::sales
