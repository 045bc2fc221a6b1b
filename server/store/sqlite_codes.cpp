// What works are by their content: ISCCs, the codes of their units, near works.
#include <algorithm>

#include "store/sqlite_store.hpp"

namespace colophon::store {
namespace {

int number_of(iscc::UnitKind unit) { return static_cast<int>(unit); }
std::int64_t signed_code(std::uint64_t code) { return static_cast<std::int64_t>(code); }

}  // namespace

Result<void> SqliteStore::put_identity(const Id& work, const ContentIdentity& identity) {
  return write([&](Db& db) -> Result<void> {
    const auto key = COLOPHON_TRY(work_key(db, work, "work"));
    std::vector<UnitCode> had;
    {
      Query query(db, "SELECT unit, value FROM code WHERE work = ?1");
      query.bind(key);
      while (COLOPHON_TRY(query.next())) had.push_back({static_cast<iscc::UnitKind>(query.integer(0)), static_cast<std::uint64_t>(query.integer(1))});
    }
    COLOPHON_TRY(Query(db, "INSERT INTO identity(work, iscc, checked) VALUES(?1, ?2, ?3) ON CONFLICT(work) DO UPDATE SET iscc = ?2, checked = ?3")
                     .bind(key, identity.iscc, identity.checked).run());
    // Where one has changed all get new numbers, so that who reads on sees the work again; the old numbers stay without a work.
    if (std::ranges::is_permutation(had, identity.units)) return {};
    COLOPHON_TRY(Query(db, "UPDATE code SET work = NULL WHERE work = ?1").bind(key).run());
    for (const UnitCode& code : identity.units) {
      COLOPHON_TRY(Query(db, "INSERT INTO code(unit, number, value, work) VALUES(?1, (SELECT coalesce(max(number) + 1, 0) FROM code WHERE unit = ?1), ?2, ?3)")
                       .bind(number_of(code.unit), signed_code(code.code), key).run());
    }
    return {};
  });
}

Result<std::optional<ContentIdentity>> SqliteStore::identity(const Id& work) {
  auto reader = COLOPHON_TRY(read());
  Query query(*reader, "SELECT i.iscc, i.checked FROM identity i JOIN work w ON w.key = i.work WHERE w.id = ?1");
  query.bind(work);
  if (!COLOPHON_TRY(query.next())) return std::nullopt;
  auto identity = COLOPHON_TRY(read_identity(query.text(0)));
  identity.checked = query.integer(1) != 0;
  return identity;
}

Result<std::vector<std::uint64_t>> SqliteStore::codes(iscc::UnitKind unit, std::uint64_t first, std::size_t limit) {
  auto reader = COLOPHON_TRY(read());
  Query query(*reader, "SELECT value FROM code WHERE unit = ?1 AND number >= ?2 ORDER BY number LIMIT ?3");
  query.bind(number_of(unit), first, limit);
  std::vector<std::uint64_t> codes;
  while (COLOPHON_TRY(query.next())) codes.push_back(static_cast<std::uint64_t>(query.integer(0)));
  return codes;
}

Result<std::uint64_t> SqliteStore::count_codes(iscc::UnitKind unit) {
  auto reader = COLOPHON_TRY(read());
  Query query(*reader, "SELECT coalesce(max(number) + 1, 0) FROM code WHERE unit = ?1");
  query.bind(number_of(unit));
  return COLOPHON_TRY(query.next()) ? static_cast<std::uint64_t>(query.integer(0)) : 0;
}

Result<std::vector<Id>> SqliteStore::works_of_codes(iscc::UnitKind unit, std::span<const std::uint32_t> numbers) {
  auto reader = COLOPHON_TRY(read());
  Query query(*reader, "SELECT w.id FROM code c JOIN work w ON w.key = c.work WHERE c.unit = ?1 AND c.number = ?2");
  std::vector<Id> works;
  for (const std::uint32_t number : numbers) {
    query.bind(number_of(unit), number);
    works.push_back(COLOPHON_TRY(query.next()) ? query.id(0) : Id{});
  }
  return works;
}

Result<std::vector<Id>> SqliteStore::works_with_code(const UnitCode& code, std::size_t limit) {
  auto reader = COLOPHON_TRY(read());
  // Only of the Instance-Code there is an index of values: near codes of the others are found in memory.
  Query query(*reader, code.unit == iscc::UnitKind::instance
                           ? "SELECT w.id FROM code c JOIN work w ON w.key = c.work WHERE c.unit = 7 AND c.value = ?1 AND ?2 = 7 ORDER BY c.number LIMIT ?3"
                           : "SELECT w.id FROM code c JOIN work w ON w.key = c.work WHERE c.unit = ?2 AND c.value = ?1 ORDER BY c.number LIMIT ?3");
  query.bind(signed_code(code.code), number_of(code.unit), limit);
  std::vector<Id> works;
  while (COLOPHON_TRY(query.next())) works.push_back(query.id(0));
  return works;
}

Result<void> SqliteStore::put_near_works(const Id& work, std::span<const NearWork> near) {
  return write([&](Db& db) -> Result<void> {
    const auto key = COLOPHON_TRY(work_key(db, work, "work"));
    COLOPHON_TRY(Query(db, "DELETE FROM near WHERE work = ?1").bind(key).run());
    for (const NearWork& one : near) {
      const auto other = COLOPHON_TRY(work_key(db, one.work, "near.work"));
      COLOPHON_TRY(Query(db, "INSERT INTO near(work, other, relation, unit, distance, found_at) VALUES(?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT DO NOTHING")
                       .bind(key, other, static_cast<int>(one.relation), number_of(one.unit), one.distance, now()).run());
    }
    return {};
  });
}

namespace {

Result<std::vector<NearWork>> read_near_works(Db& db, const char* sql, const Id& work) {
  Query query(db, sql);
  query.bind(work);
  std::vector<NearWork> near;
  while (COLOPHON_TRY(query.next())) {
    near.push_back({query.id(0), static_cast<iscc::Relation>(query.integer(1)), static_cast<iscc::UnitKind>(query.integer(2)), static_cast<std::uint32_t>(query.integer(3))});
  }
  return near;
}

}  // namespace

Result<std::vector<NearWork>> SqliteStore::near_works(const Id& work) {
  auto reader = COLOPHON_TRY(read());
  return read_near_works(*reader, "SELECT o.id, n.relation, n.unit, n.distance FROM near n JOIN work w ON w.key = n.work JOIN work o ON o.key = n.other "
                                  "WHERE w.id = ?1 ORDER BY n.relation, n.distance, n.other", work);
}

Result<std::vector<NearWork>> SqliteStore::later_near_works(const Id& work) {
  auto reader = COLOPHON_TRY(read());
  return read_near_works(*reader, "SELECT w.id, n.relation, n.unit, n.distance FROM near n JOIN work w ON w.key = n.work JOIN work o ON o.key = n.other "
                                  "WHERE o.id = ?1 ORDER BY n.relation, n.distance, n.work", work);
}

Result<void> SqliteStore::put_declared(const Id& work, std::string_view first_published, std::string_view file) {
  return write([&](Db& db) -> Result<void> {
    const auto key = COLOPHON_TRY(work_key(db, work, "work"));
    return Query(db, "INSERT INTO declared(work, first_published, file) VALUES(?1, ?2, ?3) ON CONFLICT(work) DO UPDATE SET first_published = ?2, file = ?3")
        .bind(key, first_published, file).run();
  });
}

}  // namespace colophon::store
