// Agreements as documents: what is refused, by the field; and the same agreements in words.
#include <catch2/catch_test_macros.hpp>

#include "colophon/royalty/agreement.hpp"
#include "colophon/royalty/explain.hpp"
#include "core/royalty_rule_book.hpp"

using namespace colophon;
using namespace colophon::royalty;
using namespace colophon::tests;

namespace {

std::string refused(const std::string& text) {
  const auto json = parse_json(text);
  if (!json) return std::string(errc_name(json.error().code));
  const auto book = parse_rule_book(*json);
  if (book) return "read";
  CHECK(book.error().detail.size() > 15);
  return std::string(errc_name(book.error().code)) + " " + book.error().field;
}
std::string agreement(const std::string& more) {
  return refused(R"({"format":"colophon/agreements/1","agreements":[{"agreement":"deal","from":"2026-01-01","currency":"EUR",)" + more + "}]}");
}
std::string tiers(const std::string& list) { return agreement("\"tiers\":[" + list + "]"); }
std::string pool(const std::string& more) { return refused(R"({"format":"colophon/agreements/1","pools":[{"pool":"p","takes":{"kind":["ad"]},)" + more + "}]}"); }

constexpr const char* kRest = R"({"to":{"ada":"1"}})";

}  // namespace

TEST_CASE("what an agreement may say is read", "[royalty][rules]") {
  CHECK(agreement(R"("shares":{"ada":"1/3","bob":"2/3"})") == "read");
  CHECK(agreement(R"("shares":{"ada":"0","bob":"100%"})") == "read");
  CHECK(agreement(R"("shares":{"ada":"0.25","bob":"75%"},"title":"T","until":"2027-01-01","recorded":"2026-01-05T10:00:00Z","side":"recording","works":"all")") == "read");
  CHECK(refused(R"({"format":"colophon/agreements/1"})") == "read");
  const RuleBook none = *parse_rule_book(*parse_json(R"({"format":"colophon/agreements/1"})"));
  CHECK(none.pools.size() == 2);
}

TEST_CASE("an agreement that is wrong is refused by its field", "[royalty][rules]") {
  CHECK(refused("[]") == "invalid_argument ");
  CHECK(refused(R"({"format":"colophon/agreements/2"})") == "unknown_format format");
  CHECK(refused(R"({"format":"colophon/agreements/1","rules":[]})") == "unknown_field rules");
  CHECK(refused(R"({"format":"colophon/agreements/1","agreements":{}})") == "invalid_argument agreements");
  CHECK(agreement(R"("shares":{"ada":"1"},"colour":"red")") == "unknown_field agreements[0].colour");
  CHECK(agreement(R"("works":["song"])") == "missing_field agreements[0].shares");
  CHECK(agreement(R"("shares":{"ada":"1"},"tiers":[{"to":{"ada":"1"}}])") == "missing_field agreements[0].shares");
  CHECK(agreement(R"("shares":["ada"])") == "invalid_argument agreements[0].shares");
  CHECK(agreement(R"("shares":{"ada":"1/2","bob":"1/3"})") == "invalid_shares agreements[0].shares");
  CHECK(agreement(R"("shares":{"ada":"2/3","bob":"2/3"})") == "invalid_shares agreements[0].shares");
  CHECK(agreement(R"("shares":{})") == "invalid_shares agreements[0].shares");
  CHECK(agreement(R"("shares":{"ada":1})") == "invalid_shares agreements[0].shares.ada");
  CHECK(agreement(R"("shares":{"ada":"-1"})") == "invalid_shares agreements[0].shares.ada");
  CHECK(agreement(R"("shares":{"ada":"1/1000001"})") == "invalid_shares agreements[0].shares.ada");
  CHECK(agreement(R"("shares":{"":"1"})") == "invalid_id agreements[0].shares.");
  CHECK(agreement(R"("shares":{"@nothing":"1"})") == "not_found agreements[0].terms[0].tiers[0].to.@nothing");
  CHECK(agreement(R"("shares":{"ada":"1"},"until":"2026-01-01")") == "invalid_argument agreements[0].until");
  CHECK(agreement(R"("shares":{"ada":"1"},"side":"master")") == "invalid_argument agreements[0].side");
  CHECK(agreement(R"("shares":{"ada":"1"},"works":"some")") == "invalid_argument agreements[0].works");
  CHECK(agreement(R"("shares":{"ada":"1"},"works":[1])") == "invalid_id agreements[0].works[0]");
  CHECK(agreement(R"("shares":{"ada":"1"},"recorded":"2026-01-05")") == "invalid_argument agreements[0].recorded");
  CHECK(agreement(R"("terms":[{"when":{"territory":["DE","!US"]},"shares":{"ada":"1"}}])") == "invalid_argument agreements[0].terms[0].when.territory");
  CHECK(agreement(R"("terms":[{"when":{"city":["Berlin"]},"shares":{"ada":"1"}}])") == "unknown_field agreements[0].terms[0].when.city");
  CHECK(agreement(R"("terms":[{"when":{"use":[""]},"shares":{"ada":"1"}}])") == "invalid_argument agreements[0].terms[0].when.use[0]");
  // The same agreement twice from one day on, without a time that says which is the later one.
  CHECK(refused(R"({"format":"colophon/agreements/1","agreements":[{"agreement":"a","from":"2026-01-01","shares":{"x":"1"}},{"agreement":"a","from":"2026-01-01","shares":{"y":"1"}}]})") ==
        "conflict agreements[1].from");
}

TEST_CASE("fees, advances, reserves and guarantees that are wrong", "[royalty][rules]") {
  const std::string shares = R"("shares":{"ada":"1"},)";
  CHECK(agreement(shares + R"("fees":[{"name":"f","to":"x","share":"110%"}])") == "invalid_shares agreements[0].fees[0].share");
  CHECK(agreement(shares + R"("fees":[{"name":"f","to":"x","share":"1%"},{"name":"f","to":"x","share":"2%"}])") == "invalid_argument agreements[0].fees[1].name");
  CHECK(agreement(shares + R"("fees":[{"to":"x","share":"1%"}])") == "missing_field agreements[0].fees[0].name");
  CHECK(agreement(shares + R"("advances":[{"to":"ada","amount":"10.00"}])") == "missing_field agreements[0].advances[0].date");
  CHECK(agreement(shares + R"("advances":[{"to":"ada","amount":"-10.00","date":"2026-01-01"}])") == "negative_amount agreements[0].advances[0].amount");
  CHECK(agreement(shares + R"("advances":[{"to":"ada","amount":"0.000000001","date":"2026-01-01"}])") == "invalid_amount agreements[0].advances[0].amount");
  CHECK(agreement(shares + R"("advances":[{"to":"ada","account":""}])") == "invalid_argument agreements[0].advances[0].account");
  CHECK(agreement(shares + R"("reserves":[{"share":"20%","months":0}])") == "invalid_argument agreements[0].reserves[0].months");
  CHECK(agreement(shares + R"("reserves":[{"share":"20%","months":121}])") == "invalid_argument agreements[0].reserves[0].months");
  CHECK(agreement(shares + R"("reserves":[{"share":"20%","months":3,"of":[7]}])") == "invalid_id agreements[0].reserves[0].of[0]");
  CHECK(agreement(shares + R"("guarantees":[{"to":"ada"}])") == "missing_field agreements[0].guarantees[0].amount");
  CHECK(refused(R"({"format":"colophon/agreements/1","agreements":[{"agreement":"a","from":"2026-01-01","shares":{"x":"1"},"guarantees":[{"to":"x","amount":"1.00"}]}]})") ==
        "missing_field agreements[0].guarantees[0].amount");   // No currency.
}

TEST_CASE("tiers that are wrong", "[royalty][rules]") {
  CHECK(tiers("") == "invalid_argument agreements[0].tiers");
  CHECK(tiers(R"({"tier":"a","to":{"ada":"1"},"until":"5.00"})") == "invalid_shares agreements[0].tiers[0]");   // The last one leaves something over.
  CHECK(tiers(R"({"tier":"a","take":"1/2","to":{"ada":"1"}})") == "invalid_shares agreements[0].tiers[0]");
  CHECK(tiers(R"({"to":{"ada":"1"},"until":"5.00"},)" + std::string(kRest)) == "missing_field agreements[0].tiers[0].tier");
  CHECK(tiers(R"({"tier":"a"},)" + std::string(kRest)) == "invalid_argument agreements[0].tiers[0].to");
  CHECK(tiers(R"({"tier":"a","to":{"ada":"1"},"claims":[{"to":"ada","amount":"1.00"}]},)" + std::string(kRest)) == "invalid_argument agreements[0].tiers[0].to");
  CHECK(tiers(R"({"tier":"a","claims":[{"to":"ada","amount":"1.00"}],"until":"1.00"},)" + std::string(kRest)) == "invalid_argument agreements[0].tiers[0].until");
  CHECK(tiers(R"({"tier":"a","claims":[]},)" + std::string(kRest)) == "limit_exceeded agreements[0].tiers[0].claims");
  CHECK(tiers(R"({"tier":"a","claims":[{"to":"ada","amount":"1.00"},{"to":"ada","amount":"1.00"}]},)" + std::string(kRest)) == "invalid_argument agreements[0].tiers[0].claims[1].to");
  CHECK(tiers(R"({"tier":"a","order":"random","claims":[{"to":"ada","amount":"1.00"}]},)" + std::string(kRest)) == "invalid_argument agreements[0].tiers[0].order");
  CHECK(tiers(R"({"tier":"a","by":"plays","steps":[{"from":"0","to":{"ada":"1"}}]})") == "invalid_argument agreements[0].tiers[0].by");
  CHECK(tiers(R"({"tier":"a","by":"units","steps":[]})") == "missing_field agreements[0].tiers[0].steps");
  CHECK(tiers(R"({"tier":"a","by":"units","steps":[{"from":"5","to":{"ada":"1"}}]})") == "invalid_argument agreements[0].tiers[0].steps[0].from");
  CHECK(tiers(R"({"tier":"a","by":"units","steps":[{"from":"0","to":{"ada":"1"}},{"from":"0","to":{"ada":"1"}}]})") == "invalid_argument agreements[0].tiers[0].steps[1].from");
  CHECK(tiers(R"({"tier":"a","by":"units","steps":[{"from":"0.5","to":{"ada":"1"}}]})") == "invalid_amount agreements[0].tiers[0].steps[0].from");
  CHECK(tiers(R"({"tier":"a","to":{"ada":"1"},"until":"5.00"},{"tier":"a","to":{"ada":"1"},"until":"5.00"},)" + std::string(kRest)) == "invalid_argument agreements[0].terms[0].tiers[1].tier");
  std::string many;
  for (int i = 0; i < 65; ++i) many += (i ? "," : "") + std::string(kRest);
  CHECK(tiers(many) == "invalid_argument agreements[0].tiers");
}

TEST_CASE("agreements that lead back to themselves are refused with the way", "[royalty][rules]") {
  const auto book = [](const char* text) {
    const auto read = parse_rule_book(*parse_json(std::string(R"({"format":"colophon/agreements/1","agreements":[)") + text + "]}"));
    REQUIRE_FALSE(read);
    return std::string(errc_name(read.error().code)) + " " + read.error().field + " " + read.error().detail;
  };
  CHECK(book(R"({"agreement":"a","from":"2026-01-01","shares":{"@a":"1"}})").find("a -> a") != std::string::npos);
  CHECK(book(R"({"agreement":"a","from":"2026-01-01","shares":{"@b":"1"}},{"agreement":"b","from":"2026-01-01","shares":{"@c":"1"}},{"agreement":"c","from":"2026-01-01","shares":{"@a":"1"}})")
            .find("a -> b -> c -> a") != std::string::npos);
  // Versions count together: the circle need not be closed on any one day.
  CHECK(book(R"({"agreement":"a","from":"2026-01-01","shares":{"@b":"1"}},{"agreement":"b","from":"2026-01-01","until":"2026-02-01","shares":{"x":"1"}},{"agreement":"b","from":"2030-01-01","shares":{"@a":"1"}})")
            .starts_with("conflict agreements["));
  // A claim leads on as a share does.
  CHECK(book(R"({"agreement":"a","from":"2026-01-01","currency":"EUR","tiers":[{"tier":"t","claims":[{"to":"@a","amount":"1.00"}]},{"to":{"x":"1"}}]})").starts_with("conflict "));
}

TEST_CASE("pools that are wrong", "[royalty][rules]") {
  CHECK(pool(R"("rule":"pro-rata")") == "read");
  CHECK(pool(R"("rule":"direct")") == "invalid_argument pools[0].rule");
  CHECK(pool(R"("rule":"fair")") == "invalid_argument pools[0].rule");
  CHECK(pool(R"("rule":"pro-rata","units_per_listener_day_max":-1)") == "negative_amount pools[0].units_per_listener_day_max");
  CHECK(pool(R"("rule":"pro-rata","artist_centric":{})") == "invalid_argument pools[0].artist_centric");
  CHECK(pool(R"("rule":"artist-centric","artist_centric":{"active_boost":0})") == "invalid_argument pools[0].artist_centric.active_boost");
  CHECK(pool(R"("rule":"artist-centric","artist_centric":{"professional_boost":101})") == "invalid_argument pools[0].artist_centric.professional_boost");
  CHECK(pool(R"("rule":"pro-rata","fees":[{"name":"f","to":"x","share":"2"}])") == "invalid_shares pools[0].fees[0].share");
  CHECK(refused(R"({"format":"colophon/agreements/1","pools":[{"pool":"p","rule":"pro-rata"}]})") == "missing_field pools[0].takes");
  CHECK(refused(R"({"format":"colophon/agreements/1","pools":[{"pool":"p","takes":{},"rule":"pro-rata"},{"pool":"p","takes":{},"rule":"pro-rata"}]})") == "invalid_argument pools[1].pool");
}

TEST_CASE("the rules have names", "[royalty][rules]") {
  for (const Rule rule : {Rule::pro_rata, Rule::user_centric, Rule::direct, Rule::artist_centric}) CHECK(*parse_rule(rule_name(rule)) == rule);
  CHECK(parse_rule("Pro-rata", "pools[0].rule").error().field == "pools[0].rule");
}

TEST_CASE("a name gives an id, and a UUID is itself", "[royalty][rules]") {
  // python3: hashlib.sha256(b"colophon/party/1\0ada").digest()[:16] with version 8 and variant 10.
  CHECK(named_id("party", "ada", "")->to_string() == "eb15825c-45aa-8dfb-be61-2988ce7dd99c");
  CHECK(named_id("party", "11111111-1111-8111-8111-111111111111", "")->to_string() == "11111111-1111-8111-8111-111111111111");
  CHECK(*named_id("party", "ada", "") != *named_id("work", "ada", ""));
  CHECK(*named_id("party", "00000000-0000-0000-0000-000000000000", "") != Id{});   // The nil id is nobody's: here it is a name like any other.
  for (const std::string& name : {std::string(), std::string("a\nb"), std::string("\xFF"), std::string(129, 'x')}) CHECK(named_id("party", name, "p").error().field == "p");
}

// ---- In words

namespace {

std::string words(const std::string& more, const char* locale) {
  const RuleBook book = *parse_rule_book(*parse_json(R"({"format":"colophon/agreements/1","agreements":[{"agreement":"deal","title":"The deal","from":"2026-01-01","currency":"EUR","works":["song"],)" + more + "}]}"));
  return explain_agreement(book.agreements.front(), locale);
}

}  // namespace

TEST_CASE("an agreement in words says everything that it does, in both languages", "[royalty][rules]") {
  const std::string all = R"("fees":[{"name":"distribution","when":{"use":["stream"]},"to":"wave","share":"15%"}],
    "tiers":[{"tier":"costs","to":{"studio":"1"},"until":"400.00"},{"tier":"rate","by":"units","steps":[{"from":"0","to":{"ada":"1/3","house":"2/3"}},{"from":"1000","to":{"ada":"1"}}]}],
    "advances":[{"to":"ada","amount":"100.00","date":"2026-02-03","recoup":"50%"}],"reserves":[{"share":"20%","months":6,"of":["ada"]}],"guarantees":[{"to":"ada","amount":"9.50","recoupable":true}])";
  const std::string en = words(all, "en");
  for (const char* part : {"“The deal” is in force from 2026-01-01.", "It covers song.", "wave takes 15% as “distribution” (for use stream)", "1. “costs”: until 400.00 EUR have been paid in all, studio 100%.",
                           "from 0 units on (over the life of the agreement): ", "ada 1/3", "house 2/3", "from 1000 units on", "An advance of 100.00 EUR was paid to ada on 2026-02-03",
                           "50% of each of ada's earnings", "20% of the earnings of ada is held back", "after 6 months", "If ada earns less than 9.50 EUR in a month", "added to the advance “deal”"}) {
    INFO(part << "\n" << en);
    CHECK(en.find(part) != std::string::npos);
  }
  const std::string zh = words(all, "zh-CN");
  for (const char* part : {"“The deal”自 2026-01-01 起生效", "适用于：song", "wave 先收取 15%", "累计至 400.00 EUR 为止", "ada 占 1/3", "累计达到 1000 次 起", "预付 100.00 EUR", "6 个月后释放", "不足 9.50 EUR"}) {
    INFO(part << "\n" << zh);
    CHECK(zh.find(part) != std::string::npos);
  }
  // Nothing of a template is left, in whatever is said.
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    for (const Agreement& each : random_bundle(seed).book.agreements) {
      for (const char* locale : {"en", "zh-CN"}) {
        const std::string text = explain_agreement(each, locale);
        REQUIRE(text.ends_with("\n"));
        REQUIRE(text.find('{') == std::string::npos);

      }
    }
  }
}

TEST_CASE("pools in words", "[royalty][rules]") {
  const Json document = *parse_json(R"({"format":"colophon/agreements/1","pools":[{"pool":"subs","takes":{"kind":["subscription"]},"rule":"artist-centric","counts":["play"],
    "units_per_listener_day_max":300,"fees":[{"name":"commission","to":"house","share":"30%"}]}],"agreements":[{"agreement":"deal","from":"2026-01-01","shares":{"ada":"1"}}]})");
  const JsonArray list = *explain_rule_book(document, "en");
  REQUIRE(list.size() == 2);
  CHECK(*list[0].find("pool")->string() == "subs");
  const std::string text = *list[0].find("text")->string();
  for (const char* part : {"The pool “subs” takes money that names no work, of the kind: subscription.", "30% of it goes to house as “commission”", "times 2 for artists with 1000 units or more from 500 listeners or more", "beyond 1000 a month count half",
                           "It counts: play.", "at most 300 units a day"}) {
    INFO(part << "\n" << text);
    CHECK(text.find(part) != std::string::npos);
  }
  CHECK(*list[1].find("agreement")->string() == "deal");
  CHECK(list[0].find("text")->string() != nullptr);
  CHECK(*explain_rule_book(document, "zh-CN")->at(0).find("text")->string() != text);
  CHECK(explain_rule_book(*parse_json("{}"), "en").error().code == Errc::missing_field);
}
