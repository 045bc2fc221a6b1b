// One channel at a time: which of its cells to show, with those of the other channels as they are, is a knapsack over the items that
// could come in or go out. Moves are taken up in the order of what they cost at the prices. A combination of moves is a state (what it
// uses of the budget, what it brings); a state that uses no less and brings no more than another is dropped, and so is one whose moves cost more
// than the best plan found so far loses. When the next move alone costs that much, the channel is solved: no combination is better.
#include "value/search.hpp"

#include <algorithm>
#include <limits>

#include "value/repair.hpp"

namespace colophon::value {
namespace {

constexpr std::size_t kMovesMax = 64;
constexpr std::size_t kStatesMax = 4'096;

/// One cell that changes, or two that change places so that no floor and no cap notices.
struct Move {
  std::uint32_t first, second;       ///< second: kNone.
  std::int64_t uses = 0;             ///< Of the budget; negative where it frees.
  double brings = 0, costs = 0;      ///< Value with bonus; costs = price * uses - brings, and what it takes from other rows with a price.
};
constexpr std::uint32_t kNone = 0xFFFFFFFF;

struct State {
  std::int64_t uses;
  double brings, costs;
  std::uint64_t moves;               ///< Bits.
};

class Channel {
 public:
  Channel(WorkingSet& working, std::size_t channel) : working_(working), channel_(channel), price_(working.price(channel)) {}

  /// True where the plan became better.
  bool improve() {
    collect();
    if (moves_.empty()) return false;
    const std::int64_t slack = working_.slack(channel_);
    const double loss_now = price_ * static_cast<double>(slack);
    State best{0, 0, 0, 0};
    double least_loss = loss_now;
    states_.assign(1, best);
    for (std::size_t m = 0; m < moves_.size(); ++m) {
      if (moves_[m].costs >= least_loss) break;
      extend(moves_[m], std::uint64_t{1} << m, least_loss);
      for (const State& state : states_) {
        if (state.uses > slack) break;
        if (state.brings > best.brings) {
          best = state;
          least_loss = std::min(least_loss, state.costs + price_ * static_cast<double>(slack - state.uses));
        }
      }
    }
    if (!(best.brings > 0)) return false;
    for (std::size_t m = 0; m < moves_.size(); ++m) {
      if ((best.moves >> m & 1) == 0) continue;
      working_.flip(moves_[m].first);
      if (moves_[m].second != kNone) working_.flip(moves_[m].second);
    }
    return true;
  }

 private:
  /// States with and without the move, those that use less first; of two the one that brings more, unless it uses more.
  void extend(const Move& move, std::uint64_t bit, double least_loss) {
    merged_.clear();
    double most = -std::numeric_limits<double>::infinity();
    const auto keep = [&](const State& state) {
      if (state.brings > most && state.costs < least_loss) {
        most = state.brings;
        merged_.push_back(state);
      }
    };
    const auto moved = [&](const State& state) { return State{state.uses + move.uses, state.brings + move.brings, state.costs + move.costs, state.moves | bit}; };
    std::size_t a = 0, b = 0;
    while (a < states_.size() || b < states_.size()) {
      if (b == states_.size()) { keep(states_[a++]); continue; }
      const State other = moved(states_[b]);
      if (a < states_.size() && (states_[a].uses < other.uses || (states_[a].uses == other.uses && states_[a].brings >= other.brings))) keep(states_[a++]);
      else { keep(other); ++b; }
    }
    if (merged_.size() > kStatesMax) {
      // The dearest go: they have least left to win.
      std::vector<double> costs;
      for (const State& state : merged_) costs.push_back(state.costs);
      std::nth_element(costs.begin(), costs.begin() + kStatesMax, costs.end());
      const double limit = costs[kStatesMax];
      std::erase_if(merged_, [&](const State& state) { return state.costs >= limit; });
    }
    states_.swap(merged_);
  }

  /// The cheapest moves, chosen so that any of them can be made together.
  void collect() {
    moves_.clear();
    struct Flip { std::uint32_t cell; double costs; };
    std::vector<Flip> flips;
    for (const std::uint32_t c : working_.of_channel[channel_]) {
      const WorkingCell& cell = working_.cells[c];
      if (cell.shown) flips.push_back({c, cell.worth});
      else if (working_.items[cell.item].room > 0) flips.push_back({c, -cell.worth});
    }
    const std::size_t wanted = std::min(flips.size(), kMovesMax * 4);
    std::partial_sort(flips.begin(), flips.begin() + static_cast<std::ptrdiff_t>(wanted), flips.end(),
                      [](const Flip& a, const Flip& b) { return a.costs != b.costs ? a.costs < b.costs : a.cell < b.cell; });
    flips.resize(wanted);
    std::vector<std::uint32_t> held_out, held_in;   // What a floor or a cap forbids alone.
    std::vector<std::pair<std::size_t, std::int64_t>> spent;
    const auto allow = [&](std::size_t row) {
      for (auto& [used, count] : spent) {
        if (used == row) return count < working_.slack(row) ? (++count, true) : false;
      }
      if (working_.slack(row) <= 0) return false;
      spent.emplace_back(row, 1);
      return true;
    };
    for (const Flip& flip : flips) {
      if (moves_.size() == kMovesMax) break;
      const WorkingCell& cell = working_.cells[flip.cell];
      const double sign = cell.shown ? -1 : 1;
      const bool free = cell.shown ? !working_.has_floors() || allow(working_.floor_row(cell)) : !working_.has_caps() || allow(working_.cap_row(cell));
      if (free) moves_.push_back({flip.cell, kNone, cell.shown ? -cell.cost : cell.cost, sign * brings(cell), flip.costs});
      else (cell.shown ? held_out : held_in).push_back(flip.cell);
    }
    pair_up(held_out, held_in);
    std::sort(moves_.begin(), moves_.end(), [](const Move& a, const Move& b) { return a.costs != b.costs ? a.costs < b.costs : a.first < b.first; });
    if (moves_.size() > kMovesMax) moves_.resize(kMovesMax);
  }

  double brings(const WorkingCell& cell) const {
    // The worth at the prices and what its uses cost, without the rows that change nothing in a pair: its value with its bonus.
    double value = cell.worth + price_ * static_cast<double>(cell.cost);
    if (working_.has_floors()) value -= working_.price(working_.floor_row(cell));
    if (working_.has_caps()) value += working_.price(working_.cap_row(cell));
    return value;
  }

  /// Out with one, in with another of the same group (and category, where there are caps). Either may be free to move alone; then that move is taken back.
  void pair_up(const std::vector<std::uint32_t>& held_out, const std::vector<std::uint32_t>& held_in) {
    const auto alike = [&](std::uint32_t a, std::uint32_t b) {
      const WorkingItem &x = working_.items[working_.cells[a].item], &y = working_.items[working_.cells[b].item];
      return (!working_.has_floors() || x.group == y.group) && (!working_.has_caps() || x.category == y.category);
    };
    std::vector<std::uint8_t> used_in(held_in.size());
    const auto add = [&](std::uint32_t out, std::uint32_t in) {
      const WorkingCell &a = working_.cells[out], &b = working_.cells[in];
      moves_.push_back({out, in, b.cost - a.cost, brings(b) - brings(a), a.worth - b.worth});
    };
    for (const std::uint32_t out : held_out) {
      // First another that is held, else the cheapest that comes in alone.
      bool paired = false;
      for (std::size_t k = 0; k < held_in.size() && !paired; ++k) {
        if (used_in[k] == 0 && alike(out, held_in[k])) { used_in[k] = 1; add(out, held_in[k]); paired = true; }
      }
      for (std::size_t m = 0; m < moves_.size() && !paired; ++m) {
        if (moves_[m].second != kNone || working_.cells[moves_[m].first].shown || !alike(out, moves_[m].first)) continue;
        const std::uint32_t in = moves_[m].first;
        moves_.erase(moves_.begin() + static_cast<std::ptrdiff_t>(m));
        add(out, in);
        paired = true;
      }
    }
    for (std::size_t k = 0; k < held_in.size(); ++k) {
      if (used_in[k] != 0) continue;
      for (std::size_t m = 0; m < moves_.size(); ++m) {
        if (moves_[m].second != kNone || !working_.cells[moves_[m].first].shown || !alike(moves_[m].first, held_in[k])) continue;
        const std::uint32_t out = moves_[m].first;
        moves_.erase(moves_.begin() + static_cast<std::ptrdiff_t>(m));
        add(out, held_in[k]);
        break;
      }
    }
  }

  WorkingSet& working_;
  std::size_t channel_;
  double price_;
  std::vector<Move> moves_;
  std::vector<State> states_, merged_;
};

}  // namespace

void improve(WorkingSet& working, int rounds, const std::function<bool()>& go_on) {
  for (int round = 0; round < rounds; ++round) {
    bool better = false;
    for (std::size_t c = 0; c < working.channels(); ++c) {
      if (go_on && !go_on()) return;
      better |= Channel(working, c).improve();
    }
    fill(working);
    if (!better) return;
  }
}

}  // namespace colophon::value
