#pragma once
// What the handle of a picture stands for.
#include "colophon/image/image.hpp"

struct colophon_image {
  colophon::image::Image picture;
};
