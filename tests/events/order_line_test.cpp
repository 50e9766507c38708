// Which purchases are the same line of the same order.
#include "footfall/events/order_line.hpp"

#include "footfall/events/event_details.hpp"
#include "support/example_events.hpp"

#include <gtest/gtest.h>

namespace footfall::test {
namespace {

events::event buy(std::string details, std::uint32_t item = 7, std::uint32_t quantity = 1) {
  auto made = click(1, item);
  made.type = events::event_type::buy;
  made.details = std::move(details);
  made.quantity = quantity;
  return made;
}

std::uint64_t line_of(const events::event& each) { return events::order_line_of(each); }

TEST(order_line, is_none_without_an_order_or_of_other_events) {
  EXPECT_EQ(line_of(buy("")), 0U);
  EXPECT_EQ(line_of(buy("p=2.50EUR&ol=1")), 0U);
  EXPECT_EQ(line_of(buy("-o=5&-foo=5")), 0U);
  auto other = buy("o=5");
  other.type = events::event_type::basket;
  EXPECT_EQ(line_of(other), 0U);
}

TEST(order_line, with_a_line_order_and_line_decide) {
  const auto line = line_of(buy("o=5&ol=1"));
  EXPECT_NE(line, 0U);
  EXPECT_EQ(line_of(buy("q=3&o=5&ol=1", 8, 3)), line);
  EXPECT_NE(line_of(buy("o=5&ol=2")), line);
  EXPECT_NE(line_of(buy("o=6&ol=1")), line);
  auto of_other = buy("o=5&ol=1");
  of_other.user = click(2, 1).user;
  EXPECT_EQ(line_of(of_other), line) << "a page that is shown again may come from somebody new";
}

TEST(order_line, without_a_line_order_item_quantity_and_price_decide) {
  const auto line = line_of(buy("p=2.50EUR&o=5"));
  EXPECT_EQ(line_of(buy("o=5&p=2.50EUR")), line);
  EXPECT_NE(line_of(buy("o=5&p=2.50EUR", 8)), line);
  EXPECT_NE(line_of(buy("o=5&p=2.50EUR", 7, 2)), line);
  EXPECT_NE(line_of(buy("o=5&p=2.60EUR")), line);
}

TEST(order_line, the_number_stays_what_it_is_since_it_is_on_disk) {
  EXPECT_EQ(line_of(buy("o=5&ol=1")), 0x2388281805247E8DULL);
}

TEST(order_line, the_mark_is_read_back_from_the_details) {
  auto again = buy("o=5&ol=1");
  events::mark_audience(again, events::repeated_order);
  EXPECT_FALSE(again.counts());
  EXPECT_EQ(events::marked_audience(again.details), events::repeated_order);
  EXPECT_EQ(line_of(again), line_of(buy("o=5&ol=1")));
}

}  // namespace
}  // namespace footfall::test
