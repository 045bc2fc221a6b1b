// colophon conform iscc: runs a file of test vectors through core/iscc. Two forms are read, those of iscc-core's data.json ("inputs" and
// "outputs" by name) and lists of cases with named arguments and "out", "error", or results by name.
#include <algorithm>

#include "cli/commands.hpp"
#include "cli/output.hpp"
#include "colophon/base/limits.hpp"
#include "colophon/iscc/call.hpp"
#include "jobs/read_file.hpp"
#include "store/try.hpp"

namespace colophon::cli {
namespace {

constexpr std::size_t kFailuresShown = 20;

struct Tally {
  std::int64_t passed = 0, failed = 0;
  std::vector<std::string> failures;

  void count(const std::string& name, const std::string& why) {
    if (why.empty()) {
      ++passed;
    } else {
      ++failed;
      failures.push_back(name + ": " + why);
    }
  }
};

std::string shortened(const std::string& text) { return text.size() <= 200 ? text : text.substr(0, 200) + "..."; }

std::string difference(const Json& expected, const Json& got) {
  const std::string want = canonical_json(expected), have = canonical_json(got);
  return want == have ? "" : "expected " + shortened(want) + ", got " + shortened(have);
}

bool is_parameter(std::string_view parameters, std::string_view name) {
  while (!parameters.empty()) {
    const auto end = std::min(parameters.find_first_of(",|"), parameters.size());
    if (parameters.substr(0, end) == name) return true;
    parameters.remove_prefix(std::min(end + 1, parameters.size()));
  }
  return false;
}

// Results that stand beside the arguments by name: a member of the result, the result itself, or what "iscc_NAME" gives.
std::string compare_named(const std::string& function, const JsonObject& arguments, const Json& got, const JsonObject& expected) {
  if (expected.empty()) return "the case says nothing that could be compared";
  for (const auto& [name, value] : expected) {
    const Json* have = got.find(name);
    std::string why;
    if (have != nullptr) {
      why = difference(value, *have);
    } else if (got.object() == nullptr && (expected.size() == 1 || function.ends_with(name))) {
      why = difference(value, got);
    } else {
      const auto other = iscc::call("iscc_" + name, arguments);
      why = other ? difference(value, *other) : "nothing here gives \"" + name + "\"";
    }
    if (!why.empty()) return name + ": " + why;
  }
  return "";
}

std::string run_case(const std::string& function, const Json& test) {
  if (iscc::parameters(function).empty()) return "this function is not known here";
  if (const Json* inputs = test.find("inputs")) {
    const auto got = iscc::call(function, *inputs);
    const Json* outputs = test.find("outputs");
    if (outputs == nullptr) return "the case has no outputs";
    return got ? difference(*outputs, *got) : got.error().field + ": " + got.error().detail;
  }
  if (test.object() == nullptr) return "the case is no object";
  JsonObject arguments, rest;
  for (const auto& [name, value] : *test.object()) {
    const bool argument = is_parameter(iscc::parameters(function), name);
    (argument ? arguments : rest).emplace_back(name, value);
  }
  const auto got = iscc::call(function, arguments);
  if (test.find("error") != nullptr) return got ? "expected an error, got " + shortened(canonical_json(*got)) : "";
  if (!got) return got.error().field + ": " + got.error().detail;
  if (const Json* out = test.find("out")) return difference(*out, *got);
  return compare_named(function, arguments, *got, rest);
}

Tally run_vectors(const JsonObject& vectors) {
  Tally tally;
  for (const auto& [function, tests] : vectors) {
    if (function.starts_with('_')) continue;
    if (const JsonObject* named = tests.object()) {
      for (const auto& [name, test] : *named) tally.count(function + "/" + name, run_case(function, test));
    } else if (const JsonArray* list = tests.array()) {
      for (std::size_t i = 0; i < list->size(); ++i) tally.count(function + "[" + std::to_string(i) + "]", run_case(function, (*list)[i]));
    } else {
      tally.count(function, "neither a list nor an object of cases");
    }
  }
  return tally;
}

Result<int> run(const Options& options) {
  if (options.arguments()[0] != "iscc") {
    print_error({Errc::invalid_argument, "", "there are no vectors of '" + options.arguments()[0] + "' to run: iscc"}, options.json());
    return kUsage;
  }
  const std::string& file = options.arguments()[1];
  const auto text = COLOPHON_TRY(jobs::read_file(file, file, limits::kJsonBytesMax));
  const auto vectors = parse_json(text, JsonNumbers::any);
  if (!vectors) return fail(vectors.error().code, file, vectors.error().detail);
  if (vectors->object() == nullptr) return fail(Errc::unknown_format, file, "A file of vectors is an object of functions with their cases.");
  const Tally tally = run_vectors(*vectors->object());
  if (tally.passed + tally.failed == 0) return fail(Errc::unknown_format, file, "The file has no case.");
  for (std::size_t i = 0; i < std::min(tally.failures.size(), kFailuresShown); ++i) std::fprintf(stderr, "FAILED %s\n", tally.failures[i].c_str());
  if (tally.failures.size() > kFailuresShown) std::fprintf(stderr, "and %zu more\n", tally.failures.size() - kFailuresShown);
  if (options.json()) print_json(JsonObject{{"failed", tally.failed}, {"failures", JsonArray(tally.failures.begin(), tally.failures.end())}, {"passed", tally.passed}});
  else print(std::to_string(tally.passed) + " passed, " + std::to_string(tally.failed) + " failed");
  return tally.failed == 0 ? kDone : kDoesNotHold;
}

}  // namespace

const Command& conform_command() {
  static const Command command{
      {"conform", "iscc VECTORS.json", "Runs a file of test vectors through the core and counts what agrees; a function that it does not have is a failure.", {}, 2, 2}, run};
  return command;
}

}  // namespace colophon::cli
