#include "colophon/iscc/relation.hpp"

namespace colophon::iscc {

std::string_view unit_kind_name(UnitKind kind) {
  constexpr std::string_view kNames[kUnitKinds] = {"meta", "text", "image", "audio", "video", "mixed", "data", "instance"};
  return kNames[static_cast<std::size_t>(kind)];
}

std::string_view relation_name(Relation relation) {
  constexpr std::string_view kNames[] = {"same_bytes", "same_content", "edited", "unrelated"};
  return kNames[static_cast<std::size_t>(relation)];
}

Relation relation_of(const UnitDistances& distances) {
  if (distances.same_instance) return Relation::same_bytes;
  if (distances.content && *distances.content <= kSameContentDistance) return Relation::same_content;
  if (distances.content && *distances.content <= kEditedDistance) return Relation::edited;
  // Bytes that are mostly the same make an edited file also where nothing is known of its content.
  if (distances.data && *distances.data <= kEditedDistance) return Relation::edited;
  return Relation::unrelated;
}

}  // namespace colophon::iscc
