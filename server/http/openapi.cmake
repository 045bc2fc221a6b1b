# Writes openapi.json as one C++ source: colophon::http::openapi_document().
file(READ ${FILE} json)
file(WRITE ${OUT} "#include \"http/openapi.hpp\"\nnamespace colophon::http {\nstd::string_view openapi_document() {\n  return R\"json(${json})json\";\n}\n}  // namespace colophon::http\n")
