// Declarations: their forms, one bad value at a time, and what is signed.
#include <catch2/catch_test_macros.hpp>

#include <string>

#include "colophon/merkle/receipt.hpp"
#include "colophon/registry/declaration.hpp"

using namespace colophon;
using namespace colophon::registry;

namespace {

const std::string kId = "018f22e2-79b0-7cc3-98c4-dc0c0c07398f", kOther = "019f22e2-79b0-7cc3-98c4-dc0c0c07398f";
const std::string kHash(64, 'a');
constexpr const char* kTime = "2026-10-01T00:00:00Z";

JsonObject body_of(std::string_view act) {
  if (act == "add-key") return {{"new_key", kHash}, {"label", "phone"}};
  if (act == "revoke-key") return {{"old_key", kHash}, {"reason", ""}};
  if (act == "register") return {{"work", kId}, {"sha256", kHash}, {"bytes", "12"}, {"title", "靜夜思"}};
  if (act == "terms") return {{"work", kId}, {"licence", "CC-BY-4.0"}, {"tdm", "reserved"}, {"tdm_policy", ""}, {"ai", "none"}};
  if (act == "withdraw") return {{"work", kId}, {"reason", "mine no more"}};
  if (act == "offer") {
    return {{"offer", kId}, {"work", kId}, {"to", ""}, {"kind", "licence"}, {"use", "a poster"}, {"territory", "world"}, {"exclusive", false},
            {"from", kTime}, {"until", ""}, {"amount", "120.00"}, {"currency", "EUR"}, {"share", ""}, {"expires_at", kTime}};
  }
  if (act == "cancel-offer") return {{"offer", kId}};
  if (act == "accept") return {{"offer", kId}, {"offer_sha256", kHash}};
  if (act == "claim") {
    return {{"claim", kId}, {"work", kId}, {"own_work", kOther}, {"basis", "copy"}, {"statement", "It is mine."},
            {"evidence", JsonArray{JsonObject{{"kind", "url"}, {"value", "https://art.example/1"}}}}, {"amount_max", "50"}, {"currency", "EUR"}, {"days", 30}};
  }
  if (act == "answer") return {{"claim", kId}, {"statement", "It is not."}, {"evidence", JsonArray{}}};
  if (act == "retract") return {{"claim", kId}, {"reason", ""}};
  return {{"claim", kId}, {"statement", "Look again."}};
}

JsonObject document(std::string_view act, JsonObject body) {
  return {{"format", "colophon/declaration/1"}, {"act", act}, {"party", kOther}, {"key", kHash}, {"made_at", kTime}, {"platform", "localhost/colophon"}, {"body", std::move(body)}};
}
JsonObject with(JsonObject object, std::string_view name, Json value) {
  for (auto& [key, old] : object)
    if (key == name) old = value;
  return object;
}
std::string field_of(const JsonObject& object) {
  const Json json(object);
  const auto read = parse_declaration(json);
  return read ? "(it is read)" : read.error().field;
}

}  // namespace

TEST_CASE("Each act has its form: what is missing and what is too much is named") {
  for (const char* act : {"add-key", "revoke-key", "register", "terms", "withdraw", "offer", "cancel-offer", "accept", "claim", "answer", "retract", "appeal"}) {
    INFO(act);
    const JsonObject body = body_of(act);
    const Json json(document(act, body));
    const auto read = parse_declaration(json);
    REQUIRE(read);
    CHECK(act_name(read->act) == act);
    CHECK(read->party.to_string() == kOther);
    CHECK(read->made_at == 1'790'812'800);
    for (std::size_t i = 0; i < body.size(); ++i) {
      JsonObject less = body;
      less.erase(less.begin() + static_cast<std::ptrdiff_t>(i));
      CHECK(field_of(document(act, less)) == "body." + body[i].first);
      CHECK(field_of(document(act, with(body, body[i].first, Json()))) == "body." + body[i].first);
    }
    JsonObject more = body;
    more.emplace_back("extra", 1);
    CHECK(field_of(document(act, more)) == "body.extra");
  }
}

TEST_CASE("A value of the wrong form is named") {
  const struct { const char* act; const char* field; Json value; const char* named; } rows[] = {
      {"add-key", "new_key", "AA", "body.new_key"},
      {"register", "bytes", "-1", "body.bytes"},
      {"terms", "tdm", "maybe", "body.tdm"},
      {"terms", "ai", "yes", "body.ai"},
      {"terms", "licence", "", "body.licence"},
      {"terms", "licence", "two words", "body.licence"},
      {"terms", "licence", "http://art.example", "body.licence"},
      {"terms", "tdm_policy", "ftp://art.example", "body.tdm_policy"},
      {"terms", "tdm_policy", "https://", "body.tdm_policy"},
      {"terms", "tdm_policy", "https://a\"b", "body.tdm_policy"},
      {"terms", "tdm_policy", "https://a\nb", "body.tdm_policy"},
      {"terms", "tdm_policy", "javascript:alert(1)", "body.tdm_policy"},
      {"offer", "to", "somebody", "body.to"},
      {"offer", "amount", "-1", "body.amount"},
      {"offer", "amount", "1e3", "body.amount"},
      {"offer", "currency", "EURO", "body.currency"},
      {"offer", "exclusive", "yes", "body.exclusive"},
      {"offer", "until", "tomorrow", "body.until"},
      {"offer", "share", "3/2", "body.share"},
      {"offer", "kind", "gift", "body.kind"},
      {"claim", "days", 0, "body.days"},
      {"claim", "days", 91, "body.days"},
      {"claim", "basis", "envy", "body.basis"},
      {"claim", "statement", "", "body.statement"},
      {"claim", "statement", std::string(4'001, 'x'), "body.statement"},
      {"claim", "evidence", JsonArray{JsonObject{{"kind", "dream"}, {"value", "x"}}}, "body.evidence[0].kind"},
      {"claim", "evidence", JsonArray(21, JsonObject{{"kind", "text"}, {"value", "x"}}), "body.evidence"},
  };
  for (const auto& row : rows) {
    INFO(row.act << " " << row.field);
    CHECK(field_of(document(row.act, with(body_of(row.act), row.field, row.value))) == row.named);
  }
  const JsonObject good = document("terms", body_of("terms"));
  CHECK(field_of(with(good, "format", "colophon/declaration/2")) == "format");
  CHECK(field_of(with(good, "act", "dance")) == "act");
  CHECK(field_of(with(good, "party", "me")) == "party");
  CHECK(field_of(with(good, "key", "00")) == "key");
  CHECK(field_of(with(good, "made_at", "2026-02-30T00:00:00Z")) == "made_at");
  CHECK(field_of(with(good, "platform", "")) == "platform");
  CHECK(field_of(with(good, "body", JsonArray{})) == "body");
}

TEST_CASE("What is signed is the canonical document behind its format, whatever the order it was written in") {
  JsonObject one = document("cancel-offer", body_of("cancel-offer")), other(one.rbegin(), one.rend());
  const std::string message = declaration_message(Json(one));
  CHECK(message == declaration_message(Json(other)));
  CHECK(message == "colophon/declaration/1\n{\"act\":\"cancel-offer\",\"body\":{\"offer\":\"" + kId + "\"},\"format\":\"colophon/declaration/1\",\"key\":\"" + kHash +
                       "\",\"made_at\":\"2026-10-01T00:00:00Z\",\"party\":\"" + kOther + "\",\"platform\":\"localhost/colophon\"}");
  CHECK(declaration_hash(Json(one)) == sha256(message));
}
