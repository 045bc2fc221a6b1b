#pragma once
// COLOPHON_TRY(expression): the value of a Result, or a return of its error from the enclosing function.
#include <utility>

#define COLOPHON_TRY(...)                                                        \
  __extension__({                                                                \
    auto colophon_result_ = (__VA_ARGS__);                                       \
    if (!colophon_result_) return std::unexpected(std::move(colophon_result_).error()); \
    std::move(colophon_result_).value();                                         \
  })
