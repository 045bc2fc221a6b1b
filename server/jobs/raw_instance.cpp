#include "jobs/raw_instance.hpp"

#include "store/try.hpp"

namespace colophon::jobs {

Result<RawInstance> RawInstance::open(const std::filesystem::path& folder) {
  RawInstance raw;
  std::error_code error;
  if (!std::filesystem::is_directory(folder, error)) return fail(Errc::not_found, folder.string(), "there is no folder '" + folder.string() + "'");
  for (const auto name : value::RawArrays::names()) {
    if (!std::filesystem::exists(folder / name, error)) continue;
    raw.files_.push_back(COLOPHON_TRY(MappedFile::open(folder / name, name)));
    COLOPHON_TRY(raw.arrays_.add(name, raw.files_.back().as<std::uint8_t>()));
  }
  raw.instance_ = COLOPHON_TRY(raw.arrays_.instance());
  return raw;
}

void RawInstance::release(std::size_t begin, std::size_t end) const {
  const std::size_t first = instance_.cell_begin(begin), last = instance_.cell_begin(end);
  const auto let_go = [](const auto* numbers, std::size_t from, std::size_t to) {
    if (numbers != nullptr) MappedFile::release({reinterpret_cast<const std::uint8_t*>(numbers->data() + from), (to - from) * sizeof(*numbers->data())});
  };
  for (const auto* column : {&instance_.value, &instance_.cost}) {
    let_go(column->u16(), first, last);
    let_go(column->f32(), first, last);
  }
  if (!instance_.sparse()) return;
  let_go(&instance_.cell_channel, first, last);
  let_go(&instance_.row_begin, begin, end);
}

Result<value::CellSet> read_plan(const value::Instance& in, const std::filesystem::path& path) {
  const auto file = COLOPHON_TRY(MappedFile::open(path, path.filename().string()));
  const auto bytes = file.as<std::uint8_t>();
  return path.extension() == ".u8" ? value::read_assignment(in, bytes) : value::read_pairs(in, bytes);
}

}  // namespace colophon::jobs
