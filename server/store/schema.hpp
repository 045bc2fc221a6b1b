#pragma once
// The numbered schema files of server/schema, embedded at build time (schema/embed.cmake).
#include <span>
#include <string_view>

namespace colophon::store {

struct SchemaFile {
  std::string_view name;   ///< "001"
  std::string_view sql;
};
/// In ascending order of the name; the n-th brings a store from version n - 1 to n.
std::span<const SchemaFile> schema_files();

}  // namespace colophon::store
