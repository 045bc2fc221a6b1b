#include "value/shares.hpp"

#include <algorithm>

namespace colophon::value {
namespace {

// room = 1: the simplex (Michelot 1986): what is below the mean excess leaves, until nothing does.
bool project_on_simplex(std::span<const double> y, std::span<double> share) {
  double sum = 0;
  std::size_t count = 0;
  for (std::size_t j = 0; j < y.size(); ++j) {
    share[j] = y[j] > 0 ? y[j] : 0;
    sum += share[j];
    count += y[j] > 0;
  }
  if (sum <= 1) return false;
  double tau = 0;
  for (std::size_t before = count + 1; count < before;) {
    before = count;
    tau = (sum - 1) / static_cast<double>(count);
    sum = 0;
    count = 0;
    for (const double wish : y) {
      if (wish > tau && wish > 0) { sum += wish; ++count; }
    }
  }
  for (std::size_t j = 0; j < y.size(); ++j) share[j] = y[j] > tau && y[j] > 0 ? y[j] - tau : 0;
  return true;
}

double total(std::span<const double> y, double tau) {
  double sum = 0;
  for (const double wish : y) sum += std::clamp(wish - tau, 0.0, 1.0);
  return sum;
}

}  // namespace

bool project(std::span<const double> y, std::size_t room, std::span<double> share) {
  if (room == 1) return project_on_simplex(y, share);
  const auto most = static_cast<double>(room);
  double tau = 0;
  const bool tight = total(y, 0) > most;
  if (tight) {
    // The total falls with tau along straight pieces: Newton's step on the present piece, kept inside a bracket that closes.
    double low = 0, high = *std::max_element(y.begin(), y.end());
    for (int step = 0; step < 100 && low < high; ++step) {
      const double over = total(y, tau) - most;
      if (over == 0) break;
      (over > 0 ? low : high) = tau;
      std::size_t moving = 0;
      for (const double wish : y) moving += wish > tau && wish < tau + 1;
      double next = moving > 0 ? tau + over / static_cast<double>(moving) : (low + high) / 2;
      if (!(next > low && next < high)) next = (low + high) / 2;
      if (next == tau || next == low || next == high) break;
      tau = next;
    }
  }
  for (std::size_t j = 0; j < y.size(); ++j) share[j] = std::clamp(y[j] - tau, 0.0, 1.0);
  return tight;
}

}  // namespace colophon::value
