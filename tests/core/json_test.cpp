// The strict JSON reader, the canonical writer (RFC 8785) and the field reader.
#include <catch2/catch_test_macros.hpp>

#include <string>

#include "colophon/base/encoding.hpp"
#include "colophon/base/json.hpp"
#include "colophon/base/limits.hpp"

using namespace colophon;

TEST_CASE("The canonical form is RFC 8785's") {
  struct Row { const char *name, *in, *out; };
  const Row rows[] = {
      {"no white space, members sorted", " { \"b\" : 1 ,\n\t\"a\" : [ true , false , null ] } ", R"({"a":[true,false,null],"b":1})"},
      {"section 3.2.3's order by UTF-16 code units",
       R"({"\u20ac":"Euro Sign","\r":"Carriage Return","\ufb33":"Hebrew Letter Dalet With Dagesh","1":"One","\ud83d\ude00":"Emoji: Grinning Face","\u0080":"Control","\u00f6":"Latin Small Letter O With Diaeresis"})",
       "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\xC2\x80\":\"Control\",\"\xC3\xB6\":\"Latin Small Letter O With Diaeresis\","
       "\"\xE2\x82\xAC\":\"Euro Sign\",\"\xF0\x9F\x98\x80\":\"Emoji: Grinning Face\",\"\xEF\xAC\xB3\":\"Hebrew Letter Dalet With Dagesh\"}"},
      {"section 3.2.2.2's string", R"({"string":"\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/"})",
       "{\"string\":\"\xE2\x82\xAC$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}"},
      {"the short escapes", R"("\u0008\u0009\u000a\u000c\u000d\u0000\u001f\u007f")", "\"\\b\\t\\n\\f\\r\\u0000\\u001f\x7f\""},
      {"a prefix comes first", R"({"aa":1,"a":2,"":3})", R"({"":3,"a":2,"aa":1})"},
      {"minus zero is zero", "-0", "0"},
      {"the largest integers", "[9007199254740991,-9007199254740991]", "[9007199254740991,-9007199254740991]"},
  };
  for (const Row& row : rows) {
    INFO(row.name);
    const auto value = parse_json(row.in);
    REQUIRE(value);
    CHECK(canonical_json(*value) == row.out);
    CHECK(canonical_json(parse_json(row.out).value()) == row.out);
  }
}

TEST_CASE("What is not strict JSON is refused") {
  const std::string deep_ok(limits::kJsonDepthMax, '['), deep_end(limits::kJsonDepthMax, ']');
  CHECK(parse_json(deep_ok + deep_end));
  const std::string rows[] = {
      "", " ", "{", "[1,]", "[1 2]", "{\"a\":1,}", "{\"a\" 1}", "{a:1}", "{'a':1}", "\"a", "\"\\x\"", "\"\\u12g4\"", "\"\\u12",
      "nul", "truex", "1 2", "{}{}", "[]]", "01", "-", "-01", "+1", ".5", "1.0", "1e3", "1E3", "0x10", "NaN", "Infinity",
      "9007199254740992", "-9007199254740992", "123456789012345678901234567890", R"({"a":1,"a":2})", R"({"a":1,"\u0061":2})",
      R"("\ud800")", R"("\ud800\u0041")", R"("\udc00")", R"("\ud800x")", "\"\n\"", std::string("\"a\0b\"", 5), "\"\xff\"",
      "\"\xc0\xaf\"", "\"\xed\xa0\x80\"", "\xef\xbb\xbf{}", "[1] // comment", deep_ok + "[" + deep_end + "]", std::string("{}\0", 3),
  };
  for (const std::string& row : rows) {
    INFO(row);
    const auto value = parse_json(row);
    REQUIRE_FALSE(value);
    CHECK(value.error().code == Errc::invalid_json);
    CHECK_FALSE(value.error().detail.empty());
  }
}

TEST_CASE("A refusal names the byte where reading stopped") {
  CHECK(parse_json(R"({"a":1.5})").error().detail == "At byte 6: only integers are allowed: write a decimal as a string.");
  CHECK(parse_json("[1,2] x").error().detail == "At byte 6: there is something after the document.");
}

TEST_CASE("A document over the size limit is refused before it is read") {
  const auto value = parse_json(std::string(limits::kJsonBytesMax + 1, ' '));
  REQUIRE_FALSE(value);
  CHECK(value.error().code == Errc::limit_exceeded);
}

TEST_CASE("An object of many members is checked for repeats in good time") {
  std::string text = "{";
  for (int i = 0; i < 200'000; ++i) text += "\"" + std::to_string(i) + "\":0,";
  CHECK(parse_json(text + "\"x\":0}"));
  CHECK_FALSE(parse_json(text + "\"7\":0}"));
}

TEST_CASE("JsonFields names the first field that is wrong") {
  const Json json = parse_json(R"({"id":"x","n":3,"flag":true,"items":[1],"extra":0})").value();

  SECTION("all read but one: the rest is unknown") {
    JsonFields f(json, "lines[3]");
    CHECK(f.string("id") == "x");
    CHECK(f.integer("n") == 3);
    CHECK(f.boolean_or("flag", false));
    CHECK(f.array("items").size() == 1);
    const auto end = f.finish();
    REQUIRE_FALSE(end);
    CHECK(end.error().code == Errc::unknown_field);
    CHECK(end.error().field == "lines[3].extra");
  }
  SECTION("a missing field") {
    JsonFields f(json, "");
    CHECK(f.string("name").empty());
    CHECK(f.finish().error().code == Errc::missing_field);
    CHECK(f.finish().error().field == "name");
  }
  SECTION("a wrong type wins over what comes later, and later reads give defaults") {
    JsonFields f(json, "a");
    CHECK(f.string("n").empty());
    CHECK(f.integer("n") == 0);
    CHECK(f.integer_or("missing", 7) == 7);
    CHECK(f.required("id").is_null());
    CHECK_FALSE(f.ok());
    CHECK(f.finish().error().code == Errc::invalid_argument);
    CHECK(f.finish().error().field == "a.n");
  }
  SECTION("optional fields") {
    JsonFields f(json, "");
    CHECK(f.string_or("missing", "fallback") == "fallback");
    CHECK(f.any("missing") == nullptr);
    CHECK(f.any("extra") != nullptr);
    CHECK(f.ok());
  }
  SECTION("no object at all") {
    JsonFields f(Json(3), "payload");
    CHECK(f.integer("n") == 0);
    CHECK(f.finish().error().field == "payload");
  }
}
