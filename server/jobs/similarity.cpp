#include "jobs/similarity.hpp"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <mutex>

#include "registry/registry.hpp"
#include "store/try.hpp"

namespace colophon::jobs {
namespace {

using iscc::UnitKind;

constexpr std::size_t kReadAtOnce = 1u << 16;
// More than are shown: some belong to works that are gone, and several units may name one work.
constexpr std::size_t kMatchesPerUnit = 200;
constexpr std::string_view kProgressSetting = "near_works_found_up_to";
constexpr std::size_t kWorksPerPage = 500;
// A search of 8 bits takes a tenth of one of 12. What is further is shown by a look-up; nothing is held for it.
constexpr std::uint32_t kPassDistance = 8;

/// Instance-Codes are equal or not: the store has an index of them.
bool is_indexed(UnitKind unit) { return unit != UnitKind::meta && unit != UnitKind::instance; }
std::size_t place(UnitKind unit) { return static_cast<std::size_t>(unit); }

iscc::Relation relation_of(const std::vector<store::NearWork>& units) {
  iscc::UnitDistances distances;
  for (const store::NearWork& unit : units) {
    if (unit.unit == UnitKind::instance) distances.same_instance = true;
    else if (unit.unit == UnitKind::data) distances.data = unit.distance;
    else distances.content = unit.distance;
  }
  return iscc::relation_of(distances);
}

}  // namespace

Result<void> Similarity::catch_up() {
  for (std::size_t i = 0; i < iscc::kUnitKinds; ++i) {
    const auto unit = static_cast<UnitKind>(i);
    if (!is_indexed(unit)) continue;
    for (;;) {
      std::size_t have = 0;
      {
        std::shared_lock lock(mutex_);
        have = indexes_[i].size();
      }
      const auto codes = COLOPHON_TRY(store_.codes(unit, have, kReadAtOnce));
      if (codes.empty()) break;
      std::unique_lock lock(mutex_);
      // Another thread may have read the same.
      const std::size_t known = indexes_[i].size() - have;
      if (known < codes.size()) indexes_[i].add(std::span(codes).subspan(known));
    }
  }
  return {};
}

Result<std::vector<SimilarWork>> Similarity::find(const store::ContentIdentity& identity, const SimilarityOptions& options) {
  COLOPHON_TRY(catch_up());
  return search(identity, options);
}

Result<std::vector<SimilarWork>> Similarity::search(const store::ContentIdentity& identity, const SimilarityOptions& options) const {
  std::map<Id, SimilarWork> found;
  const auto note = [&](const Id& work, UnitKind unit, std::uint32_t distance) {
    if (work.is_nil() || work == options.except) return;
    found[work].units.push_back({work, iscc::Relation::unrelated, unit, distance});
  };
  for (const store::UnitCode& unit : identity.units) {
    if (unit.unit == UnitKind::instance) {
      for (const Id& work : COLOPHON_TRY(store_.works_with_code(unit, kMatchesPerUnit))) note(work, unit.unit, 0);
    }
    if (!is_indexed(unit.unit)) continue;
    std::vector<iscc::CodeIndex::Match> matches;
    {
      std::shared_lock lock(mutex_);
      matches = indexes_[place(unit.unit)].search(unit.code, options.distance_max, kMatchesPerUnit);
    }
    std::vector<std::uint32_t> numbers;
    for (const auto& match : matches) numbers.push_back(match.number);
    if (numbers.empty()) continue;
    const auto works = COLOPHON_TRY(store_.works_of_codes(unit.unit, numbers));
    for (std::size_t i = 0; i < matches.size(); ++i) note(works[i], unit.unit, matches[i].distance);
  }
  std::vector<SimilarWork> result;
  for (auto& [work, similar] : found) {
    similar.work = work;
    similar.relation = relation_of(similar.units);
    // The unit that speaks loudest first: the same bytes, then the content, then the data.
    std::ranges::sort(similar.units, {}, [](const store::NearWork& unit) { return std::pair(unit.unit == UnitKind::instance ? 0 : unit.unit == UnitKind::data ? 2 : 1, unit.distance); });
    result.push_back(std::move(similar));
  }
  // Ids are UUIDv7: the one that was registered first is the smaller.
  std::ranges::sort(result, {}, [](const SimilarWork& work) { return std::tuple(work.relation, work.units.front().distance, work.work); });
  if (result.size() > options.limit) result.resize(options.limit);
  return result;
}

std::size_t Similarity::memory_bytes() const {
  std::shared_lock lock(mutex_);
  std::size_t bytes = 0;
  for (const auto& index : indexes_) bytes += index.memory_bytes();
  return bytes;
}

Result<std::uint64_t> find_near_works(store::Store& store, Similarity& similarity, const Progress& progress) {
  // Every ISCC has a Data-Code: their numbers are the order in which works got their codes.
  const std::string setting = COLOPHON_TRY(store.setting(kProgressSetting)).value_or("0");
  std::uint64_t done = std::strtoull(setting.c_str(), nullptr, 10);
  const std::uint64_t total = COLOPHON_TRY(store.count_codes(UnitKind::data)), begin = done;
  while (done < total) {
    std::vector<std::uint32_t> numbers;
    // Whatever was registered before a work of this page is read by now.
    COLOPHON_TRY(similarity.catch_up());
    for (std::uint64_t i = done; i < std::min<std::uint64_t>(total, done + kWorksPerPage); ++i) numbers.push_back(static_cast<std::uint32_t>(i));
    for (const Id& id : COLOPHON_TRY(store.works_of_codes(UnitKind::data, numbers))) {
      if (id.is_nil()) continue;
      const auto identity = COLOPHON_TRY(store.identity(id));
      if (!identity) continue;
      const auto similar = COLOPHON_TRY(similarity.search(*identity, {.distance_max = kPassDistance, .limit = 20, .except = id}));
      if (similar.empty()) continue;
      const store::UnixMs registered_at = COLOPHON_TRY(store.work(id)).registered_at;
      std::vector<store::NearWork> earlier;
      for (const SimilarWork& one : similar) {
        const store::UnixMs other_at = COLOPHON_TRY(store.work(one.work)).registered_at;
        if (std::pair(other_at, one.work) < std::pair(registered_at, id)) earlier.push_back({one.work, one.relation, one.units.front().unit, one.units.front().distance});
      }
      COLOPHON_TRY(store.atomically([&]() -> Result<void> {
        COLOPHON_TRY(store.put_near_works(id, earlier));
        COLOPHON_TRY(registry::hold_near_works(store, id));
        return {};
      }));
    }
    done += numbers.size();
    COLOPHON_TRY(store.put_setting(kProgressSetting, std::to_string(done)));
    COLOPHON_TRY(report(progress, static_cast<std::int64_t>(done), static_cast<std::int64_t>(total), "looking for near works"));
  }
  return done - begin;
}

}  // namespace colophon::jobs
