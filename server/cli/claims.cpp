// colophon claims: payouts that their payees collect from a contract on a chain.
#include "cli/commands.hpp"
#include "cli/output.hpp"
#include "cli/report.hpp"
#include "colophon/base/limits.hpp"
#include "colophon/payment/claims.hpp"
#include "jobs/read_file.hpp"
#include "store/try.hpp"

namespace colophon::cli {
namespace {

int wrong(const Options& options, std::string sentence) {
  print_error({Errc::invalid_argument, "", std::move(sentence)}, options.json());
  return kUsage;
}

Result<Json> read_json(const std::string& file) {
  auto json = parse_json(COLOPHON_TRY(jobs::read_file(file, file, limits::kJsonBytesMax)));
  if (!json) return fail(json.error().code, file, json.error().detail);
  return json;
}

Result<int> make(const Options& options) {
  if (!options.has("--out")) return wrong(options, "claims make needs --out FILE");
  const auto& file = options.arguments()[1];
  const auto decimals = COLOPHON_TRY(integer_option(options, "--decimals", 0, 0, 36));
  const auto text = COLOPHON_TRY(jobs::read_file(file, file, limits::kTextBytesMax));
  const auto tree = COLOPHON_TRY(payment::ClaimTree::make(COLOPHON_TRY(payment::read_claims_table(file, text, {static_cast<int>(decimals)}))));
  COLOPHON_TRY(write_file(options.value("--out"), payment::claims_json(tree)));
  if (options.has("--tree")) COLOPHON_TRY(write_file(options.value("--tree"), payment::standard_merkle_tree_json(tree)));
  const std::string root = "0x" + to_hex(tree.root());
  if (options.json()) {
    print_json(JsonObject{{"claims", static_cast<std::int64_t>(tree.claims().size())}, {"root", root}, {"total", tree.total().to_decimal()}});
    return kDone;
  }
  print_table({{"claims", std::to_string(tree.claims().size())}, {"root", root}, {"total", tree.total().to_decimal() + " of the token's smallest unit"}}, {});
  return kDone;
}

Result<int> verify(const Options& options) {
  return print_report(COLOPHON_TRY(payment::verify_claims(COLOPHON_TRY(read_json(options.arguments()[1])))), options.json());
}

Result<int> show(const Options& options) {
  if (options.has("--index") == options.has("--address")) return wrong(options, "claims show needs --index N or --address ADDRESS");
  const auto tree = COLOPHON_TRY(payment::ClaimTree::make(COLOPHON_TRY(payment::read_claims(COLOPHON_TRY(read_json(options.arguments()[1]))))));
  std::vector<std::size_t> found;
  if (options.has("--index")) {
    const auto index = COLOPHON_TRY(integer_option(options, "--index", 0, 0, (std::int64_t{1} << 53) - 1));
    for (std::size_t i = 0; i < tree.claims().size(); ++i)
      if (tree.claims()[i].index == static_cast<std::uint64_t>(index)) found.push_back(i);
  } else {
    const auto address = COLOPHON_TRY(identifier::parse_evm_address(options.value("--address"), "--address"));
    for (std::size_t i = 0; i < tree.claims().size(); ++i)
      if (tree.claims()[i].account == address) found.push_back(i);
  }
  if (found.empty()) return fail(Errc::not_found, options.has("--index") ? "--index" : "--address", "there is no such claim in '" + options.arguments()[1] + "'");
  if (options.has("--out")) {
    if (found.size() > 1) return wrong(options, "the address has " + std::to_string(found.size()) + " claims: name one by --index");
    COLOPHON_TRY(write_file(options.value("--out"), payment::claim_json(tree, found[0])));
    return kDone;
  }
  for (const auto position : found) print(payment::claim_json(tree, position));
  return kDone;
}

Result<int> run(const Options& options) {
  const auto& verb = options.arguments()[0];
  if (options.arguments().size() < 2) return wrong(options, "claims " + verb + " needs a FILE");
  if (verb == "make") return make(options);
  if (verb == "verify") return verify(options);
  if (verb == "show") return show(options);
  return wrong(options, "claims knows make, verify and show, not '" + verb + "'");
}

}  // namespace

const Command& claims_command() {
  static const Command command{
      {"claims", "make PAYOUTS.csv | verify FILE.json | show FILE.json",
       "Makes, verifies and shows claims: payouts with proofs that their payees collect from a contract.",
       {{"--out", "FILE", "make: where claims.json goes. show: where the claim goes (default: printed)."},
        {"--tree", "FILE", "make: also the tree as @openzeppelin/merkle-tree loads it."},
        {"--decimals", "N", "make: amounts are whole tokens with at most N decimal places (default 0: whole numbers of the smallest unit)."},
        {"--index", "N", "show: the claim with this index."},
        {"--address", "ADDRESS", "show: the claims of this address."}},
       1, 2},
      run};
  return command;
}

}  // namespace colophon::cli
