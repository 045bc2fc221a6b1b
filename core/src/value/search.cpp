// One channel at a time: which of its cells to show, with those of the other channels as they are, is a knapsack over the items that
// could come in or go out. Moves are taken up in the order of what they cost at the prices. A combination of moves is a state (what it
// uses of the budget, what it brings); a state that uses no less and brings no more than another is dropped, and so is one whose moves cost more
// than the best plan found so far loses. When the next move alone costs that much, the channel is solved: no combination is better.
#include "value/search.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "value/order.hpp"
#include "value/repair.hpp"

namespace colophon::value {
namespace {

constexpr std::size_t kMovesMax = 64;
/// Of a channel's cells so many are looked at, those whose worth is nearest to nothing.
constexpr std::size_t kReach = 512;
struct Width { std::size_t moves, states; };
constexpr int kRoundsMax = 32;
constexpr Width kWide{kMovesMax, 4'096}, kNarrow{28, 384};

/// One cell that changes, or two that change places so that no floor and no cap notices.
struct Move {
  std::uint32_t first, second;       ///< second: kNone.
  std::int64_t uses = 0;             ///< Of the budget; negative where it frees.
  double brings = 0, costs = 0;      ///< Value with bonus; costs = price * uses - brings, and what it takes from other rows with a price.
};
constexpr std::uint32_t kNone = 0xFFFFFFFF;
constexpr double kInfinity = std::numeric_limits<double>::infinity();

struct State {
  std::int64_t uses;
  double brings, costs;
  std::uint64_t moves;               ///< Bits.
};

class Channel {
 public:
  Channel(WorkingSet& working, std::size_t channel, Width width) : working_(working), channel_(channel), price_(working.price(channel)), width_(width) {}

  /// Makes the channel as good as it can be with the others as they are; `locked` stays as it is (kNone: nothing). True where something changed. Where its budget is
  /// broken, it is kept again, or false is given back and nothing changed: a plan that would lose more than `loss_max` is not looked for.
  bool solve(std::uint32_t locked, double loss_max) {
    collect(locked);
    work_ += moves_.size();
    if (moves_.empty()) return false;
    const std::int64_t slack = working_.slack(channel_);
    State best{0, slack >= 0 ? 0 : -kInfinity, 0, 0};
    double least_loss = slack >= 0 ? std::min(loss_max, price_ * static_cast<double>(slack)) : loss_max;
    states_.assign(1, State{0, 0, 0, 0});
    for (std::size_t m = 0; m < moves_.size(); ++m) {
      if (moves_[m].costs >= least_loss) break;
      extend(moves_[m], std::uint64_t{1} << m, least_loss);
      work_ += states_.size();
      for (const State& state : states_) {
        if (state.uses > slack) break;
        if (state.brings > best.brings) {
          best = state;
          least_loss = std::min(least_loss, state.costs + price_ * static_cast<double>(slack - state.uses));
        }
      }
    }
    if (best.moves == 0) return false;
    for (std::size_t m = 0; m < moves_.size(); ++m) {
      if ((best.moves >> m & 1) == 0) continue;
      working_.flip(moves_[m].first);
      if (moves_[m].second != kNone) working_.flip(moves_[m].second);
    }
    return true;
  }

  /// Cells and states looked at.
  std::size_t work() const { return work_; }

 private:
  /// States with and without the move, those that use less first; of two the one that brings more, unless it uses more.
  void extend(const Move& move, std::uint64_t bit, double least_loss) {
    merged_.clear();
    double most = -kInfinity;
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
    if (merged_.size() > width_.states) {
      // The dearest go: they have least left to win.
      std::vector<double> costs;
      for (const State& state : merged_) costs.push_back(state.costs);
      std::nth_element(costs.begin(), costs.begin() + static_cast<std::ptrdiff_t>(width_.states), costs.end());
      const double limit = costs[width_.states];
      std::erase_if(merged_, [&](const State& state) { return state.costs >= limit; });
    }
    states_.swap(merged_);
  }

  /// The cheapest moves, chosen so that any of them can be made together.
  void collect(std::uint32_t locked) {
    moves_.clear();
    flips_.clear();
    costs_.clear();
    const std::vector<std::uint32_t>& all = working_.of_channel[channel_];
    work_ += std::min(all.size(), kReach);
    for (const std::uint32_t c : std::span(all).first(std::min(all.size(), kReach))) {
      if (c == locked) continue;
      const WorkingCell& cell = working_.cells[c];
      if (cell.shown) add_flip(c, cell.worth);
      else if (working_.items[cell.item].room > 0) add_flip(c, -cell.worth);
    }
    order_.resize(flips_.size());
    for (std::uint32_t k = 0; k < order_.size(); ++k) order_[k] = k;
    const std::size_t wanted = std::min(order_.size(), width_.moves * 2);
    sort_first_ids(order_, wanted, [this](std::uint32_t a, std::uint32_t b) { return costs_[a] != costs_[b] ? costs_[a] < costs_[b] : flips_[a] < flips_[b]; });
    order_.resize(wanted);
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
    for (const std::uint32_t k : order_) {
      if (moves_.size() == width_.moves) break;
      const std::uint32_t flip = flips_[k];
      const WorkingCell& cell = working_.cells[flip];
      const double sign = cell.shown ? -1 : 1;
      const bool free = cell.shown ? !working_.has_floors() || allow(working_.floor_row(cell)) : !working_.has_caps() || allow(working_.cap_row(cell));
      if (free) moves_.push_back({flip, kNone, cell.shown ? -cell.cost : cell.cost, sign * brings(cell), costs_[k]});
      else (cell.shown ? held_out : held_in).push_back(flip);
    }
    pair_up(held_out, held_in);
    // Single moves are in order already; pairs, at the end, go where they belong.
    for (std::size_t m = 1; m < moves_.size(); ++m) {
      for (std::size_t k = m; k > 0 && moves_[k].costs < moves_[k - 1].costs; --k) std::swap(moves_[k], moves_[k - 1]);
    }
    if (moves_.size() > width_.moves) moves_.resize(width_.moves);
  }

  void add_flip(std::uint32_t cell, double costs) {
    flips_.push_back(cell);
    costs_.push_back(costs);
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
  Width width_;
  std::size_t work_ = 0;
  std::vector<std::uint32_t> flips_, order_;
  std::vector<double> costs_;
  std::vector<Move> moves_;
  std::vector<State> states_, merged_;
};

/// Forced changes: one cell in, for which another of its item may have to go; then its channel, and the one that was left, are solved again.
class Exchanges {
 public:
  Exchanges(WorkingSet& working, const Effort& effort) : working_(working), effort_(effort), random_(effort.seed) {}

  void run() {
    settle();
    while (going() && round()) settle();
    // Kicks: some forced changes that cost little are made whatever they bring, and the plan is settled again; it goes back where that was no gain.
    const std::size_t idle_max = 100 + working_.items.size();
    for (std::size_t idle = 0; idle < idle_max && going(); ++idle) {
      const std::size_t mark = working_.mark();
      const double before = working_.gain_with_bonus();
      collect(2);
      if (trials_.empty()) return;
      const std::size_t kicks = 1 + below(3);
      for (std::size_t k = 0; k < kicks; ++k) {
        const double u = static_cast<double>(below(1u << 16)) * 0x1p-16;
        make(trials_[order_[static_cast<std::size_t>(u * u * static_cast<double>(trials_.size()))]]);
      }
      settle();
      if (going()) round();
      if (working_.gain_with_bonus() > before) idle = 0;
      else working_.undo(mark);
    }
  }

 private:
  struct Trial { std::uint32_t in, out; double costs; };    ///< out: kNone.

  bool going() const { return work_ < effort_.work && working_.gain_with_bonus() < effort_.gain_enough && !(effort_.go_on && !effort_.go_on()); }
  std::size_t below(std::size_t n) {
    random_ = random_ * 6364136223846793005ull + 1442695040888963407ull;
    return static_cast<std::size_t>((random_ >> 33) % n);
  }
  bool solve(std::size_t channel, Width width, std::uint32_t locked) {
    Channel one(working_, channel, width);
    const bool changed = one.solve(locked, kInfinity);
    work_ += one.work();
    return changed;
  }

  /// All channels, until none gets better.
  void settle() {
    for (int round = 0; round < kRoundsMax; ++round) {
      const double before = working_.gain_with_bonus();
      for (std::size_t c = 0; c < working_.channels(); ++c) solve(c, kWide, kNone);
      fill(working_);
      if (!(working_.gain_with_bonus() > before)) return;
    }
  }

  /// True where the plan became better.
  bool round() {
    collect(1);
    bool better = false;
    for (const std::uint32_t t : order_) {
      const Trial trial = trials_[t];
      if (!going()) break;
      if (trial.costs >= loss_of(trial)) continue;
      const std::size_t mark = working_.mark();
      const double before = working_.gain_with_bonus();
      if (make(trial) && working_.gain_with_bonus() > before) better = true;
      else working_.undo(mark);
    }
    return better;
  }

  /// Changes that cost less than `factor` times what solving the channels again could win.
  void collect(double factor) {
    trials_.clear();
    for (const WorkingItem& item : working_.items) {
      std::uint32_t least = kNone;
      for (std::uint32_t c = item.first_cell; c < item.first_cell + item.cells; ++c) {
        if (working_.cells[c].shown && (least == kNone || working_.cells[c].worth < working_.cells[least].worth)) least = c;
      }
      for (std::uint32_t c = item.first_cell; c < item.first_cell + item.cells; ++c) {
        if (working_.cells[c].shown || working_.cells[c].value == 0) continue;
        const bool swap = item.room == 0;
        const double costs = (swap ? working_.cells[least].worth : 0) - working_.cells[c].worth;
        const Trial trial{c, swap ? least : kNone, costs};
        if (costs < factor * loss_of(trial)) trials_.push_back(trial);
      }
    }
    order_.resize(trials_.size());
    for (std::uint32_t t = 0; t < order_.size(); ++t) order_[t] = t;
    sort_ids(order_, [this](std::uint32_t a, std::uint32_t b) { return trials_[a].costs != trials_[b].costs ? trials_[a].costs < trials_[b].costs : trials_[a].in < trials_[b].in; });
  }

  /// What the two channels leave of their budgets, at the price.
  double loss_of(const Trial& trial) const {
    const auto of = [&](std::uint32_t cell) {
      const std::size_t c = working_.cells[cell].channel;
      return working_.price(c) * static_cast<double>(working_.slack(c));
    };
    return of(trial.in) + (trial.out != kNone ? of(trial.out) : 0);
  }

  /// False where the plan would break a limit; it is as it was then.
  bool make(const Trial& trial) {
    const std::size_t mark = working_.mark();
    if (working_.cells[trial.in].shown) return false;
    if (trial.out != kNone) {
      if (!working_.cells[trial.out].shown) return false;
      working_.flip(trial.out);
    }
    if (!working_.can_show(trial.in, false)) { working_.undo(mark); return false; }
    working_.flip(trial.in);
    const std::size_t into = working_.cells[trial.in].channel;
    const bool broken = working_.slack(into) < 0;
    if (!solve(into, kNarrow, trial.in) && broken) { working_.undo(mark); return false; }
    if (trial.out != kNone) solve(working_.cells[trial.out].channel, kNarrow, trial.out);
    return true;
  }

  WorkingSet& working_;
  const Effort& effort_;
  std::uint64_t random_;
  std::size_t work_ = 0;
  std::vector<Trial> trials_;
  std::vector<std::uint32_t> order_;   ///< The trials, the cheapest first.
};

}  // namespace

void improve(WorkingSet& working, const Effort& effort) {
  for (auto& cells : working.of_channel) {
    sort_ids(cells, [&](std::uint32_t a, std::uint32_t b) {
      const double x = std::abs(working.cells[a].worth), y = std::abs(working.cells[b].worth);
      return x != y ? x < y : a < b;
    });
  }
  Exchanges(working, effort).run();
}

}  // namespace colophon::value
