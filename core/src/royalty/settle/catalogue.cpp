#include "royalty/settle/catalogue.hpp"

#include <algorithm>
#include <numeric>
#include <set>

#include "colophon/base/limits.hpp"
#include "royalty/agreement/check.hpp"

namespace colophon::royalty {
namespace {

std::string place(std::string_view list, std::string_view name) { return std::string(list) + "[" + std::string(name) + "]"; }

/// Indices in ascending order of the id. An id that is there twice: the second of them.
template <class T>
std::pair<std::vector<std::uint32_t>, const T*> by_id(const std::vector<T>& list) {
  std::vector<std::uint32_t> order(list.size());
  std::iota(order.begin(), order.end(), 0u);
  std::ranges::sort(order, {}, [&](std::uint32_t i) { return list[i].id; });
  const auto twice = std::ranges::adjacent_find(order, {}, [&](std::uint32_t i) { return list[i].id; });
  return {order, twice == order.end() ? nullptr : &list[*(twice + 1)]};
}

std::string shown(const std::string& name, const Id& id) { return name.empty() ? id.to_string() : name; }

/// Whether shares, which need not be of different recipients, add up to at most 1.
bool at_most_one(const std::vector<Share>& shares) {
  // Fixed point with 64 places, every share rounded up: at most 1 here is at most 1 for certain. Where rounding could have made the
  // difference, only exactly 1 passes; a sum that is below 1 by less than 2^-54 is refused, and nobody writes one.
  uint128 sum = 0;
  for (const Share& share : shares) sum += ((static_cast<uint128>(share.numerator) << 64) + share.denominator - 1) / share.denominator;
  const uint128 one = static_cast<uint128>(1) << 64;
  if (sum <= one) return true;
  if (sum > one + shares.size()) return false;
  std::vector<PartyShare> exact;
  for (std::uint32_t i = 0; i < shares.size(); ++i) {
    Id id;
    for (int k = 0; k < 4; ++k) id.bytes[15 - k] = static_cast<std::uint8_t>(i >> (8 * k));
    exact.push_back({id, shares[i]});
  }
  return validate_shares(exact).has_value();
}

}  // namespace

Result<Catalogue> Catalogue::build(const SettlementInput& input) {
  Catalogue catalogue;
  catalogue.input_ = &input;
  if (auto done = catalogue.index_parties(); !done) return std::unexpected(done.error());
  if (auto done = catalogue.index_works(); !done) return std::unexpected(done.error());
  if (auto done = catalogue.index_agreements(); !done) return std::unexpected(done.error());
  if (auto done = catalogue.check_derivations(); !done) return std::unexpected(done.error());
  return catalogue;
}

Result<void> Catalogue::index_parties() {
  const auto [order, twice] = by_id(input_->parties);
  if (twice != nullptr) return fail(Errc::invalid_argument, place("parties", shown(twice->name, twice->id)), "The party is listed twice.");
  for (const std::uint32_t i : order) {
    const Party& party = input_->parties[i];
    if (party.threshold_minor < 0) return fail(Errc::negative_amount, place("parties", party.name) + ".threshold", "A threshold is not below zero.");
    parties_.intern(party.id);
    party_.push_back(&party);
  }
  return {};
}

Result<void> Catalogue::need_party(const Id& party, const std::string& name, std::string field) const {
  if (parties_.find(party) != kNone) return {};
  return fail(Errc::unknown_party, std::move(field), "There is no party \"" + shown(name, party) + "\": add it to the parties, or correct the name.");
}

Result<void> Catalogue::check_work(const Work& work) const {
  const std::string field = place("works", shown(work.name, work.id));
  const auto need_work = [&](const Id& id, const char* list) -> Result<void> {
    if (works_.find(id) != kNone) return {};
    return fail(Errc::unknown_work, field + "." + list, "There is no work " + id.to_string() + ": add it to the works, or correct the name.");
  };
  if (!work.shares.empty()) {
    if (auto valid = validate_shares(work.shares, field + ".shares"); !valid) return valid;
  }
  for (const PartyShare& share : work.shares) {
    if (auto known = need_party(share.party, "", field + ".shares"); !known) return known;
  }
  for (const auto& [parts, list] : {std::pair(&work.tracks, "tracks"), std::pair(&work.compositions, "compositions")}) {
    if (parts->empty()) continue;
    std::vector<PartyShare> shares;
    for (const WorkPart& part : *parts) {
      if (auto known = need_work(part.work, list); !known) return known;
      shares.push_back({part.work, part.share});
    }
    if (auto valid = validate_shares(shares, field + "." + list); !valid) return valid;
  }
  for (const Derivation& from : work.derives) {
    if (auto known = need_work(from.from, "derives"); !known) return known;
  }
  return {};
}

Result<void> Catalogue::index_works() {
  const auto [order, twice] = by_id(input_->works);
  if (twice != nullptr) return fail(Errc::invalid_argument, place("works", shown(twice->name, twice->id)), "The work is listed twice.");
  for (const std::uint32_t i : order) {
    works_.intern(input_->works[i].id);
    work_.push_back(&input_->works[i]);
  }
  for (const Work* work : work_) {
    if (auto valid = check_work(*work); !valid) return valid;
  }
  return {};
}

Result<void> Catalogue::index_agreements() {
  roots_.resize(works_.size());
  const auto& agreements = input_->book.agreements;
  for (std::uint32_t i = 0; i < agreements.size(); ++i) {
    const Agreement& a = agreements[i];
    // What was recorded after the time that is asked about is not known yet, nor is what it names.
    if (!a.known(input_->as_of_ms)) continue;
    Result<void> known;
    const auto need = [&](const Named& named, std::string field) {
      if (known) known = need_party(named.id, named.name, std::move(field));
    };
    for_each_recipient(a, [&](const Recipient& to, const std::string& field) {
      if (!to.is_agreement) need(to, field + "." + to.name);
    });
    for (const FeeTerm& fee : a.fees) need(fee.to, a.field + ".fees[" + fee.name + "].to");
    for (const AdvanceTerm& advance : a.advances) need(advance.to, a.field + ".advances.to");
    for (const GuaranteeTerm& guarantee : a.guarantees) need(guarantee.to, a.field + ".guarantees.to");
    for (const ReserveTerm& reserve : a.reserves) {
      for (const Named& party : reserve.of) need(party, a.field + ".reserves.of");
    }
    if (!known) return known;
    versions_[a.id].push_back(i);
    if (a.all_works) of_all_.push_back(i);
    for (const Named& work : a.works) {
      const std::uint32_t number = works_.find(work.id);
      if (number == kNone) return fail(Errc::unknown_work, a.field + ".works", "There is no work \"" + work.name + "\": add it to the works, or correct the name.");
      roots_[number].push_back(i);
      // A release stands for its tracks.
      for (const WorkPart& track : work_[number]->tracks) roots_[works_.find(track.work)].push_back(i);
    }
  }
  for (auto& versions : roots_) {
    std::ranges::sort(versions);
    versions.erase(std::unique(versions.begin(), versions.end()), versions.end());
  }
  for (auto& [id, versions] : versions_) {
    std::ranges::sort(versions, {}, [&](std::uint32_t i) { return std::tuple(agreements[i].from, agreements[i].recorded_ms); });
  }
  for (std::size_t i = 0; i < input_->book.pools.size(); ++i) {
    std::vector<Share> shares;
    for (const PoolFee& fee : input_->book.pools[i].fees) {
      const std::string field = "pools[" + std::to_string(i) + "].fees";
      if (auto known = need_party(fee.to.id, fee.to.name, field + "[" + fee.name + "].to"); !known) return known;
      shares.push_back(fee.share);
      if (!at_most_one(shares)) return fail(Errc::invalid_shares, field, "The pool's fees take more than the whole.");
    }
  }
  return {};
}

/// Absolute shares come together over everything that a work derives from; a work must not derive from itself, and its shares must not
/// exceed the whole.
Result<void> Catalogue::check_derivations() {
  absolute_.resize(works_.size());
  enum : std::uint8_t { unseen, open, done };
  std::vector<std::uint8_t> state(works_.size(), unseen);
  std::vector<std::size_t> depth(works_.size(), 1);
  std::vector<std::vector<std::uint32_t>> edges(works_.size());
  for (std::uint32_t w = 0; w < works_.size(); ++w) {
    for (const Derivation& from : work_[w]->derives) edges[w].push_back(works_.find(from.from));
    for (const WorkPart& part : work_[w]->tracks) edges[w].push_back(works_.find(part.work));
    for (const WorkPart& part : work_[w]->compositions) edges[w].push_back(works_.find(part.work));
  }
  struct Frame { std::uint32_t work; std::size_t next = 0; };
  std::vector<std::uint32_t> finished;
  for (std::uint32_t start = 0; start < works_.size(); ++start) {
    if (state[start] != unseen || edges[start].empty()) continue;
    std::vector<Frame> path{{start}};
    state[start] = open;
    while (!path.empty()) {
      Frame& top = path.back();
      const std::string field = place("works", shown(work_[top.work]->name, work_[top.work]->id));
      if (top.next < edges[top.work].size()) {
        const std::uint32_t to = edges[top.work][top.next++];
        if (state[to] == open) return fail(Errc::conflict, field, "The work derives from, or consists of, itself by way of \"" + shown(work_[to]->name, work_[to]->id) + "\".");
        if (state[to] == unseen) { state[to] = open; path.push_back({to}); continue; }
        depth[top.work] = std::max(depth[top.work], depth[to] + 1);
        continue;
      }
      if (depth[top.work] > limits::kAgreementDepthMax) return fail(Errc::limit_exceeded, field, "Works derive from works at most " + std::to_string(limits::kAgreementDepthMax) + " deep.");
      state[top.work] = done;
      finished.push_back(top.work);
      const std::size_t below = depth[top.work];
      path.pop_back();
      if (!path.empty()) depth[path.back().work] = std::max(depth[path.back().work], below + 1);
    }
  }
  // In the order of `finished` whatever a work derives from comes before it.
  std::vector<std::set<std::pair<std::uint32_t, std::uint32_t>>> declared(works_.size());   // (work, place in its derives)
  for (const std::uint32_t w : finished) {
    std::vector<Share> shares;
    for (std::uint32_t k = 0; k < work_[w]->derives.size(); ++k) {
      const Derivation& from = work_[w]->derives[k];
      const auto& further = declared[works_.find(from.from)];
      declared[w].insert(further.begin(), further.end());
      if (from.relative) shares.push_back(from.share);
      else declared[w].insert({w, k});
    }
    if (declared[w].size() > limits::kPartiesPerWorkMax) return fail(Errc::limit_exceeded, place("works", work_[w]->name), "A work owes absolute shares to at most 1000 derivations.");
    for (const auto& [work, k] : declared[w]) {
      const Derivation& from = work_[work]->derives[k];
      absolute_[w].push_back({works_.find(from.from), from.share});
      shares.push_back(from.share);
    }
    std::ranges::sort(absolute_[w], {}, [](const AbsoluteShare& each) { return std::tuple(each.to, each.share.numerator, each.share.denominator); });
    if (!at_most_one(shares)) {
      return fail(Errc::invalid_shares, place("works", shown(work_[w]->name, work_[w]->id)) + ".derives", "What the work owes to the works that it derives from is more than the whole.");
    }
  }
  return {};
}

std::uint32_t Catalogue::version_at(const Id& agreement, Date date) const {
  const auto found = versions_.find(agreement);
  if (found == versions_.end()) return kNone;
  // The last one that began: a later version ends an earlier one, also where the later one has itself ended.
  const auto& versions = found->second;
  const auto after = std::ranges::upper_bound(versions, date, {}, [&](std::uint32_t i) { return version(i).from; });
  if (after == versions.begin()) return kNone;
  const std::uint32_t index = *(after - 1);
  return version(index).in_force(date) ? index : kNone;
}

Catalogue::Root Catalogue::root_of(std::uint32_t work, std::string_view side, Date date) const {
  Root root;
  const auto consider = [&](std::uint32_t index) {
    const Agreement& a = version(index);
    const bool fits = a.side.empty() || side.empty() || a.side == side;
    if (!fits || version_at(a.id, date) != index) return;
    if (root.found == Root::none) root = {Root::one, index, kNone};
    else if (root.found == Root::one) root = {Root::two, root.version, index};
  };
  for (const std::uint32_t index : roots_[work]) consider(index);
  if (root.found == Root::none) {
    for (const std::uint32_t index : of_all_) consider(index);
  }
  return root;
}

std::vector<Date> Catalogue::boundaries(std::uint32_t start) const {
  std::vector<Date> days;
  std::set<std::uint32_t> works_seen;
  std::set<Id> seen;
  std::vector<std::uint32_t> works_open{start};
  std::vector<Id> open;
  while (!works_open.empty()) {
    const std::uint32_t work = works_open.back();
    works_open.pop_back();
    if (!works_seen.insert(work).second) continue;
    for (const std::uint32_t index : roots_[work]) open.push_back(version(index).id);
    for (const std::uint32_t index : of_all_) open.push_back(version(index).id);
    for (const Derivation& from : work_[work]->derives) works_open.push_back(works_.find(from.from));
    for (const WorkPart& part : work_[work]->tracks) works_open.push_back(works_.find(part.work));
    for (const WorkPart& part : work_[work]->compositions) works_open.push_back(works_.find(part.work));
  }
  while (!open.empty()) {
    const Id id = open.back();
    open.pop_back();
    const auto found = versions_.find(id);
    if (found == versions_.end() || !seen.insert(id).second) continue;
    for (const std::uint32_t index : found->second) {
      const Agreement& a = version(index);
      days.push_back(a.from);
      if (a.until.days != 0) days.push_back(a.until);
      for_each_recipient(a, [&](const Recipient& to, const std::string&) { if (to.is_agreement) open.push_back(to.id); });
    }
  }
  std::ranges::sort(days);
  days.erase(std::unique(days.begin(), days.end()), days.end());
  return days;
}

}  // namespace colophon::royalty
