#include "colophon/layout/line_break.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

#include "colophon/base/limits.hpp"

namespace colophon::layout {
namespace {

constexpr std::uint32_t kNone = 0xffffffff;
constexpr std::size_t kHeadMax = 4096;

Fitness fitness_of(double ratio) noexcept {
  if (ratio < -0.5) return Fitness::tight;
  if (ratio <= 0.5) return Fitness::normal;
  return ratio <= 1 ? Fitness::loose : Fitness::very_loose;
}

/// A break that some best way leads to.
struct Node {
  std::uint32_t candidate, previous;
  double ratio;
  bool overfull;
};

/// A break from which a line may still begin. Copies what the inner loop reads.
struct Active {
  double width, stretch, shrink, demerits;
  std::uint32_t node, line;
  Fitness fitness;
  bool flagged;
};

struct Best {
  double demerits = std::numeric_limits<double>::infinity(), ratio = 0;
  std::uint32_t from = kNone;
};

class Pass {
 public:
  Pass(std::span<const Candidate> candidates, const BreakOptions& options, double tolerance, bool last_resort)
      : candidates_(candidates), options_(options), tolerance_(tolerance), last_resort_(last_resort),
        stretch_(options.line_stretch + (last_resort ? options.emergency_stretch : 0)), even_from_(static_cast<std::uint32_t>(options.widths.size() - 1)) {}

  bool run(Breaks& breaks) {
    find_narrowest();
    nodes_.push_back({kNone, kNone, 0, false});
    actives_.push_back({0, 0, 0, 0, 0, 0, Fitness::normal, false});
    for (std::uint32_t b = 0; b < candidates_.size(); ++b) {
      if (candidates_[b].penalty >= kForbidden) continue;
      if (!visit(b)) return false;
    }
    const auto last = std::ranges::min_element(actives_.begin() + static_cast<std::ptrdiff_t>(head_), actives_.end(), {}, &Active::demerits);
    breaks.demerits = last->demerits;
    breaks.lines.clear();
    breaks.overfull = 0;
    for (std::uint32_t node = last->node; nodes_[node].previous != kNone; node = nodes_[node].previous) {
      breaks.lines.push_back({nodes_[node].candidate, nodes_[node].ratio, nodes_[node].overfull});
      breaks.overfull += nodes_[node].overfull;
    }
    std::ranges::reverse(breaks.lines);
    return true;
  }

 private:
  double measure(std::uint32_t line) const { return static_cast<double>(options_.widths[std::min(line, even_from_)]); }

  /// For each candidate the narrowest end of it and of all after it up to a forced break: a line that is overfull here may fit further on, where
  /// no hyphen is added or punctuation hangs.
  void find_narrowest() {
    narrowest_.resize(candidates_.size());
    double narrowest = std::numeric_limits<double>::infinity();
    for (std::size_t b = candidates_.size(); b-- > 0;) {
      const Candidate& c = candidates_[b];
      if (c.penalty <= kForced) narrowest = std::numeric_limits<double>::infinity();
      if (c.penalty < kForbidden) narrowest = std::min(narrowest, c.end_width - c.end_shrink);
      narrowest_[b] = narrowest;
      if (b == 0) continue;
      const Candidate& before = candidates_[b - 1];
      ordered_ = ordered_ && before.start_width <= c.start_width && before.start_stretch <= c.start_stretch &&
                 before.start_width - before.start_shrink <= c.start_width - c.start_shrink;
    }
  }

  /// False where no way leads on.
  bool visit(std::uint32_t b) {
    const Candidate& c = candidates_[b];
    const bool forced = c.penalty <= kForced;
    const std::size_t existing = actives_.size();
    std::size_t kept = head_;
    Active removed{};
    std::uint32_t line_group = actives_[head_].line;
    const bool stops_early = ordered_ && !forced && !last_resort_ && line_group == actives_.back().line;
    begin_group();
    for (std::size_t i = head_; i < existing; ++i) {
      const Active& active = actives_[i];
      // Lines are told apart only as long as their measures differ; the list is in their order.
      if (active.line != line_group) {
        end_group(b, line_group, forced);
        line_group = active.line;
      }
      // A line that begins later would be shorter still, and none of those is done with.
      if (!consider(active, c, b) && stops_early) {
        if (kept == head_) {
          // What is done with is mostly what came first: the list begins later.
          head_ = i;
          kept = existing;
        } else {
          if (kept < i) std::copy(actives_.begin() + static_cast<std::ptrdiff_t>(i), actives_.begin() + static_cast<std::ptrdiff_t>(existing), actives_.begin() + static_cast<std::ptrdiff_t>(kept));
          kept += existing - i;
        }
        break;
      }
      if (forced || narrowest_[b] - (active.width - active.shrink) > measure(active.line)) {
        removed = active;
      } else {
        if (kept != i) actives_[kept] = active;
        ++kept;
      }
    }
    end_group(b, line_group, forced);
    actives_.resize(kept);
    if (made_.empty() && kept == head_) {
      if (!last_resort_) return false;
      resort(removed, b);
    }
    insert_made();
    return true;
  }

  /// False where the line would be far too short.
  bool consider(const Active& active, const Candidate& c, std::uint32_t b) {
    const double short_by = measure(active.line) - (c.end_width - active.width);
    double ratio = 0;
    if (short_by > 0) {
      const double stretch = c.end_stretch - active.stretch + stretch_;
      // Most breaks are far too early: no division for them.
      if (short_by > tolerance_ * stretch) {
        if (!last_resort_) return false;
        ratio = stretch > 0 ? std::min(short_by / stretch, kRatioMax) : kRatioMax;
      } else {
        ratio = short_by / stretch;
      }
    } else if (short_by < 0) {
      const double shrink = c.end_shrink - active.shrink;
      if (-short_by > shrink) return true;
      ratio = short_by / shrink;
    }
    const Fitness fitness = fitness_of(ratio);
    double demerits = active.demerits + line_demerits(ratio, c.penalty);
    if (active.flagged && c.flagged) demerits += options_.double_hyphen_demerits;
    const int apart = static_cast<int>(fitness) - static_cast<int>(active.fitness);
    if (apart > 1 || apart < -1) demerits += options_.adjacent_demerits;
    if (b + 1 == candidates_.size()) {
      if (active.flagged) demerits += options_.final_hyphen_demerits;
      if (active.node != 0 && c.end_width - active.width < static_cast<double>(options_.last_width_min)) demerits += options_.short_last_demerits;
    }
    Best& best = best_[static_cast<std::size_t>(fitness)];
    if (demerits < best.demerits) best = {demerits, ratio, active.node};
    return true;
  }

  void begin_group() { std::ranges::fill(best_, Best{}); }

  void end_group(std::uint32_t b, std::uint32_t line, bool forced) {
    const Candidate& c = candidates_[b];
    double least = std::numeric_limits<double>::infinity();
    for (const Best& best : best_) least = std::min(least, best.demerits);
    for (std::size_t fitness = 0; fitness < best_.size(); ++fitness) {
      const Best& best = best_[fitness];
      // A way that is worse by more than what a neighbour can cost is never the best.
      if (best.from == kNone || best.demerits > least + options_.adjacent_demerits) continue;
      nodes_.push_back({b, best.from, best.ratio, false});
      made_.push_back({c.start_width, c.start_stretch, c.start_shrink, best.demerits, static_cast<std::uint32_t>(nodes_.size() - 1),
                       std::min(line + 1, even_from_), static_cast<Fitness>(fitness), c.flagged && !forced});
    }
    begin_group();
  }

  /// Nothing fits: the line that would begin last is overfull.
  void resort(const Active& from, std::uint32_t b) {
    const Candidate& c = candidates_[b];
    const double over = c.end_width - from.width - measure(from.line), shrink = c.end_shrink - from.shrink;
    nodes_.push_back({b, from.node, shrink > 0 ? std::max(-over / shrink, -kRatioMax) : -kRatioMax, true});
    made_.push_back({c.start_width, c.start_stretch, c.start_shrink, from.demerits + kOverfullDemerits, static_cast<std::uint32_t>(nodes_.size() - 1),
                     std::min(from.line + 1, even_from_), Fitness::tight, c.flagged});
  }

  void insert_made() {
    if (head_ > kHeadMax) {
      actives_.erase(actives_.begin(), actives_.begin() + static_cast<std::ptrdiff_t>(head_));
      head_ = 0;
    }
    const auto before = static_cast<std::ptrdiff_t>(actives_.size());
    const bool in_order = made_.empty() || head_ == actives_.size() || actives_.back().line <= made_.front().line;
    actives_.insert(actives_.end(), made_.begin(), made_.end());
    made_.clear();
    if (in_order) return;
    std::inplace_merge(actives_.begin() + static_cast<std::ptrdiff_t>(head_), actives_.begin() + before, actives_.end(), [](const Active& a, const Active& b) { return a.line < b.line; });
  }

  std::span<const Candidate> candidates_;
  const BreakOptions& options_;
  double tolerance_;
  bool last_resort_;
  double stretch_;
  bool ordered_ = true;      ///< No width or stretch is negative, so that the actives are in the order of their lengths too.
  std::uint32_t even_from_;  ///< From this line on all measures are the same.
  std::vector<double> narrowest_;
  std::vector<Node> nodes_;
  std::vector<Active> actives_, made_;
  std::size_t head_ = 0;  ///< Where the actives begin in their list.
  std::array<Best, 4> best_;
};

}  // namespace

double line_demerits(double ratio, std::int32_t penalty) noexcept {
  const double size = ratio < 0 ? -ratio : ratio, badness = 100 * size * size * size, p = penalty;
  if (penalty >= 0) return (1 + badness + p) * (1 + badness + p);
  if (penalty > kForced) return (1 + badness) * (1 + badness) - p * p;
  return (1 + badness) * (1 + badness);
}

bool break_pass(std::span<const Candidate> candidates, const BreakOptions& options, double tolerance, bool last_resort, Breaks& breaks) {
  if (candidates.empty() || options.widths.empty()) {
    breaks = {};
    return true;
  }
  return Pass(candidates, options, tolerance, last_resort).run(breaks);
}

Breaks break_candidates(std::span<const Candidate> candidates, const BreakOptions& options, std::span<const double> tolerances) {
  Breaks breaks;
  for (const double tolerance : tolerances) {
    if (break_pass(candidates, options, tolerance, false, breaks)) return breaks;
  }
  break_pass(candidates, options, kRatioMax, true, breaks);
  return breaks;
}

Result<std::vector<Candidate>> candidates_of(std::span<const Item> items) {
  if (items.size() > limits::kBreakItemsMax) return fail(Errc::limit_exceeded, "items", "A paragraph has at most 4,194,304 items.");
  const auto wide = [](std::int32_t value) { return value > limits::kLengthUnitsMax || value < -limits::kLengthUnitsMax; };
  std::vector<Candidate> candidates;
  double width = 0, stretch = 0, shrink = 0;
  std::size_t open = 0;  // From here on the candidates still wait for the box that their lines begin with.
  const auto begin_lines = [&] {
    for (; open < candidates.size(); ++open) {
      candidates[open].start_width = width, candidates[open].start_stretch = stretch, candidates[open].start_shrink = shrink;
    }
  };
  for (std::size_t i = 0; i < items.size(); ++i) {
    const Item& item = items[i];
    if (wide(item.width) || wide(item.stretch) || wide(item.shrink) || item.shrink < 0) {
      return fail(Errc::invalid_argument, "items", "A width, stretch or shrink is outside its range.");
    }
    if (item.kind == Item::Kind::box) {
      begin_lines();
      width += item.width;
    } else if (item.kind == Item::Kind::glue) {
      if (i > 0 && items[i - 1].kind == Item::Kind::box) {
        candidates.push_back({.end_width = width, .end_stretch = stretch, .end_shrink = shrink, .tag = static_cast<std::uint32_t>(i)});
      }
      width += item.width, stretch += item.stretch, shrink += item.shrink;
    } else if (item.penalty < kForbidden) {
      candidates.push_back({.end_width = width + item.width, .end_stretch = stretch, .end_shrink = shrink, .penalty = item.penalty, .flagged = item.flagged,
                            .tag = static_cast<std::uint32_t>(i)});
      // After a forced break nothing is kept back for it; what follows up to the next box is dropped all the same.
    }
  }
  if (!items.empty() && (candidates.empty() || candidates.back().penalty > kForced || candidates.back().tag + 1 != items.size())) {
    candidates.push_back({.end_width = width, .end_stretch = stretch, .end_shrink = shrink, .penalty = kForced, .tag = static_cast<std::uint32_t>(items.size())});
  }
  begin_lines();
  return candidates;
}

}  // namespace colophon::layout
