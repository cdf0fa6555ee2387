// Prints what Meta's own code says of images: PDQ's 64 digits and its quality, a line for each.
// Built on the folder pdq/cpp of the facebook/ThreatExchange repository, at REPOSITORY:
//
//   g++ -O2 -std=c++17 -Dcimg_display=0 -I REPOSITORY -I REPOSITORY/pdq/cpp -o pdq_values \
//       src/test/python/pdq_values.cpp REPOSITORY/pdq/cpp/{hashing,downscaling}/*.cpp \
//       REPOSITORY/pdq/cpp/common/{pdqhashtypes,pdqhamming}.cpp -lpthread
//
// Standard input: for each image a line "WIDTH HEIGHT CHANNELS", then that many bytes, row by row,
// interleaved. From there on it goes the reference's own way from a file: images with a side of more
// than 512 are resized to 512x512 by CImg first.
#include <cstdint>
#include <cstdio>
#include <vector>

#include "CImg.h"
#include <pdq/cpp/downscaling/downscaling.h>
#include <pdq/cpp/hashing/pdqhashing.h>

using facebook::pdq::hashing::Hash256;

int main() {
  int width;
  int height;
  int channels;
  while (std::scanf("%d %d %d", &width, &height, &channels) == 3) {
    std::getchar();
    std::vector<uint8_t> samples(size_t(width) * height * channels);
    if (std::fread(samples.data(), 1, samples.size(), stdin) != samples.size()) {
      return 1;
    }
    cimg_library::CImg<uint8_t> image(width, height, 1, channels);
    cimg_forXYC(image, x, y, c) {
      image(x, y, 0, c) = samples[(size_t(y) * width + x) * channels + c];
    }
    if (width > 512 || height > 512) {
      image.resize(512, 512);
    }
    int rows = image.height();
    int columns = image.width();
    std::vector<float> luma(size_t(rows) * columns);
    std::vector<float> work(luma.size());
    if (channels == 3) {
      facebook::pdq::hashing::fillFloatLumaFromRGB(
          image.data(0, 0, 0, 0), image.data(0, 0, 0, 1), image.data(0, 0, 0, 2),
          rows, columns, columns, 1, luma.data());
    } else {
      facebook::pdq::hashing::fillFloatLumaFromGrey(
          image.data(), rows, columns, columns, 1, luma.data());
    }
    static float small[64][64];
    static float half[16][64];
    static float frequencies[16][16];
    Hash256 hash;
    int quality;
    facebook::pdq::hashing::pdqHash256FromFloatLuma(
        luma.data(), work.data(), rows, columns, small, half, frequencies, hash, quality);
    std::printf("%s %d\n", hash.format().c_str(), quality);
    std::fflush(stdout);
  }
  return 0;
}
