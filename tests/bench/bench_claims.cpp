// The claims tree of 10,000 payees beside @openzeppelin/merkle-tree on the same claims in the same run; both must find the same root.
#include <unistd.h>

#include <cstdio>
#include <fstream>
#include <optional>

#include "bench.hpp"
#include "colophon/payment/claims.hpp"
#include "shared.hpp"

using namespace colophon;
using namespace colophon::bench;
using namespace colophon::payment;

namespace {

std::vector<Claim> made_claims(std::size_t count) {
  std::vector<Claim> claims(count);
  for (std::size_t i = 0; i < count; ++i) {
    const Hash hash = keccak256("account " + std::to_string(i));
    claims[i].index = i;
    std::copy(hash.begin() + 12, hash.end(), claims[i].account.begin());
    claims[i].amount = Uint256(1 + (i * 40'503) % 1'000'000'007);
  }
  return claims;
}

struct Peer { double making = 0, proving = 0; std::string root; };

std::optional<Peer> peer(const std::vector<Claim>& claims) {
  const auto file = std::filesystem::temp_directory_path() / ("claims-" + std::to_string(getpid()) + ".csv");
  std::ofstream out(file);
  for (const Claim& claim : claims) out << claim.index << ',' << identifier::to_string(claim.account) << ',' << claim.amount.to_decimal() << '\n';
  out.close();
  const std::string command = "node '" + (tests::source_dir() / "tests/bench/claims_peer.mjs").string() + "' '" + file.string() + "'";
  Peer figures;
  char root[80] = "";
  std::FILE* pipe = popen(command.c_str(), "r");
  const bool read = pipe != nullptr && std::fscanf(pipe, "%lf %lf %79s", &figures.making, &figures.proving, root) == 3;
  if (pipe != nullptr) pclose(pipe);
  std::filesystem::remove(file);
  figures.root = root;
  return read ? std::optional(figures) : std::nullopt;
}

}  // namespace

int main() {
  constexpr std::size_t kClaims = 10'000;
  const auto claims = made_claims(kClaims);
  std::optional<ClaimTree> tree;
  const double making = least_cpu_seconds(10, [&] { tree = *ClaimTree::make(claims); });
  std::size_t hashes = 0;
  const double proving = least_cpu_seconds(10, [&] {
    for (std::size_t i = 0; i < kClaims; ++i) hashes += tree->proof(i).size();
  });
  const std::string root = "0x" + to_hex(tree->root());
  const auto theirs = peer(claims);
  if (!theirs) {
    std::printf("# skipped: @openzeppelin/merkle-tree needs node and ./dev node-modules\n");
  } else if (theirs->root != root) {
    std::printf("the roots differ: ours %s, theirs %s\n", root.c_str(), theirs->root.c_str());
    return 1;
  }
  const auto line = [&](const char* name, double ours, double other) {
    if (theirs) print_line(name, 1e3 * ours, "CPU-ms", "@openzeppelin/merkle-tree", 1e3 * other);
    else print_line(name, 1e3 * ours, "CPU-ms");
  };
  line("claims tree of 10,000 leaves", making, theirs ? theirs->making : 0);
  line("its 10,000 proofs", proving, theirs ? theirs->proving : 0);
  std::string text;
  print_line("writing claims.json", 1e3 * least_cpu_seconds(3, [&] { text = claims_json(*tree); }), "CPU-ms");
  print_line("size of claims.json", static_cast<double>(text.size()) / (1 << 20), "MiB");
  print_line("verifying claims.json, tree and every proof, from text", 1e3 * least_cpu_seconds(3, [&] {
               if (!verify_claims(*parse_json(text))->holds()) std::abort();
             }), "CPU-ms");
  print_line("size of claims.json with the most claims that a tree takes", static_cast<double>(claims_json(*ClaimTree::make(made_claims(50'000))).size()) / (1 << 20), "MiB");
  std::printf("# root %s, %zu hashes in all proofs\n", root.c_str(), hashes / 10);
  return 0;
}
