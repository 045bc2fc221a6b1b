// The record definitions against the standard's own XML Schemas, where ../shared has them.
#include <catch2/catch_test_macros.hpp>
#include <map>
#include <utility>

#include "../../core/src/sales/dsr_records.hpp"
#include "shared.hpp"

using namespace colophon;
using namespace colophon::sales::dsr;

namespace {

std::string attribute(std::string_view tag, std::string_view name) {
  const auto at = tag.find(" " + std::string(name) + "=\"");
  if (at == tag.npos) return "";
  const auto begin = at + name.size() + 3;
  return std::string(tag.substr(begin, tag.find('"', begin) - begin));
}

std::string type_of(std::string type, std::string_view element) {
  static const std::map<std::string, std::string> kTypes{{"string", "text"}, {"duration", "text"}, {"integer", "integer"}, {"decimal", "decimal"}, {"boolean", "boolean"}, {"dateTime", "date_time"},
      {"ddex_IsoDate", "date"}, {"CurrencyCode", "currency"}, {"CurrentTerritoryCode", "territory"}, {"CommercialModelType", "commercial_model"}, {"UseType", "use_type"}, {"RightsCoverage", "rights_type"},
      {"ResourceType", "text"}, {"ReleaseType", "text"}, {"ProfileId", "text"}};
  type = type.substr(type.find(':') + 1);
  if (!type.empty()) return kTypes.at(type);
  if (element.contains("[a-zA-Z]{2}[a-zA-Z0-9]{3}[0-9]{7}")) return "isrc";
  if (element.contains("T[0-9]{10}")) return "iswc";
  if (element.contains("[0-9]{12,14}")) return "icpn";
  return "text";
}

/// "NAME!*:type ..." of every element of a record's complex type but the first, which is the record's type.
std::string definition(const std::string& schema, const std::string& type) {
  const auto begin = schema.find("complexType name=\"RecordType-" + type + "\"");
  if (begin == schema.npos) return "not there";
  const std::string body = schema.substr(begin, schema.find("</xs:complexType>", begin) - begin);
  std::string text;
  bool first = true;
  for (auto at = body.find("<xs:element"); at != body.npos;) {
    const auto next = body.find("<xs:element", at + 1);
    std::string element = body.substr(at, next - at);
    for (char& c : element) c = c == '\n' || c == '\t' ? ' ' : c;
    const auto tag = element.substr(0, element.find('>'));
    at = next;
    if (std::exchange(first, false)) continue;
    text += attribute(tag, "name");
    if (attribute(tag, "minOccurs") != "0") text += "!";
    const auto max = attribute(tag, "maxOccurs");
    if (!max.empty() && max != "1") text += "*";
    text += ":" + type_of(attribute(tag, "type"), element) + " ";
  }
  return text;
}

std::string ours(const RecordSpec& record) {
  std::string text;
  for (const auto& cell : record.cells)
    text += std::string(cell.name) + (cell.required ? "!" : "") + (cell.repeated ? "*" : "") + ":" + std::string(cell_type_name(cell.type)) + " ";
  return text;
}

}  // namespace

TEST_CASE("DSR: the record definitions are those of the standard's schemas", "[sales]") {
  const auto schemas = tests::shared("conformance/ddex-dsr/schemas");
  if (!schemas) SKIP("needs ../shared");
  for (const auto& profile : profiles()) {
    const std::string name(profile.name), file = (*schemas / name / std::string(profile.version) / (name + ".xsd")).string();
    const auto schema = tests::read_file(file);
    REQUIRE_FALSE(schema.empty());
    for (const auto& record : profile.records) {
      INFO(name << " " << record.type);
      std::string type(record.type);
      std::erase(type, '.');
      CHECK(ours(record) == definition(schema, type));
    }
  }
}

TEST_CASE("DSR: the allowed values are those of the standard's sets", "[sales]") {
  const auto avs = tests::shared("conformance/ddex-dsr/schemas/avs/current/avs.xsd");
  if (!avs) SKIP("needs ../shared");
  const auto schema = tests::read_file(*avs);
  for (const auto& [type, name] : {std::pair{CellType::commercial_model, "CommercialModelType"}, std::pair{CellType::use_type, "UseType"}, std::pair{CellType::rights_type, "RightsCoverage"}}) {
    const auto begin = schema.find("simpleType name=\"" + std::string(name) + "\"");
    REQUIRE(begin != schema.npos);
    const auto body = std::string_view(schema).substr(begin, schema.find("</xs:simpleType>", begin) - begin);
    std::size_t values = 0;
    constexpr std::string_view kTag = "<xs:enumeration value=\"";
    for (auto at = body.find(kTag); at != body.npos; at = body.find(kTag, at + 1)) {
      const auto value = body.substr(at + kTag.size(), body.find('"', at + kTag.size()) - at - kTag.size());
      INFO(value);
      CHECK(is_allowed(type, value));
      ++values;
    }
    CHECK(values > 5);
    CHECK_FALSE(is_allowed(type, "Nonsense"));
    CHECK_FALSE(is_allowed(type, ""));
    CHECK_FALSE(is_allowed(type, "AsPer"));
  }
  CHECK(is_allowed(CellType::text, "anything"));
}
