#pragma once
// Every function of the standard by its name, with its arguments and its result as JSON: what the ABI, the SDK and the conformance runner
// call. Names are those of the reference implementation (iscc-core 1.3.0), with or without "_v0".
#include <string_view>
#include <vector>

#include "colophon/base/error.hpp"
#include "colophon/base/json.hpp"

namespace colophon::iscc {

struct Function {
  std::string_view name;
  std::string_view parameters;   ///< In their order, with commas; further names of one argument after a bar: "in|text,bits".
};
/// Those that call() knows.
std::vector<Function> functions();
/// Of one of them; empty where there is none of that name.
std::string_view parameters(std::string_view function);

/// `arguments` is a list in the reference's order, or an object of the names that parameters() gives; what is absent has the reference's
/// default. Bytes are text "stream:<hex>", or an object {"kind": "zero" | "mod251" | "lcg", "seed", "n"} that says how to make them.
/// Errors: not_found (no such function), missing_field, unknown_field, invalid_argument, and those of the function.
Result<Json> call(std::string_view function, const Json& arguments);

}  // namespace colophon::iscc
