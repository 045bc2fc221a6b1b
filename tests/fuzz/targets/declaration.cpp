#include "targets.hpp"

#include "colophon/registry/declaration.hpp"

void colophon::fuzz::run_declaration(ByteView input) {
  const auto json = parse_json(as_text(input));
  if (!json) return;
  const auto read = registry::parse_declaration(*json);
  if (!read) {
    expect(!read.error().field.empty() || json->object() == nullptr, "a refusal names the field");
    return;
  }
  const std::string message = registry::declaration_message(*json);
  expect(registry::declaration_hash(*json) == sha256(message), "a declaration is named by what is signed");
  // What is signed says all of it: whoever reads it again reads the same.
  const auto again = parse_json(message.substr(message.find('\n') + 1));
  expect(again && registry::declaration_message(*again) == message, "the message is the declaration");
  const auto second = registry::parse_declaration(*again);
  expect(second && second->act == read->act && second->party == read->party && second->key == read->key, "it is read the same again");
}
