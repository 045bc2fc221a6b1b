#include "value/prices.hpp"

#include <cmath>
#include <limits>
#include <optional>

namespace colophon::value {
namespace {

/// A sample has so many items a row at least, and each next one so many times more.
constexpr std::size_t kSampleItemsPerRow = 60;
constexpr std::size_t kSampleItemsMin = 1'000;
constexpr std::size_t kSampleGrowth = 8;
/// With fewer split items a row the sample says nothing more about the prices of the whole.
constexpr std::size_t kSampleSplitsPerRow = 20;
/// With so few the anchor takes over.
constexpr std::size_t kAnchorSplitsPerRow = 3;
constexpr double kStageFactor = 0.25;
constexpr double kStageAccuracy = 0.3;
/// The first gamma, of the largest value.
constexpr double kFirstGamma = 0.05;
constexpr double kAnchorAccuracy = 1e-9;
constexpr int kAnchorStepsMax = 24;
/// Boxes that were too small: after so many the next one is everything.
constexpr int kAttemptsMax = 4;
constexpr int kWideningsMax = 12;
constexpr double kDeviations = 3.5;
constexpr double kEnough = 1e-10;
/// A smaller set is not worth narrowing.
constexpr std::size_t kNarrowCells = 64;
constexpr double kNoProgress = 1e-13;

std::unexpected<Error> cancelled() { return fail(Errc::cancelled, "", "The optimiser was told to stop."); }

struct Settled {
  DualPoint point;
  double bound = 0;
  std::vector<Share> shares;         ///< Of the items that are open to the last.
  bool inside = true;                ///< The box; else the prices are only where to look next.
  std::vector<double> move;          ///< Of the last stage.
  std::vector<double> deviation, unit;   ///< Asked for of a sample.
};

/// Where the stages begin.
struct Start {
  std::vector<double> price;
  double gamma = 0;                  ///< 0: not known yet.
  std::vector<double> last_move;     ///< Of the stage before: a sample's. Or empty.
  std::optional<Box> box;            ///< Where the prices are expected.
};

/// Minimises over `top`, which is right within `top_box`, by stages of gamma; the smaller gamma, the fewer items stay open.
class Stages {
 public:
  Stages(const PriceSearch& search, const OpenSet& top, const Box& top_box) : search_(search), top_(top), top_box_(top_box), now_(&top), box_(top_box) {}

  Result<Settled> run(const Start& start, bool is_sample) {
    std::vector<double> price = start.price;
    double gamma = start.gamma;
    if (start.box) take(top_, *start.box);
    const std::size_t rows = search_.rows.count();
    Settled settled;
    settled.move.assign(rows, 0);
    int widenings = 0;
    for (bool first = true;; first = false) {
      if (search_.go_on && !search_.go_on()) return cancelled();
      Dual dual(*now_, search_.rows, search_.price_max, search_.executor, search_.work);
      settled.point = dual.minimise(price, gamma, kStageAccuracy, &box_);
      if (left_the_box(settled.point.price) && widenings++ < kWideningsMax) {
        price = settled.point.price;
        widen(price);
        continue;
      }
      // A price that ran to the edge of what `top` is right for: whoever cut `top` has to cut it wider.
      settled.inside = now_ != &top_ || top_box_.inside(settled.point.price);
      if (!settled.inside) return settled;
      for (std::size_t r = 0; r < rows; ++r) settled.move[r] = std::abs(settled.point.price[r] - price[r]);
      price = settled.point.price;
      const std::size_t enough = rows * (is_sample ? kSampleSplitsPerRow : kAnchorSplitsPerRow);
      if (settled.point.split <= enough || gamma < 1e-12 * std::abs(settled.point.bound + now_->value)) {
        if (is_sample) {
          settled.deviation = dual.price_deviations(settled.point);
          settled.unit = dual.unit();
          return settled;
        }
        auto done = anchored(dual, gamma, settled.point);
        if (!done) return std::unexpected(done.error());
        settled.point = std::move(*done);
        settled.shares = shares_;
        settled.inside = top_box_.inside(settled.point.price);
        settled.bound = settled.point.bound + now_->value;
        if (left_the_box(settled.point.price) && widenings++ < kWideningsMax) {
          price = settled.point.price;
          widen(price);
          continue;
        }
        return settled;
      }
      gamma *= kStageFactor;
      if (!first || !start.last_move.empty()) {
        std::vector<double> move = settled.move;
        if (first && !start.last_move.empty()) {
          for (std::size_t r = 0; r < rows; ++r) move[r] = std::max(move[r], start.last_move[r]);
        }
        narrow(dual, price, move, gamma, true);
      }
    }
  }

 private:
  bool left_the_box(const std::vector<double>& price) const { return now_ != &top_ && !box_.inside(price); }

  void take(const OpenSet& from, Box box) {
    OpenSet smaller = narrowed(from, search_.rows, box);
    store_ = std::move(smaller);
    now_ = &store_;
    box_ = std::move(box);
    search_.work.cells += from.cells.size();
  }

  void widen(const std::vector<double>& price) {
    Box box{price, box_.radius};
    bool within = true;
    for (std::size_t r = 0; r < price.size(); ++r) {
      box.radius[r] *= 4;
      within &= std::abs(price[r] - top_box_.centre[r]) + box.radius[r] <= top_box_.radius[r];
    }
    if (within) return take(top_, std::move(box));
    now_ = &top_;
    box_ = top_box_;
  }

  /// How far a price may move before it leaves a box.
  static double reach(const Box& box, const std::vector<double>& price, std::size_t r) {
    const double below = price[r] - box.centre[r] + box.radius[r], above = box.centre[r] + box.radius[r] - price[r];
    return price[r] == 0 ? above : std::min(below, above);
  }

  /// What is to come is about a third of the last move; the box has nine times that, and at least some items' worth around. False where that is not within the box of
  /// now and `from_top` forbids to cut it out of the top again.
  bool narrow(const Dual& dual, const std::vector<double>& price, const std::vector<double>& move, double gamma, bool from_top) {
    Box box{price, move};
    bool inside_now = true;
    for (std::size_t r = 0; r < price.size(); ++r) {
      box.radius[r] = 3 * move[r] + 4 * gamma / dual.unit()[r];
      inside_now &= reach(box_, price, r) >= std::min(box.radius[r], move[r]);
    }
    if (!inside_now && !from_top) return false;
    const Box& outer = inside_now ? box_ : top_box_;
    for (std::size_t r = 0; r < price.size(); ++r) box.radius[r] = std::min(box.radius[r], reach(outer, price, r));
    take(inside_now ? *now_ : top_, std::move(box));
    return true;
  }

  /// Until bound and value of the shares meet, or neither gets better any more. The set narrows on the way, as between stages.
  Result<DualPoint> anchored(const Dual& from, double gamma, DualPoint point) {
    const double size = std::abs(point.bound + now_->value);
    double best = std::numeric_limits<double>::infinity(), bound = point.bound + now_->value;
    std::vector<double> anchor = from.shares();
    keep_shares(anchor);
    for (int step = 0; step < kAnchorStepsMax; ++step) {
      if (search_.go_on && !search_.go_on()) return cancelled();
      gamma *= kStageFactor;
      Dual dual(*now_, search_.rows, search_.price_max, search_.executor, search_.work);
      dual.anchor(anchor);
      DualPoint next = dual.minimise(point.price, gamma, kAnchorAccuracy, &box_);
      const double next_bound = next.bound + now_->value;
      if (!(next_bound <= bound + kEnough * size)) break;
      std::vector<double> move(next.price.size());
      for (std::size_t r = 0; r < move.size(); ++r) move[r] = std::abs(next.price[r] - point.price[r]);
      point = std::move(next);
      if (!box_.inside(point.price)) break;
      double broken = 0;
      for (std::size_t r = 0; r < point.price.size(); ++r) broken += point.price[r] * std::max(0.0, -point.slack[r]);
      const double apart = point.bound - point.value + 2 * broken;
      anchor = dual.shares();
      if (apart < best) {
        best = apart;
        keep_shares(anchor);
      }
      if (apart <= kEnough * size || bound - next_bound <= kNoProgress * size) break;
      bound = next_bound;
      if (now_->cells.size() > kNarrowCells) anchor = narrow_with(dual, point.price, move, gamma, std::move(anchor));
    }
    return point;
  }

  void keep_shares(const std::vector<double>& of_cell) {
    shares_.clear();
    for (std::size_t i = 0, k = 0; i < now_->items.size(); ++i) {
      for (std::uint32_t j = 0; j < now_->items[i].cells; ++j, ++k) shares_.push_back({now_->items[i].item, now_->cells[k].place, of_cell[k]});
    }
  }

  /// The shares of the cells that stay open.
  std::vector<double> narrow_with(const Dual& dual, const std::vector<double>& price, const std::vector<double>& move, double gamma, std::vector<double> share) {
    const OpenSet before = *now_;
    if (!narrow(dual, price, move, gamma, false)) return share;
    std::vector<double> kept;
    kept.reserve(now_->cells.size());
    std::size_t item = 0, cell = 0;
    const OpenCell* left = now_->cells.data();
    for (const OpenItem& one : now_->items) {
      while (before.items[item].item != one.item) cell += before.items[item++].cells;
      std::size_t at = cell;
      for (std::uint32_t j = 0; j < one.cells; ++j, ++left) {
        while (before.cells[at].place != left->place) ++at;
        kept.push_back(share[at]);
      }
    }
    return kept;
  }

  const PriceSearch& search_;
  const OpenSet& top_;
  const Box& top_box_;
  const OpenSet* now_;
  Box box_;
  OpenSet store_;
  std::vector<Share> shares_;        ///< The best that anchored() came by.
};

double largest_value(const OpenSet& open) {
  double largest = 0;
  for (const OpenCell& cell : open.cells) largest = std::max(largest, cell.value);
  return largest;
}

/// The prices of an earlier plan: the box around them is as wide as they may be off, and gamma begins where that much is smoothed.
Start warm_start(const PriceSearch& search, const OpenSet& open) {
  const std::size_t rows = search.rows.count();
  std::vector<double> squares(rows), count(rows);
  double paid = 0;
  for (const OpenCell& cell : open.cells) {
    squares[cell.channel] += cell.cost * cell.cost;
    count[cell.channel] += 1;
    paid += std::min(search.warm[cell.channel] * cell.cost, cell.value);
  }
  Start start{{search.warm.begin(), search.warm.end()}, 0, {}, Box{{search.warm.begin(), search.warm.end()}, std::vector<double>(rows)}};
  if (open.cells.empty() || paid == 0) return {start.price, kFirstGamma * largest_value(open), {}, {}};
  const double mean = paid / static_cast<double>(open.cells.size());
  start.gamma = search.warm_radius * mean;
  for (std::size_t r = 0; r < rows; ++r) {
    const double unit = r < search.rows.channels && count[r] > 0 ? std::sqrt(squares[r] / count[r]) : 1;
    start.box->radius[r] = search.warm_radius * (start.price[r] + 0.25 * mean / std::max(unit, 1.0));
  }
  return start;
}

std::vector<std::size_t> sample_sizes(const Instance& in, std::size_t rows) {
  std::vector<std::size_t> sizes;
  std::size_t size = in.items / kSampleGrowth;
  const std::size_t least = std::max(kSampleItemsMin, kSampleItemsPerRow * rows);
  for (; size >= least; size /= kSampleGrowth) sizes.insert(sizes.begin(), size);
  return sizes;
}

}  // namespace

Result<FoundPrices> find_prices(const PriceSearch& search) {
  const std::size_t rows = search.rows.count();
  Box box{std::vector<double>(rows), std::vector<double>(rows, kRadiusUnknown)};
  Start start{std::vector<double>(rows), 0, {}, {}};
  const auto widen = [&](int attempt) {
    box.centre = start.price;
    for (double& radius : box.radius) radius = attempt < kAttemptsMax ? std::min(4 * radius, kRadiusUnknown) : kRadiusUnknown;
  };
  const auto begin = [&](const OpenSet& open) {
    if (start.gamma != 0) return;
    if (search.warm.size() == rows) start = warm_start(search, open);
    else start.gamma = kFirstGamma * largest_value(open);
    if (start.gamma == 0) start.gamma = 1;
  };
  for (const std::size_t size : sample_sizes(search.instance, rows)) {
    for (int attempt = 0;; ++attempt) {
      const OpenSet open = sample(search.instance, search.rows, box, search.reading, size);
      search.work.cells += std::uint64_t{size} * search.instance.cells() / search.instance.items;
      begin(open);
      auto settled = Stages(search, open, box).run(start, true);
      if (!settled) return std::unexpected(settled.error());
      start.price = settled->point.price;
      if (!settled->inside) {
        widen(attempt);
        continue;
      }
      start = {settled->point.price, settled->point.gamma, settled->move, {}};
      box.centre = start.price;
      for (std::size_t r = 0; r < rows; ++r) {
        const double deviation = settled->deviation[r], spread = settled->point.spread[r];
        box.radius[r] = spread > 0 ? kDeviations * deviation + 2 * settled->move[r] + start.gamma / settled->unit[r] : kRadiusUnknown;
      }
      break;
    }
  }
  FoundPrices found;
  for (int attempt = 0;; ++attempt) {
    if (search.go_on && !search.go_on()) return cancelled();
    found.open = search.sieve(box);
    begin(found.open);
    auto settled = Stages(search, found.open, box).run(start, false);
    if (!settled) return std::unexpected(settled.error());
    found.price = settled->point.price;
    found.bound = settled->bound;
    found.slack = settled->point.slack;
    found.shares = std::move(settled->shares);
    if (settled->inside) return found;
    start.price = found.price;
    widen(attempt);
  }
}

}  // namespace colophon::value
