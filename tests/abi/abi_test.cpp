// The C ABI as its callers see it: statuses, errors as JSON, who frees what. Under AddressSanitizer this finds what is not given back.
#include <catch2/catch_test_macros.hpp>
#include <cstring>
#include <string>
#include <vector>

#include "colophon/base/encoding.hpp"
#include "colophon/base/error.hpp"
#include "colophon/base/json.hpp"
#include "colophon_abi.h"
#include "shared.hpp"

using namespace colophon;

namespace {

/// A verb's output, given back when this goes.
struct Answer {
  colophon_buffer buffer{};
  std::int32_t status = 0;
  Answer() = default;
  Answer(const Answer&) = delete;
  Answer& operator=(const Answer&) = delete;
  ~Answer() { colophon_free(buffer.data); }
  std::string text() const { return {reinterpret_cast<const char*>(buffer.data), buffer.size}; }
  std::string hex() const { return to_hex({buffer.data, buffer.size}); }
  Errc code() const { return static_cast<Errc>(status); }
  /// A member of the JSON object that the answer is, as text; integers too.
  std::string member(std::string_view name) const {
    const auto json = parse_json(text());
    const Json* value = json ? json->find(name) : nullptr;
    if (value == nullptr) return "(no " + std::string(name) + " in " + text() + ")";
    return value->string() ? *value->string() : canonical_json(*value);
  }
};

const std::uint8_t* data(std::string_view text) { return reinterpret_cast<const std::uint8_t*>(text.data()); }
const std::uint8_t* data(const std::string& text) { return data(std::string_view(text)); }   // std::data would be nearer.
const std::uint8_t* data(const char* text) { return data(std::string_view(text)); }
std::uint32_t size(std::string_view text) { return static_cast<std::uint32_t>(text.size()); }

using Transform = std::int32_t (*)(const std::uint8_t*, std::uint32_t, colophon_buffer*);
void call(Answer& answer, Transform verb, std::string_view input) { answer.status = verb(data(input), size(input), &answer.buffer); }
std::uint32_t bytes(const std::string& text) { return static_cast<std::uint32_t>(text.size()); }

/// A handle, given back when this goes.
struct Picture {
  colophon_image* handle = nullptr;
  Answer info;
  Picture() = default;
  explicit Picture(std::string_view file) { info.status = colophon_image_decode(data(file), size(file), &handle, &info.buffer); }
  ~Picture() { if (handle != nullptr) colophon_image_free(handle); }
};

/// A bundle, given back when this goes.
struct Books {
  colophon_bundle* handle = colophon_bundle_new();
  Books() = default;
  Books(const Books&) = delete;
  Books& operator=(const Books&) = delete;
  ~Books() { colophon_bundle_free(handle); }
  void add(std::string_view name, std::string_view text) { colophon_bundle_add(handle, data(name), size(name), data(text), size(text)); }
  void settle(Answer& answer, std::string_view options = "") { answer.status = colophon_bundle_settle(handle, data(options), size(options), &answer.buffer); }
};

std::string sample(const char* name) { return tests::read_file(tests::source_dir() / "examples/catalogue/images" / name); }

}  // namespace

TEST_CASE("the version is the header's", "[abi]") {
  CHECK(colophon_abi_version() == COLOPHON_ABI_VERSION);
  CHECK(colophon_memory_exhausted() == 0);
}

TEST_CASE("hashes, whole and in pieces", "[abi]") {
  // FIPS 180-4's examples.
  Answer empty, abc, pieces;
  call(empty, colophon_sha256, "");
  CHECK(empty.hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  call(abc, colophon_sha256, "abc");
  CHECK(abc.hex() == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  colophon_hasher* hasher = colophon_hasher_new();
  for (const std::string_view piece : {"a", "", "bc"}) colophon_hasher_update(hasher, data(piece), size(piece));
  CHECK(colophon_hasher_finish(hasher, &pieces.buffer) == 0);
  CHECK(pieces.hex() == abc.hex());
}

TEST_CASE("an error is JSON with its code, field and detail", "[abi]") {
  Answer repeated, missing, salt;
  call(repeated, colophon_canonical_json, R"({"a":1,"a":2})");
  CHECK(repeated.code() == Errc::invalid_json);
  CHECK(repeated.member("code") == "invalid_json");
  CHECK(repeated.member("detail").size() > 10);
  call(missing, colophon_commitment, R"({"domain":"d","payload":{}})");
  CHECK(missing.code() == Errc::missing_field);
  CHECK(missing.member("field") == "salt");
  call(salt, colophon_commitment, R"({"domain":"d","salt":"00","payload":{}})");
  CHECK(salt.code() == Errc::invalid_argument);
  CHECK(salt.member("field") == "salt");
}

TEST_CASE("every verb answers empty input with an error and gives its memory back", "[abi]") {
  for (const Transform verb : {colophon_canonical_json, colophon_commitment, colophon_plan, colophon_quality_from_logits}) {
    Answer answer, null;
    call(answer, verb, "");
    CHECK(answer.status != 0);
    CHECK(answer.member("code") != "internal");
    null.status = verb(nullptr, 0, &null.buffer);
    CHECK(null.status == answer.status);
  }
  Answer nothing;
  nothing.status = colophon_verify(nullptr, 0, nullptr, 0, &nothing.buffer);
  CHECK(nothing.code() == Errc::invalid_json);
  CHECK(Picture("").info.code() == Errc::not_an_image);
}

TEST_CASE("a commitment is SHA-256(domain, salt, SHA-256(JCS(payload)))", "[abi]") {
  Answer answer;
  call(answer, colophon_commitment, R"({"payload":{"b":1,"a":2},"domain":"d","salt":"0000000000000000000000000000000000000000000000000000000000000000"})");
  // printf '{"a":2,"b":1}' | sha256sum, then its bytes after "d" and 32 zero bytes, hashed again.
  CHECK(answer.status == 0);
  CHECK(answer.hex() == "a52e172bbd8d62a9258b875601a8f85547f665a0f7f8fb1cef8058206451a19c");
}

TEST_CASE("a picture: decoded, measured, repaired, scaled, given back", "[abi]") {
  const Picture picture(sample("chelsea.png"));
  REQUIRE(picture.info.status == 0);
  CHECK(picture.info.text() == R"({"format":"png","height":300,"orientation":1,"width":451})");

  Answer features, whole, small, tensor;
  REQUIRE(colophon_image_features(picture.handle, &features.buffer) == 0);
  CHECK(features.text().starts_with(R"({"features":[{"advice":")"));
  REQUIRE(colophon_image_rgba(picture.handle, 0, &whole.buffer) == 0);
  CHECK(whole.buffer.size == 8 + 451 * 300 * 4);
  REQUIRE(colophon_image_rgba(picture.handle, 100, &small.buffer) == 0);
  std::uint32_t sides[2];
  std::memcpy(sides, small.buffer.data, sizeof sides);
  CHECK(sides[0] == 100);
  CHECK(sides[1] == 67);  // 300 * 100 / 451 = 66.5
  CHECK(small.buffer.size == 8 + 100 * 67 * 4);
  REQUIRE(colophon_image_quality_input(picture.handle, &tensor.buffer) == 0);
  CHECK(tensor.buffer.size == 36 * 3 * 56 * 56 * 4);

  Picture repaired;
  Answer repair, polish, after, before;
  REQUIRE(colophon_image_repair(picture.handle, data("sharpen"), 7, &repaired.handle, &repair.buffer) == 0);
  REQUIRE(colophon_image_rgba(repaired.handle, 0, &after.buffer) == 0);
  REQUIRE(colophon_image_rgba(picture.handle, 0, &before.buffer) == 0);
  CHECK(after.text() != whole.text());
  CHECK(before.text() == whole.text());  // The old picture is unchanged.
  Picture none;
  CHECK(colophon_image_repair(picture.handle, data("polish"), 6, &none.handle, &polish.buffer) != 0);
  CHECK(none.handle == nullptr);
}

TEST_CASE("a picture that ends early gives no handle", "[abi]") {
  const std::string file = sample("rocket.jpg");
  for (const std::size_t length : {std::size_t{1}, std::size_t{20}, file.size() / 2, file.size() - 1}) {
    const Picture picture(std::string_view(file).substr(0, length));
    CHECK(picture.info.status != 0);
    CHECK(picture.handle == nullptr);
  }
}

TEST_CASE("logits at an odd address are read", "[abi]") {
  std::vector<std::uint8_t> bytes(1 + 10 * sizeof(float), 0);
  Answer answer;
  REQUIRE(colophon_quality_from_logits(bytes.data() + 1, 10 * sizeof(float), &answer.buffer) == 0);
  CHECK(answer.member("mean_milli") == "5500");  // Ten equal probabilities: the mean of 1 to 10.
  CHECK(answer.member("variance_milli") == "8250");
}

TEST_CASE("a document's table is read as strictly, and its errors say so", "[abi]") {
  Answer answer;
  const std::string_view document = R"({"format":"colophon/statement/2"})", table = R"({"a":1.5})";
  answer.status = colophon_verify(data(document), size(document), data(table), size(table), &answer.buffer);
  CHECK(answer.code() == Errc::invalid_json);
  CHECK(answer.member("field").starts_with("table"));
}

TEST_CASE("a bundle: settled, its documents taken one by one, settled again by another rule", "[abi]") {
  Books books;
  Answer early, nothing, first, statement, table, journal, beyond, second, report, why;
  early.status = colophon_bundle_statement(books.handle, 0, &early.buffer);
  CHECK(early.code() == Errc::invalid_argument);   // Nothing was settled yet.
  books.settle(nothing);
  CHECK(nothing.code() == Errc::missing_field);
  CHECK(nothing.member("field") == "parties.csv");
  for (const auto& entry : std::filesystem::directory_iterator(tests::source_dir() / "examples/settlement")) {
    books.add(entry.path().filename().string(), tests::read_file(entry.path()));
  }
  books.settle(first);
  REQUIRE(first.status == 0);
  CHECK(first.member("root").size() == 64);

  REQUIRE(colophon_bundle_statement(books.handle, 0, &statement.buffer) == 0);
  REQUIRE(colophon_bundle_table(books.handle, 0, &table.buffer) == 0);
  REQUIRE(colophon_bundle_journal(books.handle, &journal.buffer) == 0);
  beyond.status = colophon_bundle_table(books.handle, 1000, &beyond.buffer);
  CHECK(beyond.code() == Errc::not_found);
  CHECK(statement.member("format") == "colophon/statement/2");
  CHECK(table.member("format") == "colophon/pool-table/2");
  CHECK(journal.text().starts_with("; colophon/journal/1"));
  const std::string text = statement.text(), lines = journal.text();
  REQUIRE(colophon_verify(data(text), bytes(text), nullptr, 0, &report.buffer) == 0);
  CHECK(report.member("holds") == "true");
  Answer journal_report;
  REQUIRE(colophon_verify(data(lines), bytes(lines), nullptr, 0, &journal_report.buffer) == 0);
  CHECK(journal_report.member("holds") == "true");
  REQUIRE(colophon_explain(data(text), bytes(text), data(R"({"locale":"zh-CN"})"), 18, &why.buffer) == 0);
  CHECK(why.member("steps").size() > 20);

  // A second file of one name replaces the first; a failed settling leaves nothing to read.
  books.add("parties.csv", "party\n");
  books.settle(second);
  CHECK(second.status != 0);
  Answer gone;
  gone.status = colophon_bundle_journal(books.handle, &gone.buffer);
  CHECK(gone.code() == Errc::invalid_argument);
}

TEST_CASE("options of a bundle are read as strictly as its tables", "[abi]") {
  Books books;
  books.add("parties.csv", "party\nada\n");
  books.add("works.csv", "work,shares\nsong,ada\n");
  const std::pair<const char*, const char*> cases[] = {
      {R"({"period":"2026-13"})", "options.period"}, {R"({"as_of":"now"})", "options.as_of"}, {R"({"rule":"direct"})", "options.rule"}, {"[]", "options"}, {"{", ""}};
  for (const auto& [options, field] : cases) {
    INFO(options);
    Answer answer;
    books.settle(answer, options);
    CHECK(answer.status != 0);
    CHECK(answer.member("field") == field);
  }
  Answer settled;
  books.settle(settled, R"({"period":"2026-10"})");
  CHECK(settled.status == 0);
}

TEST_CASE("agreements in words", "[abi]") {
  const std::string document = tests::read_file(tests::source_dir() / "examples/settlement/agreements.json");
  Answer english, chinese, bad;
  REQUIRE(colophon_explain_agreements(data(document), bytes(document), data("en"), 2, &english.buffer) == 0);
  REQUIRE(colophon_explain_agreements(data(document), bytes(document), data("zh-CN"), 5, &chinese.buffer) == 0);
  CHECK(english.text().size() > 100);
  CHECK(english.text() != chinese.text());
  bad.status = colophon_explain_agreements(data("{}"), 2, data("en"), 2, &bad.buffer);
  CHECK(bad.code() == Errc::missing_field);
}

TEST_CASE("trust is asked in two steps: what to check, then what the answers mean", "[abi]") {
  const std::string note = tests::read_file(tests::source_dir() / "tests/fuzz/corpus/note/witnessed");
  const std::string key = tests::read_file(tests::source_dir() / "tests/fuzz/corpus/note/key");
  const auto trust = [](Answer& answer, std::string_view text, std::string_view policy, std::string_view verdicts) {
    answer.status = colophon_trust(data(text), size(text), data(policy), size(policy), data(verdicts), size(verdicts), &answer.buffer);
  };
  Answer tasks, yes, no, wrong_count, no_policy, bad_policy;
  trust(tasks, note, key, "");
  CHECK(tasks.status == 0);
  CHECK(tasks.member("tasks").contains("\"name\":\"localhost/colophon\""));
  trust(yes, note, key, "1");
  CHECK(yes.member("checks") == R"([{"detail":"","field":"","holds":true,"name":"known-key"}])");
  trust(no, note, key, "0");
  CHECK(no.member("checks").contains("\"holds\":false"));
  CHECK(no.member("proven") == "[]");
  trust(wrong_count, note, key, "11");
  CHECK(wrong_count.member("field") == "verdicts");
  trust(no_policy, note, "", "");
  CHECK(no_policy.member("checks") == "[]");
  CHECK(no_policy.member("not_proven").contains("whose-log"));
  trust(bad_policy, note, "log x\nquorum none\n", "");
  CHECK(bad_policy.member("field") == "policy:1");
}

TEST_CASE("a whole log in pieces, and what is wrong with it", "[abi]") {
  const std::string archive = tests::read_file(tests::source_dir() / "tests/fuzz/corpus/log/two-levels.tar");
  const auto verify = [](Answer& answer, std::string_view bytes, std::size_t piece_bytes, std::string_view held = {}) {
    colophon_log_verifier* verifier = nullptr;
    Answer begun;
    begun.status = colophon_log_verifier_new(data(held), size(held), &verifier, &begun.buffer);
    if (verifier == nullptr) {
      std::swap(answer.buffer, begun.buffer);
      answer.status = begun.status;
      return;
    }
    for (std::size_t at = 0; at < bytes.size(); at += piece_bytes) {
      const std::string_view piece = bytes.substr(at, piece_bytes);
      colophon_log_verifier_update(verifier, data(piece), size(piece));
    }
    answer.status = colophon_log_verifier_finish(verifier, &answer.buffer);
  };
  Answer whole, pieces, cut, foreign_held, no_held;
  verify(whole, archive, archive.size());
  CHECK(whole.member("holds") == "true");
  CHECK(whole.member("kind") == "log");
  verify(pieces, archive, 100);
  CHECK(pieces.text() == whole.text());
  verify(cut, std::string_view(archive).substr(0, 5'000), 1'000);
  CHECK(cut.member("field") == "archive");
  verify(foreign_held, archive, 1'000, tests::read_file(tests::source_dir() / "tests/fuzz/corpus/note/checkpoint"));
  CHECK(foreign_held.member("holds") == "false");
  verify(no_held, archive, 1'000, "x");
  CHECK(no_held.member("field") == "held");
}

TEST_CASE("a proof file is verified by what it holds, or by its entry", "[abi]") {
  const std::string own_file = tests::read_file(tests::source_dir() / "tests/fuzz/corpus/proof/receipt"), plain_file = tests::read_file(tests::source_dir() / "tests/fuzz/corpus/proof/plain");
  const std::string_view own = own_file, plain = plain_file;
  Answer report, no_entry, entry;
  report.status = colophon_verify(data(own), size(own), nullptr, 0, &report.buffer);
  CHECK(report.member("holds") == "true");
  no_entry.status = colophon_verify(data(plain), size(plain), nullptr, 0, &no_entry.buffer);
  CHECK(no_entry.member("field") == "entry");
  entry.status = colophon_verify(data(plain), size(plain), data("x"), 1, &entry.buffer);
  CHECK(entry.member("holds") == "false");
}
