#include "shared.hpp"

namespace colophon::tests {

std::filesystem::path source_dir() { return COLOPHON_SOURCE_DIR; }

}  // namespace colophon::tests
