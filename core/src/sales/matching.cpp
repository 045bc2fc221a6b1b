#include "colophon/sales/matching.hpp"

#include "colophon/sales/normal.hpp"

namespace colophon::sales {

std::string match_key(const Line& line) {
  const bool composition_first = line.side == Side::composition && !line.iswc.empty();
  if (!line.isrc.empty() && !composition_first) return "isrc:" + std::string(line.isrc);
  if (!line.iswc.empty()) return "iswc:" + std::string(line.iswc);
  if (!line.proprietary.empty()) return "id:" + std::string(line.source) + ":" + std::string(line.proprietary);
  const auto title = to_text(normal_text(line.title));
  if (!title.empty()) return "title:" + title + "|" + to_text(normal_text(line.artist)) + (line.upc.empty() ? "" : "|" + std::string(line.upc));
  if (!line.upc.empty()) return "upc:" + std::string(line.upc);
  // Of a title without a letter ("?!") the sender's own spelling is all there is.
  if (!line.title.empty()) return "title:" + std::string(line.title) + "|" + to_text(normal_text(line.artist));
  return "";
}

}  // namespace colophon::sales
