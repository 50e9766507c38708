#include "footfall/store/clock_mark.hpp"

#include "support/memory_event_store.hpp"

#include <gtest/gtest.h>

namespace footfall::test {
namespace {

TEST(clock_mark, comes_back_from_the_store) {
  memory_event_store store;
  const auto reader = *store.make_entity_reader();
  EXPECT_EQ(*store::read_clock_mark(*reader), std::nullopt);
  const clock_mark mark{1'769'860'800'000, 1'801'396'800'000, 60'000};
  ASSERT_TRUE(store.append_batch({}, std::vector{store::clock_mark_write(mark)}));
  EXPECT_EQ(*store::read_clock_mark(*reader), mark);
}

TEST(clock_mark, of_another_form_is_as_none) {
  memory_event_store store;
  const auto reader = *store.make_entity_reader();
  for (const auto* content : {"",
                              "\x02"
                              "1 2 3",
                              "\x01",
                              "\x01"
                              "1 2",
                              "\x01"
                              "1 2 x"}) {
    auto write = store::clock_mark_write({});
    write.content = content;
    ASSERT_TRUE(store.append_batch({}, std::vector{write}));
    EXPECT_EQ(*store::read_clock_mark(*reader), std::nullopt) << content;
  }
}

}  // namespace
}  // namespace footfall::test
