// The bytes of import files: plain, gzip, zstd, whole, in several members, and damaged.
#include "commands/import_source.hpp"

#include "commands/packed_bytes.hpp"
#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <array>
#include <fstream>
#include <string>

namespace footfall::test {

namespace {

// Reads a file with the given bytes through a small window; the failure's detail when it breaks.
std::string read_back(const std::string& bytes, std::size_t window = 7) {
  const temporary_folder folder;
  const auto file = folder.path() / "input";
  std::ofstream(file, std::ios::binary) << bytes;
  auto source = commands::import_source::open(file.string());
  if (!source) return source.error().detail();
  EXPECT_EQ(source->size_bytes(), bytes.size());
  std::string all;
  std::string part(window, '\0');
  for (;;) {
    const auto count = source->read(part);
    if (!count) return "FAILED" + count.error().detail().substr(file.string().size());
    if (*count == 0) break;
    all.append(part, 0, *count);
  }
  EXPECT_EQ(source->bytes_read(), bytes.size());
  return all;
}

std::string many_lines() {
  std::string text;
  for (int number = 0; number < 100'000; ++number) text += "line " + std::to_string(number * 7919) + "\n";
  return text;
}

}  // namespace

TEST(import_source, plain_gzip_and_zstd_give_the_same_bytes) {
  const auto text = many_lines();
  EXPECT_EQ(read_back(text, 4096), text);
  EXPECT_EQ(read_back(gzip(text), 4096), text);
  EXPECT_EQ(read_back(zstd(text), 4096), text);
}

TEST(import_source, short_and_empty_contents_are_no_special_case) {
  for (const std::string text : {"", "a", "abc", "\x1f", "\x28\xb5"}) {
    EXPECT_EQ(read_back(text), text);
    EXPECT_EQ(read_back(gzip(text)), text);
    EXPECT_EQ(read_back(zstd(text)), text);
  }
}

TEST(import_source, several_members_one_after_the_other_are_one_stream) {
  EXPECT_EQ(read_back(gzip("one\n") + gzip("") + gzip("two\n")), "one\ntwo\n");
  EXPECT_EQ(read_back(zstd("one\n") + zstd("") + zstd("two\n")), "one\ntwo\n");
}

TEST(import_source, zero_bytes_behind_gzip_members_are_padding) {
  EXPECT_EQ(read_back(gzip("text") + std::string(1000, '\0')), "text");
  EXPECT_EQ(read_back(gzip("one\n") + std::string(512, '\0') + gzip("two\n")), "one\ntwo\n");
}

TEST(import_source, frames_that_say_nothing_are_passed_over_as_pzstd_writes_them) {
  const std::string size_of_the_next{"\x50\x2a\x4d\x18\x04\0\0\0\x10\0\0\0", 12};
  EXPECT_EQ(read_back(size_of_the_next + zstd("one\n") + size_of_the_next + zstd("two\n")), "one\ntwo\n");
}

TEST(import_source, a_packed_stream_that_ends_too_early_is_an_error) {
  const auto text = many_lines();
  for (const auto& packed : {gzip(text), zstd(text)}) {
    for (const auto length : {packed.size() - 1, packed.size() / 2, std::size_t{5}})
      EXPECT_EQ(read_back(packed.substr(0, length), 4096), "FAILED: the packed data ends too early")
          << length;
  }
}

TEST(import_source, a_damaged_stream_is_an_error) {
  auto packed = gzip(many_lines());
  packed[packed.size() / 2] = static_cast<char>(~packed[packed.size() / 2]);
  EXPECT_EQ(read_back(packed, 4096), "FAILED: the gzip data is damaged");
  EXPECT_EQ(read_back(gzip("text") + "garbage"), "FAILED: the gzip data is damaged");
  EXPECT_EQ(read_back(zstd("text") + "garbage"), "FAILED: the zstd data is damaged");
}

TEST(import_source, a_file_that_is_not_there_is_named) {
  const auto source = commands::import_source::open("/nowhere/events.csv");
  ASSERT_FALSE(source);
  EXPECT_EQ(source.error().detail(), "/nowhere/events.csv: cannot be opened: No such file or directory");
  const auto folder = commands::import_source::open("/tmp");
  ASSERT_FALSE(folder);
  EXPECT_EQ(folder.error().detail(), "/tmp: is a folder, expected a file");
}

}  // namespace footfall::test
