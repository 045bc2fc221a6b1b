#pragma once
// How the decoding process ends where it does not end well.
namespace colophon::model {

inline constexpr int kWorkerMisused = 96;       ///< Started by something other than open_picture().
inline constexpr int kWorkerOutOfMemory = 97;
inline constexpr int kWorkerNotStarted = 98;    ///< exec failed.

}  // namespace colophon::model
