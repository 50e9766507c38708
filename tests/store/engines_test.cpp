// The table of engines.
#include "footfall/store/engines.hpp"

#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>

namespace footfall::test {

TEST(engines, an_unknown_engine_is_told_with_the_known_ones) {
  const temporary_folder folder;
  const auto opened = store::open_store({.engine = "clickhouse"}, folder.path());
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code(), error::bad_configuration);
  EXPECT_EQ(opened.error().detail(), "store.engine: \"clickhouse\" is not known; there is: sqlite");
}

TEST(engines, every_row_opens_under_its_name) {
  for (const auto& row : store::engines()) {
    const temporary_folder folder;
    EXPECT_TRUE(store::open_store({.engine = std::string(row.name)}, folder.path())) << row.name;
  }
}

TEST(engines, every_row_opens_for_reading_while_it_is_written) {
  for (const auto& row : store::engines()) {
    const temporary_folder folder;
    const store::store_settings settings{.engine = std::string(row.name)};
    EXPECT_FALSE(store::open_reader(settings, folder.path())) << row.name;
    const auto opened = store::open_store(settings, folder.path());
    ASSERT_TRUE(opened) << row.name;
    EXPECT_TRUE(store::open_reader(settings, folder.path())) << row.name;
  }
}

}  // namespace footfall::test
