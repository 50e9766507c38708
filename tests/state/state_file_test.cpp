// State files: what was written comes back, and whatever happens to the bytes is noticed.
#include "footfall/state/state_reader.hpp"
#include "footfall/state/state_writer.hpp"
#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <numeric>
#include <string>

#include <sys/resource.h>
#include <sys/stat.h>

namespace footfall::test {
namespace {

using state::section_id;
using state::state_reader;
using state::state_writer;

struct pair_record {
  std::uint64_t first;
  std::uint32_t second;
  std::uint32_t third;
  friend bool operator==(const pair_record&, const pair_record&) = default;
};

class state_file : public testing::Test {
 protected:
  const temporary_folder folder;
  const std::filesystem::path path = folder.path() / "some.state";
  const std::filesystem::path new_path = folder.path() / "some.state.new";

  void write_example() const {
    auto file = state_writer::create(path);
    ASSERT_TRUE(file);
    file->append(section_id("numbers", 7), std::span(numbers));
    file->append(section_id("pairs", 7, 1), std::span<const pair_record>(pairs).first(1));
    file->append(section_id("pairs", 7, 1), std::span<const pair_record>(pairs).subspan(1));
    file->append(section_id("text"), std::span<const char>("odd", 3));
    file->append(section_id("nothing"), std::span<const std::uint64_t>());
    const auto size = file->finish();
    ASSERT_TRUE(size) << size.error().detail();
    EXPECT_EQ(*size, std::filesystem::file_size(path));
  }

  [[nodiscard]] std::string bytes() const {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }

  void replace_by(const std::string& content) const { std::ofstream(path, std::ios::binary) << content; }

  /// The first failure of opening and reading everything; empty when there is none.
  [[nodiscard]] std::string reason() const {
    const auto file = state_reader::open(path);
    if (!file) return file.error().detail();
    if (const auto read = file->read<std::uint32_t>(section_id("numbers", 7)); !read)
      return read.error().detail();
    if (const auto read = file->read<pair_record>(section_id("pairs", 7, 1)); !read)
      return read.error().detail();
    if (const auto read = file->read<char>(section_id("text")); !read) return read.error().detail();
    return {};
  }

  const std::vector<std::uint32_t> numbers = [] {
    std::vector<std::uint32_t> made(700'001);  // more than the writer's buffer, and an odd number
    std::iota(made.begin(), made.end(), 1U);
    return made;
  }();
  const std::vector<pair_record> pairs{{1, 2, 3}, {4, 5, 6}};
};

TEST_F(state_file, what_was_written_comes_back) {
  write_example();
  const auto file = state_reader::open(path);
  ASSERT_TRUE(file) << file.error().detail();
  EXPECT_EQ(*file->read<std::uint32_t>(section_id("numbers", 7)), numbers);
  EXPECT_EQ(*file->read<pair_record>(section_id("pairs", 7, 1)), pairs);
  EXPECT_EQ(*file->read<char>(section_id("text")), (std::vector<char>{'o', 'd', 'd'}));
  EXPECT_TRUE(file->holds(section_id("nothing")));
  EXPECT_TRUE(file->read<std::uint64_t>(section_id("nothing"))->empty());
  EXPECT_FALSE(file->holds(section_id("numbers", 8)));
  EXPECT_TRUE(file->read<std::uint32_t>(section_id("numbers", 8))->empty());
  EXPECT_EQ(file->size_bytes(), std::filesystem::file_size(path));
}

TEST_F(state_file, a_missing_file_is_told_from_a_bad_one) {
  EXPECT_EQ(state_reader::open(path).error().code(), error::not_found);
  replace_by("");
  EXPECT_EQ(state_reader::open(path).error().code(), error::io_failed);
  EXPECT_EQ(state_reader::open(folder.path()).error().code(), error::io_failed);
}

TEST_F(state_file, records_of_another_size_are_refused) {
  write_example();
  const auto file = state_reader::open(path);
  ASSERT_TRUE(file);
  EXPECT_FALSE(file->read<std::uint64_t>(section_id("numbers", 7)));
}

TEST_F(state_file, every_changed_byte_is_noticed) {
  write_example();
  const auto whole = bytes();
  std::vector<std::size_t> places;
  for (std::size_t at = 0; at < 48; ++at) places.push_back(at);
  for (std::size_t at = 48; at < whole.size(); at += 49'999) places.push_back(at);
  // All of the last sections and of the table, except for the filling behind the text.
  for (std::size_t at = whole.size() - 4 * 56 - 40; at < whole.size(); ++at)
    if (whole[at] != 0) places.push_back(at);
  for (const auto at : places) {
    auto changed = whole;
    changed[at] = static_cast<char>(changed[at] ^ 0x10);
    replace_by(changed);
    EXPECT_NE(reason(), "") << "byte " << at;
  }
}

TEST_F(state_file, a_file_that_was_cut_off_anywhere_is_refused) {
  write_example();
  const auto whole = bytes();
  for (std::size_t length = 0; length < whole.size(); length += length < 100 ? 1 : 99'991) {
    replace_by(whole.substr(0, length));
    EXPECT_NE(reason(), "") << length << " bytes";
  }
  replace_by(whole + "x");
  EXPECT_NE(reason(), "");
}

TEST_F(state_file, a_file_of_another_version_is_refused_with_both_numbers) {
  write_example();
  auto other = bytes();
  other[8] = 99;
  replace_by(other);
  EXPECT_NE(reason().find("is of version 99 and this program reads version 5 only"), std::string::npos)
      << reason();
}

TEST_F(state_file, until_it_is_finished_the_old_file_stays_and_nothing_is_left_of_the_new_one) {
  write_example();
  const auto old = bytes();
  {
    auto file = state_writer::create(path);
    ASSERT_TRUE(file);
    file->append(section_id("text"), std::span<const char>("new", 3));
    EXPECT_TRUE(std::filesystem::exists(new_path));
    EXPECT_EQ(bytes(), old);
  }
  EXPECT_FALSE(std::filesystem::exists(new_path));
  EXPECT_EQ(bytes(), old);
}

TEST_F(state_file, what_was_left_by_a_process_that_died_is_written_over) {
  std::ofstream(new_path) << std::string(9'000'000, 'x');
  write_example();
  EXPECT_EQ(reason(), "");
  EXPECT_FALSE(std::filesystem::exists(new_path));
}

TEST_F(state_file, a_folder_that_is_not_there_is_a_failure_with_its_name) {
  const auto file = state_writer::create(folder.path() / "absent" / "some.state");
  ASSERT_FALSE(file);
  EXPECT_NE(file.error().detail().find("absent"), std::string::npos);
}

TEST_F(state_file, a_full_disk_is_a_failure_and_the_old_file_stays) {
  write_example();
  const auto old = bytes();
  {
    // As a quota does it: the disk takes 64 KiB of the file.
    std::signal(SIGXFSZ, SIG_IGN);
    rlimit limit{};
    ASSERT_EQ(getrlimit(RLIMIT_FSIZE, &limit), 0);
    const auto unlimited = limit;
    limit.rlim_cur = 65536;
    ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &limit), 0);
    auto file = state_writer::create(path);
    ASSERT_TRUE(file);
    file->append(section_id("numbers"), std::span(numbers));
    EXPECT_TRUE(file->failed());
    const auto done = file->finish();
    ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &unlimited), 0);
    ASSERT_FALSE(done);
    EXPECT_NE(done.error().detail().find("cannot be written"), std::string::npos) << done.error().detail();
  }
  EXPECT_EQ(bytes(), old);
}

TEST_F(state_file, is_for_its_owner_alone) {
  std::ofstream(new_path) << "left behind by a kill, and readable by all";
  std::filesystem::permissions(new_path, std::filesystem::perms(0644));
  write_example();
  EXPECT_EQ(std::filesystem::status(path).permissions(),
            std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
}

TEST_F(state_file, is_read_and_written_through_no_symbolic_link) {
  const auto target = folder.path() / "of somebody else";
  std::ofstream(target) << "precious";
  std::filesystem::create_symlink(target, new_path);
  write_example();
  std::string content;
  std::ifstream(target) >> content;
  EXPECT_EQ(content, "precious");
  const auto moved = folder.path() / "moved";
  std::filesystem::rename(path, moved);
  std::filesystem::create_symlink(moved, path);
  EXPECT_FALSE(state_reader::open(path));
}

TEST_F(state_file, that_is_a_named_pipe_is_refused_and_not_waited_for) {
  ASSERT_EQ(::mkfifo(path.c_str(), 0600), 0);
  EXPECT_FALSE(state_reader::open(path));
}

}  // namespace
}  // namespace footfall::test
