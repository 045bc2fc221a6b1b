// The ISCC of files: sound and film judged by fpcalc and by ffmpeg's own signature filter, and files that lie.
#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "colophon/iscc/codec.hpp"
#include "colophon/iscc/units.hpp"
#include "jobs/identify.hpp"
#include "media/fingerprint.hpp"
#include "scratch.hpp"
#include "shared.hpp"

using namespace colophon;
using namespace colophon::tests;

namespace {

std::string output_of(const std::string& command) {
  std::FILE* pipe = popen((command + " 2>/dev/null").c_str(), "r");
  REQUIRE(pipe);
  std::string text;
  char part[4096];
  for (std::size_t count; (count = fread(part, 1, sizeof part, pipe)) > 0;) text.append(part, count);
  INFO(command);
  REQUIRE(pclose(pipe) == 0);
  return text;
}

void write(const std::filesystem::path& path, std::string_view text) { std::ofstream(path, std::ios::binary) << text; }

std::vector<std::int64_t> numbers(std::string_view text, char between) {
  std::vector<std::int64_t> all;
  std::istringstream words{std::string(text)};
  for (std::string word; std::getline(words, word, between);) {
    if (word.find_first_of("0123456789") != word.npos) all.push_back(std::strtoll(word.c_str(), nullptr, 10));
  }
  return all;
}

// What fpcalc hears.
std::string judged_audio(const std::filesystem::path& file) {
  const std::string text = output_of("fpcalc -raw -signed -length 0 -plain '" + file.string() + "'");
  const auto values = numbers(text, ',');
  REQUIRE(values.size() > 20);
  return iscc::audio_code(std::vector<std::int32_t>(values.begin(), values.end()), 256).value();
}

// What ffmpeg's command line sees.
std::string judged_video(const std::filesystem::path& file, const std::filesystem::path& folder) {
  const auto xml = folder / "signatures.xml";
  output_of("ffmpeg -v error -y -i '" + file.string() + "' -vf fps=fps=5,signature=format=xml:filename='" + xml.string() + "' -f null -");
  const std::string text = read_file(xml);
  std::vector<iscc::FrameSignature> frames;
  constexpr std::string_view kBegin = "<FrameSignature>";
  for (std::size_t at = 0; (at = text.find(kBegin, at)) != text.npos; ++at) {
    const std::size_t begin = at + kBegin.size();
    const auto values = numbers(std::string_view(text).substr(begin, text.find('<', begin) - begin), ' ');
    iscc::FrameSignature frame{};
    REQUIRE(values.size() == frame.size());
    std::ranges::transform(values, frame.begin(), [](std::int64_t value) { return static_cast<std::int32_t>(value); });
    frames.push_back(frame);
  }
  REQUIRE(frames.size() > 10);
  return iscc::video_code(frames, 256).value();
}

void make(const std::filesystem::path& folder) {
  const auto quoted = [&](const char* name) { return " '" + (folder / name).string() + "'"; };
  output_of("ffmpeg -v error -y -f lavfi -i sine=frequency=330:duration=20,aphaser -f lavfi -i testsrc2=size=160x120:rate=24:duration=8 "
            "-map 0:a -ar 44100" + quoted("tone.wav") + " -map 0:a -ac 2 -b:a 96k" + quoted("tone.mp3") + " -map 0:a" + quoted("tone.flac") +
            " -map 1:v -map 0:a -t 8" + quoted("film.mp4"));
  output_of("ffmpeg -v error -y -display_rotation 90 -i" + quoted("film.mp4") + " -c copy" + quoted("turned.mp4"));
}

}  // namespace

TEST_CASE("Sound and film get the codes of fpcalc's features and of ffmpeg's frame signatures") {
  const Scratch scratch;
  const std::filesystem::path folder = scratch.path("");
  make(folder);
  std::string tone;
  for (const char* name : {"tone.wav", "tone.flac", "tone.mp3", "film.mp4"}) {
    INFO(name);
    const auto codes = media::fingerprint(folder / name, 256);
    REQUIRE(codes);
    CHECK(codes->audio == judged_audio(folder / name));
    CHECK(codes->duration_ms >= 7'900);
    if (tone.empty()) tone = codes->audio;
    // The same sound, coded otherwise.
    if (std::string_view(name) != "film.mp4") CHECK(iscc::distance(tone, codes->audio).value() <= 16);
  }
  for (const char* name : {"film.mp4", "turned.mp4"}) {
    INFO(name);
    const auto codes = media::fingerprint(folder / name, 256);
    REQUIRE(codes);
    CHECK(codes->video == judged_video(folder / name, folder));
  }
  // Progress is heard, and a no ends it.
  int heard = 0;
  const auto cancelled = media::fingerprint(folder / "film.mp4", 64, [&](double share) { ++heard; return share < 0; });
  if (heard > 0) {
    REQUIRE(!cancelled);
    CHECK(cancelled.error().code == Errc::cancelled);
  }
}

TEST_CASE("Files that lie are errors that say what is wrong, or bytes without a content unit") {
  const Scratch scratch;
  const std::filesystem::path folder = scratch.path("");
  using namespace std::string_literals;
  const std::string header = "RIFF\xff\xff\xff\x7fWAVE"s;
  const std::string form = "fmt \x10\0\0\0\1\0\2\0\x44\xac\0\0\x10\xb1\2\0\4\0\x10\0"s;
  struct Row { const char* name; std::string bytes; };
  const Row rows[] = {
      {"lying.wav", header + form + "data\xff\xff\xff\x7f"s},
      {"channels.wav", header + "fmt \x10\0\0\0\1\0\0\0\x44\xac\0\0\x10\xb1\2\0\4\0\x10\0data\x10\0\0\0"s + std::string(16, 'x')},
      {"cut.mp4", "\0\0\0\x18""ftypmp42\0\0\0\0mp42isom\0\0\xff\xff""moov"s},
      {"noise.ogg", "OggS"s + std::string(5'000, '\x5a')},
      {"picture.jpg", "\xFF\xD8\xFF\xE0 not a picture"s},
  };
  for (const Row& row : rows) {
    INFO(row.name);
    write(folder / row.name, row.bytes);
    const auto identity = jobs::identify_file(folder / row.name);
    REQUIRE(identity);
    CHECK(identity->content.empty());
    CHECK(!identity->note.empty());
    CHECK(iscc::type_id(identity->iscc).value() == "ISCC-SUM-V0-DI");
    CHECK(identity->bytes == row.bytes.size());
  }
  CHECK(media::fingerprint(folder / "none.wav").error().code == Errc::not_found);
  write(folder / "playlist.m3u8", "#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n");
  CHECK(!media::fingerprint(folder / "playlist.m3u8"));   // A file names no other file.
  media::MediaLimits limits;
  limits.program = folder / "no-such-program";
  CHECK(media::fingerprint(folder / "lying.wav", 64, {}, limits).error().code == Errc::unavailable);
}

TEST_CASE("A file's units are those of its content, whatever its size and name") {
  const Scratch scratch;
  const std::filesystem::path folder = scratch.path("");
  write(folder / "a.txt", "Hello, wide world of letters");
  write(folder / "a.html", "<h1>Hello,</h1><p>wide <i>world</i> of&nbsp;letters");
  write(folder / "a.md", "# Hello\n\n*wide* [world](https://example.org) of letters");
  write(folder / "empty", "");
  write(folder / "large.bin", std::string(5u << 20, '\0'));
  const auto text = jobs::identify_file(folder / "a.txt").value();
  CHECK(text.kind == "text");
  CHECK(jobs::identify_file(folder / "a.html").value().content == text.content);
  CHECK(jobs::identify_file(folder / "a.md").value().content == text.content);
  CHECK(jobs::identify_file(folder / "a.md").value().data != text.data);
  const auto named = jobs::identify_file(folder / "a.txt", {.name = "Letters", .description = "", .wide = false}).value();
  CHECK(iscc::type_id(named.iscc).value() == "ISCC-TEXT-V0-MCDI");
  CHECK(jobs::identify_file(folder / "empty").value().kind == "data");
  const auto large = jobs::identify_file(folder / "large.bin", {.name = "", .description = "", .wide = true}).value();
  CHECK(iscc::type_id(large.iscc).value() == "ISCC-WIDE-V0-DI");
  const std::string bytes = read_file(folder / "a.md");
  CHECK(jobs::identify_bytes(bytes, "a.md").value().iscc == jobs::identify_file(folder / "a.md").value().iscc);
}
