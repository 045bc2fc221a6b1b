#pragma once
// What the decoding process writes to its parent. Little-endian, one message:
//   u32 status (an Errc); where it is not 0: text field, text detail
//   else: u32 format, u32 width, u32 height, u32 orientation, text features, u32 values, values x float32
// A text is u32 bytes and the bytes. The parent trusts none of it: a picture may have taken the process over.
#include "model/sandbox.hpp"

namespace colophon::model {

Bytes to_wire(const Result<PictureInput>& picture);
/// Error: those that the message carries; does_not_hold where the message is not one that an honest process writes.
Result<PictureInput> from_wire(ByteView message);
/// No honest message is longer.
std::size_t wire_bytes_max();

}  // namespace colophon::model
