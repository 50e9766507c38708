// What a log says to the commands that learn from it.
#include "commands/logged_events.hpp"

#include "footfall/customer/catalogue_keeper.hpp"
#include "footfall/events/event_details.hpp"
#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <set>

namespace footfall::test {
namespace {

constexpr std::int64_t noon_ms = 1'790'000'000'000;

events::event click_of(customer_number of, std::uint32_t item, std::int64_t time_ms) {
  events::event click;
  click.type = events::event_type::click;
  click.customer = of;
  click.user = {1, 2};
  click.item = {1, item, {}};
  click.time_ms = time_ms;
  return click;
}

std::set<std::uint32_t> clicked(const commands::logged_events& log) {
  std::set<std::uint32_t> items;
  const auto& book = log.history.book(events::event_type::click);
  for (std::uint32_t slot = 0; slot < book.first_slot(book.size()); ++slot)
    items.insert(log.owner->items.key_of(book.item_at(slot)).number);
  return items;
}

TEST(logged_events, of_an_item_that_got_another_id_are_of_that_one) {
  const temporary_folder folder;
  const store::store_settings where;
  customer::customer_settings shop;
  shop.id = "shop";
  {
    const auto opened = *store::open_store(where, folder.path());
    const auto number = *opened->number_of("shop");
    const std::vector batch{click_of(number, 7, noon_ms), click_of(number, 8, noon_ms + 1000),
                            click_of(number, 7, noon_ms + 20'000)};
    const std::vector writes{customer::transfer_write(number, "1/7", "1/9", noon_ms + 10'000, 0)};
    ASSERT_TRUE(opened->append_batch(batch, writes));
  }
  const auto early = commands::read_log(where, folder.path(), shop, noon_ms + 5'000);
  ASSERT_TRUE(early) << early.error().detail();
  EXPECT_EQ(clicked(*early), (std::set<std::uint32_t>{8, 9}));
  const auto all = commands::read_log(where, folder.path(), shop, noon_ms + 30'000);
  ASSERT_TRUE(all) << all.error().detail();
  EXPECT_EQ(clicked(*all), (std::set<std::uint32_t>{7, 8, 9})) << "what came later is of the old id";
}

TEST(logged_events, say_in_which_segments_their_users_were) {
  const temporary_folder folder;
  const store::store_settings where;
  customer::customer_settings shop;
  shop.id = "shop";
  {
    const auto opened = *store::open_store(where, folder.path());
    const auto number = *opened->number_of("shop");
    auto in_seven = click_of(number, 7, noon_ms);
    events::append_detail(in_seven.details, events::segments_detail, "7,11");
    const std::vector batch{in_seven, click_of(number, 8, noon_ms + 1000)};
    ASSERT_TRUE(opened->append_batch(batch, {}));
  }
  const auto log = commands::read_log(where, folder.path(), shop, noon_ms + 5'000);
  ASSERT_TRUE(log) << log.error().detail();
  ASSERT_EQ(log->with_segments.size(), 1U);
  EXPECT_EQ(log->with_segments[0].segments, "7,11");
  EXPECT_EQ(log->with_segments[0].item, *log->owner->items.find({1, 7, {}}));
}

}  // namespace
}  // namespace footfall::test
