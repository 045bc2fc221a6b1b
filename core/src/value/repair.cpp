#include "value/repair.hpp"

#include <algorithm>
#include <limits>

#include "value/order.hpp"

namespace colophon::value {
namespace {

/// How many cells of a floor's group are tried before the best is taken, where room has to be made for it.
constexpr std::size_t kTried = 64;

void take_shares(WorkingSet& working, std::span<const Share> shares) {
  std::size_t at = 0;
  for (std::size_t k = 0; k < shares.size();) {
    const std::uint32_t item = shares[k].item;
    std::size_t end = k;
    while (end < shares.size() && shares[end].item == item) ++end;
    while (at < working.items.size() && working.items[at].item < item) ++at;
    if (at < working.items.size() && working.items[at].item == item) {
      const WorkingItem& head = working.items[at];
      // First hide, so that there is room for what is shown.
      for (const bool on : {false, true}) {
        for (std::uint32_t c = head.first_cell; c < head.first_cell + head.cells; ++c) {
          const auto share = std::find_if(shares.begin() + static_cast<std::ptrdiff_t>(k), shares.begin() + static_cast<std::ptrdiff_t>(end),
                                          [&](const Share& one) { return one.place == working.cells[c].place; });
          if (share == shares.begin() + static_cast<std::ptrdiff_t>(end)) continue;
          const bool want = share->part > 0.5;
          if (want == on && working.cells[c].shown != want && (!want || working.items[at].room > 0)) working.flip(c);
        }
      }
    }
    k = end;
  }
}

/// Hides what costs least a unit of what it frees until the channel's budget holds.
void keep_budget(WorkingSet& working, std::size_t channel) {
  while (working.slack(channel) < 0) {
    std::uint32_t best = std::numeric_limits<std::uint32_t>::max();
    double least = std::numeric_limits<double>::infinity();
    for (const std::uint32_t c : working.of_channel[channel]) {
      const WorkingCell& cell = working.cells[c];
      if (!cell.shown || cell.cost == 0) continue;
      // What a floor needs goes last.
      const double penalty = working.can_hide(c) ? 0 : 1e30;
      const double price = (cell.worth + penalty) / static_cast<double>(std::min(cell.cost, -working.slack(channel)));
      // Of those that are worth the same the last goes.
      if (price <= least) { least = price; best = c; }
    }
    if (best == std::numeric_limits<std::uint32_t>::max()) return;
    working.flip(best);
  }
}

void keep_caps(WorkingSet& working) {
  if (!working.has_caps()) return;
  for (std::size_t channel = 0; channel < working.channels(); ++channel) {
    std::vector<std::uint32_t> shown;
    for (const std::uint32_t c : working.of_channel[channel]) {
      if (working.cells[c].shown) shown.push_back(c);
    }
    sort_ids(shown, [&](std::uint32_t a, std::uint32_t b) {
      return working.cells[a].worth != working.cells[b].worth ? working.cells[a].worth < working.cells[b].worth : a < b;
    });
    for (const std::uint32_t c : shown) {
      if (working.slack(working.cap_row(working.cells[c])) < 0) working.flip(c);
    }
  }
}

/// Hides cells of a channel, none of a floor that needs it, until `room` is free; the least worth first. False where there are not enough.
bool make_room(const WorkingSet& working, std::uint32_t wanted, std::vector<std::uint32_t>& hidden, double& lost) {
  const WorkingCell& cell = working.cells[wanted];
  std::int64_t need = cell.cost - working.slack(cell.channel);
  hidden.clear();
  lost = -cell.worth;
  if (need <= 0) return true;
  std::vector<std::uint32_t> shown;
  for (const std::uint32_t c : working.of_channel[cell.channel]) {
    if (c != wanted && working.can_hide(c) && working.cells[c].cost > 0 &&
        (!working.has_floors() || working.floor_row(working.cells[c]) != working.floor_row(cell))) shown.push_back(c);
  }
  const auto rate = [&](std::uint32_t c) { return working.cells[c].worth / static_cast<double>(working.cells[c].cost); };
  sort_ids(shown, [&](std::uint32_t a, std::uint32_t b) { return rate(a) != rate(b) ? rate(a) < rate(b) : a < b; });
  std::vector<std::int64_t> spare;
  if (working.has_floors()) {
    for (std::size_t g = 0; g < working.groups(); ++g) spare.push_back(working.slack(working.channels() + g));
  }
  for (const std::uint32_t c : shown) {
    if (working.has_floors()) {
      std::int64_t& left = spare[working.items[working.cells[c].item].group];
      if (left == 0) continue;
      --left;
    }
    hidden.push_back(c);
    lost += working.cells[c].worth;
    need -= working.cells[c].cost;
    if (need <= 0) return true;
  }
  return false;
}

bool reach_floor(WorkingSet& working, std::size_t group) {
  const std::size_t row = working.channels() + group;
  while (working.slack(row) < 0) {
    std::vector<std::uint32_t> candidates;
    for (std::uint32_t c = 0; c < working.cells.size(); ++c) {
      if (working.items[working.cells[c].item].group == group && working.can_show(c, false)) candidates.push_back(c);
    }
    const std::size_t tried = std::min(kTried, candidates.size());
    const auto better = [&](std::uint32_t a, std::uint32_t b) {
      const bool fits_a = working.can_show(a), fits_b = working.can_show(b);
      if (fits_a != fits_b) return fits_a;
      return working.cells[a].worth != working.cells[b].worth ? working.cells[a].worth > working.cells[b].worth : a < b;
    };
    sort_first_ids(candidates, tried, better);
    double least = std::numeric_limits<double>::infinity();
    std::uint32_t best = 0;
    std::vector<std::uint32_t> hidden, best_hidden;
    for (std::size_t k = 0; k < tried; ++k) {
      double lost = 0;
      if (make_room(working, candidates[k], hidden, lost) && lost < least) {
        least = lost;
        best = candidates[k];
        best_hidden = hidden;
      }
    }
    if (least == std::numeric_limits<double>::infinity()) return false;
    for (const std::uint32_t c : best_hidden) working.flip(c);
    working.flip(best);
  }
  return true;
}

}  // namespace

void fill(WorkingSet& working) {
  std::vector<std::uint32_t> candidates;
  for (std::uint32_t c = 0; c < working.cells.size(); ++c) {
    if (working.can_show(c)) candidates.push_back(c);
  }
  sort_ids(candidates, [&](std::uint32_t a, std::uint32_t b) {
    return working.cells[a].worth != working.cells[b].worth ? working.cells[a].worth > working.cells[b].worth : a < b;
  });
  for (const std::uint32_t c : candidates) {
    if (working.cells[c].value > 0 && working.can_show(c)) working.flip(c);
  }
}

bool repair(WorkingSet& working, std::span<const Share> shares) {
  take_shares(working, shares);
  keep_caps(working);
  for (std::size_t c = 0; c < working.channels(); ++c) keep_budget(working, c);
  if (working.has_floors()) {
    for (std::size_t g = 0; g < working.groups(); ++g) {
      if (!reach_floor(working, g)) return false;
    }
  }
  fill(working);
  return working.feasible();
}

}  // namespace colophon::value
