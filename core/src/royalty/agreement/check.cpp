#include "royalty/agreement/check.hpp"

#include <algorithm>
#include <set>
#include <unordered_map>

#include "colophon/base/encoding.hpp"
#include "colophon/base/limits.hpp"

namespace colophon::royalty {
namespace {

/// A walk over "agreement pays agreement", every version of an agreement together.
class Nesting {
 public:
  explicit Nesting(const RuleBook& book) {
    for (const Agreement& agreement : book.agreements) {
      Node& node = nodes_[agreement.id];
      node.name = agreement.name;
      for_each_recipient(agreement, [&](const Recipient& to, const std::string& field) {
        if (to.is_agreement) node.to.push_back({to.id, to.name, field + ".@" + to.name});
      });
    }
  }

  Result<void> check(const RuleBook& book) {
    for (const Agreement& agreement : book.agreements) {
      if (auto depth = visit(agreement.id, agreement.field); !depth) return std::unexpected(depth.error());
    }
    return {};
  }

 private:
  struct Edge { Id to; std::string name, field; };
  struct Node {
    std::string name;
    std::vector<Edge> to;
    enum { unseen, open, done } state = unseen;
    std::size_t depth = 1;
  };

  /// The depth below a node. Depth first with the path on a stack of its own: a document may nest deeper than the machine's stack.
  Result<std::size_t> visit(const Id& start, const std::string& field) {
    struct Frame { Node* node; std::size_t next = 0; };
    std::vector<Frame> path;
    const auto enter = [&](Node& node) { node.state = Node::open; path.push_back({&node}); };
    if (nodes_[start].state == Node::unseen) enter(nodes_[start]);
    while (!path.empty()) {
      Frame& top = path.back();
      if (top.next == top.node->to.size()) {
        top.node->state = Node::done;
        if (top.node->depth > limits::kAgreementDepthMax) {
          return fail(Errc::limit_exceeded, field, "Agreements nest at most " + std::to_string(limits::kAgreementDepthMax) + " deep.");
        }
        const std::size_t depth = top.node->depth;
        path.pop_back();
        if (!path.empty()) path.back().node->depth = std::max(path.back().node->depth, depth + 1);
        continue;
      }
      const Edge& edge = top.node->to[top.next++];
      const auto found = nodes_.find(edge.to);
      if (found == nodes_.end()) return fail(Errc::not_found, edge.field, "There is no agreement \"" + edge.name + "\": add it, or pay a party.");
      if (found->second.state == Node::open) {
        std::string circle;
        const auto first = std::ranges::find(path, &found->second, &Frame::node);
        for (auto at = first; at != path.end(); ++at) circle += at->node->name + " -> ";
        return fail(Errc::conflict, edge.field, "The agreements lead back to themselves: " + circle + edge.name + ". Money would go round for ever; take one of them out.");
      }
      if (found->second.state == Node::done) top.node->depth = std::max(top.node->depth, found->second.depth + 1);
      else enter(found->second);
    }
    return nodes_[start].depth;
  }

  std::unordered_map<Id, Node> nodes_;
};

Result<void> check_names(const Agreement& agreement) {
  std::set<std::string_view> fees;
  for (std::size_t i = 0; i < agreement.fees.size(); ++i) {
    if (!fees.insert(agreement.fees[i].name).second) {
      return fail(Errc::invalid_argument, agreement.field + ".fees[" + std::to_string(i) + "].name", "Two fees have this name.");
    }
  }
  for (std::size_t t = 0; t < agreement.terms.size(); ++t) {
    std::set<std::string_view> tiers;
    for (std::size_t k = 0; k < agreement.terms[t].tiers.size(); ++k) {
      const std::string& name = agreement.terms[t].tiers[k].name;
      if (!name.empty() && !tiers.insert(name).second) {
        return fail(Errc::invalid_argument, agreement.field + ".terms[" + std::to_string(t) + "].tiers[" + std::to_string(k) + "].tier",
                    "Two tiers of one term have this name; what each has taken so far is kept under its name.");
      }
    }
  }
  return {};
}

}  // namespace

Result<void> check_rule_book(const RuleBook& book) {
  std::set<std::string_view> pools;
  for (std::size_t i = 0; i < book.pools.size(); ++i) {
    if (!pools.insert(book.pools[i].name).second) return fail(Errc::invalid_argument, "pools[" + std::to_string(i) + "].pool", "Two pools have this name.");
  }
  std::set<std::tuple<Id, Date, std::uint64_t>> versions;
  for (const Agreement& agreement : book.agreements) {
    if (!versions.emplace(agreement.id, agreement.from, agreement.recorded_ms).second) {
      return fail(Errc::conflict, agreement.field + ".from", "Two versions of \"" + agreement.name + "\" begin on one day; the later recorded one needs its \"recorded\" time.");
    }
    if (auto named = check_names(agreement); !named) return named;
  }
  return Nesting(book).check(book);
}

Result<Id> named_id(std::string_view kind, std::string_view name, std::string_view field) {
  if (auto uuid = Id::parse(name); uuid && !uuid->is_nil()) return uuid;
  const bool control = std::ranges::any_of(name, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
  if (name.empty() || name.size() > limits::kNameBytesMax || control || !is_utf8(name)) {
    return fail(Errc::invalid_id, std::string(field), "A name has 1 to 128 bytes of UTF-8 without control characters.");
  }
  return uuid_from_name("colophon/" + std::string(kind) + "/1", name);
}

bool WordList::matches(std::string_view word) const {
  if (words.empty()) return true;
  return (std::ranges::find(words, word) != words.end()) != except;
}

bool Selector::matches(const IncomeFacts& facts) const {
  return kind.matches(facts.kind) && source.matches(facts.source) && use.matches(facts.use) && territory.matches(facts.territory) &&
         side.matches(facts.side);
}

bool Selector::is_empty() const {
  return kind.words.empty() && source.words.empty() && use.words.empty() && territory.words.empty() && side.words.empty();
}

}  // namespace colophon::royalty
