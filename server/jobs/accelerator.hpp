#pragma once
// The plug-in that does the optimiser's passes on a GPU: looked for beside the program, loaded once, never needed.
#include <string>
#include <string_view>

#include "colophon/accelerator.h"
#include "colophon/base/error.hpp"
#include "colophon/value/instance.hpp"

namespace colophon::jobs {

struct LoadedAccelerator {
  const ColophonAccelerator* table = nullptr;   ///< Null: the processor does the work.
  std::string says;                             ///< The device's name; or, without a table, why there is none (for people, no full stop at the end).
};

/// `which`: "none"; "auto" (a plug-in beside the program, lib/colophon/colophon-cuda.so, where the instance is so large that copying it to a device can pay); "cuda"
/// (the same file, for any instance); or a path with a '/'. "auto" never fails. Errors: not_found (no such plug-in), invalid_argument (not one), unavailable (no device), all of the field --accelerator.
Result<LoadedAccelerator> load_accelerator(std::string_view which, const value::Instance& instance);

}  // namespace colophon::jobs
