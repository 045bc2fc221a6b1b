#include "value/order.hpp"

#include <algorithm>

namespace colophon::value {

void sort_ids(std::span<std::uint32_t> ids, const Before& before) { std::sort(ids.begin(), ids.end(), before); }

void sort_first_ids(std::span<std::uint32_t> ids, std::size_t count, const Before& before) {
  std::partial_sort(ids.begin(), ids.begin() + static_cast<std::ptrdiff_t>(count), ids.end(), before);
}

}  // namespace colophon::value
