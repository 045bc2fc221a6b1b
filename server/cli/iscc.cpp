// colophon iscc: the ISCC (ISO 24138:2024) of files, and what a code says.
#include "cli/commands.hpp"
#include "cli/output.hpp"
#include "colophon/iscc/codec.hpp"
#include "jobs/identify.hpp"
#include "store/try.hpp"

namespace colophon::cli {
namespace {

JsonObject identity_json(const std::string& file, const jobs::Identity& identity) {
  JsonObject units;
  for (const auto& [name, unit] : {std::pair{"meta", &identity.meta}, {"content", &identity.content}, {"sound", &identity.sound}, {"data", &identity.data}, {"instance", &identity.instance}}) {
    if (!unit->empty()) units.emplace_back(name, *unit);
  }
  JsonObject object{{"file", file}, {"iscc", identity.iscc}, {"kind", identity.kind}, {"units", std::move(units)}, {"datahash", identity.datahash},
                    {"filesize", static_cast<std::int64_t>(identity.bytes)}};
  if (identity.kind == "text") object.emplace_back("characters", identity.characters);
  if (identity.duration_ms > 0) object.emplace_back("duration_ms", identity.duration_ms);
  if (!identity.note.empty()) object.emplace_back("note", identity.note);
  return object;
}

void print_identity(const std::string& file, const jobs::Identity& identity) {
  print(identity.iscc + "  " + file);
  std::vector<std::vector<std::string>> rows;
  const auto row = [&](const char* name, const std::string& value) {
    if (!value.empty()) rows.push_back({std::string("  ") + name, value});
  };
  row("meta", identity.meta);
  row(identity.kind.c_str(), identity.content);
  row("sound", identity.sound);
  row("data", identity.data);
  row("instance", identity.instance);
  print_table(rows, {});
  if (!identity.note.empty()) std::fprintf(stderr, "colophon: %s: no content unit: %s\n", file.c_str(), identity.note.c_str());
}

Result<int> explain_all(const Options& options) {
  JsonArray all;
  for (const auto& code : options.arguments()) {
    const auto canonical = iscc::normalize(code);
    const auto says = canonical ? iscc::explain(code) : std::unexpected(canonical.error());
    if (!says) return fail(says.error().code, code, says.error().detail);
    const auto units = COLOPHON_TRY(iscc::decompose(code));
    if (options.json()) {
      all.push_back(JsonObject{{"explain", *says}, {"iscc", *canonical}, {"units", JsonArray(units.begin(), units.end())}});
      continue;
    }
    print(*canonical + "  " + *says);
    for (const auto& unit : units) print("  " + unit + "  " + COLOPHON_TRY(iscc::explain(unit)));
  }
  if (options.json()) print_json(JsonObject{{"codes", std::move(all)}});
  return kDone;
}

Result<int> run(const Options& options) {
  if (options.arguments().empty() == !options.has("--store")) {
    print_error({Errc::invalid_argument, "", "iscc takes either files or codes, or --store FILE"}, options.json());
    return kUsage;
  }
  if (options.has("--store")) {
    auto store = COLOPHON_TRY(open_store(options));
    const auto done = COLOPHON_TRY(jobs::identify_all(*store, progress("iscc")));
    end_progress();
    if (options.json()) print_json(JsonObject{{"identified", static_cast<std::int64_t>(done)}});
    else print(std::to_string(done) + " works got their ISCC");
    return kDone;
  }
  if (options.has("--explain")) return explain_all(options);
  const jobs::IdentifyOptions wanted{options.value("--name"), options.value("--description"), options.has("--wide")};
  JsonArray all;
  bool failed = false;
  for (const auto& file : options.arguments()) {
    auto identity = jobs::identify_file(file, wanted, progress("iscc"));
    end_progress();
    // One file that cannot be read does not keep the others from their codes.
    if (!identity) {
      failed = true;
      const Error error{identity.error().code, identity.error().field == "file" ? file : identity.error().field, identity.error().detail};
      print_error(error, false);
      if (options.json()) all.push_back(JsonObject{{"error", JsonObject{{"code", errc_name(error.code)}, {"detail", error.detail}, {"field", error.field}}}, {"file", file}});
      continue;
    }
    if (options.json()) all.push_back(identity_json(file, *identity)); else print_identity(file, *identity);
  }
  if (options.json()) print_json(JsonObject{{"files", std::move(all)}});
  return failed ? kBadInput : kDone;
}

}  // namespace

const Command& iscc_command() {
  static const Command command{
      {"iscc", "[FILE...|CODE...]", "Prints the ISCC (ISO 24138:2024) of files: text, HTML, Markdown, JPEG, PNG, sound, film, or any other bytes.",
       {{"--name", "TITLE", "The work's title: adds a Meta-Code."},
        {"--description", "TEXT", "What the work is: enters the Meta-Code."},
        {"--wide", "", "Without a content unit: 128 bits of the Data- and the Instance-Code."},
        {"--explain", "", "The arguments are codes: prints what they say."},
        {"--store", "FILE", "Instead of files: every work of the store that has content and no ISCC yet gets one."}}, 0, 10'000},
      run};
  return command;
}

}  // namespace colophon::cli
