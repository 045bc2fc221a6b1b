# Writes the numbered schema files as one C++ source: colophon::store::schema_files().
set(text "#include \"store/schema.hpp\"\nnamespace colophon::store {\nstd::span<const SchemaFile> schema_files() {\n  static constexpr SchemaFile files[] = {\n")
foreach(file IN LISTS FILES)
  get_filename_component(name ${file} NAME_WE)
  file(READ ${file} sql)
  string(APPEND text "    {\"${name}\", R\"sql(${sql})sql\"},\n")
endforeach()
string(APPEND text "  };\n  return files;\n}\n}  // namespace colophon::store\n")
file(WRITE ${OUT} "${text}")
