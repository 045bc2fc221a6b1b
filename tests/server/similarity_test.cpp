// What works are near to: the store's codes, the index over them, the pass that writes near works down, and the import of an archive.
#include <catch2/catch_test_macros.hpp>

#include <algorithm>

#include "colophon/iscc/units.hpp"
#include "jobs/identify.hpp"
#include "jobs/import_works.hpp"
#include "jobs/similarity.hpp"
#include "program.hpp"
#include "registry/registry.hpp"
#include "scratch.hpp"

using namespace colophon;
using namespace colophon::tests;

namespace {

std::string text(int words, std::uint32_t seed) {
  std::string all;
  std::uint32_t state = seed * 2'654'435'761u;
  for (int i = 0; i < words; ++i) {
    for (int letters = 3; letters < 9; ++letters) {
      state = state * 1664525 + 1013904223;
      all += static_cast<char>('a' + (state >> 24) % 26);
    }
    all += i % 9 == 8 ? ".\n" : " ";
  }
  return all;
}

Id registered(store::Store& store, const std::string& content, const std::string& title, const std::string& maker = "maker") {
  const auto owner = ok(store.find_or_make_party({.id = {}, .external_id = maker, .name = maker}));
  store::WorkDraft draft;
  draft.id = store.new_id();
  draft.title = title;
  draft.kind = "text";
  draft.media_type = "text/plain";
  draft.sha256 = sha256(content);
  draft.content_bytes = content.size();
  draft.ai = "none";
  draft.owner = owner.id;
  draft.shares = {{owner.id, ok(Share::parse("1/1", "share"))}};
  const auto work = ok(store.insert_work(draft, nullptr));
  ok(store.put_identity(work.id, ok(store::read_identity(ok(jobs::identify_bytes(content, "a.txt", {.name = title, .description = "", .wide = false})).iscc))));
  return work.id;
}

}  // namespace

TEST_CASE("Near works are found by what they have in common, also by a new index and after codes have changed") {
  const Scratch scratch;
  auto store = ok(store::open_sqlite(scratch.path("s.db").string()));
  const std::string original = text(400, 1);
  const std::string edited = original.substr(0, original.size() - 60) + "and they lived on";
  const Id first = registered(*store, original, "One"), other = registered(*store, text(400, 2), "Two");
  jobs::Similarity similarity(*store);
  const auto identity_of = [](const std::string& content, const char* name) { return ok(store::read_identity(ok(jobs::identify_bytes(content, name)).iscc)); };

  const auto same = ok(similarity.find(identity_of(original, "a.txt")));
  REQUIRE(same.size() == 1);
  CHECK(same[0].work == first);
  CHECK(same[0].relation == iscc::Relation::same_bytes);
  // The same words in a page: other bytes.
  const auto page = ok(similarity.find(identity_of("<html><body><p>" + original + "</p>", "a.html")));
  REQUIRE(page.size() == 1);
  CHECK(page[0].relation == iscc::Relation::same_content);
  CHECK(page[0].units.front().unit == iscc::UnitKind::text);
  CHECK(page[0].units.front().distance == 0);
  const auto near = ok(similarity.find(identity_of(edited, "a.txt")));
  REQUIRE(near.size() == 1);
  CHECK(near[0].relation != iscc::Relation::same_bytes);
  CHECK(ok(similarity.find(identity_of(text(400, 3), "a.txt"))).empty());

  // What comes later is found by the index that there is already; what changes its codes is no longer found by the old ones.
  const Id later = registered(*store, edited, "Three");
  CHECK(ok(similarity.find(identity_of(edited, "a.txt")))[0].work == later);
  ok(store->put_identity(other, identity_of(text(400, 4), "a.txt")));
  CHECK(ok(similarity.find(identity_of(text(400, 2), "a.txt"))).empty());
  CHECK(ok(similarity.find(identity_of(text(400, 4), "a.txt")))[0].work == other);
  jobs::Similarity again(*store);
  CHECK(ok(again.find(identity_of(text(400, 4), "a.txt")))[0].work == other);

  // The pass writes down the earlier works only, once.
  CHECK(ok(jobs::find_near_works(*store, similarity)) >= 3);
  CHECK(ok(jobs::find_near_works(*store, similarity)) == 0);
  CHECK(ok(store->near_works(first)).empty());
  const auto written = ok(store->near_works(later));
  REQUIRE(written.size() == 1);
  CHECK(written[0].work == first);
  CHECK(store->put_identity(Id{}, {}).error().code == Errc::unknown_work);
  CHECK(!ok(store->identity(store->new_id())));
}

TEST_CASE("The same content, coded otherwise, holds the later registration of somebody else, once the earlier one's content was seen here") {
  const Scratch scratch;
  // A work a second: which one is the earlier must not hang on two ids of one millisecond.
  store::UnixMs clock = 1'790'000'000'000;
  auto store = ok(store::open_sqlite(scratch.path("s.db").string(), {.now = [&] { return clock += 1'000; }}));
  const std::string original = text(400, 1), other_bytes = "  " + original + "\n\n", edited = original.substr(0, original.size() - 400) + text(40, 9);
  const Id first = registered(*store, original, "First", "ada"), own = registered(*store, other_bytes, "Her own copy", "ada");
  const Id later = registered(*store, other_bytes, "Later", "bob"), apart = registered(*store, edited, "Edited", "eve");
  jobs::Similarity similarity(*store);
  ok(jobs::find_near_works(*store, similarity));
  const auto held = [&](const Id& work) { return ok(store->holds(work)).size(); };
  CHECK(held(later) == 0);   // What ada's work is was only said so far.
  const auto see = [&](const Id& work) {
    auto identity = *ok(store->identity(work));
    identity.checked = true;
    std::size_t result = 0;
    ok(store->atomically([&]() -> Result<void> {
      ok(store->put_identity(work, identity));
      result = ok(registry::hold_near_works(*store, work));
      return {};
    }));
    return result;
  };
  CHECK(see(later) == 0);
  CHECK(see(first) == 1);
  REQUIRE(held(later) == 1);
  const auto hold = ok(store->holds(later))[0];
  CHECK(hold.about == first);
  CHECK(hold.kind == "near-match");
  CHECK(hold.detail == "text at distance 0 of 64");
  CHECK(see(own) == 0);      // One hold is enough.
  CHECK(held(first) == 0);
  CHECK(held(own) == 0);
  CHECK(held(apart) == 0);
  // Seen before it was looked at: the pass itself holds. What was changed is looked at again.
  const Id latest = registered(*store, other_bytes, "Latest", "eve");
  ok(jobs::find_near_works(*store, similarity));
  CHECK(held(latest) == 1);
  ok(store->put_identity(apart, ok(store::read_identity(ok(jobs::identify_bytes(other_bytes, "a.txt", {.name = "Edited", .description = "", .wide = false})).iscc))));
  CHECK(ok(jobs::find_near_works(*store, similarity)) == 1);
  CHECK(held(apart) == 1);
  // An erased work is found by nothing.
  ok(store->erase_work(first));
  CHECK(!ok(store->identity(first)));
  CHECK(ok(store->later_near_works(first)).empty());
}

TEST_CASE("A unit of another kind or length is written down and not compared; what is no ISCC is an error") {
  CHECK(store::read_identity("not an iscc").error().field == "iscc");
  CHECK(store::read_identity("").error().field == "iscc");
  const auto identity = ok(store::read_identity("ISCC:KACYPXW445FTYNJ3CYSXHAFJMA2HUWULUNRFE3BLHRSCXYH2M5AEGQY"));
  REQUIRE(identity.units.size() == 4);
  CHECK(identity.units[0] == store::UnitCode{iscc::UnitKind::meta, 0x87dedce74b3c353b});
  CHECK(identity.units[1].unit == iscc::UnitKind::text);
  CHECK(identity.units[3] == store::UnitCode{iscc::UnitKind::instance, 0x642be0fa67404343});
}

TEST_CASE("An archive is imported row by row, goes on after a break, and says which rows it could not take") {
  const Scratch scratch;
  scratch.write("files/a.txt", text(200, 1));
  scratch.write("files/b.md", "# Title\n\n" + text(200, 2));
  scratch.write("files/c.bin", std::string(5'000, '\1'));
  scratch.write("files/empty.txt", "");
  const std::string header = "external_id,owner,file,owner_name,title,first_published\n";
  scratch.write("works.csv", header +
                                 "1,ann,files/a.txt,Ann,\"A, the first\",2001-05\n"
                                 "2,ann,files/b.md,,,\n"
                                 "3,bob,files/none.txt,Bob,,\n"
                                 "4,bob,../outside.txt,Bob,,\n"
                                 "5,bob,files/empty.txt,Bob,,\n"
                                 "6,bob,files/a.txt,Bob,,31.12.2001\n"
                                 "1,ann,files/c.bin,,,\n"
                                 "7,bob,files/c.bin,Bob,C,1999\n");
  auto store = ok(store::open_sqlite(scratch.path("s.db").string()));
  // Broken off at the second row: what was done stays.
  int rows = 0;
  const auto broken = jobs::import_works(*store, scratch.path("works.csv"), [&](std::int64_t, std::int64_t, std::string_view) -> Result<void> {
    if (++rows == 2) return fail(Errc::cancelled, "", "no more");
    return {};
  });
  CHECK(broken.error().code == Errc::cancelled);
  CHECK(ok(store->work_by_external_id("1")));
  const auto done = ok(jobs::import_works(*store, scratch.path("works.csv")));
  CHECK(done.rows == 8);
  CHECK(done.imported == 2);
  CHECK(done.there_already == 2);
  CHECK(done.failed == 4);
  REQUIRE(done.failures.size() == 4);
  CHECK(done.failures[0].starts_with("works.csv:4:file: "));
  CHECK(done.failures[1].starts_with("works.csv:5:file: "));
  CHECK(done.failures[2].starts_with("works.csv:6:file: "));
  CHECK(done.failures[3].starts_with("works.csv:7:first_published: "));
  const auto again = ok(jobs::import_works(*store, scratch.path("works.csv")));
  CHECK(again.imported == 0);
  CHECK(again.there_already == 4);

  const auto work = ok(store->work(*ok(store->work_by_external_id("1"))));
  CHECK(work.title == "A, the first");
  CHECK(work.kind == "text");
  CHECK(ok(store->identity(work.id))->checked);
  jobs::Similarity similarity(*store);
  const auto near = ok(similarity.find(ok(store::read_identity(ok(jobs::identify_bytes(text(200, 1), "x.txt")).iscc))));
  REQUIRE(near.size() == 1);
  CHECK(near[0].work == work.id);

  scratch.write("broken.csv", "external_id,owner\n1,a\n");
  CHECK(jobs::import_works(*store, scratch.path("broken.csv")).error().code == Errc::missing_field);
  const auto ran = colophon::tests::colophon(scratch, "import works '" + scratch.path("works.csv").string() + "' --store '" + scratch.path("t.db").string() + "' --json");
  CHECK(ran.status == 3);
  CHECK(ran.out.find("\"imported\":3") != std::string::npos);
}
